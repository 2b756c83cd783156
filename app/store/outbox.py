"""News go into the outbox in the very transaction that makes them true: never one without the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from app.store import hook_rows
from app.store import hook_sql as sql
from app.store.document import visible
from app.store.hook_match import Where, wants
from app.store.hook_model import NewHook, News, RunNews
from app.store.work_model import Job
from app.store.work_rows import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An assessment just kept: what it says, and under which addresses it is known."""

    news: News
    ids: tuple[str, ...]
    urls: tuple[str, ...]
    part: bool = False
    """One file of a dataset of several."""


def announce(connection: Connection, changes: Iterable[Change], job: Job | None = None) -> None:
    """Write to everyone who asked to hear of these assessments, and to their portals."""
    every = tuple(changes)
    if not every:
        return
    hooks = [hook_rows.hook(row) for row in connection.execute(sql.ENABLED)]
    filtered = any(hook.filters.catalog for hook in hooks)
    for one in every:
        catalogs = _catalogs(connection, one) if filtered else ()
        where = Where(urls=one.urls, catalogs=catalogs, part=one.part)
        news = _by_job(one.news, job) if job else one.news
        for told in _events(news):
            for hook in hooks:
                if wants(hook, told, where):
                    _send(connection, told, hook.host, webhook=hook.id)
        given = {"datasets": list(one.ids)}
        for row in connection.execute(sql.RESOURCES, given).all():
            _send(connection, news, row.host, resource=row.id)


def announce_run(connection: Connection, run: RunNews) -> None:
    """Write to everyone who asked to hear of this run: call it where its end is written."""
    run = replace(run, title=visible(run.title))
    news = News(event="run.completed", at=_now(connection), run=run)
    for row in connection.execute(sql.ENABLED).all():
        hook = hook_rows.hook(row)
        if wants(hook, news, Where(urls=())):
            _send(connection, news, hook.host, webhook=hook.id)


def announce_test(connection: Connection, webhook: str, host: str) -> str:
    """Write to one receiver that all is well; give the id of the message."""
    news = News(event="webhook.test", at=_now(connection))
    return _send(connection, news, host, webhook=webhook)


def follow(connection: Connection, hook: NewHook, job_id: str) -> None:
    """Have someone told of one job's end."""
    facts = hook_rows.hook_facts(hook, clock(connection), job_id)
    connection.execute(sql.ADD, facts)


def follow_again(connection: Connection, hook: NewHook, job_id: str) -> None:
    """Give the same order's follower its new secret: whoever asks again never saw the first one."""
    connection.execute(sql.RENEW, {"job": job_id, "url": hook.url, "secret": hook.secret})


def job_ended(connection: Connection, job: Job, changes: tuple[Change, ...] = ()) -> None:
    """Tell those who asked to hear of this job; another job that took its place tells them later."""
    if job.successor:
        connection.execute(sql.MOVE, {"job": job.id, "successor": job.successor})
        return
    rows = connection.execute(sql.ONE_OFFS, {"job": job.id}).all()
    if not rows:
        return
    whole = next((change.news for change in changes if not change.part), None)
    news = _by_job(whole, job) if whole else _of_job(connection, job)
    for row in rows:
        _send(connection, news, row.host, webhook=row.id)
        connection.execute(sql.SPENT, {"id": row.id})


def _catalogs(connection: Connection, change: Change) -> tuple[str, ...]:
    found = connection.execute(sql.LISTED_IN, {"datasets": list(change.ids)})
    return tuple(found.scalars())


def _events(news: News) -> tuple[News, ...]:
    changed = news.grade is not None and news.before is not None and news.grade != news.before
    return (news, replace(news, event="grade.changed")) if changed else (news,)


def _by_job(news: News, job: Job) -> News:
    return replace(news, job=job.id, job_state=job.state)


def _of_job(connection: Connection, job: Job) -> News:
    found = connection.execute(sql.BRIEF, {"id": job.assessment}).first()
    news = News(
        event="assessment.completed",
        at=_now(connection),
        dataset=job.dataset,
        url=job.url,
        assessment=job.assessment or "",
        job=job.id,
        job_state=job.state,
        code=job.code,
    )
    return with_grade(news, found) if found else news


def with_grade(news: News, row: Any) -> News:
    """Add what an assessment's row says."""
    return replace(
        news,
        grade=row.grade,
        score=row.score,
        coverage=row.coverage,
        policy=row.policy,
        limits=tuple(row.limits.split()),
        code=news.code or ("" if row.outcome == "ok" else row.outcome),
    )


def _send(
    connection: Connection, news: News, host: str, *, webhook: str = "", resource: str = ""
) -> str:
    message = f"msg_{uuid4().hex}"
    connection.execute(
        sql.SEND,
        {
            "id": message,
            "webhook": webhook or None,
            "resource": resource or None,
            "host": visible(host),
            "event": news.event,
            "dataset": news.dataset,
            "facts": hook_rows.pack_news(news),
            "now": clock(connection),
        },
    )
    return message


def _now(connection: Connection) -> datetime:
    return datetime.fromtimestamp(clock(connection), UTC)
