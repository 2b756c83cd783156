"""Checks across columns: each different tuple of texts is compared once, where one may be refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from app.table.checks import CELLS, RowCheck
from app.table.engine.chunk import Chunk
from app.table.engine.compared import told
from app.table.engine.lane import Lane
from app.table.engine.ledger import ACROSS_STEP, Ledger
from app.table.engine.utf8 import Places
from app.table.tally import Key

FILLED = "\0"
"""Stands for any value, in a check that only asks whether there is one."""


class Refused(NamedTuple):
    """Rows of a chunk that a check refuses."""

    places: Places
    shown: Callable[[int], str]
    """Writes the cells of each, as a sample shows them."""


class Among(NamedTuple):
    """One of the columns of a check."""

    lane: Lane
    wrong: Places
    """Where the chunk's cells are not what their field takes."""


def look_across(chunk: Chunk, check: RowCheck, columns: Sequence[Among], blank: Places) -> Refused:
    """Find rows that a check refuses, blank ones aside."""
    names = [f"x{i}" for i in range(len(columns))]
    series = [_asked(chunk, check, one).alias(n) for n, one in zip(names, columns, strict=True)]
    lanes = [one.lane for one in columns]
    cells = pl.DataFrame(series)
    known = _told(check, columns, cells)
    cells = cells.with_row_index("place").filter(known.is_null())
    distinct = cells.select(names).unique()
    _judge_at_once(lanes, distinct)
    refused = [texts for texts in distinct.rows() if _refuses(check, lanes, texts)]
    wrong = pl.DataFrame(refused, schema=distinct.schema, orient="row")
    found = cells.join(wrong, on=names, how="semi", nulls_equal=True)["place"].to_numpy()
    every = np.union1d(found, (~known).arg_true().to_numpy())
    places = np.setdiff1d(every, blank).astype(np.int64)
    written = [lane.written(chunk) for lane in lanes]

    def shown(at: int) -> str:
        place = int(places[at])
        texts = (lane.shown(w[place]) for lane, w in zip(lanes, written, strict=True))
        return ", ".join(filter(None, texts))

    return Refused(places, shown)


def _told(check: RowCheck, columns: Sequence[Among], cells: pl.DataFrame) -> pl.Series:
    """Tell what the check surely says of each row: nothing of one with a cell that is wrong."""
    judges = [one.lane.judge for one in columns]
    test = told(check, judges, [pl.col(name) for name in cells.columns])
    known = cells.with_columns(test.alias("told"))["told"]
    wrong = np.unique(np.concatenate([one.wrong for one in columns]))
    return known.scatter(wrong, None) if len(wrong) else known


def _asked(chunk: Chunk, check: RowCheck, column: Among) -> pl.Series:
    """Give a column's texts, without those that are nothing, and each as much as a check asks for."""
    lane, wrong = column
    texts = lane.written(chunk)
    there = ~lane.nothing
    known = there.copy()
    if not check.presence or (check.truth and not lane.verbatim):
        known[:] = False
    elif not lane.verbatim:
        known[wrong] = False
    held = pl.when(pl.Series(known)).then(pl.lit(FILLED)).when(pl.Series(there)).then(texts)
    return pl.select(held).to_series()


def _judge_at_once(lanes: Sequence[Lane], distinct: pl.DataFrame) -> None:
    """Let each column judge all its texts together: one by one takes its time."""
    for lane, texts in zip(lanes, distinct.get_columns(), strict=True):
        lane.verdicts.look([text for text in texts.unique().drop_nulls() if text != FILLED])


def note_across(
    ledger: Ledger, check: RowCheck, number: int, places: Places, shown: Callable[[int], str]
) -> None:
    """Count what one check refused; ``number`` is its turn among the checks."""
    key = Key(CELLS, check.name, check.cause, check.columns[0])
    facts = {"others": check.others}
    ledger.note(key, (ACROSS_STEP, number), places, shown, facts)


def _refuses(check: RowCheck, lanes: Sequence[Lane], texts: Sequence[str | None]) -> bool:
    pairs = zip(lanes, texts, strict=True)
    return check.passes([_value(lane, text) for lane, text in pairs]) is False


def _value(lane: Lane, text: str | None) -> object:
    return text if text is None or text == FILLED else lane.verdicts.value(text)
