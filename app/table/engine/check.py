"""A big file against its schema, chunk by chunk: what :mod:`app.table.validate` would say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple, Protocol

import numpy as np
import polars as pl

from app.table.block import rows_of
from app.table.engine.across import Among, look_across, note_across
from app.table.engine.ahead import Ahead
from app.table.engine.asked import Asked
from app.table.engine.chunk import Chunk
from app.table.engine.doubled import Doubled
from app.table.engine.keys import Key, WholeRows
from app.table.engine.lane import Lane
from app.table.engine.ledger import KEYS_STEP, STRUCTURE, Ledger
from app.table.engine.looked import Looked
from app.table.engine.numbering import Hashes, joint
from app.table.engine.pointers import Pointers
from app.table.engine.utf8 import Places
from app.table.header_row import Header
from app.table.layout import Layout
from app.table.model import Limits
from app.table.records import State, Unsupported
from app.table.rows import BLANK_KEY, LONG, SHORT
from app.table.tally import Key as Group
from app.table.validate import BAD, BLANK_ROW, GOOD, Checked, written
from app.table.values import Collected
from app.table.watch import tell

_NONE = np.zeros(0, np.int64)
_ONCE = pl.QueryOptFlags.none(comm_subexpr_elim=True)
"""What several tests ask of a column is worked out once."""


class Seen(NamedTuple):
    """A chunk, and what was worked out of each of its columns."""

    chunk: Chunk
    columns: list[Looked]
    hashes: Hashes
    """One of each whole row."""


class Opened(Protocol):
    """A file whose header is known."""

    @property
    def header(self) -> Header:
        """Where its header stands."""

    @property
    def limits(self) -> Limits:
        """Where reading stops."""


class Run:
    """One pass under way."""

    lane_of: type[Lane] = Lane
    ledger_of: type[Ledger] = Ledger
    asked_of: type[Asked] = Asked

    def __init__(self, table: Opened, layout: Layout) -> None:
        _refuse(layout)
        self.layout = layout
        self.table = table
        self.state = bytearray()
        self._looked = 0
        self.reading = State()
        size = rows_of(len(layout.labels))
        self._first = first_row = table.header.row + 1
        self.ledger = self.ledger_of(table.limits.samples, first_row, size)
        self.lanes = [
            self.lane_of(i, layout.name(i), one, size) for i, one in enumerate(layout.columns)
        ]
        self.keys = [Key(unique, self.lanes, first_row) for unique in layout.uniques]
        self.pointers = [Pointers(one, self.lanes, first_row) for one in layout.foreigns]
        self.doubled = Doubled([check for check, _ in layout.row_checks], self.ledger, size)
        self.whole = WholeRows(first_row)
        self.asked = self.asked_of(layout, self.lanes, first_row) if layout.suite else None

    def look(self, chunk: Chunk) -> Seen:
        """Let Polars work out at once what all columns ask for; may run ahead of :meth:`take`.

        Of a chunk of the body only what the limit on rows leaves of it is looked at.
        """
        room = self.table.limits.max_rows - self._looked
        if chunk.frame.height > room:
            self.reading.complete = False
            chunk = first_of(chunk, room)
        self._looked += chunk.frame.height
        if not chunk.frame.height:
            return Seen(chunk, [], _NONE.view(np.uint64))
        asked = [one for lane in self.lanes for one in lane.ask(chunk.frame)]
        worked = (
            chunk.frame.lazy().select_seq(asked).collect(optimizations=_ONCE, engine="in-memory")
        )
        found = worked.to_dict()
        columns = [lane.looked(chunk, found) for lane in self.lanes]
        parts = (lane.row_hashes(one) for lane, one in zip(self.lanes, columns, strict=True))
        return Seen(chunk, columns, joint(parts))

    def take(self, seen: Seen) -> None:
        """Judge a chunk that was looked at."""
        if seen.columns:
            self._judge(seen, len(self.state))
            for lane in self.lanes:
                lane.leave()
        tell("reading", len(self.state))

    def _judge(self, seen: Seen, first: int) -> None:
        chunk = seen.chunk
        for lane, looked in zip(self.lanes, seen.columns, strict=True):
            lane.take(looked)
        blank = self._blank()
        states = np.zeros(chunk.frame.height, np.uint8)
        self._note_structure(chunk, blank, first, states)
        columns = []
        for lane in self.lanes:
            if lane.required and lane.gone:
                states[lane.note_missing(blank, first, self.ledger)] = BAD
            columns.append(Among(lane, lane.find_wrong(first, self.ledger)))
            states[columns[-1].wrong] = BAD
        self._note_keys(chunk, first, states)
        for number, (check, positions) in enumerate(self.layout.row_checks):
            refused = look_across(chunk, check, [columns[at] for at in positions], blank)
            places, shown = refused.places + first, refused.shown
            if number in self.doubled.numbers:
                self.doubled.hold(number, places, shown)
            else:
                note_across(self.ledger, check, number, places, shown)
            states[refused.places] = BAD
        self.doubled.note(first + chunk.frame.height)
        states[blank] = BLANK_ROW
        climbs = [lane.climb for lane in self.lanes]
        self.whole.take(seen.hashes, states == BLANK_ROW if len(blank) else None, climbs)
        for lane in self.lanes:
            lane.portray(first)
        if self.asked:
            self.asked.take(chunk, blank, first)
        self.state += states.tobytes()

    def _blank(self) -> Places:
        at = _NONE
        if self.lanes and all(lane.gone for lane in self.lanes):
            at = np.flatnonzero(min(self.lanes, key=lambda lane: lane.gone).nothing)
            for lane in self.lanes:
                at = at[lane.nothing.take(at)]
        return at

    def _note_structure(
        self,
        chunk: Chunk,
        blank: Places,
        first: int,
        states: np.ndarray[tuple[int], np.dtype[np.uint8]],
    ) -> None:
        self.ledger.note(BLANK_KEY, (STRUCTURE, 0), blank + first)
        width = len(self.layout.labels)
        uneven = [(p, len(cells)) for p, cells in sorted(chunk.uneven.items())]
        places, sizes = np.array(uneven, np.int64).reshape(-1, 2).T
        if len(sizes) and sizes.max() > self.table.limits.max_columns:
            raise Unsupported("a row has too many cells")
        filled = ~np.isin(places, blank)
        for key, these in ((LONG, filled & (sizes > width)), (SHORT, filled & (sizes < width))):
            at, cells = places[these] + first, sizes[these].tolist()
            if cells:
                facts = {"cells": cells[0], "columns": width}
                step = (STRUCTURE, 1, int(at[0]))
                self.ledger.note(key, step, at, [*map(str, cells)].__getitem__, facts)
        states[places[filled]] = BAD

    def _note_keys(
        self, chunk: Chunk, first: int, states: np.ndarray[tuple[int], np.dtype[np.uint8]]
    ) -> None:
        for number, key in enumerate(self.keys):
            empty = key.take(chunk, first)
            if key.unique.primary:
                group: Group = key.unique.key._replace(cause="key-empty")
                self.ledger.note(group, (KEYS_STEP, number), empty + first)
                states[empty] = BAD
        for one in self.pointers:
            one.take(chunk, first)

    def finish(self, again: Callable[[], Iterable[Chunk]]) -> Checked:
        """Close what only the end can close; ``again`` gives the body's chunks once more."""
        for lane in self.lanes:
            lane.flush()
        self.doubled.note()
        tally = self.ledger.tally()
        rows = range(self._first, self._first + len(self.state))
        states = np.frombuffer(self.state, np.uint8)
        for key in self.keys:
            places = key.close(rows, tally)
            states[places[states[places] == GOOD]] = BAD
        for one in self.pointers:
            places = one.close(tally)
            states[places[states[places] == GOOD]] = BAD
        del states
        self.whole.close(rows, tally)
        judged = self.asked.finish(again) if self.asked else None
        complete, kept = self.reading.complete, Collected({})
        checked = written(self.layout, tally, self.state, kept, complete=complete)
        return replace(checked, judged=judged)


