"""Two checks of one kind on one column: what they find is one finding, in the plain path's order.

There a block of rows goes through the one, then through the other; so what is found in a block is
held until the block is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from app.table.checks import RowCheck
from app.table.engine.across import note_across
from app.table.engine.ledger import Ledger
from app.table.engine.utf8 import Places


class _Held(NamedTuple):
    """What a check found in one block."""

    block: int
    number: int
    places: Places
    shown: Callable[[int], str]

    def alone(self) -> _Held:
        """Hold on to nothing but its own texts."""
        return self._replace(shown=[*map(self.shown, range(len(self.places)))].__getitem__)


def _from(shown: Callable[[int], str], start: int, at: int) -> str:
    return shown(start + at)


class Doubled:
    """Holds what such checks found."""

    def __init__(self, checks: Sequence[RowCheck], ledger: Ledger, rows: int) -> None:
        """Start; the plain path's blocks have so many ``rows``."""
        doors = [(check.name, check.columns[0]) for check in checks]
        self.numbers = {n for n, door in enumerate(doors) if doors.count(door) > 1}
        self._checks = checks
        self._ledger = ledger
        self._rows = rows
        self._held: list[_Held] = []

    def hold(self, number: int, places: Places, shown: Callable[[int], str]) -> None:
        """Hold what a check found, by its turn among the checks."""
        blocks = places // self._rows
        borders = [0, *(np.flatnonzero(np.diff(blocks)) + 1).tolist(), len(places)]
        for start, end in pairwise(borders):
            if end > start:
                texts = partial(_from, shown, start)
                self._held.append(_Held(int(blocks[start]), number, places[start:end], texts))

    def note(self, rows: int | None = None) -> None:
        """Count what was found in whole blocks of the first ``rows``; in all, where that is all."""
        whole = None if rows is None else rows // self._rows
        ready = [one for one in self._held if whole is None or one.block < whole]
        for one in sorted(ready, key=lambda one: one[:2]):
            note_across(self._ledger, self._checks[one.number], one.number, one.places, one.shown)
        self._held = [one.alone() for one in self._held if whole is not None and one.block >= whole]
