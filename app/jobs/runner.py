"""The worker: an engine brings it jobs, it does them, and its chores keep the table in order.

Nothing here is needed for what was accepted to be done: another worker takes over what a dead one
held.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from app.errors import Problem
from app.jobs.chores import forever
from app.jobs.hands import Hands
from app.jobs.janitor import Janitor
from app.jobs.ledger import EVERY, Ledger
from app.jobs.port import Health, engine_for
from app.jobs.roll_call import RollCall
from app.jobs.yard import Yard
from app.store import Unavailable

_BEAT = 1.0
log = logging.getLogger(__name__)


class Runner:
    """One process's worker."""

    def __init__(self, yard: Yard, slots: int) -> None:
        """Prepare for so many jobs at a time; nothing runs before ``running``.

        Raises ``Problem`` where the engine asked for is not to be had.
        """
        self._yard = yard
        self._hands = Hands(yard, slots)
        self._engine = engine_for(yard, self._hands)
        self.name = self._hands.name
        self.failed = asyncio.Event()
        """Set when it brings no more work, though nobody told it to stop."""
        self.failure: Problem | None = None

    @asynccontextmanager
    async def running(self, grace: float) -> AsyncIterator[None]:
        """Work for as long as the block lasts; then finish what is in hand within the grace.

        What does not end in time is put back, whole, for another worker.
        """
        janitor, ledger = Janitor(self._yard), Ledger(self._yard.store.tallies)
        roll = RollCall(self._yard.store.roll, self.name, self._hands.slots)
        every = min(_BEAT, self._hands.lease / 3)
        feed = asyncio.create_task(self._engine.run())
        feed.add_done_callback(self._ended)
        chores = [
            asyncio.create_task(forever(self._hands.beat, every)),
            asyncio.create_task(forever(janitor.reap, 2 * every)),
            asyncio.create_task(forever(janitor.tidy, 3600.0)),
            asyncio.create_task(forever(ledger.enter, EVERY)),
            asyncio.create_task(forever(roll.sign, EVERY)),
            asyncio.create_task(forever(janitor.pulse, EVERY)),
        ]
        try:
            yield
        finally:
            self.stop()
            await self._hands.finish(grace)
            await self._hands.release()
            await asyncio.wait([feed], timeout=grace)
            for chore in (feed, *chores):
                chore.cancel()
            await asyncio.gather(feed, *chores, return_exceptions=True)
            with suppress(Unavailable):
                await ledger.enter()
                await roll.leave()

    def stop(self) -> None:
        """Take up nothing more."""
        self._engine.stop()

    async def health(self) -> Health:
        """Say how the engine is."""
        return await self._engine.health()

    def _ended(self, feed: asyncio.Task[None]) -> None:
        """Say so where a worker lives but is brought nothing: nobody else would miss it."""
        error = None if feed.cancelled() else feed.exception()
        if error is None:
            return
        log.error("no more work is taken up: %s", error)
        self.failure = error if isinstance(error, Problem) else None
        self.failed.set()