def judge(run: Run, chunks: Iterator[Chunk]) -> None:
    """Look and judge, one chunk ahead of the next: by what the first shows all others are asked."""
    for chunk in islice(chunks, 1):
        run.take(run.look(chunk))
        del chunk
    for seen in Ahead(_looked(run, chunks)):
        run.take(seen)
        del seen


def _looked(run: Run, chunks: Iterator[Chunk]) -> Iterator[Seen]:
    for chunk in chunks:
        seen = run.look(chunk)
        del chunk
        yield seen
        del seen


MOST_COLUMNS = 512
"""Beyond it, a block's worth of distinct values and portraits per column outgrows a job's memory."""


def _refuse(layout: Layout) -> None:
    """Leave to the plain path what the engine has no way for."""
    if len(layout.labels) > MOST_COLUMNS:
        raise Unsupported("more columns than blocks of them fit into a job's memory")


def first_of(chunk: Chunk, rows: int) -> Chunk:
    """Keep the first records; their lines stay whole."""
    uneven = {place: cells for place, cells in chunk.uneven.items() if place < rows}
    return replace(chunk, frame=chunk.frame.head(rows), uneven=uneven)


def after(chunk: Chunk, rows: int) -> Chunk:
    """Leave out the first records; their lines stay."""
    uneven = {place - rows: cells for place, cells in chunk.uneven.items() if place >= rows}
    return replace(chunk, frame=chunk.frame.slice(rows), uneven=uneven)
