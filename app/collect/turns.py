"""Politeness: few requests to one host at a time, and none while it asks to be left alone."""

from __future__ import annotations

from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil
from time import monotonic

_LONGEST_REST = 3600.0
_MOST_RESTS = 10_000


@dataclass(slots=True)
class _Queue:
    free: Semaphore
    users: int = 0


class Turns:
    """One queue for each host that is being asked right now; none is kept for the others."""

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._queues: dict[str, _Queue] = {}
        self._rests: dict[str, float] = {}

    @asynccontextmanager
    async def take(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn with a host, and give it back at the end."""
        queue = self._queues.setdefault(host, _Queue(Semaphore(self._per_host)))
        queue.users += 1
        try:
            async with queue.free:
                yield
        finally:
            queue.users -= 1
            if not queue.users:
                del self._queues[host]

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for as long as it asks, an hour at most."""
        now = monotonic()
        self._rests = {known: until for known, until in self._rests.items() if until > now}
        if len(self._rests) < _MOST_RESTS:
            self._rests[host] = now + min(seconds, _LONGEST_REST)

    def resting(self, host: str) -> int:
        """Tell for how many seconds more a host is to be left alone; 0: it may be asked."""
        return max(0, ceil(self._rests.get(host, 0.0) - monotonic()))
