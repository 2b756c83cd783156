"""Procrastinate as we use it: one task, four kinds of queues, nothing kept that went well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector, exceptions
from procrastinate.jobs import DeleteJobCondition
from procrastinate.types import JSONDict
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from app.jobs.priority import Priority
from app.store import Handed

Bring = Callable[[int, float], Awaitable[None]]
"""Takes an item's number and its ticket."""
_TASK = "qualidata.bring"
_RANKS = {Priority.PUBLISH: 30, Priority.PERSON: 20, Priority.BATCH: 10}


def open_app(server: str, bring: Bring) -> App:
    """Make a client of the engine in the database at ``server``, not connected yet."""
    app = App(
        connector=PsycopgConnector(
            conninfo=server,
            min_size=1,
            max_size=4,
            timeout=10,
            configure=_hurry,
            pool_factory=_pool,
            kwargs={
                "connect_timeout": 10,
                "application_name": "qualidata-jobs",
                "prepare_threshold": None,
            },
        )
    )
    app.task(name=_TASK)(bring)
    return app


async def listen(
    app: App, name: str, queues: Sequence[str], slots: int, silence: float, poll: float = 0.5
) -> None:
    """Do what these queues bring, so many at a time, until cancelled; what runs then is waited for.

    ``silence`` is for how many seconds a worker says nothing before it is taken for dead. A word
    of the database that comes while the engine looks is lost to it: it looks again in ``poll``
    seconds.
    """
    await app.run_worker_async(
        queues=queues,
        name=name,
        concurrency=slots,
        fetch_job_polling_interval=poll,
        delete_jobs=DeleteJobCondition.ALWAYS,
        install_signal_handlers=False,
        update_heartbeat_interval=silence / 4,
        stalled_worker_timeout=silence,
    )


async def rescue(app: App, silence: float) -> None:
    """Bring to others what workers had fetched that have been silent for so many seconds."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silence):
        with suppress(exceptions.ConnectorException):  # another rescuer was quicker
            await app.job_manager.retry_job(job)
    await app.job_manager.prune_stalled_workers(2 * silence)


async def known(app: App) -> frozenset[tuple[int, float]]:
    """Give the tickets of all that the engine still has to bring."""
    tickets: set[tuple[int, float]] = set()
    for status in ("todo", "doing"):
        for job in await app.job_manager.list_jobs_async(task=_TASK, status=status):
            number, ticket = job.task_kwargs["number"], job.task_kwargs["ticket"]
            if isinstance(number, int) and isinstance(ticket, float):
                tickets.add((number, ticket))
    return frozenset(tickets)


async def forget(app: App) -> None:
    """Drop what is kept of ended jobs; those that went well are gone already."""
    await app.job_manager.delete_old_jobs(
        nb_hours=24, include_failed=True, include_cancelled=True, include_aborted=True
    )


class Giver:
    """Gives items to the engine on somebody else's connection: it never opens one of its own."""

    def __init__(self) -> None:
        self._app = App(connector=SyncPsycopgConnector())

    def hand(self, connection: Any, items: Sequence[Handed]) -> None:
        """Give items to the engine, in the transaction of this connection of psycopg's."""
        groups = defaultdict(list)
        for item in items:
            kind = "batch" if item.priority == Priority.BATCH else "urgent"
            rank = _RANKS[Priority.PUBLISH] if item.aged else _RANKS[Priority(item.priority)]
            groups[queue(kind, item.place), rank].append(item)
        for (name, rank), group in groups.items():
            job = self._app.configure_task(_TASK, queue=name, priority=rank, connection=connection)
            tickets: list[JSONDict] = [{"number": i.number, "ticket": i.ticket} for i in group]
            job.batch_defer(*tickets)


def queue(kind: str, place: str) -> str:
    """Name a queue; short, since PostgreSQL allows 63 bytes for a channel."""
    return f"{kind}-{place[:16]}" if place else kind


def _pool(**options: Any) -> AsyncConnectionPool:
    """Make a pool that does not ask each connection whether it lives, each time: all are young.

    Where one has gone after all, the engine is started anew.
    """
    return AsyncConnectionPool(**{**options, "check": None})


async def _hurry(connection: AsyncConnection) -> None:
    """Let the engine not wait for the disk: what it forgets in a power cut is handed out anew.

    Each thing that it says is one statement: a transaction round it would only be three.
    """
    await connection.set_autocommit(True)
    await connection.execute("SET synchronous_commit = off")
