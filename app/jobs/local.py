"""The engine of one machine: each worker claims what it can do straight from the table."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from app.errors import Problem
from app.jobs.hands import Hands
from app.jobs.port import Health
from app.jobs.priority import EXPRESS, lanes
from app.jobs.yard import Yard
from app.store import Lane, Unavailable

POLL = 0.5
"""Seconds between two looks for work that came by another process."""
_PAUSE = 1.0
_FORSAKEN = 300.0
"""Seconds after which what was handed to another engine is taken back."""
log = logging.getLogger(__name__)


class LocalEngine:
    """Claims under a lease, on either database."""

    def __init__(self, yard: Yard, hands: Hands) -> None:
        self._yard = yard
        self._hands = hands
        self._turn, self._after = 0, ""
        self._well = True
        self._stopped = False

    async def run(self) -> None:
        """Bring work until told to stop. Raises ``Problem`` where this version may not any more."""
        wake = self._yard.board.wake
        await self._take_back()
        while not self._stopping:
            wake.clear()
            more = False
            try:
                more = await self._take()
                self._well = True
            except Unavailable:
                self._well = False
                await asyncio.sleep(_PAUSE)
            except Problem:
                raise
            except Exception:  # a worker that lives but feeds nothing would be missed by nobody
                self._well = False
                log.exception("cannot take up work")
                await asyncio.sleep(_PAUSE)
            if not more and not self._stopping:
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await wake.wait()

    def stop(self) -> None:
        """Take up nothing more."""
        self._stopped = True
        self._yard.board.wake.set()

    async def health(self) -> Health:
        """Tell whether the table answered the last time."""
        return Health(engine="local", well=self._well)

    @property
    def _stopping(self) -> bool:
        return self._stopped or self._yard.board.closing

    async def _take_back(self) -> None:
        """Take back what an engine that ran here before was handed."""
        admission = self._yard.store.work.admission
        with suppress(Unavailable):
            stale = await asyncio.to_thread(admission.overdue, _FORSAKEN)
            await asyncio.to_thread(admission.withdraw, stale)

    async def _take(self) -> bool:
        """Fill the free slots; tell whether there may be more to take."""
        hands = self._hands
        free = hands.slots - hands.full
        where: tuple[Lane, ...] = lanes(self._turn)
        if free <= 0:
            # Batches may fill every slot: one more is kept for whoever is not a batch.
            if hands.full > hands.slots or not hands.only_batches:
                return False
            free, where = 1, EXPRESS
        bid = hands.bid(free, where, self._after)
        claims, self._after = await asyncio.to_thread(self._yard.store.work.claim, bid)
        self._turn += bool(claims)
        for claim in claims:
            hands.take(claim)
        return len(claims) == free
