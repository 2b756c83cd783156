"""Checks across columns: each different tuple of texts is compared once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from app.table.checks import CELLS, RowCheck
from app.table.engine.chunk import Chunk
from app.table.engine.lane import Lane
from app.table.engine.ledger import ACROSS_STEP, Ledger
from app.table.engine.utf8 import Places
from app.table.tally import Key


def look_across(
    chunk: Chunk, check: RowCheck, lanes: Sequence[Lane], blank: Places
) -> tuple[Places, list[str]]:
    """Find rows that a check refuses, blank ones aside, with their cells as a sample shows them."""
    names = [f"x{i}" for i in range(len(lanes))]
    cells = pl.DataFrame(
        [lane.written(chunk).alias(n) for n, lane in zip(names, lanes, strict=True)]
    )
    distinct = cells.unique()
    refused = [texts for texts in distinct.rows() if _refuses(check, lanes, texts)]
    if not refused:
        return np.zeros(0, np.int64), []
    wrong = pl.DataFrame(refused, schema=distinct.schema, orient="row")
    found = (
        cells.with_row_index("place")
        .join(wrong, on=names, how="semi", nulls_equal=True)
        .sort("place")
    )
    found = found.filter(~pl.col("place").is_in(pl.Series(blank, dtype=pl.UInt32)))
    shown = [_shown(lanes, texts) for texts in found.select(names).rows()]
    return found["place"].to_numpy().astype(np.int64), shown


def _shown(lanes: Sequence[Lane], texts: Sequence[str | None]) -> str:
    pairs = zip(lanes, texts, strict=True)
    return ", ".join(filter(None, (lane.shown(text) for lane, text in pairs)))


def note_across(
    ledger: Ledger, check: RowCheck, number: int, places: Places, shown: Sequence[str]
) -> None:
    """Count what one check refused; ``number`` is its turn among the checks."""
    key = Key(CELLS, check.name, check.cause, check.columns[0])
    facts = {"others": check.others}
    ledger.note(key, (ACROSS_STEP, number), places, shown.__getitem__, facts)


def _refuses(check: RowCheck, lanes: Sequence[Lane], texts: Sequence[str | None]) -> bool:
    pairs = zip(lanes, texts, strict=True)
    values = [None if text is None else lane.verdicts.value(text) for lane, text in pairs]
    return check.passes(values) is False
