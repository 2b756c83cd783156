"""How often the values first met come: of one column, many cells at once."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
from numpy.typing import NDArray

from app.table.engine.again import Hashes, Slots
from app.table.engine.chunk import SEED
from app.table.profile import CUT, Profile

_Numbers = NDArray[np.int64]
_LONG = 100
"""Longer texts are counted by their beginning and a hash: the profile does that itself."""
_FEW = 300
"""So many texts are counted one by one."""
_MORE = 4_096
"""Beside twice as many cells as there is room for, so many are looked at for new values."""
_ROOM = 16
"""Places in the table of what may be known, for each value that is."""


class Met:
    """Counts values until there is no room for more, and from then on only those."""

    def __init__(self, profile: Profile) -> None:
        """Start with a profile that has counted nothing."""
        self._profile = profile
        self._known: _Known | None = None

    def take(
        self, cells: pl.Series, hashes: Hashes, sizes: pl.Series, filled: pl.Series | None
    ) -> None:
        """Count cells, or the filled ones; ``sizes`` are their characters."""
        longest = int(str(sizes.max()))
        if self._known is None:
            if filled is not None:
                cells, sizes = cells.filter(filled), sizes.filter(filled)
                hashes, filled = hashes[filled.to_numpy()], None
            if longest <= _LONG:
                self._meet(cells, self._profile.room)
            counted = self._profile.counted
            if counted is None:
                self._profile.count(counts_of(cells))
                return
            self._known = _Known(counted)
        many = len(cells) if filled is None else int(filled.sum())
        if longest > _LONG:
            long = sizes > _LONG if filled is None else (sizes > _LONG) & filled
            self._profile.count(counts_of(cells.filter(long)))
            many -= int(long.sum())
        if (
            self._known.count(hashes.view(np.int64)) < many
        ):  # neither nothing nor the long are known
            self._profile.overflow()

    def _meet(self, cells: pl.Series, room: int) -> None:
        """Make the first values known, where they alone take all the room."""
        first = cells.head(2 * room + _MORE).unique(maintain_order=True)
        if len(first) > room:
            self._profile.meet(first.to_list())

    def flush(self) -> None:
        """Let the profile have what was counted."""
        if self._known is not None:
            self._profile.count_again(self._known.taken())


class _Known:
    """The values that are counted on, by their hashes: two of them alike are 1 in 10¹¹."""

    def __init__(self, counted: tuple[str, ...]) -> None:
        self._texts = [text for text in counted if CUT not in text]
        self._hashes = np.append(_hashes(pl.Series(self._texts, dtype=pl.String)), 0)
        self._mask = (1 << (_ROOM * len(counted)).bit_length()) - 1
        self._slots = Slots(np.uint64(self._mask))
        self._may = np.zeros(self._mask + 1, bool)
        self._may[self._hashes[:-1] & self._mask] = True
        self._table = np.full(self._mask + 1, len(self._texts), np.int32)
        slots = self._hashes[:-1] & self._mask
        self._table[slots] = np.arange(len(self._texts))
        crowded = np.flatnonzero(self._table[slots] != np.arange(len(self._texts)))
        self._crowded = {int(self._hashes[at]): int(at) for at in crowded}
        self._is_crowded = np.zeros(self._mask + 1, bool)
        self._is_crowded[slots[crowded]] = True
        self._counts = np.zeros(len(self._texts) + 1, np.int64)

    def count(self, hashes: _Numbers) -> int:
        """Count the known ones among some texts, and say how many they are."""
        hashes = hashes[self._may[self._slots.of(hashes.view(np.uint64))]]
        at = self._table[hashes & self._mask]
        known = self._hashes[at] == hashes
        known &= at < len(self._texts)
        found = at[known]
        self._counts += np.bincount(found, minlength=len(self._counts))
        return len(found) + (self._count_crowded(hashes[~known]) if self._crowded else 0)

    def _count_crowded(self, hashes: _Numbers) -> int:
        """Count those whose slot another one took."""
        mine = hashes[self._is_crowded[hashes & self._mask]]
        found = [self._crowded[one] for one in mine.tolist() if one in self._crowded]
        for at in found:
            self._counts[at] += 1
        return len(found)

    def taken(self) -> dict[str, int]:
        """Give what was counted since it was asked last."""
        came = np.flatnonzero(self._counts)
        counts = dict(
            zip(map(self._texts.__getitem__, came), self._counts[came].tolist(), strict=True)
        )
        self._counts[:] = 0
        return counts


def _hashes(texts: pl.Series) -> _Numbers:
    return texts.hash(SEED).to_numpy().view(np.int64)


def counts_of(cells: pl.Series) -> dict[str, int]:
    """Count each text, in the order in which they first come."""
    if len(cells) <= _FEW:
        return Counter(cells.to_list())
    return _paired(_counted(cells))


def _counted(cells: pl.Series) -> pl.DataFrame:
    return cells.alias("text").to_frame().group_by("text", maintain_order=True).len()


def _paired(table: pl.DataFrame) -> dict[str, int]:
    texts, counts = table.get_columns()
    return dict(zip(texts.to_list(), counts.to_list(), strict=True))
