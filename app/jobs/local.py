"""Run assessments in this process, a few at a time: portal events before people before batches."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum
from itertools import count

from app.assess import Line, Order
from app.store import Store
from rules.core.assessment import Assessment


class Priority(IntEnum):
    """Who is waiting; the lowest number goes first."""

    PUBLISH = 0
    PERSON = 1
    BATCH = 2


class LocalRunner:
    """Takes orders, runs them through the line, keeps the result."""

    def __init__(self, line: Line, store: Store, slots: int) -> None:
        self._line = line
        self._store = store
        self._free = slots
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._ticket = count()

    async def submit(self, order: Order, priority: Priority = Priority.PERSON) -> Assessment:
        """Run one order now, or as soon as a slot is free, and store what came out."""
        async with self._slot(priority):
            assessment = await self._line.assess(order)
        await asyncio.to_thread(self._store.save, assessment)
        return assessment

    @asynccontextmanager
    async def _slot(self, priority: Priority) -> AsyncIterator[None]:
        if self._free:
            self._free -= 1
        else:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (priority, next(self._ticket), turn))
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():  # the slot was ours already: hand it on
                    self._release()
                raise
        try:
            yield
        finally:
            self._release()

    def _release(self) -> None:
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
