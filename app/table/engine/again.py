"""Which records repeat an earlier key: eight bytes a record, on disk where they are many."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from app.table import repeats
from app.table.engine.numbering import Hashes, Slots, firsts
from app.table.engine.utf8 import Places

Flags = NDArray[np.bool_]
NONE = np.uint64(0)
"""Stands for a record without a key."""
_HELD = 1 << 20
"""Hashes held in memory; more go to a nameless file."""
_AT_ONCE = 1 << 22
"""Hashes sorted at once."""
_OTHERS = 20_000
"""Most keys looked for among all others."""
_FEW_BITS = 18
"""Of the table for those: a dozen places for each."""
_ROOM = 16
_BITS = 64


class Wanted:
    """Keys that are looked for among many."""

    def __init__(self, bits: int) -> None:
        """Start with none; there is a table of so many bits' numbers to tell most others apart."""
        self._may = np.zeros(1 << bits, bool)
        self._slots = Slots(np.uint64((1 << bits) - 1))
        self.keys = np.zeros(0, np.uint64)
        """In order; one may come twice."""

    def add(self, keys: Hashes) -> None:
        """Look for these too."""
        self.keys = np.sort(np.append(self.keys, keys))
        self._may[self._slots.of(keys)] = True

    def find(self, hashes: Hashes) -> Places:
        """Give the places of those that are looked for."""
        may = np.flatnonzero(self._may.take(self._slots.of(hashes)))
        found: Places = may[are_in(hashes[may], self.keys)]
        return found


def are_in(hashes: Hashes, keys: Hashes) -> Flags:
    """Tell which are among keys in order."""
    if not len(keys):
        return np.zeros(len(hashes), bool)
    found: Flags = keys[np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)] == hashes
    return found


class Near:
    """The keys that came first, so many as the plain path knows the rows of."""

    def __init__(self) -> None:
        self._hashes = np.zeros(0, np.uint64)
        self._wanted: Wanted | None = None

    @property
    def room(self) -> int:
        """How many keys more it takes."""
        return repeats.NEAR - len(self._hashes)

    def repeated(self, hashes: Hashes, others: Wanted | None = None) -> Places:
        """Take in consecutive keys; give those whose key is near, and came before.

        Of such keys one is among ``others``, if there are some.
        """
        room = self.room
        if not room:
            return self._known(hashes, others)
        keys = hashes[hashes != NONE]
        every = np.sort(np.concatenate([self._hashes, keys]))
        twice = every[1:][every[1:] == every[:-1]]
        if not len(twice):
            new = every if len(keys) <= room else np.append(self._hashes, keys[:room])
            self._hashes = np.sort(new)
            return np.zeros(0, np.int64)
        again = self._again(hashes, twice)
        fresh = hashes != NONE
        fresh[again] = False
        new = hashes[np.flatnonzero(fresh)[:room]]
        self._hashes = np.sort(np.append(self._hashes, new))
        repeated: Places = again[are_in(hashes[again], self._hashes)]
        return repeated

    def _again(self, hashes: Hashes, twice: Hashes) -> Places:
        """Find the keys that came before, near or among these; all such are in ``twice``."""
        at = np.flatnonzero(are_in(hashes, twice))
        again = np.ones(len(at), bool)
        again[firsts(hashes[at].view(np.int64))] = False
        found: Places = at[again | are_in(hashes[at], self._hashes)]
        return found

    def _known(self, hashes: Hashes, others: Wanted | None) -> Places:
        """Find the keys that are near, once there is room for no more."""
        if others is None:
            if self._wanted is None:
                self._wanted = Wanted((_ROOM * repeats.NEAR).bit_length())
                self._wanted.add(self._hashes)
            return self._wanted.find(hashes)
        may = others.find(hashes)
        known: Places = may[are_in(hashes[may], self._hashes)]
        return known


