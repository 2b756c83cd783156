"""Between rows of work and values, and the clock that both go by."""

from __future__ import annotations

import time
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from app.store.document import visible
from app.store.work_model import Claim, Job, Submission

LATEST = 600.0
"""Seconds after which an order is due, however often it is pushed back."""
_CLOCK = text("SELECT extract(epoch FROM clock_timestamp())::float8")


def clock(connection: Connection) -> float:
    """Tell the time: the database's own where several machines share it, else this machine's."""
    if connection.dialect.name == "postgresql":
        return float(connection.execute(_CLOCK).scalar_one())
    return time.time()


def facts(ask: Submission, now: float, *, busy: bool, batch: str | None = None) -> dict[str, Any]:
    """Write a submission as parameters; ``busy``: its dataset is, or has just been, assessed."""
    return {
        "id": ask.id,
        "topic": ask.topic,
        "dataset": ask.dataset,
        "url": visible(ask.url),
        "host": visible(ask.host),
        "place": ask.place,
        "priority": ask.priority,
        "request": ask.request,
        "batch_id": batch,
        "now": now,
        "due": now + ask.quiet if busy else now,
        "latest": now + max(LATEST, ask.quiet),
    }


def job(row: Any) -> Job:
    """Read a whole row of ``work_item``."""
    return Job(
        id=row.id,
        state=row.state,
        priority=row.priority,
        dataset=row.dataset,
        url=row.url,
        created_at=_instant(row.created_at),
        not_before=_instant(row.not_before),
        started_at=_moment(row.started_at),
        ended_at=_moment(row.ended_at),
        attempts=row.attempts,
        retries=row.retries,
        crashes=row.crashes,
        losses=row.losses,
        step=row.step,
        bytes=row.bytes,
        rows=row.rows,
        assessment=row.assessment_id,
        code=row.code,
        problem=row.problem,
        successor=row.successor,
        request=row.request,
    )


_CLAIMED = tuple(field.name for field in fields(Claim) if field.name != "worker")


def claim(row: Any, worker: str) -> Claim:
    """Read what was taken up."""
    return Claim(worker=worker, **{name: getattr(row, name) for name in _CLAIMED})


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else _instant(seconds)
