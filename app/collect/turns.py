"""Politeness: at most so many requests to one host at the same time, the others wait their turn."""

from __future__ import annotations

from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class _Queue:
    free: Semaphore
    users: int = 0


class Turns:
    """One queue for each host that is being asked right now; none is kept for the others."""

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._queues: dict[str, _Queue] = {}

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
