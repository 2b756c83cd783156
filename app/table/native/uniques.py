"""Expectations that every value, or every row of some columns, comes once: by 64-bit hashes."""

from __future__ import annotations

import numpy as np

from app.table.native.check import Check, Wrong
from app.table.native.piece import Column, Flags, Hashes, Piece, Places
from app.table.native.several import judged_rows
from app.table.outcome import Outcome
from app.table.suite import Expected

_ODD = np.uint64(0x9E3779B97F4A7C15)
_NOTHING = np.uint64(1)


class Once(Check):
    """Every row whose value, or values together, came more than once is wrong: the first too."""

    def __init__(self, expected: Expected, most: int) -> None:
        super().__init__(expected, most)
        self._wrong = Wrong(expected, most)
        self._hashes: list[Hashes] = []
        self._places: list[Places] = []
        self._repeated: Places | None = None

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        judged = columns[0].filled if len(columns) == 1 else judged_rows(self.expected, columns)
        places = np.flatnonzero(judged)
        self._hashes.append(together(piece, columns)[places])
        self._places.append(places + piece.first)

    def late(self) -> Places:
        """Give the first positions of what came more than once."""
        return self._again()[: self.most]

    def recall(self, piece: Piece) -> None:
        """Keep the repeated rows of a piece."""
        late = self.late()
        low, high = np.searchsorted(late, (piece.first, piece.first + piece.height))
        if high > low:
            self._wrong.keep(piece, late[low:high] - piece.first)

    def _again(self) -> Places:
        if self._repeated is None:
            hashes = np.concatenate([np.zeros(0, np.uint64), *self._hashes])
            places = np.concatenate([np.zeros(0, np.int64), *self._places])
            self._hashes, self._places = [hashes], [places]
            self._repeated = places[_repeated(hashes)]
        return self._repeated

    def outcome(self) -> Outcome:
        """Answer: rows left out count as missing."""
        self._wrong.count = len(self._again())
        missing = self.elements - sum(map(len, self._places))
        return self._wrong.outcome(self.elements, missing)


def together(piece: Piece, columns: list[Column]) -> Hashes:
    """Hash some columns row by row; nothing equals nothing."""
    joint = np.zeros(piece.height, np.uint64)
    for column in columns:
        hashes = np.where(column.filled, column.hashes(piece.hash), _NOTHING)
        joint = joint * _ODD + hashes
    return joint


def _repeated(hashes: Hashes) -> Flags:
    """Tell which numbers come more than once."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    same = ordered[1:] == ordered[:-1]
    found = np.zeros(len(hashes), bool)
    found[order[1:][same]] = True
    found[order[:-1][same]] = True
    return found
