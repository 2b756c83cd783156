"""The worker: takes up jobs under a lease, does them, writes what came out, lets go.

Nothing here is needed for what was accepted to be done: another worker takes over what a dead one
held. A job's parsing runs in a process of its own, so it cannot take the worker with it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

from app.errors import Problem
from app.jobs.endings import Patience, broken, ending, refused
from app.jobs.held import Held
from app.jobs.janitor import Janitor
from app.jobs.ledger import EVERY, Ledger
from app.jobs.order_text import unpack_order, upload_of
from app.jobs.priority import EXPRESS, Priority, lanes
from app.jobs.yard import Yard
from app.store import Bid, Claim, End, Lane, Unavailable
from rules.core.assessment import Assessment

POLL = 0.5
"""Seconds between two looks for work that came by another process."""
_BEAT = 1.0
_PAUSE = 1.0
_WRITING = 5.0
log = logging.getLogger(__name__)


class Runner:
    """One process's worker."""

    def __init__(self, yard: Yard, slots: int) -> None:
        """Prepare for so many jobs at a time; nothing runs before ``running``."""
        settings = yard.settings
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:8]}"
        self._yard = yard
        self._work = yard.store.work
        self._slots = slots
        self._lease = settings.job_lease.total_seconds()
        self._patience = Patience(
            attempts=settings.max_attempts, delay=settings.retry_delay.total_seconds()
        )
        self._held: dict[str, Held] = {}
        self._tasks: dict[asyncio.Task[None], Held] = {}
        self._turn, self._after = 0, ""
        self._stopped = self._releasing = False

    @asynccontextmanager
    async def running(self, grace: float) -> AsyncIterator[None]:
        """Work for as long as the block lasts; then finish what is in hand within the grace.

        What does not end in time is put back, whole, for another worker.
        """
        janitor, ledger = Janitor(self._yard), Ledger(self._yard.store.tallies)
        every = min(_BEAT, self._lease / 3)
        feed = asyncio.create_task(self._feed())
        chores = [
            asyncio.create_task(_forever(self._beat, every)),
            asyncio.create_task(_forever(janitor.reap, 2 * every)),
            asyncio.create_task(_forever(janitor.tidy, 3600.0)),
            asyncio.create_task(_forever(ledger.enter, EVERY)),
            asyncio.create_task(_forever(janitor.pulse, EVERY)),
        ]
        try:
            yield
        finally:
            self.stop()
            await feed
            await self._finish(grace)
            await self._release()
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            with suppress(Unavailable):
                await ledger.enter()

    def stop(self) -> None:
        """Take up nothing more."""
        self._stopped = True
        self._yard.board.wake.set()

    @property
    def _stopping(self) -> bool:
        return self._stopped or self._yard.board.closing

    async def _finish(self, seconds: float) -> None:
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=seconds)

    async def _release(self) -> None:
        """Put back what is not done; what is being written down gets its time."""
        self._releasing = True
        for task, held in tuple(self._tasks.items()):
            if not held.closing:
                task.cancel()
        await self._finish(_WRITING)

    async def _feed(self) -> None:
        wake = self._yard.board.wake
        while not self._stopping:
            wake.clear()
            more = False
            try:
                more = await self._take()
            except Unavailable:
                await asyncio.sleep(_PAUSE)
            except Exception:  # a worker that lives but feeds nothing would be missed by nobody
                log.exception("cannot take up work")
                await asyncio.sleep(_PAUSE)
            if not more and not self._stopping:
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await wake.wait()

    async def _take(self) -> bool:
        """Fill the free slots; tell whether there may be more to take."""
        free = self._slots - len(self._held)
        where: tuple[Lane, ...] = lanes(self._turn)
        if free <= 0:
            # Batches may fill every slot: one more is kept for whoever is not a batch.
            full_of_batches = all(h.claim.priority == Priority.BATCH for h in self._held.values())
            if len(self._held) > self._slots or not full_of_batches:
                return False
            free, where = 1, EXPRESS
        bid = Bid(
            worker=self.name,
            place=self._yard.uploads.place,
            slots=free,
            lanes=where,
            lease=self._lease,
            per_host=self._yard.settings.fetch_per_host,
            after=self._after,
        )
        claims, self._after = await asyncio.to_thread(self._work.claim, bid)
        self._turn += bool(claims)
        for claim in claims:
            held = self._held[claim.id] = Held(claim, self._work)
            task = asyncio.create_task(self._do(held))
            self._tasks[task] = held
            task.add_done_callback(self._tasks.pop)
        return len(claims) == free

    async def _do(self, held: Held) -> None:
        claim = held.claim
        held.begin()
        try:
            with self._yard.board.at_work(claim.id):
                end, assessment = await self._attempt(held)
        except asyncio.CancelledError:
            if not self._releasing:
                self._forget(claim)  # cancelled, or lost: the table knows
                return
            end, assessment = End(state="queued"), None
        held.write()
        await asyncio.shield(asyncio.ensure_future(self._close(held, end, assessment)))

    async def _attempt(self, held: Held) -> tuple[End, Assessment | None]:
        claim = held.claim
        try:
            order = unpack_order(claim.request, self._yard.uploads)
            assessment = await self._yard.line.assess(order, held)
        except Problem as problem:
            return refused(problem), None
        except Exception:
            log.exception("job %s broke", claim.id)
            return broken(claim), None
        return ending(assessment, claim, self._patience, random.random()), assessment  # noqa: S311 # jitter

    async def _close(self, held: Held, end: End, assessment: Assessment | None) -> None:
        """Write the end, however long the database is away; nothing is written if it was lost."""
        job = None
        try:
            while True:
                try:
                    job = await asyncio.to_thread(self._work.finish, held.mark(), end, assessment)
                except Unavailable:
                    await asyncio.sleep(_PAUSE)
                else:
                    break
        except Exception:
            log.exception("cannot write the end of job %s", held.claim.id)
        finally:
            self._forget(held.claim, keep_upload=job is None or not job.ended)
        if job is not None:
            held.ended(job.state, assessment)
            self._yard.board.tell(job.id, assessment)

    def _forget(self, claim: Claim, *, keep_upload: bool = True) -> None:
        held = self._held.get(claim.id)
        if held is not None and held.claim.attempts == claim.attempts:
            del self._held[claim.id]
        if not keep_upload:
            self._yard.uploads.remove(upload_of(claim.request))
        self._yard.board.wake.set()

    async def _beat(self) -> None:
        """Say that we live and how far each job is; let go of those that are no longer ours."""
        watched = tuple(self._held.values())
        if not watched:
            return
        marks = [news for held in watched if (news := held.news()) is not None]
        ours = await asyncio.to_thread(self._work.beat, self.name, self._lease, marks)
        for held in watched:
            claim = held.claim
            if ours.get(claim.id) != claim.attempts and not held.closing:
                self._yard.board.stop(claim.id)


async def _forever(chore: Callable[[], Awaitable[None]], every: float) -> None:
    """Do a chore again and again, whatever happens to it."""
    while True:
        try:
            await chore()
        except Unavailable:
            log.warning("the database is away")
        except Exception:
            log.exception("a chore failed")
        await asyncio.sleep(every)
