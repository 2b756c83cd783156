"""How a held item is let go of: ended, put back, or given up for the one that took its place."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from app.store import work_rows
from app.store import work_sql as sql
from app.store.work_model import End, Job, Mark

_AFTER_A_LOSS = 1.0


def close(connection: Connection, mark: Mark, end: End, assessment: str | None) -> bool:
    """Write how a held item ends; tell whether it was still held. May raise ``IntegrityError``."""
    claim, successor = mark.claim, ""
    if end.state == "queued":
        waiting = connection.execute(sql.WAITING, {"topic": claim.topic}).first()
        if waiting is not None:
            # Asked for again meanwhile: that one will do what trying again would have done.
            successor = waiting.id
            end = replace(end, state="succeeded" if assessment else "cancelled")
            end = end if assessment else replace(end, code="superseded")
    now = work_rows.clock(connection)
    closed = connection.execute(
        sql.CLOSE,
        {
            "number": claim.number,
            "worker": claim.worker,
            "attempts": claim.attempts,
            "state": end.state,
            "code": end.code,
            "problem": end.problem,
            "due": now + end.wait,
            "ended": None if end.state == "queued" else now,
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
        return False
    if end.host_wait:
        until = now + end.host_wait
        connection.execute(sql.PATIENCE, {"host": claim.host, "until": until})
    elif end.host_rest:
        connection.execute(sql.REST, {"host": claim.host, "now": now, "rest": end.host_rest})
    elif end.host_well:
        connection.execute(sql.WELL, {"host": claim.host})
    return True


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
        if close(connection, mark, end, None):
            taken.append(work_rows.job(connection.execute(sql.JOB, {"id": row.id}).one()))
    return tuple(taken)
