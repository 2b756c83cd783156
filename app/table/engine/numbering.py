"""Hashes of many cells at once: joined, and numbered by a table of slots in which they are found."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
_ROOM = 8
"""Slots for each hash."""
_LEAST = 1 << 8


Hashes = NDArray[np.uint64]
_ODD = np.uint64(0x9E3779B97F4A7C15)


def joint(parts: Iterable[Hashes]) -> Hashes:
    """Make one hash of several, of which the order counts."""
    every = iter(parts)
    found = next(every).copy()
    for one in every:
        found *= _ODD
        found += one
    return found


class Slots:
    """Where hashes go in a table, worked out in memory that is used again: fresh pages are dear."""

    def __init__(self, mask: np.uint64) -> None:
        self._mask = mask
        self._room = np.zeros(0, np.uint64)

    def of(self, hashes: Hashes | Numbers) -> Numbers:
        """Give the slots; they hold until the next ones are asked for."""
        if len(self._room) < len(hashes):
            self._room = np.zeros(len(hashes), np.uint64)
        room = self._room[: len(hashes)]
        slots: Numbers = np.bitwise_and(hashes.view(np.uint64), self._mask, room).view(np.int64)
        return slots


class Numbering:
    """Gives 1, 2, 3 … to different hashes; 0 stands for what has no number.

    Two texts of one hash are taken for one: with ten thousand of them it is 1 in 10¹¹.
    """

    def __init__(self, most: int = _LEAST) -> None:
        """Begin with none; there is room for so many before the table has to grow."""
        self._hashes = np.zeros(1, np.int64)
        self._end = 1
        self._make_room(most)

    def __len__(self) -> int:
        return self._end - 1

    def _make_room(self, most: int) -> None:
        self._most = most
        known = self._hashes[1 : self._end]
        self._hashes = np.zeros(most + 1, np.int64)
        self._mask = (1 << (_ROOM * most).bit_length()) - 1
        self._slots = Slots(np.uint64(self._mask))
        self._table = np.zeros(self._mask + 1, np.int32)
        self._may = np.zeros(self._mask + 1, bool)
        self._is_crowded = np.zeros(self._mask + 1, bool)
        self._crowded: dict[int, int] = {}
        self._end = 1
        self.learn(known)

    def learn(self, hashes: Numbers) -> None:
        """Give the next numbers to new, different hashes."""
        if self._end + len(hashes) > self._most + 1:
            self._make_room(2 * (len(self) + len(hashes)))
        numbers = np.arange(self._end, self._end + len(hashes))
        self._hashes[self._end : self._end + len(hashes)] = hashes
        self._end += len(hashes)
        slots = hashes & self._mask
        self._may[slots] = True
        free = np.flatnonzero(self._table.take(slots) == 0)
        self._table[slots[free]] = numbers[free]
        crowded = np.flatnonzero(self._table.take(slots) != numbers)
        if len(crowded):  # another one has the slot
            self._is_crowded[slots[crowded]] = True
            pairs = zip(hashes[crowded].tolist(), numbers[crowded].tolist(), strict=True)
            self._crowded.update(pairs)

    def find(self, hashes: Numbers) -> Numbers:
        """Give the number of each hash."""
        slots = self._slots.of(hashes)
        numbers = self._table.take(slots).astype(np.int64)
        other = self._hashes.take(numbers) != hashes
        if not other.any():
            return numbers
        numbers[other] = 0
        if self._crowded:
            at = np.flatnonzero(other)
            at = at[self._is_crowded.take(slots.take(at))]
            numbers[at] = [self._crowded.get(one, 0) for one in hashes[at].tolist()]
        return numbers

    def count(self, hashes: Numbers) -> Numbers:
        """Count how often each number comes; quick where most are of none."""
        near = hashes[self._may.take(self._slots.of(hashes))]
        counts = np.bincount(self.find(near), minlength=self._most + 1)
        counts[0] += len(hashes) - len(near)
        return counts


def firsts(hashes: Numbers) -> Numbers:
    """Find where each different hash comes first, in order."""
    if not len(hashes):
        return hashes
    order = np.argsort(hashes)  # not stable, and several times as quick
    starts = np.flatnonzero(np.diff(hashes[order], prepend=~hashes[order[0]]))
    found: Numbers = np.sort(np.minimum.reduceat(order, starts))
    return found
