"""What waits to be sent: taken up by workers under a lease, and let go of again.

As with work, whoever lost a message (its lease ran out) can write nothing more about it. It may
then be sent twice, never not at all: receivers know a message by its id.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import IntegrityError

from app.store import hook_rows, outbox, work_rows
from app.store import hook_sql as sql
from app.store.engine import Engines
from app.store.hook_model import Errand, Hook, PortalResource, Sent
from app.store.mail_end import close
from app.store.outage import answering
from app.store.work_rows import clock

_LOCK = 7_146_202_613
"""PostgreSQL advisory lock: claims go one by one, or two would share a host's last place."""
_ROUND = 128
"""Hosts looked at in one go."""
_TRIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a worker can send: how much, how much at once to one host, and where it goes on."""

    worker: str
    slots: int
    per_host: int
    lease: float
    after: str = ""


class Mail:
    """Every call is one short transaction. Any raises ``Unavailable`` in an outage."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def waiting(self) -> bool:
        """Tell whether anything is due: a look that no writer has to wait for."""
        with answering(), self._engines.read.connect() as connection:
            due = sql.DUE[connection.dialect.name]
            return connection.execute(due, {"now": time.time()}).first() is not None

    def claim(self, bid: Round) -> tuple[tuple[Errand, ...], str]:
        """Take up messages, one of each host in turn; give them, and where to go on."""
        with answering(), self._engines.write.begin() as connection:
            kind = connection.dialect.name
            if kind == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            numbers, after = _choose(connection, bid)
            if not numbers:
                return (), after
            until = clock(connection) + bid.lease
            given = {"numbers": numbers, "worker": bid.worker, "until": until}
            rows = connection.execute(sql.TAKE[kind], given).all()
            hooks = {row.webhook_id for row in rows if row.webhook_id}
            places = {row.resource_id for row in rows if row.resource_id}
            to: dict[str, Hook | PortalResource] = {
                **{r.id: hook_rows.hook(r) for r in _by_id(connection, sql.HOOKS, hooks)},
                **{r.id: hook_rows.resource(r) for r in _by_id(connection, sql.PLACES, places)},
            }
        errands = (hook_rows.errand(r, to[r.webhook_id or r.resource_id]) for r in rows)
        return tuple(sorted(errands, key=lambda errand: errand.number)), after

    def finish(self, errand: Errand, sent: Sent) -> bool:
        """Write how a message was let go of; false: it was not ours any more."""
        for attempt in range(1, _TRIES + 1):
            try:
                with answering(), self._engines.write.begin() as connection:
                    return close(connection, errand, sent)
            except IntegrityError:  # the same resource came to wait just now: look again
                if attempt == _TRIES:
                    raise
        return False

    def sweep(self) -> int:
        """Put back what dead workers held, and tell of jobs that ended otherwise than by a worker."""
        for _ in range(_TRIES):
            try:
                with answering(), self._engines.write.begin() as connection:
                    return _put_back(connection) + _told(connection)
            except IntegrityError:
                continue
        return 0


def _by_id(connection: Connection, query: Executable, ids: Iterable[str]) -> list[Any]:
    wanted = sorted(ids)
    return list(connection.execute(query, {"ids": wanted}).all()) if wanted else []


def _choose(connection: Connection, bid: Round) -> tuple[list[int], str]:
    """Go round the hosts from where we stopped, once, for as many messages as there are slots."""
    busy = Counter({row.host: row.items for row in connection.execute(sql.BUSY)})
    chosen: list[int] = []
    after, wrapped = bid.after, not bid.after
    while len(chosen) < bid.slots:
        given = {"now": clock(connection), "after": after, "most": _ROUND}
        rows = connection.execute(sql.ROUND, given).all()
        for row in rows:
            after = row.host
            if row.number is not None and busy[row.host] < bid.per_host:
                busy[row.host] = bid.per_host  # one a round, however often we come by
                chosen.append(row.number)
            if len(chosen) == bid.slots:
                return chosen, after
        if len(rows) < _ROUND:
            if wrapped:
                return chosen, ""
            after, wrapped = "", True
    return chosen, after


def _put_back(connection: Connection) -> int:
    now = clock(connection)
    lost = connection.execute(sql.LOST[connection.dialect.name], {"now": now}).all()
    for row in lost:
        twin = (
            row.resource_id and connection.execute(sql.TWIN, {"resource": row.resource_id}).first()
        )
        state, ended = ("dropped", now) if twin else ("waiting", None)
        given = {"number": row.number, "now": now, "state": state, "ended": ended}
        connection.execute(sql.PUT_BACK, given)
    return len(lost)


def _told(connection: Connection) -> int:
    ended = connection.execute(sql.ENDED_JOBS).all()
    for row in ended:
        outbox.job_ended(connection, work_rows.job(row))
    return len(ended)
