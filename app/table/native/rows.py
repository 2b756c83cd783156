"""Expectations about how many rows there are."""

from __future__ import annotations

from app.table.native.check import Check
from app.table.native.figures import judged
from app.table.native.judging import Unusable, bounds
from app.table.native.piece import Column, Piece
from app.table.outcome import Outcome
from app.table.suite import Expected


class RowCount(Check):
    """The number of rows, blank ones left out."""

    def __init__(self, expected: Expected, most: int) -> None:
        super().__init__(expected, most)
        if expected.type == "expect_table_row_count_to_equal":
            value = expected.kwargs["value"]
            assert isinstance(value, int | float)
            self._wanted: int | None = int(value)
        else:
            low, high = bounds(expected)
            if low is not None and high is not None and low > high:
                raise Unusable
            self._wanted = None

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        """Count alone: done already."""

    def outcome(self) -> Outcome:
        """Answer."""
        if self._wanted is None:
            return judged(self.expected, self.elements)
        return Outcome(success=self.elements == self._wanted, observed=self.elements)
