"""What a webhook's receiver gets. Keys are frozen; add, never rename (``docs/webhooks.md``)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.expurgated import expurgated
from app.store import News
from rules.core.grading import Grade


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class DatasetTold(_Shape):
    """What it is about. ``url`` comes without secrets; ``id`` is that of ``/v1/datasets/{id}``."""

    id: str
    url: str
    title: str | None


class AssessmentTold(_Shape):
    """The newest assessment in brief; without a grade, ``code`` or ``limits`` say why."""

    id: str
    grade: Grade | None
    score: float | None
    coverage: float | None
    policy: str
    limits: list[str]
    code: str | None


class BeforeTold(_Shape):
    """The grade that the dataset had before."""

    assessment: str
    grade: Grade
    score: float | None


class JobTold(_Shape):
    """The job that brought it."""

    id: str
    state: str
    code: str | None


class LinksTold(_Shape):
    """Where to read on."""

    assessment: str | None
    report: str
    history: str
    badge: str


class AssessmentData(_Shape):
    """Of ``assessment.completed`` and ``grade.changed``."""

    dataset: DatasetTold
    assessment: AssessmentTold | None
    """Null: the job ended without any; ``job.code`` says why."""
    before: BeforeTold | None
    direction: Literal["up", "down", "same"] | None
    """Of the grade; null where one of the two is missing."""
    job: JobTold | None
    links: LinksTold


class RunData(_Shape):
    """Of ``run.completed``."""

    catalog: str
    run: str
    title: str | None
    state: str
    assessed: int
    failed: int
    links: dict[Literal["run", "catalog"], str]


class TestData(_Shape):
    """Of ``webhook.test``."""

    message: str = "All is well."


class Payload(_Shape):
    """A message, as Standard Webhooks has it."""

    type: Literal["assessment.completed", "grade.changed", "run.completed", "webhook.test"]
    timestamp: datetime
    data: AssessmentData | RunData | TestData


def payload(news: News, base: str) -> Payload:
    """Write what happened; ``base`` is the service's public address."""
    news = expurgated(news)
    return Payload(type=news.event, timestamp=news.at, data=_data(news, base))


def _data(news: News, base: str) -> AssessmentData | RunData | TestData:
    if news.event == "webhook.test":
        return TestData()
    if news.run is not None:
        run, home = news.run, f"{base}/v1/catalogs/{news.run.catalog}"
        return RunData(
            catalog=run.catalog,
            run=run.run,
            title=run.title or None,
            state=run.state,
            assessed=run.assessed,
            failed=run.failed,
            links={"run": f"{home}/runs/{run.run}", "catalog": home},
        )
    return AssessmentData(
        dataset=DatasetTold(id=news.dataset, url=news.url, title=news.title or None),
        assessment=_assessment(news),
        before=_before(news),
        direction=_direction(news),
        job=_job(news),
        links=_links(news, base),
    )


def _job(news: News) -> JobTold | None:
    if not news.job:
        return None
    well = news.job_state == "succeeded"
    return JobTold(id=news.job, state=news.job_state, code=None if well else news.code or None)


def _assessment(news: News) -> AssessmentTold | None:
    if not news.assessment:
        return None
    return AssessmentTold(
        id=news.assessment,
        grade=news.grade,
        score=news.score,
        coverage=news.coverage,
        policy=news.policy,
        limits=list(news.limits),
        code=news.code or None,
    )


def _before(news: News) -> BeforeTold | None:
    if news.before is None:
        return None
    return BeforeTold(assessment=news.before_assessment, grade=news.before, score=news.before_score)


def _direction(news: News) -> Literal["up", "down", "same"] | None:
    if news.grade is None or news.before is None:
        return None
    if news.grade == news.before:
        return "same"
    return "down" if news.grade > news.before else "up"


def _links(news: News, base: str) -> LinksTold:
    return LinksTold(
        assessment=f"{base}/v1/assessments/{news.assessment}" if news.assessment else None,
        report=f"{base}/datasets/{news.dataset}",
        history=f"{base}/v1/datasets/{news.dataset}/history",
        badge=f"{base}/v1/datasets/{news.dataset}/badge.svg",
    )
