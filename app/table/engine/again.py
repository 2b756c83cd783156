"""Which records repeat an earlier key: eight bytes a record, on disk where they are many."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
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
"""Most keys compared with each other alone."""
_ROOM = 16
_BITS = 64


class Near:
    """The keys that came first, so many as the plain path knows the rows of."""

    def __init__(self) -> None:
        self._hashes = np.zeros(0, np.uint64)
        self._mask = np.uint64((1 << (_ROOM * repeats.NEAR).bit_length()) - 1)
        self._may = np.zeros(0, bool)
        self._slots = Slots(self._mask)

    def repeated(self, hashes: Hashes) -> Places:
        """Take in consecutive keys; give those whose key is near, and came before."""
        room = repeats.NEAR - len(self._hashes)
        if not room:
            return self._known(hashes)
        keys = hashes[hashes != NONE]
        every = np.sort(np.concatenate([self._hashes, keys]))
        twice = every[1:][every[1:] == every[:-1]]
        if not len(twice):
            self._take(every if len(keys) <= room else np.append(self._hashes, keys[:room]))
            return np.zeros(0, np.int64)
        again = self._again(hashes, twice)
        fresh = hashes != NONE
        fresh[again] = False
        new = hashes[np.flatnonzero(fresh)[:room]]
        self._take(np.append(self._hashes, new))
        repeated: Places = again[self._has(hashes[again])]
        return repeated

    def _again(self, hashes: Hashes, twice: Hashes) -> Places:
        """Find the keys that came before, near or among these; all such are in ``twice``."""
        near = twice[np.minimum(np.searchsorted(twice, hashes), len(twice) - 1)]
        at = np.flatnonzero(near == hashes)
        again = np.ones(len(at), bool)
        again[firsts(hashes[at].view(np.int64))] = False
        found: Places = at[again | self._has(hashes[at])]
        return found

    def _has(self, keys: Hashes) -> Flags:
        if not len(self._hashes):
            return np.zeros(len(keys), bool)
        at = np.minimum(np.searchsorted(self._hashes, keys), len(self._hashes) - 1)
        found: Flags = self._hashes[at] == keys
        return found

    def _take(self, hashes: Hashes) -> None:
        self._hashes = np.sort(hashes)
        if len(hashes) >= repeats.NEAR:
            self._may = np.zeros(int(self._mask) + 1, bool)
            self._may[self._slots.of(hashes)] = True

    def _known(self, hashes: Hashes) -> Places:
        """Find the keys that are near, once there is room for no more."""
        may = np.flatnonzero(self._may.take(self._slots.of(hashes)))
        known: Places = may[self._has(hashes[may])]
        return known


class Hashed:
    """The hashes of one key, record after record."""

    def __init__(self) -> None:
        self._near = Near()
        self._fresh = True
        self._others = np.zeros(0, np.uint64)
        """Keys of records that nothing but their hashes tells apart, as long as all others are."""
        self._count = 0
        self._blocks: list[Hashes] = []
        self._held = 0
        self._file: BinaryIO | None = None

    def add(
        self, hashes: Hashes, left_out: Flags | None = None, others: Places | None = None
    ) -> Places:
        """Add the next records, and give those that repeat a near key: places among them.

        All but the ``others`` have keys, known to differ from each other, from those of the others
        and from all before of which that was said as well; ``None``: nothing is known.
        """
        if not hashes.all():
            hashes = np.where(hashes == NONE, np.uint64(1), hashes)
        if left_out is not None and left_out.any():
            hashes = hashes.copy()
            hashes[left_out] = NONE
        if self._fresh and not self._differ(hashes, others):
            for block in self:
                self._near.repeated(block)
            self._fresh = False
        repeated = hashes[:0].view(np.int64) if self._fresh else self._near.repeated(hashes)
        self._count += len(hashes)
        self._blocks.append(hashes)
        self._held += len(hashes)
        if self._held > _HELD:
            self._spill()
        return repeated

    def _differ(self, hashes: Hashes, others: Places | None) -> bool:
        if others is None:
            return False
        if not len(others):
            return True
        keys = hashes[others]
        every = np.sort(np.append(self._others, keys[keys != NONE]))
        self._others = every
        return len(every) <= _OTHERS and not (every[1:] == every[:-1]).any()

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
        if self._fresh:
            return np.zeros(0, np.int64)
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
        places, keys = self._where(twice[np.diff(twice, prepend=NONE) != 0])
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        found: Places = places[order[1:][ordered[1:] == ordered[:-1]]]
        return found

    def _where(self, twice: Hashes) -> tuple[Places, Hashes]:
        """Give place and hash of every record with one of these hashes."""
        places, keys, seen = [], [], 0
        for block in self:
            near = twice[np.minimum(np.searchsorted(twice, block), len(twice) - 1)]
            at = np.flatnonzero(near == block)
            places.append(at + seen)
            keys.append(block[at])
            seen += len(block)
        return np.concatenate(places), np.concatenate(keys)
