"""Expectations about cells one by one: filled, between, in a set, of a length, like a pattern."""

from __future__ import annotations

from time import process_time

from app.table.native.check import TOO_SLOW, Check, Wrong
from app.table.native.judging import Test
from app.table.native.piece import Column, Flags, Piece
from app.table.outcome import Outcome
from app.table.patience import OutOfPatience, within
from app.table.suite import Expected

PATIENCE, PER_CELL = 5.0, 1e-5
"""Seconds of processor time that a stranger's pattern may take: at once, and for each cell."""


class Filled(Check):
    """Whether cells are filled, or empty: the expectations that judge missing cells too."""

    def __init__(self, expected: Expected, most: int, *, wanted: bool) -> None:
        """Want the cells filled, or want them empty."""
        super().__init__(expected, most)
        self._wanted = wanted
        self._wrong = Wrong(expected, most)

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        (column,) = columns
        self._wrong.add(piece, ~column.filled if self._wanted else column.filled)

    def outcome(self) -> Outcome:
        """Answer: no cell is left out."""
        return self._wrong.outcome(self.elements, None)


class Cellwise(Check):
    """One test of every filled cell."""

    def __init__(self, expected: Expected, most: int, test: Test) -> None:
        super().__init__(expected, most)
        self._test = test
        self._wrong = Wrong(expected, most)
        self._left = PATIENCE
        self._too_slow = False

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        (column,) = columns
        if self._too_slow:
            return
        self._left += PER_CELL * piece.height
        try:
            good = self._judged(column)
        except OutOfPatience:
            self._too_slow = True
            return
        self._wrong.add(piece, column.filled & ~good)

    def _judged(self, column: Column) -> Flags:
        if not self._test.may_run_away:
            return column.judge(self._test.good)
        started = process_time()
        with within(self._left):
            good = column.judge(self._test.good)
        self._left = max(PER_CELL, self._left - (process_time() - started))
        return good

    def outcome(self) -> Outcome | str:
        """Answer: empty cells are left out."""
        if self._too_slow:
            return TOO_SLOW
        return self._wrong.outcome(self.elements, self.empty)
