"""A big workbook or Parquet file against its schema: chunks whose cells have types of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from app.table.engine.check import Run, Seen
from app.table.engine.chunk import Chunk, column
from app.table.engine.ledger import Ledger
from app.table.engine.typed import Typed, untagged
from app.table.engine.typed_asked import TypedAsked
from app.table.engine.typed_lane import RETYPED, TypedLane, codes_column
from app.table.header_row import Header
from app.table.layout import Layout
from app.table.model import Limits
from app.table.records import State
from app.table.tally import Group, Tally
from app.table.validate import Checked

_NO_LINES = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known of a file before its rows are read."""

    header: Header
    limits: Limits


class TypedLedger(Ledger):
    """Groups of defects of cells that are known by tagged texts."""

    def _show(self, group: Group, text: str | None, place: int, fixed: str | None) -> None:
        super()._show(group, None if text is None else untagged(text), place, fixed)

    def tally(self) -> Tally:
        """Give the groups as the plain path would have them."""
        tally = super().tally()
        for key, group in tally.groups.items():
            if key.cause == RETYPED:
                group.severity = "warning"
        return tally


class TypedRun(Run):
    """One pass under way."""

    lane_of = TypedLane
    ledger_of = TypedLedger
    asked_of = TypedAsked
    lanes: Sequence[TypedLane]  # type: ignore[assignment] # each made by lane_of

    def look(self, chunk: Chunk) -> Seen:
        """Let Polars work out what all columns ask for; the chunk is to be taken before the next."""
        for lane in self.lanes:
            lane.see(chunk)
        return super().look(chunk)


def chunk_of(columns: Iterable[Typed], uneven: Mapping[int, tuple[str, ...]]) -> Chunk:
    """Make a chunk of columns of one height."""
    every = [*columns]
    texts = pl.DataFrame([one.texts.alias(column(at)) for at, one in enumerate(every)])
    coded = {at: one.codes for at, one in enumerate(every) if one.codes is not None}
    return Chunk(
        frame=texts.with_columns(pl.Series(codes_column(at), c) for at, c in coded.items()),
        uneven=uneven,
        data=b"",
        lines=_NO_LINES,
        records=_NO_LINES,
        inner=_NO_LINES,
        proven=True,
        ends=(0, 0, 0),
    )


def run_over(
    opened: Opened, layout: Layout, chunks: Callable[[State], Iterator[Chunk]]
) -> tuple[State, Checked]:
    """Check every chunk; ``chunks`` makes them, from the first one each time, and tells if all came."""
    run = TypedRun(opened, layout)
    for chunk in chunks(run.reading):
        run.take(run.look(chunk))
    return run.reading, run.finish(lambda: chunks(State()))
