"""Comparisons of whole columns at once: rows that a check across columns surely does not refuse.

What is not told here is *not* refused: the check itself then has the word. The proof is a
differential test (``tests/table_engine``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add, or_

import polars as pl

from app.table.checks import RowCheck
from app.table.engine.accept import SPELLED
from app.table.engine.lane import Lane
from app.table.fields import Judge
from app.table.row_checks import COMPARISONS

_PLAIN = r"\A[+-]?[0-9]{1,10}(?:\.[0-9]{1,4})?\z"
"""Numbers that a float holds such that their ten-thousandths are exact."""
_PARTS = 10_000
_DAY = r"\A[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}\z"
"""Days that, where they are read as such, are written again as they were."""
_NUMBERS = frozenset({"integer", "number", "string", "any"})
"""Fields whose plain numbers are compared as numbers."""


def surely_fine(check: RowCheck, lanes: Sequence[Lane], cells: Sequence[pl.Expr]) -> pl.Expr | None:
    """Tell which rows a check passes; ``cells`` give nulls for nothing. ``None``: it cannot be told."""
    if check.presence:
        return None
    judges = [lane.judge for lane in lanes]
    empty = reduce(or_, (one.is_null() for one in cells))
    told = _told(check, judges, cells)
    return empty if told is None else empty | told.fill_null(value=False)


def _told(check: RowCheck, judges: Sequence[Judge], cells: Sequence[pl.Expr]) -> pl.Expr | None:
    if all((one.type, one.format) == ("date", "default") for one in judges) and check.comparison:
        both = cells[0].str.contains(_DAY) & cells[1].str.contains(_DAY)
        compared: pl.Expr = COMPARISONS[check.comparison](*cells)
        return both & compared
    if not all(map(_numeric, judges)):
        return None
    first, *others = map(_exact, cells)
    if check.comparison:
        of_numbers: pl.Expr = COMPARISONS[check.comparison](first, *others)
        return of_numbers
    return first == reduce(add, others)


def _numeric(judge: Judge) -> bool:
    plain = judge.type in _NUMBERS and judge.format == "default"
    return plain and not SPELLED & judge.stated.keys()


def _exact(cells: pl.Expr) -> pl.Expr:
    """Read plain numbers as whole ten-thousandths; null for all other texts."""
    value = (cells.cast(pl.Float64, strict=False) * _PARTS).round().cast(pl.Int64, strict=False)
    return pl.when(cells.str.contains(_PLAIN)).then(value)
