"""Keys that point to other rows of the same table: each must point to a row that is there."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np

from app.table.block import Block
from app.table.cells import cut, show
from app.table.repeats import joint_key
from app.table.tally import ROWS, Group, Key, Tally
from rules.core.evidence import Sample

_NOWHERE = "NaN"
"""A NaN equals nothing; no key is written so."""
HELD = 10_000
"""Most texts held for samples."""


class Foreign:
    """Cells of some columns, together, must stand in some other columns."""

    def __init__(
        self, key: Key, ours: tuple[int, ...], theirs: tuple[int, ...], samples: int
    ) -> None:
        """Watch the columns at these positions, as many on either side."""
        self.key = key
        self.positions = (*ours, *theirs)
        self.ours = ours
        self.theirs = theirs
        self.most = samples
        self._known = array("q")
        self._asked = array("q")
        self._places = array("L")
        self._shown: dict[int, str] = {}
        """Texts of the first different keys asked for, by hash."""

    def look(self, block: Block) -> None:
        """Note what a block offers and what it asks for; nothing asks for nothing."""
        ours = [block.slices[position] for position in self.ours]
        theirs = [block.slices[position] for position in self.theirs]
        for i in range(len(block.rows)):
            offered = joint_key([c.values.get(c.keys[i]) for c in theirs])
            if offered:
                self._known.append(hash(offered))
            asked = joint_key([c.values.get(c.keys[i]) for c in ours])
            if asked != "":
                self._ask(hash(asked or _NOWHERE), block, i)

    def _ask(self, hashed: int, block: Block, i: int) -> None:
        self._asked.append(hashed)
        self._places.append(block.first + i)
        if len(self._shown) < HELD and hashed not in self._shown:
            cells = (block.columns[position][i] for position in self.ours)
            self._shown[hashed] = cut(", ".join(map(show, cells)))

    def close(self, tally: Tally, row_at: array[int]) -> Iterator[int]:
        """Report keys that point nowhere, and give the places of their rows."""
        asked = np.frombuffer(self._asked, dtype=np.int64)
        known = np.frombuffer(self._known, dtype=np.int64)
        lost = np.flatnonzero(~np.isin(asked, known))
        if len(lost):
            group = Group("error", {}, count=len(lost))
            group.rows = [row_at[self._places[at]] for at in lost[:ROWS]]
            for at in lost[: 10 * self.most]:
                text = self._shown.get(self._asked[at], "")
                if len(group.samples) < self.most and text not in group.samples:
                    group.samples[text] = Sample(row=row_at[self._places[at]], value=text)
            tally.merge(self.key, group)
        return (self._places[at] for at in lost)
