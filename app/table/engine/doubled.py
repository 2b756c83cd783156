"""Two checks of one kind on one column: what they find is one finding, in the plain path's order.

There a block of rows goes through the one, then through the other; so what is found in a block is
held until the block is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np

from app.table.checks import RowCheck
from app.table.engine.across import note_across
from app.table.engine.ledger import Ledger
from app.table.engine.utf8 import Places


class Doubled:
    """Holds what such checks found: place, number of the check, the cells as shown."""

    def __init__(self, checks: Sequence[RowCheck], ledger: Ledger, rows: int) -> None:
        """Start; the plain path's blocks have so many ``rows``."""
        doors = [(check.name, check.columns[0]) for check in checks]
        self.numbers = {n for n, door in enumerate(doors) if doors.count(door) > 1}
        self._checks = checks
        self._ledger = ledger
        self._rows = rows
        self._held: list[tuple[int, int, int, str]] = []

    def hold(self, number: int, places: Places, shown: Callable[[int], str]) -> None:
        """Hold what a check found, by its turn among the checks."""
        self._held += [
            (place // self._rows, number, place, shown(at))
            for at, place in enumerate(places.tolist())
        ]

    def note(self, rows: int | None = None) -> None:
        """Count what was found in whole blocks of the first ``rows``; in all, where that is all."""
        whole = None if rows is None else rows // self._rows
        ready = sorted(one for one in self._held if whole is None or one[0] < whole)
        self._held = [] if whole is None else [one for one in self._held if one[0] >= whole]
        for (_, number), found in groupby(ready, key=lambda one: one[:2]):
            _, _, places, shown = zip(*found, strict=True)
            at = np.array(places)
            note_across(self._ledger, self._checks[number], number, at, shown.__getitem__)
