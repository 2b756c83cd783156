"""Whether the whole numbers of a column come in ascending order, whatever else stands among them.

Rows with such numbers differ from each other, and from all rows with something else in their place:
a column that numbers its rows spares us looking for repeated ones among them.
"""

from __future__ import annotations

import numpy as np

from app.table.engine.looked import Looked
from app.table.engine.utf8 import Places

_NONE = np.zeros(0, np.int64)
_SHARE = 16
"""One in so many cells may be something else."""


class Climb:
    """One column, a chunk at a time."""

    def __init__(self) -> None:
        """Start: nothing has come yet."""
        self.goes_on = True
        """True as long as each whole number is greater than those before."""
        self.others: Places = _NONE
        """Where in the chunk something else stands: no number that is written as ``str`` writes it."""
        self._last = -1

    def take(self, looked: Looked) -> None:
        """Take in the next chunk."""
        self.others = _NONE
        self.goes_on = self.goes_on and looked.usual == "integer" and self._climbs(looked)

    def _climbs(self, looked: Looked) -> bool:
        mine, values = looked.worked["mine"], looked.worked["value"]
        if looked.gone:  # a number may stand for nothing
            mine = mine & ~looked.worked["gone"]
        if not mine.all():
            self.others = np.flatnonzero(~mine.to_numpy())
            values = values.filter(mine)
        if not len(values) or _SHARE * len(self.others) > len(mine):
            return False
        numbers = values.to_numpy()
        rises = numbers[0] > self._last and bool((numbers[1:] > numbers[:-1]).all())
        self._last = int(numbers[-1])
        return rises
