"""Rows whose cells are lists already: small files, spreadsheets, JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.table.native.arrow import array_of
from app.table.native.piece import Hashes, Piece
from app.table.records import Cell
from app.table.suite_feed import read_cell

_BITS = (1 << 64) - 1


class Listed(Piece):
    """Consecutive rows; ``rows`` are their ordinals in the file."""

    def __init__(
        self, columns: Mapping[str, Sequence[Cell]], rows: Sequence[int], first: int = 0
    ) -> None:
        super().__init__(first, len(rows))
        self._cells = columns
        self._rows = rows

    def _read(self, kind: str, name: str) -> Any:
        known: dict[tuple[type, object], object] = {}
        cells = [_once(kind, cell, known) for cell in self._cells[name]]
        return array_of(cells, kind)

    def row(self, place: int) -> int:
        """Give the ordinal in the file of a row."""
        return self._rows[place]

    def cell(self, name: str, place: int) -> Cell:
        """Give a cell."""
        return self._cells[name][place]

    def hash(self, array: Any) -> Hashes:
        """Give Python's own hashes."""
        texts = array.to_pylist()
        return np.fromiter((hash(text) & _BITS for text in texts), np.uint64, len(texts))


def _once(kind: str, cell: Cell, known: dict[tuple[type, object], object]) -> object:
    """Read a text once."""
    if not isinstance(cell, str):
        return read_cell(kind, cell)
    key = (cell.__class__, str(cell))
    if key not in known:
        known[key] = read_cell(kind, cell)
    return known[key]
