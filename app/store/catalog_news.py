"""What an assessment tells the catalogues that list its dataset: told where it is kept, with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlalchemy import Connection, text

from app.store.catalog_sql import among
from app.store.document import visible
from rules.core.assessment import Assessment
from rules.core.freshness import expected_period, last_update
from rules.core.grading import Grade

_SOONEST, _WEEK, _LATEST = timedelta(days=1), timedelta(days=7), timedelta(days=365)
_MOST_FIXES = 40
_DETECTED = 0.8
"""Share of a known schema's fields that a header must hold to count as following it."""
_MEMBERS = among(
    """SELECT number, catalog_id FROM catalog_dataset
WHERE dataset IN :datasets AND (assessed_at IS NULL OR assessed_at <= :at)""",
    "datasets",
)
_GRADED = among(
    """UPDATE catalog_dataset SET assessment_id = :assessment, assessed_at = :at, grade = :grade,
  score = :score, stale = FALSE, outcome = :outcome, updated = :updated, due_at = :due
WHERE number IN :numbers""",
    "numbers",
)
_UNGRADED = among(
    """UPDATE catalog_dataset SET assessment_id = :assessment, assessed_at = :at,
  stale = grade IS NOT NULL, outcome = :outcome, due_at = :due WHERE number IN :numbers""",
    "numbers",
)
_CLEAR = (
    among("DELETE FROM catalog_fix WHERE member IN :numbers", "numbers"),
    among("DELETE FROM catalog_label WHERE source <> 'portal' AND member IN :numbers", "numbers"),
)
_FIX = text(
    """INSERT INTO catalog_fix (catalog_id, rule, cause, member, gain)
VALUES (:catalog, :rule, :cause, :member, :gain)"""
)
_LABEL = text(
    """INSERT INTO catalog_label (catalog_id, kind, value, member, source, grade, score)
VALUES (:catalog, :kind, :value, :member, :source, :grade, :score)
ON CONFLICT (catalog_id, kind, value, member) DO UPDATE SET grade = :grade, score = :score"""
)


class Brief:
    """The brief of one assessment, made ready before any lock is taken."""

    def __init__(self, assessment: Assessment) -> None:
        evidence, verdict = assessment.evidence, assessment.verdict
        update = last_update(evidence)
        self._facts: dict[str, object] = {
            "assessment": assessment.id,
            "at": evidence.seen_at.timestamp(),
            "outcome": _outcome(assessment),
            "due": (evidence.seen_at + _wait(assessment)).timestamp(),
        }
        self._earned: dict[str, object] = {
            "grade": verdict.grade,
            "score": verdict.score,
            "updated": update.at.timestamp() if update else None,
        }
        self._graded = verdict.grade is not None
        self._fixes = dict(_fixes(assessment))
        self._labels = tuple(_labels(assessment))

    def tell(self, connection: Connection, datasets: Iterable[str]) -> None:
        """Write it down wherever these datasets are listed; nowhere is fine."""
        asked = {"datasets": list(datasets), "at": self._facts["at"]}
        found = connection.execute(_MEMBERS, asked).all()
        if not found:
            return
        numbers = [row.number for row in found]
        if not self._graded:
            connection.execute(_UNGRADED, {**self._facts, "numbers": numbers})
            return
        connection.execute(_GRADED, {**self._facts, **self._earned, "numbers": numbers})
        for statement in _CLEAR:
            connection.execute(statement, {"numbers": numbers})
        who = [{"catalog": row.catalog_id, "member": row.number} for row in found]
        fixes = [
            {**one, "rule": rule, "cause": cause, "gain": gain}
            for one in who
            for (rule, cause), gain in self._fixes.items()
        ]
        labels = [{**one, **label} for one in who for label in self._labels]
        for insert, given in ((_FIX, fixes), (_LABEL, labels)):
            if given:
                connection.execute(insert, given)


def _wait(assessment: Assessment) -> timedelta:
    """Give how long until another look makes sense: a period, or less where something is ill.

    What could not be measured may be well tomorrow; what is dead may be mended within the week.
    """
    if assessment.verdict.grade is None:
        return _SOONEST
    if _outcome(assessment) != "ok":
        return _WEEK
    days = expected_period(assessment.evidence).days
    period = _LATEST if days is None else timedelta(days=days)
    return min(max(period, _SOONEST), _LATEST)


def _outcome(assessment: Assessment) -> str:
    """Name what ended it early; a status of HTTP stands behind a colon."""
    access = assessment.evidence.access
    if access is not None and access.outcome != "ok":
        return f"{access.outcome}:{access.status}" if access.status else access.outcome
    file = assessment.evidence.file
    if file is not None and file.outcome != "ok":
        return file.outcome
    limits = assessment.verdict.limits
    return limits[0] if assessment.verdict.score is None and limits else "ok"


def _fixes(assessment: Assessment) -> Iterator[tuple[tuple[str, str], float]]:
    """Give each fix with its gain; the same in several columns is one that gains their sum."""
    gains: dict[tuple[str, str], float] = {}
    for suggestion in assessment.suggestions:
        if suggestion.gain != 0:  # unknown beforehand counts too: how many need it is known
            key = (suggestion.rule, suggestion.cause or "")
            gains[key] = min(100.0, gains.get(key, 0.0) + (suggestion.gain or 0.0))
    best = sorted(gains.items(), key=lambda pair: -pair[1])
    return iter(best[:_MOST_FIXES])


def _labels(assessment: Assessment) -> Iterator[dict[str, object]]:
    seen: set[tuple[str, str]] = set()
    for part in assessment.parts or (assessment,):
        grade, score = part.verdict.grade, part.verdict.score
        for kind, value, source in _named(part):
            if value and (kind, value) not in seen:
                seen.add((kind, value))
                yield _label((kind, value, source), grade, score)


def _named(part: Assessment) -> Iterator[tuple[str, str, str]]:
    evidence = part.evidence
    if evidence.file:
        yield "format", evidence.file.format.lower(), "read"
    if evidence.conformance:
        schema = evidence.conformance.schema
        yield "schema", schema.name.partition("@")[0], schema.source
    elif evidence.proposal and (evidence.proposal.fit or 0) >= _DETECTED:
        yield "schema", evidence.proposal.name.partition("@")[0], "detected"


def _label(
    named: tuple[str, str, str], grade: Grade | None, score: float | None
) -> dict[str, object]:
    kind, value, source = named
    return {
        "kind": kind,
        "value": visible(value)[:300],
        "source": source,
        "grade": grade,
        "score": score,
    }
