"""A column of typed cells sits for its portrait: it shows what is written, and dates as they are meant."""

from __future__ import annotations

import numpy as np
import polars as pl

from app.table.column import ColumnPass
from app.table.engine.sitting import Sitting
from app.table.engine.typed import untagged
from app.table.engine.verdicts import Verdicts


class TypedSitting(Sitting):
    """A sitting to which tagged texts may come."""

    def __init__(self, judged: ColumnPass, verdicts: Verdicts, rows: int) -> None:
        super().__init__(judged, verdicts, rows)
        self._tagged = False
        """True once tagged texts were counted."""

    def sit_typed(
        self, cells: pl.Series, tagged: pl.Series, filled: pl.Series | None, first: int
    ) -> None:
        """Show a chunk's cells until the profile is decided; a dated column's for ever."""
        self._tagged = True
        places = None
        if filled is not None:
            places = np.flatnonzero(filled.to_numpy())
            cells, tagged = cells.filter(filled), tagged.filter(filled)
        done = self._decide(
            len(cells), places, first, lambda start, end: self._pend(tagged[start:end])
        )
        if done < len(cells) and self._judged.dated:
            self._pend(tagged[done:])
        elif done < len(cells):
            self.flush()
            self.portrait.sum_up(cells[done:])

    def flush(self) -> None:
        """Let the profile see what waits for the end of one of the plain path's blocks."""
        if not (self._tagged and self._pending):
            super().flush()
            return
        listed, counts = self._pending.taken(self.known)
        found: dict[str, int] = {}
        dates: dict[str, object] = {}
        for text, count in zip(listed.to_list(), counts.tolist(), strict=True):
            bare = untagged(text)
            found[bare] = found.get(bare, 0) + count
            if self._judged.dated:
                dates[bare] = self._verdicts[text].reading.value
        if self._judged.dated:
            self._judged.profile.add(found, dates)
        else:
            self.portrait.add(pl.Series([*found]), pl.Series([*found.values()]))
