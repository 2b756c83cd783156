"""A suite held against a big file, chunk by chunk."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import polars as pl

from app.table.engine.chunk import SEED, Chunk
from app.table.engine.fed import Feeder
from app.table.engine.lane import Lane
from app.table.engine.utf8 import Places
from app.table.layout import Layout
from app.table.native.piece import Hashes, Piece
from app.table.records import Cell
from app.table.suite import read_suite
from app.table.suite_run import SuiteRun
from app.table.values import MOST
from app.table.watch import tell
from rules.core.evidence import Expectations, Finding


class Slice(Piece):
    """The rows of a chunk that are not blank."""

    def __init__(self, frame: pl.DataFrame, rows: Places, first: int, feeders: Feeders) -> None:
        """Take a frame of texts; ``rows`` are the ordinals of its rows in the file."""
        super().__init__(first, frame.height)
        self._frame = frame
        self._rows = rows
        self._feeders = feeders

    def _read(self, kind: str, name: str) -> Any:
        lane, feeder = self._feeders[name]
        return feeder.feed(self._frame[lane.column], kind)

    def row(self, place: int) -> int:
        """Give the ordinal in the file of a row."""
        return int(self._rows[place])

    def cell(self, name: str, place: int) -> Cell:
        """Give a cell as its field reads it."""
        lane, feeder = self._feeders[name]
        return feeder.cell(self._frame[lane.column][place])

    def hash(self, array: Any) -> Hashes:
        """Give 64-bit hashes, others in each process."""
        series = pl.from_arrow(array)
        assert isinstance(series, pl.Series)
        return series.hash(SEED).to_numpy()


Feeders = dict[str, tuple[Lane, Feeder]]


class Asked:
    """The suite of a layout on its way through the chunks."""

    feeder_of: type[Feeder] = Feeder

    def __init__(self, layout: Layout, lanes: list[Lane], first_row: int) -> None:
        """Start; ``first_row`` is the ordinal in the file of the first row of the body."""
        self._lanes = lanes
        self._first_row = first_row
        self._suite = SuiteRun(
            read_suite(layout.suite),
            layout.wanted,
            layout.names,
        )
        self._feeders: Feeders = {
            name: (lanes[position], self.feeder_of(lanes[position]))
            for name, position in layout.wanted.items()
        }
        self._height = 0
        self._foreign: dict[str, list[object]] | None = {
            name: [] for name in self._suite.foreign_columns
        }
        self._rows = array("L")

    def take(self, chunk: Chunk, blank: Places, first: int) -> None:
        """Take in a chunk; ``first`` is the place of its first record in the body."""
        piece = self._piece(self._cells(chunk), blank, first, self._height)
        self._height += piece.height
        self._suite.look(piece)
        self._keep(piece)

    def finish(
        self, again: Callable[[], Iterable[Chunk]]
    ) -> tuple[Expectations, tuple[Finding, ...]]:
        """Answer; ``again`` gives the chunks once more, if they are wanted."""
        return self._suite.finish(lambda: self._pieces(again()), self._foreign, self._rows)

    def _pieces(self, again: Iterable[Chunk]) -> Iterator[Piece]:
        place = height = 0
        for chunk in again:
            self._see(chunk)
            gone = pl.all_horizontal(lane.missing for lane in self._lanes).arg_true()
            blank = chunk.frame.select(gone).to_series().to_numpy().astype(np.int64)
            piece = self._piece(self._cells(chunk), blank, place, height)
            tell("expecting", self._height)
            place += chunk.frame.height
            height += piece.height
            yield piece

    def _see(self, chunk: Chunk) -> None:
        """Take in a chunk that comes once more."""

    def _cells(self, chunk: Chunk) -> pl.DataFrame:
        """Give the cells as the feeders know them."""
        return chunk.frame

    def _piece(self, frame: pl.DataFrame, blank: Places, place: int, height: int) -> Slice:
        rows = np.arange(frame.height) + self._first_row + place
        if len(blank):
            kept = np.delete(np.arange(frame.height), blank)
            frame, rows = frame[kept], rows[kept]
        return Slice(frame, rows, height, self._feeders)

    def _keep(self, piece: Slice) -> None:
        """Keep the cells that Great Expectations will want, unless they become too many."""
        if not self._foreign:
            return
        self._rows.extend(piece.row(place) for place in range(piece.height))
        if len(self._rows) * len(self._foreign) > MOST:
            self._foreign, self._rows = None, array("L")
            return
        for name, kept in self._foreign.items():
            kept.extend(piece.cell(name, place) for place in range(piece.height))
