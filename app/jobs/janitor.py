"""Chores that any worker does for all: take back what the dead held, forget what is old."""

from __future__ import annotations

import asyncio
import logging

from app.jobs.endings import MOST_LOSSES
from app.jobs.order_text import upload_of
from app.jobs.yard import Yard

log = logging.getLogger(__name__)


class Janitor:
    """Every chore is safe to do by many at once."""

    def __init__(self, yard: Yard) -> None:
        self._yard = yard

    async def reap(self) -> None:
        """Put back what dead workers held."""
        lease = self._yard.settings.job_lease.total_seconds()
        jobs = await asyncio.to_thread(self._yard.store.work.reap, MOST_LOSSES, lease)
        for job in jobs:
            log.warning("job %s was left by its worker: now %s", job.id, job.state)
            if job.ended:
                self._yard.uploads.remove(upload_of(job.request))
            self._yard.board.tell(job.id)

    async def tidy(self) -> None:
        """Forget jobs that ended long ago, and dropped files that no job is for."""
        await asyncio.to_thread(self._tidy)

    def _tidy(self) -> None:
        yard = self._yard
        gone = yard.store.upkeep.forget(yard.settings.retention_jobs_days)
        waiting = yard.store.upkeep.alive(yard.uploads.place)
        strays = yard.uploads.sweep({upload_of(request) for request in waiting})
        log.info("forgotten: %d jobs, %d dropped files", gone, strays)
