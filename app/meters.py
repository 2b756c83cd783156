"""What is counted, under which names: https://prometheus.io/docs/practices/naming/.

Labels are words of ours, never an address, a dataset or anything else that a stranger makes up.
Workers' counts go through the database (:mod:`app.jobs.ledger`), so that the service shows those
of every worker, wherever it runs.
"""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

from rules.core.assessment import Assessment
from rules.core.outcomes import OUTCOMES

disable_created_metrics()  # type: ignore[no-untyped-call] # nobody asks when a count began
Sample = tuple[str, tuple[tuple[str, str], ...]]
"""A time series: its name and its labels."""
WEB = CollectorRegistry()
"""What this process serves."""
WORK = CollectorRegistry()
"""What this process does as a worker."""

REQUESTS = Counter(
    "qualidata_http_requests",
    "Requests answered.",
    ["method", "route", "status"],
    registry=WEB,
)
REQUEST_SECONDS = Histogram(
    "qualidata_http_request_seconds",
    "Time to the end of an answer that did not come from the read cache.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
    registry=WEB,
)
STEPS = {"fetching": "fetch", "reading": "parse", "judging": "judge", "storing": "store"}
"""The steps of a job as the line names them, and as they are shown."""
_STEP_SECONDS = Histogram(
    "qualidata_job_step_seconds",
    "Time that jobs spend in each step.",
    ["step"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
    registry=WORK,
)
_ATTEMPTS = Counter(
    "qualidata_job_attempts",
    "Attempts at jobs, by the state that they left the job in; queued: it is tried again.",
    ["state"],
    registry=WORK,
)
_FETCHES = Counter(
    "qualidata_fetches",
    "Data files fetched, by outcome code.",
    ["code"],
    registry=WORK,
)
_ASSESSMENTS = Counter(
    "qualidata_assessments",
    "Assessments made, by grade; none: nothing could be measured.",
    ["grade"],
    registry=WORK,
)
_GRADES = ("A", "B", "C", "D", "E", "none")
_STATES = ("succeeded", "failed", "cancelled", "queued")
for _step in STEPS.values():
    _STEP_SECONDS.labels(_step)
for _grade in _GRADES:
    _ASSESSMENTS.labels(_grade)
for _state in _STATES:
    _ATTEMPTS.labels(_state)
_FETCHES.labels("ok")


def took(step: str, seconds: float) -> None:
    """Count the time of one step of a job, by the line's name for it."""
    if step in STEPS:
        _STEP_SECONDS.labels(STEPS[step]).observe(max(0.0, seconds))


def attempted(state: str, assessment: Assessment | None) -> None:
    """Count one attempt, what it fetched and the grade that it gave."""
    _ATTEMPTS.labels(state if state in _STATES else "failed").inc()
    if assessment is None:
        return
    _ASSESSMENTS.labels(assessment.verdict.grade or "none").inc()
    for one in assessment.parts or (assessment,):
        access = one.evidence.access
        if access is not None:
            code = access.outcome
            _FETCHES.labels(code if code == "ok" or code in OUTCOMES else "other").inc()


def attempts() -> float:
    """Give how many attempts this process has ended."""
    return sum(
        sample.value
        for family in _ATTEMPTS.collect()
        for sample in family.samples
        if sample.name.endswith("_total")
    )


def work_done() -> Mapping[Sample, float]:
    """Give every count of this process's work, zeros included."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in WORK.collect()
        for sample in family.samples
    }


def work_zero() -> Mapping[Sample, float]:
    """Give every count that is always shown, at zero: a dashboard can tell none from unknown."""
    return _ZERO


_ZERO = dict.fromkeys(work_done(), 0.0)
