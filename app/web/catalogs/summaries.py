"""Summaries just made: a big catalogue is summed up once for everybody who looks at it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

from app.web.catalogs.shapes_summary import SummaryShape
from app.web.catalogs.summary import Wanted

_FACTOR, _LONGEST = 20.0, 600.0
"""What took a second to make is good for twenty; nothing is older than ten minutes."""
_MOST = 200


class Summaries:
    """Keeps each summary for as long as its making was worth; one maker at a time for each."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._kept: dict[Wanted, tuple[float, SummaryShape]] = {}
        self._makers: dict[Wanted, Lock] = {}
        self._guard = Lock()

    def get(self, wanted: Wanted, make: Callable[[], SummaryShape]) -> SummaryShape:
        """Give a summary that is still good, else have it made; from any thread."""
        with self._guard:
            maker = self._makers.setdefault(wanted, Lock())
        with maker:
            found = self._kept.get(wanted)
            if found is not None and found[0] > self._clock():
                return found[1]
            began = self._clock()
            summary = make()
            now = self._clock()
            self._keep(wanted, now + min(_LONGEST, _FACTOR * (now - began)), summary)
            return summary

    def _keep(self, wanted: Wanted, until: float, summary: SummaryShape) -> None:
        now = self._clock()
        with self._guard:
            self._kept = {key: kept for key, kept in self._kept.items() if kept[0] > now}
            if len(self._kept) < _MOST:
                self._kept[wanted] = until, summary
            free = [key for key, lock in self._makers.items() if not lock.locked()]
            for key in free:
                if key not in self._kept:
                    del self._makers[key]
