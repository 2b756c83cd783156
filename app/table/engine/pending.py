"""Counts of a column's values that wait until its profile is to see them."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from app.table.engine.chunk import SEED

_Numbers = NDArray[np.int64]


def counted(cells: pl.Series) -> pl.DataFrame:
    """Count each text, in no order."""
    return cells.alias("text").value_counts(name="n")


def in_order(cells: pl.Series, texts: pl.Series) -> list[str]:
    """Put some texts into the order in which they first come."""
    if len(texts) > 1:
        texts = cells.filter(cells.is_in(texts.implode())).unique(maintain_order=True)
    return [text for text in texts.to_list() if text is not None]


def hashes_of(texts: pl.Series) -> _Numbers:
    """Hash texts."""
    return texts.hash(SEED).to_numpy().view(np.int64)


class Known:
    """Numbers texts in the order in which they came, by their hashes."""

    def __init__(self) -> None:
        """Start with no text."""
        self.texts: list[str] = []
        self._hashes = np.zeros(0, np.int64)
        self._numbers = np.zeros(0, np.int64)

    def find(self, hashes: _Numbers) -> _Numbers:
        """Give the number of each text, -1 where it is not known."""
        if not len(self._hashes):
            return np.full(len(hashes), -1)
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        return np.where(self._hashes[at] == hashes, self._numbers[at], -1)

    def learn(self, texts: list[str]) -> None:
        """Give numbers to new texts."""
        hashes = hashes_of(pl.Series(texts, dtype=pl.String))
        numbers = np.arange(len(self.texts), len(self.texts) + len(texts))
        every = np.concatenate([self._hashes, hashes])
        order = np.argsort(every)
        self._hashes = every[order]
        self._numbers = np.concatenate([self._numbers, numbers])[order]
        self.texts += texts


class Pending:
    """Texts in the order in which they first came, and how often each did."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._known = Known()
        self._counts = np.zeros(0, np.int64)

    def __len__(self) -> int:
        return len(self._counts)

    def add(self, cells: pl.Series, counts: pl.DataFrame) -> None:
        """Add filled cells that were counted."""
        texts, numbers = counts.get_columns()
        hashes = hashes_of(texts)
        found = self._known.find(hashes)
        if (found < 0).any():
            self._known.learn(in_order(cells, texts.filter(found < 0)))
            self._counts = np.append(
                self._counts, np.zeros(len(self._known.texts) - len(self), np.int64)
            )
            found = self._known.find(hashes)
        self._counts += np.bincount(found, numbers.to_numpy(), len(self)).astype(np.int64)

    def taken(self) -> dict[str, int]:
        """Give the counts, and start again with none; texts stay known."""
        counts = dict(zip(self._known.texts, self._counts.tolist(), strict=True))
        self._known, self._counts = Known(), np.zeros(0, np.int64)
        return counts
