"""How a message is let go of: taken, put back, or given up; and what that means for its receiver."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from app.store import hook_rows
from app.store import hook_sql as sql
from app.store.hook_model import Errand, Sent, Try
from app.store.work_rows import clock

_ENDED = frozenset({"delivered", "failed", "dropped"})


def close(connection: Connection, errand: Errand, sent: Sent) -> bool:
    """Write how it ended; tell whether it was still held. May raise ``IntegrityError``."""
    held = {"number": errand.number, "worker": errand.worker, "taken": errand.taken}
    row = connection.execute(sql.HELD[connection.dialect.name], held).first()
    if row is None:
        return False
    now = clock(connection)
    if row.webhook_id:
        sent = _webhook(connection, row, sent, now)
    else:
        sent = _resource(connection, row, sent, now)
    every = hook_rows.tries(row.tries) + (_try(sent, now) if sent.tried else ())
    connection.execute(
        sql.CLOSE,
        {
            "number": errand.number,
            "state": sent.state,
            "status": sent.status,
            "code": sent.code,
            "tries": hook_rows.pack_tries(every),
            "tried": int(sent.tried),
            "due": now + sent.wait,
            "ended": now if sent.state in _ENDED else None,
        },
    )
    return True


def _try(sent: Sent, now: float) -> tuple[Try]:
    at = datetime.fromtimestamp(now, UTC)
    return (Try(at=at, status=sent.status, code=sent.code, seconds=sent.seconds),)


def _webhook(connection: Connection, row: Any, sent: Sent, now: float) -> Sent:
    """Switch its webhook off where that was the last straw; then nothing waits any more."""
    given = {"id": row.webhook_id, "now": now}
    if sent.state == "delivered":
        connection.execute(sql.TAKEN, given)
    if sent.off:
        # One message that a receiver chokes on does not speak against those that it took since.
        since = given | {"reason": sent.off, "since": row.created_at}
        if connection.execute(sql.OFF, since).first() is not None:
            connection.execute(sql.ABANDON if sent.off == "gone" else sql.PAUSE, given)
    if sent.state == "waiting":
        state = connection.execute(sql.STATE, {"id": row.webhook_id}).scalar()
        return replace(sent, state="paused") if state == "disabled" else sent
    return sent


def _resource(connection: Connection, row: Any, sent: Sent, now: float) -> Sent:
    if sent.pushed:
        connection.execute(sql.PUSHED, {"id": row.resource_id, "pushed": sent.pushed})
    if sent.gone:
        connection.execute(sql.GONE, {"id": row.resource_id, "now": now})
    if sent.state == "waiting":
        twin = connection.execute(sql.TWIN, {"resource": row.resource_id}).first()
        return replace(sent, state="dropped") if twin else sent
    return sent
