"""One column sits for its portrait: what is shown when, so that the profile is the plain path's."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import polars as pl

from app.table.column import ColumnPass
from app.table.engine.numbering import Numbers
from app.table.engine.pending import Counted, Counting, Known, Pending, hashes_of
from app.table.engine.portrait import Portrait
from app.table.engine.utf8 import Places
from app.table.engine.verdicts import HELD, Verdicts


@lru_cache
def _void(missing: frozenset[str]) -> Numbers:
    """Hash what stands for nothing: most columns have it in common."""
    return hashes_of(pl.Series([None, *missing], dtype=pl.String))


class Sitting:
    """Feeds the profile at the plain path's block borders until it is decided, then as it comes."""

    def __init__(self, judged: ColumnPass, verdicts: Verdicts, rows: int) -> None:
        """Start; ``rows`` is the size of the plain path's blocks."""
        self.portrait = Portrait(judged.profile)
        self.known = Known()
        self._counting = Counting(_void(frozenset(judged.judge.missing_values)))
        self._judged = judged
        self._verdicts = verdicts
        self._pending = Pending()
        self._rows = rows
        self._block = 0

    @property
    def decided(self) -> bool:
        """False while few texts came, and nothing else. What is decided stays so."""
        return not self._judged.profile.undecided

    def number(self, cells: pl.Series, hashes: Numbers, *, forget: bool) -> Counted:
        """Give each text its number; may run ahead of :meth:`take`."""
        return self._counting.take(cells, hashes, HELD if forget else None)

    def take(self, counted: Counted) -> None:
        """Know the new texts."""
        if counted.anew:
            self.flush()
            self._verdicts.forget()
            self.known = Known()
        self.known.learn(counted.new)

    def add(self, counted: Counted) -> None:
        """Add a chunk's texts."""
        self._pending.add(counted.of_texts)

    def sit(
        self, cells: pl.Series, filled: pl.Series | None, first: int, counted: Counted | None
    ) -> None:
        """Show a chunk's cells, or the filled ones; the first is at this place."""
        places = None
        if filled is not None:
            places = np.flatnonzero(filled.to_numpy())
            cells = cells.filter(filled)
        if counted:
            numbers = counted.numbers if places is None else counted.numbers.take(places)
            done = self._decide(
                len(cells), places, first, lambda a, b: self._pend_numbers(counted, numbers[a:b])
            )
            self._pend_numbers(counted, numbers[done:])
            return
        done = self._decide(len(cells), places, first, lambda a, b: self._show(cells, a, b))
        if done < len(cells):
            self.flush()
            self.portrait.sum_up(cells.slice(done))

    def _show(self, cells: pl.Series, start: int, end: int) -> None:
        if not self._pending and end < len(cells):
            self.portrait.sum_up(cells.slice(start, end - start))
        else:
            self._pend(cells.slice(start, end - start))

    def _pend(self, cells: pl.Series) -> None:
        counted = self.number(cells, hashes_of(cells), forget=self.decided)
        self.take(counted)
        self.add(counted)

    def _pend_numbers(self, counted: Counted, numbers: Numbers) -> None:
        self._pending.add(counted.counts_of(numbers))

    def _decide(
        self, cells: int, places: Places | None, first: int, show: Callable[[int, int], None]
    ) -> int:
        """Feed the profile as the plain path does until it is decided; say how many cells it saw."""
        done = 0
        while done < cells and not self.decided:
            at = first + (done if places is None else int(places[done]))
            if at // self._rows != self._block:
                self.flush()
                self._block = at // self._rows
                continue
            end = (at // self._rows + 1) * self._rows - first
            start, done = (
                done,
                min(cells, end if places is None else int(np.searchsorted(places, end))),
            )
            show(start, done)
        return done

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
