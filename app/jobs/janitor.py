"""Chores that any worker does for all: take back what the dead held, forget what is old."""

from __future__ import annotations

import asyncio
import logging

from app.jobs.endings import MOST_LOSSES
from app.jobs.order_text import upload_of
from app.jobs.yard import Yard

_HOUR, _DAY = 3600.0, 86_400.0
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
        """Forget what is old: jobs, assessments, examples, dropped files; then tend the database."""
        await asyncio.to_thread(self._tidy)
        await asyncio.to_thread(self._age)
        if await asyncio.to_thread(self._yard.store.chores.take, "tend", _HOUR) is not None:
            await asyncio.to_thread(self._yard.store.tend)

    async def pulse(self) -> None:
        """Show that the worker is well to whoever looks at its file."""
        file = self._yard.settings.worker_pulse
        if file is not None:
            try:
                file.touch()
            except OSError as error:
                log.warning("cannot touch %s: %s", file, error.strerror)

    def _tidy(self) -> None:
        yard = self._yard
        gone = yard.store.upkeep.forget(yard.settings.retention_jobs_days)
        yard.store.roll.forget()
        waiting = yard.store.upkeep.alive(yard.uploads.place)
        strays = yard.uploads.sweep({upload_of(request) for request in waiting})
        log.info("forgotten: %d jobs, %d dropped files", gone, strays)

    def _age(self) -> None:
        """Let runs and assessments age, once a day for all workers."""
        store, settings = self._yard.store, self._yard.settings
        if store.chores.take("runs", _DAY) is not None:
            # A run leads to its orders for as long as they are kept.
            days = max(settings.retention_runs_days, settings.retention_jobs_days)
            log.info("forgotten: %d runs over catalogues", store.upkeep.forget_runs(days))
        if store.chores.take("thin", _DAY) is not None:
            dropped = store.retention.drop_uploads(settings.retention_uploads_days)
            # A job leads to its assessment for as long as it is kept.
            days = max(settings.retention_history_days, settings.retention_jobs_days)
            thinned = store.retention.thin(days)
            log.info("forgotten: %d dropped files’ reports, %d old assessments", dropped, thinned)
        place = store.chores.take("examples", _DAY)
        if place is not None:
            reached = store.retention.cut_examples(settings.retention_examples_days, place)
            store.chores.reach("examples", reached)
