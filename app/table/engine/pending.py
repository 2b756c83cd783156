"""A column's different texts by their numbers, and counts of them that wait to be shown."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from app.table.engine.chunk import SEED
from app.table.engine.numbering import Numbering, Numbers, firsts


class Counted(NamedTuple):
    """Cells, each with the number of its text; up to ``void`` it stands for nothing."""

    void: int
    numbers: Numbers
    counts: Numbers
    """How often each number comes."""
    new: pl.Series
    """Texts that have a number from here on, in the order in which they came."""
    anew: bool
    """True where all texts before them were forgotten."""

    @property
    def gone(self) -> int:
        """How many cells hold nothing."""
        return int(self.counts[: self.void + 1].sum())

    @property
    def of_texts(self) -> Numbers:
        """How often each text comes, of all that have a number."""
        return self.counts[self.void + 1 :]

    def counts_of(self, numbers: Numbers) -> Numbers:
        """Count the texts of some of the cells."""
        return np.bincount(numbers, minlength=len(self.counts))[self.void + 1 :]


class Counting:
    """Numbers the texts of one column in the order in which they come."""

    def __init__(self, void: Numbers) -> None:
        """Start; what has one of these hashes stands for nothing."""
        self._void = void[firsts(void)]
        self._begin()

    def _begin(self) -> None:
        self._numbers = Numbering()
        self._numbers.learn(self._void)

    def take(self, cells: pl.Series, hashes: Numbers, most: int | None) -> Counted:
        """Give cells numbers; where there would be more texts than ``most``, forget the earlier ones."""
        numbers, places = self._find(hashes)
        anew = most is not None and len(places) > 0 and len(self._numbers) + len(places) > most
        if anew:
            self._begin()
            numbers, places = self._find(hashes)
        if len(places):
            self._numbers.learn(hashes.take(places))
            zero = np.flatnonzero(numbers == 0)
            numbers[zero] = self._numbers.find(hashes.take(zero))
        counts = np.bincount(numbers, minlength=len(self._numbers) + 1)
        new = cells[places] if len(places) else cells.clear()
        return Counted(len(self._void), numbers, counts, new, anew)

    def _find(self, hashes: Numbers) -> tuple[Numbers, Numbers]:
        """Give the numbers that are known, and where each of the other texts comes first."""
        numbers = self._numbers.find(hashes)
        new = np.flatnonzero(numbers == 0)
        return numbers, new[firsts(hashes.take(new))]


def hashes_of(texts: pl.Series) -> Numbers:
    """Hash texts."""
    return texts.hash(SEED).to_numpy().view(np.int64)


class Known:
    """Texts in the order in which they came."""

    def __init__(self) -> None:
        """Start with no text."""
        self._texts: list[pl.Series] = []
        self._many = 0

    def learn(self, texts: pl.Series) -> None:
        """Add new texts."""
        if len(texts):
            self._texts.append(texts)
            self._many += len(texts)

    def since(self, number: int) -> pl.Series:
        """Give the texts from one on, in their order."""
        if number >= self._many:
            return pl.Series([], dtype=pl.String)
        return pl.concat(self._texts).slice(number)


class Pending:
    """How often texts came."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._counts = np.zeros(0, np.int64)

    def __bool__(self) -> bool:
        return bool(self._counts.any())

    def add(self, counts: Numbers) -> None:
        """Add counts of the texts that are known, in their order."""
        if len(counts) > len(self._counts):
            self._counts = np.append(self._counts, np.zeros(len(counts) - len(self._counts), int))
        self._counts[: len(counts)] += counts

    def taken(self, known: Known) -> tuple[pl.Series, Numbers]:
        """Give texts and counts, in the order in which the texts came, and start again with none."""
        came = np.flatnonzero(self._counts)
        counts, self._counts = self._counts[came], np.zeros(0, np.int64)
        return known.since(0)[came], counts
