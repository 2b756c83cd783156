"""A job as callers see it. Keys are frozen; add, never rename."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from app.jobs import Priority, problem_of
from app.redact import redact_url
from app.store import Job, JobState
from app.web.shape import Shape
from app.web.steps import STEPS
from rules.core.outcomes import OUTCOMES
from rules.core.text import Lang

_SOON = 2
"""Seconds after which asking again makes sense, where nothing better is known."""


class JobDatasetShape(Shape):
    """What is assessed."""

    id: str
    url: str


class ProgressShape(Shape):
    """How far it is; bytes fetched and rows read are those known so far."""

    step: str
    step_text: str
    bytes: int
    rows: int


class JobLinksShape(Shape):
    """Where to look next."""

    self: str
    events: str
    assessment: str | None
    report: str | None


class JobShape(Shape):
    """One assessment asked for, from the moment it is accepted."""

    id: str
    state: JobState
    priority: Literal["publish", "person", "batch"]
    dataset: JobDatasetShape
    progress: ProgressShape
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    retry_at: datetime | None
    """When it is tried again, where it waits for an unwell server or for things to calm down."""
    attempts: int
    assessment: str | None
    """What was found, as soon as there is something: the newest attempt's."""
    code: str | None
    """Why it failed, was cancelled, or is tried again."""
    reason: str | None
    superseded_by: str | None
    """The job that answers instead, where a newer order took the place of this one."""
    lang: Lang
    links: JobLinksShape


def job_shape(job: Job, lang: Lang, base: str) -> JobShape:
    """Put a job into words."""
    report = f"{base}/datasets/{job.dataset}" if job.assessment else None
    return JobShape(
        id=job.id,
        state=job.state,
        priority=_name(job.priority),
        dataset=JobDatasetShape(id=job.dataset, url=redact_url(job.url)),
        progress=ProgressShape(
            step=job.step,
            step_text=STEPS.get(job.step, STEPS["queued"]).say(lang),
            bytes=job.bytes,
            rows=job.rows,
        ),
        created_at=job.created_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        retry_at=job.not_before if job.state == "queued" and _later(job) else None,
        attempts=job.attempts,
        assessment=job.assessment,
        code=job.code or None,
        reason=_reason(job, lang),
        superseded_by=job.successor or None,
        lang=lang,
        links=JobLinksShape(
            self=f"{base}/v1/jobs/{job.id}",
            events=f"{base}/v1/jobs/{job.id}/events",
            assessment=f"{base}/v1/assessments/{job.assessment}" if job.assessment else None,
            report=report,
        ),
    )


def ask_again(job: Job) -> int:
    """Give the seconds after which asking again makes sense."""
    if job.state != "queued":
        return _SOON
    left = (job.not_before - datetime.now(UTC)).total_seconds()
    return max(_SOON, min(round(left), 3600))


def _later(job: Job) -> bool:
    return job.not_before > datetime.now(UTC)


def _name(priority: int) -> Literal["publish", "person", "batch"]:
    names: tuple[Literal["publish", "person", "batch"], ...] = ("publish", "person", "batch")
    return names[Priority(priority)]


def _reason(job: Job, lang: Lang) -> str | None:
    if job.problem:
        return problem_of(job.code, job.problem).say(lang)
    outcome = OUTCOMES.get(job.code)
    facts = {"status": "—", "detail": "—"}
    return outcome.text.say(lang, facts) if outcome else None
