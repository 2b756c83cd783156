"""Expectations about several columns of a row: compared, equal, of a set, different, summed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import eq, ge, gt
from typing import Any

import numpy as np
import pyarrow.compute as pc

from app.table.cells import as_text
from app.table.native.arrow import array_of, truths
from app.table.native.check import Check, Wrong
from app.table.native.piece import Column, Flags, Piece
from app.table.outcome import Outcome
from app.table.suite import Expected

Test = Callable[[Expected, list[Column]], Flags]


class Rowwise(Check):
    """One test of every row that is not left out for what it lacks."""

    def __init__(self, expected: Expected, most: int, test: Test) -> None:
        super().__init__(expected, most)
        self._test = test
        self._wrong = Wrong(expected, most)
        self._judged = 0

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        judged = judged_rows(self.expected, columns)
        self._judged += int(np.count_nonzero(judged))
        self._wrong.add(piece, judged & ~self._test(self.expected, columns))

    def outcome(self) -> Outcome:
        """Answer: rows left out count as missing."""
        missing = self.elements - self._judged
        return self._wrong.outcome(self.elements, missing)


def judged_rows(expected: Expected, columns: list[Column]) -> Flags:
    """Tell which rows are judged, those that lack too much being left out."""
    filled = [column.filled for column in columns]
    pair = "column_A" in expected.kwargs
    usual = "both_values_are_missing" if pair else "all_values_are_missing"
    left_out = str(expected.kwargs.get("ignore_row_if", usual))
    judged = np.ones(len(filled[0]), bool)
    if left_out in {"both_values_are_missing", "all_values_are_missing"}:
        judged = np.logical_or.reduce(filled)
    elif left_out in {"either_value_is_missing", "any_value_is_missing"}:
        judged = np.logical_and.reduce(filled)
    return judged


def _compared(compare: Callable[[Any, Any], Any]) -> Test:
    """Compare two columns; nothing is neither greater than nor equal to anything."""
    named = {gt: pc.greater, ge: pc.greater_equal, eq: pc.equal}

    def test(_: Expected, columns: list[Column]) -> Flags:
        left, right = (column.array for column in columns)
        return truths(named[compare](left, right))

    return test


def _greater(expected: Expected, columns: list[Column]) -> Flags:
    return _compared(ge if expected.kwargs.get("or_equal") else gt)(expected, columns)


def _in_pairs(expected: Expected, columns: list[Column]) -> Flags:
    stated = expected.kwargs.get("value_pairs_set")
    assert isinstance(stated, list)
    pairs = {tuple(as_text(end) for end in pair) for pair in stated}
    good = np.zeros(len(columns[0].array), bool)
    for first, second in pairs:
        both = [_same(column, text) for column, text in zip(columns, (first, second), strict=True)]
        good |= both[0] & both[1]
    return good


def _same(column: Column, text: str | None) -> Flags:
    return truths(pc.is_in(column.array, value_set=array_of([text], "text")))


ROWWISE: Mapping[str, Test] = {
    "expect_column_pair_values_a_to_be_greater_than_b": _greater,
    "expect_column_pair_values_to_be_equal": _compared(eq),
    "expect_column_pair_values_to_be_in_set": _in_pairs,
}
