"""Expectations about order, and about columns of no stated kind: read as what most cells are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.table.native.arrow import plain
from app.table.native.check import Check, Wrong
from app.table.native.piece import Column, Piece, Places
from app.table.outcome import Outcome
from app.table.suite import Expected
from app.table.suite_feed import prevails


class Ordered(Check):
    """Every filled cell beside the filled one before it; the first has nothing to be held against."""

    def __init__(self, expected: Expected, most: int, *, rising: bool) -> None:
        super().__init__(expected, most)
        self._rising = rising
        self._wrong = Wrong(expected, most)
        self._last: object = None

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        (column,) = columns
        places = np.flatnonzero(column.filled)
        if not len(places):
            return
        values = plain(column.array.drop_null())
        before = np.concatenate([values[:1] if self._last is None else [self._last], values[:-1]])
        good = values >= before if self._rising else values <= before
        if self.expected.kwargs.get("strictly"):
            good = good & (values != before)
            good[0] = good[0] or self._last is None
        self._last = values[-1]
        wrong = np.zeros(piece.height, bool)
        wrong[places[~good]] = True
        self._wrong.add(piece, wrong)

    def outcome(self) -> Outcome:
        """Answer: empty cells are left out."""
        return self._wrong.outcome(self.elements, self.empty)


class Natural:
    """The same check for numbers, instants and texts; what most cells are decides at the end."""

    def __init__(self, names: tuple[str, ...], make: Callable[[str], Check]) -> None:
        """Start the check of each kind."""
        self._names = names
        self._checks = {kind: make(kind) for kind in ("number", "datetime", "text")}
        self._sizes = dict.fromkeys(self._checks, 0)

    def look(self, piece: Piece) -> None:
        """Take in the next rows."""
        for kind, check in self._checks.items():
            columns = [piece.column(kind, name) for name in self._names]
            self._sizes[kind] += sum(int(np.count_nonzero(c.filled)) for c in columns)
            check.look(piece)

    def chosen(self) -> Check:
        """Give the check of the kind that enough of the cells are of; else that of texts."""
        for kind in ("number", "datetime"):
            if prevails(self._checks["text"].expected.type, self._sizes[kind], self._sizes["text"]):
                return self._checks[kind]
        return self._checks["text"]

    def late(self) -> Places:
        """Nothing is known late."""
        return np.zeros(0, np.int64)

    def recall(self, piece: Piece) -> None:
        """See nothing again."""
