"""Which records repeat an earlier key: eight bytes a record, whatever the keys are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.table import repeats
from app.table.engine.utf8 import Places

Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]
_SHIFT = np.uint64(60)
"""Hashes are sorted by their first four bits, so that no second copy of them all is made."""


class Again(NamedTuple):
    """Records whose key came before, in order."""

    places: Places
    earlier: Places
    """Where the key came last before each."""
    near: Flags
    """True where the plain path would know that earlier place at once."""


class _Block(NamedTuple):
    hashes: Hashes
    first: int
    places: Places | None
    """``None``: one after the other from ``first``."""

    def place(self, at: Places) -> Places:
        return at + self.first if self.places is None else self.places[at]


class Hashed:
    """The hashes of one key, record after record."""

    def __init__(self) -> None:
        self._blocks: list[_Block] = []

    def add(self, hashes: Hashes, first: int, left_out: Flags | None = None) -> None:
        """Add consecutive records from the place ``first``; those without a key are left out."""
        if left_out is None or not left_out.any():
            self._blocks.append(_Block(hashes, first, None))
            return
        kept = np.flatnonzero(~left_out)
        self._blocks.append(_Block(hashes[kept], first, kept + first))

    def again(self) -> Again:
        """Find every record whose key an earlier one has."""
        twice = np.concatenate([self._twice(part) for part in range(1 << (64 - int(_SHIFT)))])
        found, hashes, ranks = self._where(twice)
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        later = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
        starts = np.setdiff1d(np.arange(len(ordered)), later, assume_unique=True)
        first = order[starts[np.searchsorted(starts, later) - 1]]
        places, earlier = found[order[later]], found[order[later - 1]]
        # The rank of a key among different keys: records before its first one, but for repeats.
        distinct = ranks[first] - np.searchsorted(np.sort(ranks[order[later]]), ranks[first])
        by_place = np.argsort(places)
        return Again(places[by_place], earlier[by_place], (distinct < repeats.NEAR)[by_place])

    def _twice(self, part: int) -> Hashes:
        mine = [block.hashes[(block.hashes >> _SHIFT) == part] for block in self._blocks]
        hashes = np.concatenate([np.zeros(0, np.uint64), *mine])
        hashes.sort()
        return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])

    def _where(self, twice: Hashes) -> tuple[Places, Hashes, Places]:
        """Give place, hash and rank of every record with one of these hashes."""
        none = np.zeros(0, np.int64)
        places, hashes, ranks, seen = [none], [np.zeros(0, np.uint64)], [none], 0
        for block in self._blocks if len(twice) else ():
            near = twice[np.minimum(np.searchsorted(twice, block.hashes), len(twice) - 1)]
            mine = np.flatnonzero(near == block.hashes)
            places.append(block.place(mine))
            hashes.append(block.hashes[mine])
            ranks.append(mine + seen)
            seen += len(block.hashes)
        return np.concatenate(places), np.concatenate(hashes), np.concatenate(ranks)
