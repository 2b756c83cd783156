"""Where orders are taken in, asked after and cancelled; someone else does them."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from app.assess import Order
from app.errors import NotFound, Problem
from app.jobs.board import Waiter
from app.jobs.endings import problem_of
from app.jobs.order_text import fingerprint, pack_order, question, upload_of
from app.jobs.priority import Priority
from app.jobs.yard import Yard
from app.store import Job, NewHook, Submission
from app.store.work_model import UPLOAD
from rules.core.assessment import Assessment, dataset_id
from rules.core.text import Text

T = TypeVar("T")
log = logging.getLogger(__name__)
_LOOK = 0.5
"""Seconds between two looks at a job that may be done by another process."""
UNKNOWN = Text(
    en="No job has this id: it never existed, or it ended long ago.",
    fr="Aucune tâche ne porte cet identifiant : elle n’a jamais existé, ou s’est achevée il y a longtemps.",
)
_ENDED = Text(
    en="This job has ended: there is nothing left to cancel.",
    fr="Cette tâche est achevée : il n’y a plus rien à annuler.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How an order is asked for: by whom, how long they wait, under which key."""

    priority: Priority = Priority.PERSON
    wait: float = 20.0
    """Seconds; 0: nobody waits."""
    key: str = ""
    callback: NewHook | None = None
    """Someone to be told when the job has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What there is to say of an order: the assessment, or the job that will bring it."""

    job_id: str
    assessment: Assessment | None = None
    job: Job | None = None


class Desk:
    """One for each process that takes orders. Any call raises ``Unavailable`` in an outage."""

    def __init__(self, yard: Yard) -> None:
        self._yard = yard
        self._work = yard.store.work
        self._board = yard.board

    def shelf(self) -> Path:
        """Give a path to write a dropped file to, before it is ordered."""
        return self._yard.uploads.new()

    def receiver(self, url: str) -> str:
        """Judge the address of a webhook by its text; give its ``name:port``. Raises ``Refused``."""
        return self._yard.poster.host(url)

    async def take(self, order: Order, terms: Terms) -> Answer:
        """Take an order in, and wait for what comes of it for as long as the terms say.

        Raises ``Problem`` where the order cannot be done as asked.
        """
        ask = await self._given(order, self._submission(order, terms))
        with self._board.expect(ask.id) as waiter:
            job_id = await self._given(order, asyncio.to_thread(self._work.submit, ask))
            log.info("job %s taken in", job_id)
            if job_id == ask.id:
                self._board.call()
                return await self._answer(job_id, terms.wait, waiter, fresh=True)
        self._discard(order)  # someone asked the same before: theirs is kept
        self._board.call()
        return await self.wait(job_id, terms.wait)

    async def wait(self, job_id: str, seconds: float) -> Answer:
        """Wait for a job. Raises ``NotFound``, or the ``Problem`` that ended it."""
        with self._board.expect(job_id) as waiter:
            return await self._answer(job_id, seconds, waiter)

    async def job(self, job_id: str) -> Job:
        """Give a job as it stands. Raises ``NotFound``."""
        job = await asyncio.to_thread(self._work.job, job_id)
        if job is None:
            raise NotFound(UNKNOWN)
        return job

    async def cancel(self, job_id: str) -> Job:
        """Cancel a job, waiting or running. Raises ``NotFound``, or ``Problem`` 409 job_ended."""
        cancelled = await asyncio.to_thread(self._work.cancel, job_id)
        if cancelled is None:
            job = await self.job(job_id)
            if job.state != "cancelled":
                raise Problem("job_ended", _ENDED, status=409)
            return job
        self._board.stop(job_id)
        self._board.tell(job_id)
        self._yard.uploads.remove(upload_of(cancelled.request))
        return cancelled

    def close(self) -> None:
        """Send those away who wait for what will not be taken up here any more."""
        self._board.close()

    async def follow(self, job_id: str) -> AsyncIterator[Job]:
        """Give a job each time that it has changed, until it has ended. Raises ``NotFound``."""
        last: Job | None = None
        with self._board.expect(job_id) as waiter:
            while True:
                job = await self.job(job_id)
                if job != last:
                    yield job
                if job.ended or self._board.closing:
                    return
                last = job
                await waiter.wait(_LOOK)

    async def _answer(
        self, job_id: str, seconds: float, waiter: Waiter, *, fresh: bool = False
    ) -> Answer:
        if seconds <= 0:  # nobody waits: the job itself is the answer, whatever came of it
            return Answer(job_id=job_id, job=await self.job(job_id))
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        if fresh:  # the worker beside us may be done before a look at the table would pay
            await waiter.wait(min(seconds, _LOOK))
        while waiter.assessment is None:
            job = await self.job(job_id)
            if job.assessment:
                found = await asyncio.to_thread(self._yard.store.assessment, job.assessment)
                return Answer(job_id=job_id, assessment=found, job=job)
            if job.successor:
                return await self.wait(job.successor, max(0.0, deadline - loop.time()))
            if job.ended:
                raise problem_of(job.code, job.problem)
            left = deadline - loop.time()
            if left <= 0 or (self._board.closing and job.state == "queued"):
                return Answer(job_id=job_id, job=job)
            await waiter.wait(min(left, _LOOK))
        return Answer(job_id=job_id, assessment=waiter.assessment)

    async def _submission(self, order: Order, terms: Terms) -> Submission:
        if order.path is None:
            url, host, place = order.url, self._yard.line.fetcher.host(order.url), ""
        else:
            digest = await asyncio.to_thread(_sha256, order.path)
            url, host, place = f"urn:sha256:{digest}", UPLOAD, self._yard.uploads.place
        whole = fingerprint(order, url)
        published = terms.priority is Priority.PUBLISH and not place
        quiet = self._yard.settings.publish_debounce.total_seconds()
        return Submission(
            id=uuid4().hex,
            topic=question(order, url) if published else whole,
            dataset=dataset_id(url),
            url=url,
            host=host,
            place=place,
            request=pack_order(order),
            priority=terms.priority,
            quiet=quiet if published and not terms.wait else 0.0,
            key=terms.key,
            fingerprint=whole + (terms.callback.url if terms.callback else ""),
            callback=terms.callback,
        )

    async def _given(self, order: Order, step: Awaitable[T]) -> T:
        """Do a step of taking an order in; a dropped file is forgotten where it fails."""
        try:
            return await step
        except BaseException:
            self._discard(order)
            raise

    def _discard(self, order: Order) -> None:
        if order.path is not None:
            self._yard.uploads.remove(order.path.name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
