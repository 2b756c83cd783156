"""Counts of a column's values that wait until its profile is to see them."""

from __future__ import annotations

import numpy as np
import polars as pl

from app.table.engine.chunk import SEED
from app.table.engine.numbering import Numbering, Numbers


def counted(cells: pl.Series) -> pl.DataFrame:
    """Count each text, in no order."""
    return cells.alias("text").value_counts(name="n")


def in_order(cells: pl.Series, texts: pl.Series) -> pl.Series:
    """Put some texts into the order in which they first come."""
    if len(texts) > 1:
        every = cells.unique(maintain_order=True)
        texts = every if len(every) == len(texts) else every.filter(every.is_in(texts.implode()))
    return texts.drop_nulls()


def hashes_of(texts: pl.Series) -> Numbers:
    """Hash texts."""
    return texts.hash(SEED).to_numpy().view(np.int64)


class Known:
    """Numbers texts in the order in which they came, by their hashes."""

    def __init__(self) -> None:
        """Start with no text."""
        self._texts: list[pl.Series] = []
        self._numbers = Numbering()

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, hashes: Numbers) -> Numbers:
        """Give the number of each text, -1 where it is not known."""
        return self._numbers.find(hashes) - 1

    def learn(self, texts: pl.Series) -> None:
        """Give numbers to new texts."""
        self._numbers.learn(hashes_of(texts))
        self._texts.append(texts)

    def since(self, number: int) -> pl.Series:
        """Give the texts from a number on, in their order."""
        if number >= len(self):
            return pl.Series([], dtype=pl.String)
        return pl.concat(self._texts).slice(number)


class Pending:
    """How often texts that have a number came."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._counts = np.zeros(0, np.int64)

    def __bool__(self) -> bool:
        return bool(len(self._counts))

    def add(self, numbers: Numbers, counts: pl.Series) -> None:
        """Add texts that were counted, by their numbers."""
        more = np.bincount(numbers, counts.to_numpy(), len(self._counts)).astype(np.int64)
        more[: len(self._counts)] += self._counts
        self._counts = more

    def taken(self, known: Known) -> tuple[pl.Series, Numbers]:
        """Give texts and counts, in the order in which the texts came, and start again with none."""
        came = np.flatnonzero(self._counts)
        counts, self._counts = self._counts[came], np.zeros(0, np.int64)
        return known.since(0).gather(came), counts
