"""The jobs that one process has in hand, whoever brought them: done, written down, let go of."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import socket
from collections.abc import Callable
from uuid import uuid4

from app.errors import Problem, out_of_space
from app.jobs.endings import Patience, broken, ending, out_of_room, refused
from app.jobs.held import Held
from app.jobs.order_text import unpack_order, upload_of
from app.jobs.priority import Priority
from app.jobs.yard import Yard
from app.store import Bid, Claim, End, Lane, Unavailable
from rules.core.assessment import Assessment

_PAUSE = 1.0
_WRITING = 5.0
log = logging.getLogger(__name__)


class Hands:
    """One process's working part. A job's parsing runs in a process of its own."""

    def __init__(self, yard: Yard, slots: int) -> None:
        """Prepare for so many jobs at a time."""
        settings = yard.settings
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:8]}"
        self.slots = slots
        self.lease = settings.job_lease.total_seconds()
        """Seconds of silence after which another worker takes over."""
        self._yard = yard
        self._work = yard.store.work
        self._patience = Patience(
            attempts=settings.max_attempts, delay=settings.retry_delay.total_seconds()
        )
        self._held: dict[str, Held] = {}
        self._tasks: dict[asyncio.Task[None], Held] = {}
        self._releasing = False
        self.freed: Callable[[], None] = yard.board.wake.set
        """Called each time that a job has been let go of."""

    @property
    def full(self) -> int:
        """How many jobs are in hand."""
        return len(self._held)

    @property
    def only_batches(self) -> bool:
        """Tell whether all that is in hand are batches."""
        return all(held.claim.priority == Priority.BATCH for held in self._held.values())

    def bid(self, slots: int, where: tuple[Lane, ...], after: str = "") -> Bid:
        """Say what could be taken up."""
        return Bid(
            worker=self.name,
            place=self._yard.uploads.place,
            slots=slots,
            lanes=where,
            lease=self.lease,
            per_host=self._yard.settings.fetch_per_host,
            after=after,
        )

    def take(self, claim: Claim) -> asyncio.Task[None]:
        """Begin a claimed job; the task ends when the job has been let go of."""
        held = self._held[claim.id] = Held(claim, self._work)
        task = asyncio.create_task(self._do(held))
        self._tasks[task] = held
        task.add_done_callback(self._tasks.pop)
        return task

    async def finish(self, seconds: float) -> None:
        """Wait for what is in hand, at most so long."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=seconds)

    async def release(self) -> None:
        """Put back what is not done; what is being written down gets its time."""
        self._releasing = True
        for task, held in tuple(self._tasks.items()):
            if not held.closing:
                task.cancel()
        await self.finish(_WRITING)

    async def beat(self) -> None:
        """Say that we live and how far each job is; let go of those that are no longer ours."""
        watched = tuple(self._held.values())
        if not watched:
            return
        marks = [news for held in watched if (news := held.news()) is not None]
        ours = await asyncio.to_thread(self._work.beat, self.name, self.lease, marks)
        for held in watched:
            claim = held.claim
            if ours.get(claim.id) != claim.attempts and not held.closing:
                self._yard.board.stop(claim.id)

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
        except Exception as error:
            log.exception("job %s broke", claim.id)
            if isinstance(error, OSError) and out_of_space(error):
                return out_of_room(self._patience, random.random()), None  # noqa: S311 # jitter
            return broken(claim), None
        end = ending(assessment, claim, self._patience, random.random())  # noqa: S311 # jitter
        if end.state == "queued" and not end.retried:
            return end, None  # it crashed, or we had no room: the next attempt says more
        return end, assessment

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
            self._yard.board.tell(job.id, assessment, mail=job.news)

    def _forget(self, claim: Claim, *, keep_upload: bool = True) -> None:
        held = self._held.get(claim.id)
        if held is not None and held.claim.attempts == claim.attempts:
            del self._held[claim.id]
        if not keep_upload:
            self._yard.uploads.remove(upload_of(claim.request))
        self.freed()