class Hashed:
    """The hashes of one key, record after record."""

    def __init__(self, *, apart: bool = False) -> None:
        """Start; ``apart``: none of the others ever has the key of one that climbs."""
        self._near = Near()
        self._apart = apart
        self._climbs = True
        """True as long as all but the others are known to differ."""
        self._others = Wanted(_FEW_BITS)
        self._waits = True
        """True as long as the near keys were not asked for."""
        self._count = 0
        self._blocks: list[Hashes] = []
        self._held = 0
        self._file: BinaryIO | None = None

    def add(
        self, hashes: Hashes, left_out: Flags | None = None, others: Places | None = None
    ) -> Places:
        """Add the next records, and give those that repeat a near key: places among them.

        All but the ``others`` have keys, known to differ from each other and from all before of
        which that was said as well; ``None``: nothing is known.
        """
        if not hashes.all():
            hashes = np.where(hashes == NONE, np.uint64(1), hashes)
        if left_out is not None and left_out.any():
            hashes = hashes.copy()
            hashes[left_out] = NONE
        self._climbs = self._climbs and others is not None and self._note(hashes[others])
        repeated = hashes[:0].view(np.int64)
        if not self._differ:
            self._look_back()
            repeated = self._near.repeated(hashes, self._others if self._climbs else None)
        self._count += len(hashes)
        self._blocks.append(hashes)
        self._held += len(hashes)
        if self._held > _HELD:
            self._spill()
        return repeated

    def _note(self, others: Hashes) -> bool:
        if len(others):
            self._others.add(others[others != NONE])
        return len(self._others.keys) <= _OTHERS

    @property
    def _differ(self) -> bool:
        """True as long as all keys are known to differ."""
        keys = self._others.keys
        return self._climbs and (
            not len(keys) or (self._apart and not (keys[1:] == keys[:-1]).any())
        )

    def _look_back(self) -> None:
        """Show the near keys what came before they were asked for."""
        for block in self if self._waits else ():
            self._near.repeated(block)
            if not self._near.room:
                break
        self._waits = False

    def place(self, hashed: np.uint64) -> int:
        """Say where a key came first."""
        seen = 0
        for block in self:
            found = np.flatnonzero(block == hashed)
            if len(found):
                return seen + int(found[0])
            seen += len(block)
        raise LookupError

    def __del__(self) -> None:
        with suppress(AttributeError, OSError):
            if self._file is not None:
                self._file.close()

    def _spill(self) -> None:
        if self._file is None:
            self._file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 # goes with us
        self._file.seek(0, os.SEEK_END)
        for block in self._blocks:
            self._file.write(block.tobytes())
        self._blocks, self._held = [], 0

    def __iter__(self) -> Iterator[Hashes]:
        if self._file is not None:
            self._file.seek(0)
            while piece := self._file.read(_HELD * 8):
                yield np.frombuffer(piece, np.uint64)
        yield from self._blocks

    def again(self) -> Places:
        """Find every record whose key an earlier one has, in order."""
        if self._differ:
            return np.zeros(0, np.int64)
        if self._climbs:
            return np.sort(self._repeated(self._others.find))
        bits = (self._count // _AT_ONCE).bit_length()
        found = [self._again(np.uint64(part), np.uint64(_BITS - bits)) for part in range(1 << bits)]
        return np.sort(np.concatenate(found))

    def _again(self, part: np.uint64, shift: np.uint64) -> Places:
        """Find those among the hashes that begin alike."""

        def mine(block: Hashes) -> Flags:
            keyed: Flags = block != NONE
            return keyed if shift == _BITS else keyed & (block >> shift == part)

        hashes = np.concatenate([np.zeros(0, np.uint64), *(block[mine(block)] for block in self)])
        hashes.sort()
        twice = hashes[1:][hashes[1:] == hashes[:-1]]
        if not len(twice):
            return np.zeros(0, np.int64)
        del hashes
        keys = twice[np.diff(twice, prepend=NONE) != 0]
        return self._repeated(lambda block: np.flatnonzero(are_in(block, keys)))

    def _repeated(self, find: Callable[[Hashes], Places]) -> Places:
        """Among the records that ``find`` finds, give those whose key an earlier one has."""
        places, keys, seen = [], [], 0
        for block in self:
            at = find(block)
            places.append(at + seen)
            keys.append(block[at])
            seen += len(block)
        every, hashes = np.concatenate(places), np.concatenate(keys)
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        found: Places = every[order[1:][ordered[1:] == ordered[:-1]]]
        return found
