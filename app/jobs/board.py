"""Who waits for what in this process: a word from the worker beside costs no look at the table."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from app.jobs.wire import Wire
from rules.core.assessment import Assessment

_WORK, _NEWS, _STOP = "w", "n", "s"
"""What the processes of one machine say to each other."""


class Waiter:
    """Someone who waits for one job."""

    def __init__(self) -> None:
        self.assessment: Assessment | None = None
        self._event = asyncio.Event()

    def tell(self, assessment: Assessment | None) -> None:
        """Wake it up; with what came out, if anything did."""
        self.assessment = assessment or self.assessment
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Wait for a word, at most so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
        self._event.clear()


class Board:
    """The meeting point of those who order and those who work, for one event loop.

    Where they are two processes of one machine, a wire joins their boards: it spares both a wait
    until the next look at the table, and may lose a word without harm.
    """

    def __init__(self, wire: Wire | None = None) -> None:
        self.wake = asyncio.Event()
        """Set when there may be work."""
        self.mail = asyncio.Event()
        """Set when there may be something to send."""
        self.closing = False
        """True once the service is about to end: nothing more is taken up."""
        self._waiters: dict[str, set[Waiter]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._wire = wire
        if wire:
            wire.listen(self._heard)

    @contextmanager
    def expect(self, job_id: str) -> Iterator[Waiter]:
        """Wait for a job for as long as the block lasts."""
        waiter = Waiter()
        self._waiters.setdefault(job_id, set()).add(waiter)
        try:
            yield waiter
        finally:
            left = self._waiters[job_id]
            left.discard(waiter)
            if not left:
                del self._waiters[job_id]

    @contextmanager
    def at_work(self, job_id: str) -> Iterator[None]:
        """Let a job be stopped for as long as the block lasts."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks[job_id] = task
        try:
            yield
        finally:
            if self._tasks.get(job_id) is task:
                del self._tasks[job_id]

    def call(self) -> None:
        """Call for workers: there is something to do."""
        self.wake.set()
        self._say(_WORK, "")

    def tell(self, job_id: str, assessment: Assessment | None = None, *, mail: bool = True) -> None:
        """Tell everyone who waits for a job that something happened to it; ``mail``: receivers too."""
        if mail:
            self.mail.set()
        self._tell(job_id, assessment)
        self._say(_NEWS, job_id)

    def stop(self, job_id: str) -> None:
        """Stop a job that is being done on this machine; elsewhere, its worker will notice."""
        self._stop(job_id)
        self._say(_STOP, job_id)

    def close(self) -> None:
        """Send everyone away: the service is about to end."""
        self.closing = True
        self.wake.set()
        if self._wire:
            self._wire.close()
        for waiters in self._waiters.values():
            for waiter in waiters:
                waiter.tell(None)

    def _tell(self, job_id: str, assessment: Assessment | None) -> None:
        for waiter in self._waiters.get(job_id, ()):
            waiter.tell(assessment)

    def _stop(self, job_id: str) -> None:
        task = self._tasks.get(job_id)
        if task is not None:
            task.cancel()

    def _say(self, kind: str, job_id: str) -> None:
        if self._wire:
            self._wire.say(kind + job_id)

    def _heard(self, word: str) -> None:
        kind, job_id = word[:1], word[1:]
        if kind == _WORK:
            self.wake.set()
        elif kind == _NEWS:
            self._tell(job_id, None)
        elif kind == _STOP:
            self._stop(job_id)
