"""One column sits for its portrait: what is shown when, so that the profile is the plain path's."""

from __future__ import annotations

import numpy as np
import polars as pl

from app.table.column import ColumnPass
from app.table.engine.pending import Known, Pending, counted, hashes_of, in_order
from app.table.engine.portrait import Portrait
from app.table.engine.utf8 import Places
from app.table.engine.verdicts import HELD, Verdicts


class Sitting:
    """Feeds the profile at the plain path's block borders until it is decided, then as it comes."""

    def __init__(self, judged: ColumnPass, verdicts: Verdicts, rows: int) -> None:
        """Start; ``rows`` is the size of the plain path's blocks."""
        self.portrait = Portrait(judged.profile)
        self.known = Known()
        self._judged = judged
        self._verdicts = verdicts
        self._pending = Pending()
        self._rows = rows
        self._block = 0

    @property
    def decided(self) -> bool:
        """False while few texts came, and nothing else. What is decided stays so."""
        return not self._judged.profile.undecided

    def number(self, cells: pl.Series, texts: pl.Series, hashes: Places) -> Places:
        """Give each of a chunk's different texts its number; new ones in the order of the cells."""
        found = self.known.find(hashes)
        new = found < 0
        if not new.any():
            return found
        if len(self.known) + len(texts) > HELD and self.decided:
            self.flush()
            self._verdicts.forget()
            self.known = Known()
            new[:] = True
        self.known.learn(in_order(cells, texts.filter(pl.Series(new))))
        return self.known.find(hashes)

    def add(self, numbers: Places, counts: pl.Series) -> None:
        """Add a chunk's texts, by their numbers."""
        self._pending.add(numbers, counts)

    def sit(
        self, cells: pl.Series, filled: pl.Series | None, first: int, *, by_value: bool
    ) -> None:
        """Show a chunk's cells, or the filled ones; the first is at this place."""
        places = None
        if filled is not None:
            places = np.flatnonzero(filled.to_numpy())
            cells = cells.filter(filled)
        cells = self._decide(cells, places, first, by_value=by_value)
        if not len(cells):
            return
        if by_value:
            self._pend(cells)
        else:
            self.flush()
            self.portrait.sum_up(cells)

    def _pend(self, cells: pl.Series) -> None:
        texts, counts = counted(cells).get_columns()
        self._pending.add(self.number(cells, texts, hashes_of(texts)), counts)

    def _decide(
        self, cells: pl.Series, places: Places | None, first: int, *, by_value: bool
    ) -> pl.Series:
        """Feed the profile as the plain path does until it is decided, and give what is left."""
        while len(cells) and not self.decided:
            start = first if places is None else first + int(places[0])
            if start // self._rows != self._block:
                self.flush()
                self._block = start // self._rows
                continue
            end = (start // self._rows + 1) * self._rows
            mine = end - start if places is None else int(np.searchsorted(places, end - first))
            if not by_value and not self._pending and mine < len(cells):
                self.portrait.sum_up(cells.head(mine))
            else:
                self._pend(cells.head(mine))
            cells = cells.slice(mine)
            first, places = (end, None) if places is None else (first, places[mine:])
        return cells

    def flush(self) -> None:
        """Let the profile see what waits for the end of one of the plain path's blocks."""
        if not self._pending:
            return
        texts, counts = self._pending.taken(self.known)
        if self._judged.dated:
            values = {text: self._verdicts[text].reading.value for text in texts}
            self._judged.profile.add(dict(zip(values, counts.tolist(), strict=True)), values)
        else:
            self.portrait.add(texts, pl.Series(counts))
