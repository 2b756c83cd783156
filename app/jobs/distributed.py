"""The engine of a fleet: procrastinate, on the PostgreSQL that holds our tables.

The admission step hands it a small window of items, in the transaction that marks them: neither
without the other. It brings each to some worker, at once (LISTEN/NOTIFY) or at the next look; what
a dead worker had fetched it brings to another. Whether an item is still to be done, only our table
says: a job of the engine without a good ticket ends as if it had never been.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector, exceptions
from procrastinate.jobs import DeleteJobCondition
from procrastinate.types import JSONDict

from app.errors import Problem
from app.jobs.hands import Hands
from app.jobs.port import Health
from app.jobs.priority import AGED, Priority, lanes, out_of_turn
from app.jobs.yard import Yard
from app.store import Handed, Unavailable

POLL = 0.25
"""Seconds between two looks for work that came by another process."""
WINDOW = 3
"""Items handed over ahead, for each slot: more would bring back the order of a long queue."""
_TASK = "qualidata.bring"
_RANKS = {Priority.PUBLISH: 30, Priority.PERSON: 20, Priority.BATCH: 10}
_PAUSE = 1.0
_LOST = 60.0
"""Seconds after which we ask whether the engine still knows what it was handed."""
log = logging.getLogger(__name__)
logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it tells each step of each job


class DistributedEngine:
    """One worker's part in the fleet."""

    def __init__(self, yard: Yard, hands: Hands, server: str) -> None:
        """Prepare; ``server`` is the libpq address of our database."""
        self._yard = yard
        self._hands = hands
        self._admission = yard.store.work.admission
        self._turn, self._after = 0, ""
        # With the default lease: a sign of life each 5 s; 20 s without one, and others take over.
        self._heartbeat, self._silent = hands.lease / 3, hands.lease * 4 / 3
        self._well = self._stopped = False
        self._failed: Problem | None = None
        # Hands over on the connection of the admission step, so it never opens one of its own.
        self._giver = App(connector=SyncPsycopgConnector())
        self._server = server
        self._app = self._engine()

    async def run(self) -> None:
        """Bring work until told to stop. Raises ``Problem`` where this version may not any more."""
        while not self._stopping:
            self._app = self._engine()
            try:
                await self._app.open_async()
                await self._work()
            except Exception:  # the engine leaves when the database goes: it is started anew
                log.warning("the engine stopped", exc_info=log.isEnabledFor(logging.DEBUG))
            finally:
                self._well = False
                with suppress(Exception):
                    await self._app.close_async()
            if self._failed:
                raise self._failed
            if not self._stopping:
                await asyncio.sleep(_PAUSE)

    def stop(self) -> None:
        """Bring nothing more."""
        self._stopped = True
        self._yard.board.wake.set()

    async def health(self) -> Health:
        """Tell whether it runs."""
        return Health(engine="procrastinate", well=self._well)

    @property
    def _stopping(self) -> bool:
        return self._stopped or self._yard.board.closing or self._failed is not None

    def _engine(self) -> App:
        """Make the engine's client, not connected yet."""
        options = {"connect_timeout": 10, "application_name": "qualidata-jobs"}
        app = App(
            connector=PsycopgConnector(
                conninfo=self._server,
                min_size=1,
                max_size=4,
                timeout=10,
                kwargs={**options, "prepare_threshold": None},
            )
        )
        app.task(name=_TASK)(self._bring)
        return app

    async def _work(self) -> None:
        """Run until told to stop, or until any part of it ends."""
        place = self._yard.uploads.place
        express = [_queue("urgent", ""), _queue("urgent", place)]
        batch = [_queue("batch", ""), _queue("batch", place)]
        parts = [
            asyncio.create_task(part)
            for part in (
                self._listen([*express, *batch], self._hands.slots),
                self._listen(express, 1),  # batches may fill every slot but this one
                self._feed(),
                self._often(self._rescue, self._heartbeat),
                self._often(self._reconcile, _LOST / 3),
                self._often(self._forget, 3600.0),
            )
        ]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in done:
                part.result()
        finally:
            for part in parts:
                part.cancel()  # a listener takes nothing more, and waits for what it brought
            await asyncio.gather(*parts, return_exceptions=True)

    async def _listen(self, queues: Sequence[str], slots: int) -> None:
        await self._app.run_worker_async(
            queues=queues,
            name=self._hands.name,
            concurrency=slots,
            fetch_job_polling_interval=2 * POLL,
            delete_jobs=DeleteJobCondition.ALWAYS,
            install_signal_handlers=False,
            update_heartbeat_interval=self._heartbeat,
            stalled_worker_timeout=self._silent,
        )

    async def _bring(self, number: int, ticket: float) -> None:
        """Do one item, if its ticket is good. What comes of it is our table's affair."""
        claim = None
        bid = self._hands.bid(1, ())
        while not self._stopping:
            try:
                claim = await asyncio.to_thread(self._admission.start, number, ticket, bid)
            except Unavailable:
                await asyncio.sleep(_PAUSE)
            except Problem as problem:
                self._failed = problem
            else:
                break
        else:
            with suppress(Unavailable):
                await asyncio.to_thread(self._admission.withdraw, [(number, ticket)])
        self._yard.board.wake.set()
        if claim is not None:
            await asyncio.wait([self._hands.take(claim)])

    async def _feed(self) -> None:
        """Keep the window full."""
        wake = self._yard.board.wake
        while not self._stopping:
            wake.clear()
            self._turn += await self._admit()
            self._well = True
            if not self._stopping:
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await wake.wait()

    async def _admit(self) -> bool:
        bid = self._hands.bid(WINDOW * self._hands.slots, lanes(self._turn), self._after)
        aged = AGED if out_of_turn(self._turn) else 0.0
        try:
            went, self._after = await asyncio.to_thread(
                self._admission.admit, bid, aged, self._hand
            )
        except Unavailable:
            await asyncio.sleep(_PAUSE)
            return False
        except Problem as problem:
            self._failed = problem
            return False
        return went > 0

    def _hand(self, connection: Any, items: Sequence[Handed]) -> None:
        """Give items to the engine, in the transaction of this connection."""
        groups = defaultdict(list)
        for item in items:
            kind = "batch" if item.priority == Priority.BATCH else "urgent"
            rank = _RANKS[Priority.PUBLISH] if item.aged else _RANKS[Priority(item.priority)]
            groups[_queue(kind, item.place), rank].append(item)
        for (queue, rank), group in groups.items():
            job = self._giver.configure_task(
                _TASK, queue=queue, priority=rank, connection=connection
            )
            tickets: list[JSONDict] = [{"number": i.number, "ticket": i.ticket} for i in group]
            job.batch_defer(*tickets)

    async def _rescue(self) -> None:
        """Bring to others what silent workers had fetched."""
        manager = self._app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=self._silent):
            with suppress(exceptions.ConnectorException):  # another rescuer was quicker
                await manager.retry_job(job)
        await manager.prune_stalled_workers(2 * self._silent)

    async def _reconcile(self) -> None:
        """Hand out anew what the engine has forgotten: its tables came from a backup, say."""
        overdue = await asyncio.to_thread(self._admission.overdue, _LOST)
        if overdue:
            manager = self._app.job_manager
            known = {
                (job.task_kwargs["number"], job.task_kwargs["ticket"])
                for status in ("todo", "doing")
                for job in await manager.list_jobs_async(task=_TASK, status=status)
            }
            await asyncio.to_thread(self._admission.withdraw, overdue - known)

    async def _forget(self) -> None:
        """Drop what the engine keeps of its ended jobs; those that went well are gone already."""
        await self._app.job_manager.delete_old_jobs(
            nb_hours=24, include_failed=True, include_cancelled=True, include_aborted=True
        )

    async def _often(self, chore: Callable[[], Awaitable[None]], every: float) -> None:
        while True:
            await chore()
            await asyncio.sleep(every)


def _queue(kind: str, place: str) -> str:
    """Name a queue; short, since PostgreSQL allows 63 bytes for a channel."""
    return f"{kind}-{place[:16]}" if place else kind
