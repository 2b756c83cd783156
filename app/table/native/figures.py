"""Expectations about a whole column's figures: its least, its greatest, its mean, its sum …

Numbers are kept, eight bytes each, in a file without a name: the sums are then those that NumPy
makes of the whole column, to the last bit, and a median needs them all.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow.compute as pc

from app.table.native.arrow import numbers
from app.table.native.check import EMPTY, Check
from app.table.native.judging import within_bounds
from app.table.native.piece import Column, Hashes, Piece
from app.table.outcome import Outcome
from app.table.suite import Expected

Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]


def judged(expected: Expected, figure: Any) -> Outcome:
    """Hold one figure against the bounds."""
    missing = figure is None or figure != figure  # noqa: PLR0124 # NaN
    success = not missing and bool(within_bounds(figure, expected))
    return Outcome(success=success, observed=None if missing else figure)


class Extreme(Check):
    """The least or the greatest value."""

    def __init__(self, expected: Expected, most: int, *, least: bool) -> None:
        super().__init__(expected, most)
        self._least = least
        self._found: Any = None

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        del piece  # no single row is of interest
        (column,) = columns
        found = pc.min_max(column.array)["min" if self._least else "max"].as_py()
        if found is None:
            return
        choose = min if self._least else max
        self._found = found if self._found is None else choose(self._found, found)

    def outcome(self) -> Outcome | str:
        """Answer."""
        return judged(self.expected, self._found)


class Figure(Check):
    """A figure that takes all numbers of a column at once."""

    def __init__(
        self, expected: Expected, most: int, figure: Callable[[Numbers], float | None]
    ) -> None:
        super().__init__(expected, most)
        self._figure = figure
        self._kept = tempfile.TemporaryFile()  # noqa: SIM115 # open for as long as this is
        weakref.finalize(self, self._kept.close)

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        del piece  # no single row is of interest
        (column,) = columns
        self._kept.write(numbers(column.array).tobytes())

    def outcome(self) -> Outcome | str:
        """Answer."""
        if not self.usable[0]:
            return EMPTY
        self._kept.flush()
        kept = np.memmap(self._kept, np.float64, "r")
        with np.errstate(all="ignore"):
            return judged(self.expected, self._figure(kept))


class Shares(Check):
    """How many cells are filled, or different, as a number or as a share."""

    def __init__(self, expected: Expected, most: int, *, kind: str) -> None:
        super().__init__(expected, most)
        self._kind = kind
        self._hashes: list[Hashes] = []

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        (column,) = columns
        if self._kind != "filled":
            self._hashes.append(different_of(column.hashes(piece.hash)[column.filled]))

    def outcome(self) -> Outcome | str:
        """Answer."""
        if self._kind == "filled":
            return judged(self.expected, self.usable[0] / self.elements)
        different = len(different_of(np.concatenate(self._hashes)))
        share = different / self.usable[0] if self.usable[0] else 0
        return judged(self.expected, different if self._kind == "count" else share)


def different_of(hashes: Hashes) -> Hashes:
    """Give each number once; quicker by sorting than as NumPy does it."""
    ordered = np.sort(hashes)
    return ordered[np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)])]


def _filled(cells: Numbers) -> tuple[Numbers, int]:
    empty = np.isnan(cells)
    return np.where(empty, 0.0, cells), int(len(cells) - np.count_nonzero(empty))


def _sum(cells: Numbers) -> float:
    return float(_filled(cells)[0].sum())


def _mean(cells: Numbers) -> float:
    values, count = _filled(cells)
    return float(values.sum() / count)


def _median(cells: Numbers) -> float:
    return float(np.median(cells[~np.isnan(cells)]))


def _deviation(cells: Numbers) -> float | None:
    values, count = _filled(cells)
    if count < 2:  # noqa: PLR2004 # one value deviates from nothing
        return None
    mean = values.sum() / count
    squares = np.where(np.isnan(cells), 0.0, (mean - values) ** 2)
    return float(np.sqrt(squares.sum() / (count - 1)))


FIGURES: Mapping[str, Callable[[Numbers], float | None]] = {
    "expect_column_mean_to_be_between": _mean,
    "expect_column_median_to_be_between": _median,
    "expect_column_stdev_to_be_between": _deviation,
    "expect_column_sum_to_be_between": _sum,
}
SHARES: Mapping[str, str] = {
    "expect_column_unique_value_count_to_be_between": "count",
    "expect_column_proportion_of_unique_values_to_be_between": "share",
    "expect_column_proportion_of_non_null_values_to_be_between": "filled",
}
