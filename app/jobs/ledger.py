"""Brings what this worker counted into the database, where the service reads it for ``/metrics``.

A worker killed between two entries loses the counts of those seconds, never a job.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from app.meters import Sample, work_done
from app.store import Tallies, Unavailable

EVERY = 5.0
"""Seconds between two entries."""


class Ledger:
    """One worker's; what was written once is not written again."""

    def __init__(self, tallies: Tallies) -> None:
        self._tallies = tallies
        self._written: Mapping[Sample, float] = work_done()

    async def enter(self) -> None:
        """Add what was counted since the last entry. Raises ``Unavailable``: it is kept for later."""
        now = work_done()
        news = {
            sample: more
            for sample, value in now.items()
            if (more := value - self._written.get(sample, 0.0))
        }
        before, self._written = self._written, now
        try:
            if news:  # once begun it is written, even where nobody waits for it any more
                await asyncio.to_thread(self._tallies.add, news)
        except Unavailable:
            self._written = before
            raise
