"""A “Total” line under the data: it is no record, and any sum over the column counts twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.table.cell_shape import NUMBERS, blank, shape, written
from app.table.records import Cell
from rules.core.evidence import Finding, Sample

_TOTAL = re.compile(r"\s*(?:sous-?\s?|sub-?\s?|grand )?tota(?:l|ux)\b", re.IGNORECASE)


def is_totals(cells: Sequence[Cell], width: int) -> bool:
    """Tell whether a row of a table that wide starts with “Total” and holds only numbers besides."""
    filled = [cell for cell in cells if not blank(cell)]
    if not filled or not isinstance(filled[0], str) or not _TOTAL.match(filled[0]):
        return False
    words = [cell for cell in filled[1:] if shape(cell) not in NUMBERS]
    # A person or a firm may be called Total: such a row has more words, and fewer holes.
    return not words and (len(filled) < max(width, len(cells)) or len(filled) > 1)


def totals_finding(row: int, cells: Sequence[Cell], of: int) -> Finding:
    """Report the totals line at the file's end; ``of`` counts the rows."""
    first = next(written(cell) for cell in cells if not blank(cell))
    return Finding(
        rule="no_totals_row",
        code="totals-row",
        cause="totals-row",
        severity="warning",
        of=max(1, of),
        rows=(row,),
        samples=(Sample(row=row, value=first[:200]),),
    )
