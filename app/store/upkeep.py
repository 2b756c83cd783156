"""Work seen from above: how much of it there is, many orders at once, and what may be forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import TextClause
from sqlmodel import insert

from app.store import catalog_sql
from app.store import work_sql as sql
from app.store.engine import Engines
from app.store.outage import answering
from app.store.work_model import JobState, Submission
from app.store.work_rows import clock, facts
from app.store.work_tables import BatchRow

_CHUNK = 2000
"""Rows changed in one transaction: on SQLite every writer waits for it."""


class Upkeep:
    """Every call is made of short transactions. Any raises ``Unavailable`` in an outage."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def start_batch(self, batch_id: str, orders: Iterable[Submission]) -> None:
        """Take many orders in at once; one whose topic waits already is left as it is."""
        waiting = list(orders)
        with answering(), self._engines.write.begin() as connection:
            now = clock(connection)
            connection.execute(insert(BatchRow).values(id=batch_id, created_at=now))
        for start in range(0, len(waiting), _CHUNK):
            with answering(), self._engines.write.begin() as connection:
                now = clock(connection)
                chunk = waiting[start : start + _CHUNK]
                given = [facts(ask, now, busy=False, batch=batch_id) for ask in chunk]
                connection.execute(sql.ADD, given)

    def progress(self, batch_id: str) -> Mapping[JobState, int]:
        """Count a batch's items by state."""
        with answering(), self._engines.read.connect() as connection:
            found = connection.execute(sql.BATCH_STATES, {"id": batch_id})
            return {row.state: row.items for row in found}

    def cancel_batch(self, batch_id: str) -> int:
        """Cancel what has not ended of a batch, a chunk at a time; give how many."""
        cancelled = 0
        while True:
            with answering(), self._engines.write.begin() as connection:
                given = {"id": batch_id, "now": clock(connection), "most": _CHUNK}
                some = connection.execute(sql.CANCEL_SOME, given).rowcount
            cancelled += some
            if some < _CHUNK:
                return cancelled

    def depth(self) -> Mapping[tuple[JobState, int], int]:
        """Count what waits and what runs, by state and priority."""
        with answering(), self._engines.read.connect() as connection:
            found = connection.execute(sql.DEPTH)
            return {(row.state, row.priority): row.items for row in found}

    def alive(self, place: str) -> frozenset[str]:
        """Give the requests of a place's dropped files that are still to be read."""
        with answering(), self._engines.read.connect() as connection:
            found = connection.execute(sql.ALIVE, {"place": place})
            return frozenset(row.request for row in found)

    def forget(self, days: int) -> int:
        """Drop jobs that ended longer ago than that, and keys and waits that are over."""
        return sum(self._drop(statement, days) for statement in sql.FORGET)

    def forget_runs(self, days: int) -> int:
        """Drop runs that ended longer ago than that, but each catalogue's last; give how many."""
        runs, batches = catalog_sql.FORGET
        gone = self._drop(runs, days)
        self._drop(batches, days)
        return gone

    def _drop(self, statement: TextClause, days: int) -> int:
        gone, some = 0, _CHUNK
        while some == _CHUNK:
            with answering(), self._engines.write.begin() as connection:
                now = clock(connection)
                given = {"before": now - days * 86_400, "now": now, "most": _CHUNK}
                some = connection.execute(statement, given).rowcount
            gone += some
        return gone
