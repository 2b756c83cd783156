"""How a held item is let go of: ended, put back, or given up for the one that took its place."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row

from app.store import work_rows
from app.store import work_sql as sql
from app.store.work_model import End, Job, Mark

_AFTER_A_LOSS = 1.0


def close(
    connection: Connection, mark: Mark, end: End, assessment: str | None
) -> Row[*tuple[Any, ...]] | None:
    """Write how a held item ends; ``None``: it was held no more. May raise ``IntegrityError``."""
    claim, successor = mark.claim, ""
    if end.state == "queued":
        waiting = connection.execute(sql.WAITING, {"topic": claim.topic}).first()
        if waiting is not None:
            # Asked for again meanwhile: that one will do what trying again would have done.
            successor = waiting.id
            end = replace(end, state="succeeded" if assessment else "cancelled")
            end = end if assessment else replace(end, code="superseded")
    closed = connection.execute(
        sql.CLOSE[connection.dialect.name],
        {
            "number": claim.number,
            "worker": claim.worker,
            "attempts": claim.attempts,
            "state": end.state,
            "code": end.code,
            "problem": end.problem,
            "wait": end.wait,
            "ends": end.state != "queued",
            "now": time.time(),
            "retried": int(end.retried),
            "crashed": int(end.crashed),
            "lost": int(end.lost),
            "step": "queued" if end.state == "queued" else "done",
            "bytes": mark.bytes,
            "rows": mark.rows,
            "content": mark.content,
            "successor": successor,
            "assessment": assessment,
        },
    ).first()
    if closed is None:
        return None
    now = closed.not_before - end.wait
    if end.host_wait:
        until = now + end.host_wait
        connection.execute(sql.PATIENCE, {"host": claim.host, "until": until})
    elif end.host_rest:
        connection.execute(sql.REST, {"host": claim.host, "now": now, "rest": end.host_rest})
    return closed


def reclaim(connection: Connection, most_losses: int, lease: float) -> tuple[Job, ...]:
    """Take back every item whose lease has run out. May raise ``IntegrityError``."""
    now = work_rows.clock(connection)
    taken = []
    for statement in sql.PUT_BACK:
        connection.execute(statement, {"now": now})
    facts = {"now": now, "absurd": now + 2 * lease + 60}
    for row in connection.execute(sql.EXPIRED[connection.dialect.name], facts).all():
        claim = work_rows.claim(row, row.worker)
        whole = connection.execute(sql.JOB, {"id": row.id}).one()
        mark = Mark(claim=claim, step="", bytes=whole.bytes, rows=whole.rows, content=whole.content)
        dead = claim.losses + 1 >= most_losses
        end = End(
            state="failed" if dead else "queued",
            code="worker_lost",
            wait=_AFTER_A_LOSS,
            lost=True,
        )
        closed = close(connection, mark, end, None)
        if closed is not None:
            taken.append(work_rows.job(closed))
    return tuple(taken)
