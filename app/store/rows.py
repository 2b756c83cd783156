"""Between values and rows: what of an assessment becomes a column, and back in brief."""

from __future__ import annotations

from typing import Any

from app.store.document import pack, visible
from app.store.model import Entry, Graded, Head
from app.store.tables import AssessmentRow
from rules.core.assessment import Assessment


def assessment_row(assessment: Assessment) -> AssessmentRow:
    """Write an assessment as a row."""
    evidence, verdict = assessment.evidence, assessment.verdict
    return AssessmentRow(
        id=visible(assessment.id),
        dataset_id=visible(assessment.dataset.id),
        assessed_at=evidence.seen_at,
        policy=verdict.policy,
        grade=verdict.grade,
        score=verdict.score,
        coverage=verdict.coverage,
        outcome=_outcome(assessment),
        limits=" ".join(verdict.limits),
        sha256=evidence.file.sha256 if evidence.file else "",
        document=pack(assessment),
    )


def advanced(dataset: Any, row: AssessmentRow, title: str) -> dict[str, object]:
    """Give how a dataset's pointers move (``None``: a new one); at one same instant, what was saved last is the newer."""
    facts: dict[str, object] = {}
    if dataset is None or row.assessed_at >= dataset.assessed_at:
        facts |= {
            "assessment_id": row.id,
            "assessed_at": row.assessed_at,
            "grade": row.grade,
            "score": row.score,
            "title": title
            or (dataset.title if dataset else ""),  # a link that died takes no name away
        }
    graded_at = dataset.graded_at if dataset else None
    if row.grade and (graded_at is None or row.assessed_at >= graded_at):
        facts |= {
            "graded_id": row.id,
            "graded_at": row.assessed_at,
            "graded_grade": row.grade,
            "graded_score": row.score,
        }
    return facts


def head(row: Any) -> Head:
    """Read a row of ``dataset``."""
    return Head(
        id=row.id,
        url=row.url,
        title=row.title,
        assessment=row.assessment_id,
        assessed_at=row.assessed_at,
        grade=row.grade,
        score=row.score,
        graded=_graded(row),
    )


def entry(row: Any) -> Entry:
    """Read a row of ``assessment``, the document left aside."""
    return Entry(
        assessment=row.id,
        assessed_at=row.assessed_at,
        grade=row.grade,
        score=row.score,
        coverage=row.coverage,
        policy=row.policy,
        sha256=row.sha256,
        limits=tuple(row.limits.split()),
    )


def _graded(row: Any) -> Graded | None:
    if row.graded_id is None:
        return None
    return Graded(
        assessment=row.graded_id,
        assessed_at=row.graded_at,
        grade=row.graded_grade,
        score=row.graded_score,
    )


def _outcome(assessment: Assessment) -> str:
    for part in (assessment.evidence.access, assessment.evidence.file):
        if part is not None and part.outcome != "ok":
            return part.outcome
    return "no_rows" if "no_rows" in assessment.verdict.limits else "ok"
