"""The part of a worker that looks after catalogues: harvests, ends of runs, schedules.

Any number of workers may do this: a run belongs to one at a time, under a lease.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from uuid import uuid4

from app.jobs.catalog_run import Rested, Walk
from app.jobs.catalog_schedule import next_time
from app.jobs.chores import forever
from app.jobs.yard import Yard
from app.store import Unavailable
from app.store.catalog_model import Harvest, Run
from app.store.catalog_runs import Holder, Lost

_LOOK = 1.0
_SCHEDULES = 20.0
AT_ONCE = 2
"""Catalogues listed at the same time by one worker: listing is mostly waiting."""
log = logging.getLogger(__name__)


class Overseer:
    """One for each worker."""

    def __init__(self, yard: Yard) -> None:
        self._yard = yard
        name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:8]}"
        self._lease = yard.settings.job_lease.total_seconds()
        self._holder = Holder(name, self._lease)
        self._tasks: dict[asyncio.Task[None], Run] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look after catalogues for as long as the block lasts; what is in hand is let go of."""
        chores = [
            asyncio.create_task(forever(self._take, _LOOK)),
            asyncio.create_task(forever(self._beat, min(_LOOK, self._lease / 3))),
            asyncio.create_task(forever(self.close_runs, _LOOK)),
            asyncio.create_task(forever(self.start_due, _SCHEDULES)),
        ]
        try:
            yield
        finally:
            for task in (*chores, *self._tasks):
                task.cancel()
            await asyncio.gather(*chores, *self._tasks, return_exceptions=True)

    async def close_runs(self) -> None:
        """Close the runs all of whose orders have ended, and note how their catalogues stand."""
        store = self._yard.store
        for run in await asyncio.to_thread(store.runs.over):
            ended = await asyncio.to_thread(store.runs.end, run)
            if ended is not None:
                await asyncio.to_thread(store.figures.snapshot, run.catalog)
                counts = (ended.done, ended.failed)
                log.info("run %s: %s, %d done, %d failed", run.id, ended.state, *counts)

    async def start_due(self) -> None:
        """Start the runs whose scheduled time has come, each once whoever else looks."""
        store = self._yard.store
        for catalog, was in await asyncio.to_thread(store.catalogs.due):
            following = next_time(catalog.schedule, datetime.now(UTC))
            if await asyncio.to_thread(store.catalogs.reschedule, catalog.id, was, following):
                harvest: Harvest = "none" if catalog.policy == "failed" else "auto"
                await asyncio.to_thread(
                    store.runs.start, uuid4().hex, catalog.id, catalog.policy, harvest
                )

    async def _take(self) -> None:
        while len(self._tasks) < AT_ONCE:
            run = await asyncio.to_thread(self._yard.store.runs.take, self._holder)
            if run is None:
                return
            task = asyncio.create_task(self._do(run))
            self._tasks[task] = run
            task.add_done_callback(self._tasks.pop)

    async def _do(self, run: Run) -> None:
        try:
            await Walk(self._yard, run, self._holder).go()
        except Lost:
            log.info("run %s is no longer ours", run.id)
        except Rested:
            log.info("run %s waits for its portal", run.id)
        except Exception:
            log.exception("run %s broke", run.id)
            await asyncio.to_thread(self._yard.store.runs.fail, run, self._holder, "internal")
        except asyncio.CancelledError:
            await asyncio.shield(asyncio.to_thread(self._release, run))
            raise

    def _release(self, run: Run) -> None:
        """Leave a run to whoever comes next, without a wait."""
        with suppress(Unavailable):
            self._yard.store.runs.release(run, self._holder)

    async def _beat(self) -> None:
        for task, run in tuple(self._tasks.items()):
            if not await asyncio.to_thread(self._yard.store.runs.beat, run, self._holder):
                task.cancel()
