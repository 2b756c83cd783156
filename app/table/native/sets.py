"""Expectations about the different values of a column, held against a set."""

from __future__ import annotations

import heapq

from app.table.native.check import Check
from app.table.native.judging import members
from app.table.native.piece import Column, Piece
from app.table.outcome import Outcome
from app.table.suite import Expected

LISTED = 20
"""Most strange or missing values that are named."""


class Distinct(Check):
    """Which values are strange to the set, and which of the set's never come."""

    def __init__(self, expected: Expected, most: int, *, inside: bool, whole: bool) -> None:
        """Want every value ``inside`` the set, or the ``whole`` set among the values, or both."""
        super().__init__(expected, most)
        self._inside, self._whole = inside, whole
        listed = members(expected)
        self._asked, self._wanted = len(listed), frozenset(listed)
        self._met: set[object] = set()
        self._strange: set[object] = set()
        """Numbers themselves; of texts, which may be long, their hashes."""
        self._first: list[object] = []

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        del piece  # no single row is of interest
        (column,) = columns
        found = column.different().to_pylist()
        self._met |= self._wanted & set(found)
        if not self._inside:
            return
        strange = [value for value in found if value not in self._wanted]
        self._strange.update(hash(v) if isinstance(v, str) else v for v in strange)
        self._first = heapq.nsmallest(LISTED, {*self._first, *strange})

    def outcome(self) -> Outcome | str:
        """Answer."""
        absent = [value for value in self._wanted if value not in self._met] if self._whole else []
        total = len(self._strange) + self._asked
        return Outcome(
            success=not self._strange and not absent,
            unmet=(len(self._strange) + len(absent)) / total,
            strange=len(self._strange) if self._inside else None,
            absent=len(absent) if self._whole else None,
            values=tuple(self._first),
            lacking=tuple(sorted(absent, key=str)[:LISTED]),
        )
