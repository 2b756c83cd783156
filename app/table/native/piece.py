"""Consecutive rows of a table, as the expectations take them: typed columns, nulls where unusable."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np

from app.table.native.arrow import places_of, plain, valid
from app.table.records import Cell
from app.table.suite_feed import read_cell

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Places = np.ndarray[tuple[int], np.dtype[np.int64]]
Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
_SAMPLE = 20_000
_FEW = 0.3
"""Share of different values below which each is judged once."""


class Column:
    """Some cells, read as one kind; null where there is none, or none that can be read so."""

    def __init__(self, array: Any) -> None:
        """Take an Arrow array: texts, floats, dates, instants or truths."""
        self.array = array
        self._filled: Flags | None = None
        self._coded: Any = None
        self._hashes: Hashes | None = None

    @property
    def filled(self) -> Flags:
        """Tell which cells hold a value."""
        if self._filled is None:
            self._filled = valid(self.array)
        return self._filled

    def judge(self, test: Callable[[Any], Flags]) -> Flags:
        """Judge the cells, each different one once where few differ; false where there is none."""
        coded = self._codes()
        if coded is None:
            return test(self.array) & self.filled
        if not len(coded.dictionary):
            return np.zeros(len(self.array), bool)
        codes = np.where(self.filled, plain(coded.indices), 0)
        return test(coded.dictionary)[codes] & self.filled

    def values(self, places: Places) -> list[object]:
        """Give the values at some places."""
        found: list[object] = self.array.take(places_of(places)).to_pylist()
        return found

    def different(self) -> Any:
        """Give each value once."""
        coded = self._codes()
        return (self.array.unique() if coded is None else coded.dictionary).drop_null()

    def hashes(self, make: Callable[[Any], Hashes]) -> Hashes:
        """Give a number for each text, the same for the same text; made once."""
        if self._hashes is None:
            self._hashes = make(self.array)
        return self._hashes

    def _codes(self) -> Any:
        """Give the dictionary of the cells where it is short."""
        if self._coded is None:
            head = self.array.slice(0, _SAMPLE)
            short = len(head.unique()) <= _FEW * len(head)
            self._coded = self.array.dictionary_encode() if short else False
        return self._coded or None


class Piece(ABC):
    """Consecutive rows, blank ones left out."""

    def __init__(self, first: int, height: int) -> None:
        """Start at a position of the table; ``height`` rows."""
        self.first = first
        self.height = height
        self._columns: dict[tuple[str, str], Column] = {}

    def column(self, kind: str, name: str) -> Column:
        """Give a column read as a kind: text filled number date datetime boolean."""
        key = (kind, name)
        if key not in self._columns:
            self._columns[key] = Column(self._read(kind, name))
        return self._columns[key]

    def values(self, kind: str, name: str, places: Places) -> list[object]:
        """Give what is judged at some places."""
        if kind == "filled":
            return [read_cell(kind, self.cell(name, place)) for place in places.tolist()]
        return self.column(kind, name).values(places)

    @abstractmethod
    def _read(self, kind: str, name: str) -> Any:
        """Read a column's cells as a kind."""

    @abstractmethod
    def row(self, place: int) -> int:
        """Give the ordinal in the file of a row of this piece."""

    @abstractmethod
    def cell(self, name: str, place: int) -> Cell:
        """Give a cell as its field read it."""

    @abstractmethod
    def hash(self, array: Any) -> Hashes:
        """Give a number for each text, the same in all pieces of a table."""
