"""One expectation on its way through the pieces of a table, and what it keeps of what is wrong."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from app.table.cells import show
from app.table.native.piece import Column, Flags, Piece, Places
from app.table.outcome import Outcome
from app.table.suite import Expected

FAILED, EMPTY, TOO_SLOW = "expectation_failed", "no_values", "expectation_too_slow"


class Check(ABC):
    """An expectation under way. Its kind and columns are those of ``expected``."""

    def __init__(self, expected: Expected, most: int) -> None:
        """Keep at most so many rows of what is wrong."""
        self.expected = expected
        self.names = expected.columns
        self.most = most
        self.elements = 0
        self.usable = [0] * len(expected.columns)

    def look(self, piece: Piece) -> None:
        """Take in the next rows."""
        columns = [piece.column(self.expected.kind, name) for name in self.names]
        self.elements += piece.height
        for i, column in enumerate(columns):
            self.usable[i] += int(np.count_nonzero(column.filled))
        self._look(piece, columns)

    @property
    def empty(self) -> int:
        """Count the cells of the first column that hold nothing."""
        return self.elements - self.usable[0]

    @abstractmethod
    def _look(self, piece: Piece, columns: list[Column]) -> None:
        """Look at the columns, read as the expectation's kind."""

    @abstractmethod
    def outcome(self) -> Outcome | str:
        """Answer, once every row was seen; a reason code where there is no answer."""

    def late(self) -> Places:
        """Give the positions of rows that are to be shown but were not known to be wrong in time."""
        return np.zeros(0, np.int64)

    def recall(self, piece: Piece) -> None:
        """See a piece again for the sake of those rows."""
        del piece


class Hopeless(Check):
    """An expectation whose arguments make no sense: it only sees whether there was anything to judge."""

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        """Count alone: done already."""

    def outcome(self) -> str:
        """Say that there is no answer."""
        return FAILED


class Wrong:
    """How many rows are wrong, and the first of them."""

    def __init__(self, expected: Expected, most: int) -> None:
        self.count = 0
        self.positions: list[int] = []
        self.rows: list[int] = []
        self.shown: list[str] = []
        self.values: list[object] = []
        self._kind, self._names = expected.kind, expected.columns
        self._mostly = expected.kwargs.get("mostly", 1)
        self._most = most

    def add(self, piece: Piece, wrong: Flags) -> None:
        """Count the wrong rows of a piece, and keep some."""
        self.count += int(np.count_nonzero(wrong))
        room = self._most - len(self.positions)
        if room > 0:
            self.keep(piece, np.flatnonzero(wrong)[:room])

    def keep(self, piece: Piece, places: Places) -> None:
        """Keep some rows of a piece without counting them."""
        if not len(places):
            return
        self.positions += (places + piece.first).tolist()
        self.values += _together([piece.values(self._kind, name, places) for name in self._names])
        for place in places.tolist():
            self.rows.append(piece.row(place))
            cells = (show(piece.cell(name, place)) for name in self._names)
            self.shown.append(" / ".join(cells))

    def outcome(self, elements: int, missing: int | None) -> Outcome:
        """Answer as Great Expectations does: by the share of good rows among those judged."""
        judged = elements - (missing or 0)
        good = judged - self.count
        mostly = self._mostly
        assert isinstance(mostly, int | float)
        return Outcome(
            success=not judged or float(good) / float(judged) >= mostly,
            elements=elements,
            missing=missing,
            looked=judged,
            wrong=self.count,
            positions=tuple(self.positions),
            rows=tuple(self.rows),
            shown=tuple(self.shown),
            values=tuple(self.values),
        )


def _together(columns: list[list[object]]) -> list[object]:
    return columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))
