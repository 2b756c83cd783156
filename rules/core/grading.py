"""From measurements to one grade: the whole scoring policy, on one page.

Change a weight or a threshold here and nowhere else; then raise ``POLICY`` and tell CHANGELOG.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import fsum
from typing import Literal

from rules.core.evidence import Evidence
from rules.core.freshness import expected_period, last_update
from rules.core.outcomes import effect_of
from rules.core.rule import Dimension, Measurement, Rule

POLICY = "2026.1"
WEIGHTS = {
    Dimension.SCHEMA: 30,
    Dimension.COMPLETENESS: 20,
    Dimension.FRESHNESS: 20,
    Dimension.READABILITY: 20,
    Dimension.ACCESSIBILITY: 10,
}
Grade = Literal["A", "B", "C", "D", "E"]
GRADES: tuple[tuple[float, Grade], ...] = ((90, "A"), (75, "B"), (55, "C"), (35, "D"), (0, "E"))
AT_MOST_B, AT_MOST_C, AT_MOST_D = 89.9, 74.9, 54.9
"""Ladder: the highest score that still earns the letter, so that score and grade never disagree."""
LADDER = {
    "no_schema": "schema_declared",
    "frequency_unknown": "frequency_declared",
    "no_date": "update_date_known",
    "not_tabular": "",
    "closed_format": "format_is_open",
    "rows_in_error": "",
}
"""What a publisher may leave out, at the price of a lower ceiling, and the rule that lifts it
(none where no single rule can); any other limit ends everything."""
DATASET_LADDER = frozenset({"resource_unusable"})
"""What holds down a dataset of several files, and none of them: see :mod:`rules.core.dataset`."""


LEAST_COVERAGE = 0.2
"""Below this share of the weight nothing worth a letter was seen: no grade, whatever the score."""
_ROW_RULES = frozenset({"cells_match_schema", "required_cells_filled", "keys_are_unique"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionScore:
    """One dimension: its score 0..100, or ``None`` and why."""

    id: Dimension
    score: float | None
    weight: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All measurements of one resource at one instant, and what they add up to."""

    policy: str
    score: float | None
    grade: Grade | None
    coverage: float
    """Share of the grade's weight that was measured, 0..1."""
    limits: tuple[str, ...]
    """What held the grade down or took it away: ladder codes or one outcome code."""
    dimensions: tuple[DimensionScore, ...]
    documentation: DimensionScore
    measurements: tuple[Measurement, ...]


def judge(
    evidence: Evidence, rules: Iterable[Rule], mended: frozenset[str] = frozenset()
) -> Verdict:
    """Ask every rule, weigh the answers; an unanswered question neither helps nor hurts.

    ``mended`` names rules to take as fully met: how a suggestion's gain is computed.
    """
    return weigh(evidence, tuple(rule.measure(evidence) for rule in rules), mended)


def weigh(
    evidence: Evidence, measured: tuple[Measurement, ...], mended: frozenset[str] = frozenset()
) -> Verdict:
    """Add up answers already given: the second half of :func:`judge`."""
    seen = tuple(_mend(measurement, mended) for measurement in measured)
    graded = tuple(_dimension(d, w, seen) for d, w in WEIGHTS.items())
    end, effect = _end(evidence)
    coverage = _coverage(seen)
    limits = (end,) if end else _ladder(evidence, seen, mended)
    raw, row_cap = _raw(graded), _row_cap(widest_error(evidence))
    if not end and row_cap < GRADES[0][0]:
        limits = (*limits, "rows_in_error")
    if not end and raw is not None and coverage < LEAST_COVERAGE:
        limits, effect = ("little_measured",), "unmeasured"
    score = _score(raw, min(_cap(limits), row_cap), effect)
    return Verdict(
        policy=POLICY,
        score=score,
        grade=None if score is None else grade_of(score),
        coverage=coverage,
        limits=limits,
        dimensions=graded,
        documentation=_dimension(Dimension.DOCUMENTATION, 0, seen),
        measurements=seen,
    )


def grade_of(score: float) -> Grade:
    """Give the letter of a score."""
    return next(grade for floor, grade in GRADES if score >= floor)


def ended(verdict: Verdict) -> bool:
    """Tell whether the assessment ended early: no rule then moves the score."""
    return any(code not in LADDER and code not in DATASET_LADDER for code in verdict.limits)


def widest_error(evidence: Evidence) -> float:
    """Give the share of rows that the widest single error touches, 0..1.

    Of one finding, not of all together: mending that one must show in the score at once.
    """
    rows = evidence.table.rows if evidence.table else 0
    touched = (
        f.count / rows
        for f in evidence.findings
        if rows and f.severity == "error" and f.rule in _ROW_RULES
    )
    return min(1.0, max(touched, default=0.0))


def _row_cap(widest: float) -> float:
    """Lower the ceiling smoothly, from 100 down to the best B where every row is in error."""
    return 100 - (100 - AT_MOST_B) * widest


def _raw(graded: tuple[DimensionScore, ...]) -> float | None:
    measured = [(d.weight, d.score) for d in graded if d.score is not None]
    if not measured:
        return None
    return fsum(w * s for w, s in measured) / sum(w for w, _ in measured)


def _score(raw: float | None, cap: float, effect: str) -> float | None:
    if effect in {"dead", "not_data"}:  # no other merit counts
        return 0.0
    if effect:  # we could not, or would not, look: that is no grade at all
        return None
    return None if raw is None else round(min(raw, cap), 1)


def _cap(limits: tuple[str, ...]) -> float:
    if "closed_format" in limits:  # a PDF or a picture: nothing in it can be used, or measured
        return AT_MOST_D
    left_out = [code for code in limits if code != "rows_in_error"]
    if "not_tabular" in limits or ("no_schema" in limits and len(left_out) > 1):
        return AT_MOST_C
    return AT_MOST_B if left_out else 100.0


def _ladder(
    evidence: Evidence, seen: tuple[Measurement, ...], mended: frozenset[str]
) -> tuple[str, ...]:
    """Omission never pays: what the publisher leaves out caps the grade."""
    limits = []
    if any(m.rule == "format_is_open" and m.value == 0 for m in seen):
        limits.append("closed_format")
    elif evidence.file is not None and evidence.gaps.get("table") == "not_tabular":
        limits.append("not_tabular")
    schema = evidence.conformance.schema if evidence.conformance else None
    declared = schema is not None and schema.source != "detected"
    if not declared and "schema_declared" not in mended:
        limits.append("no_schema")
    if expected_period(evidence).source == "default" and "frequency_declared" not in mended:
        limits.append("frequency_unknown")
    if last_update(evidence) is None and "update_date_known" not in mended:
        limits.append("no_date")
    return tuple(limits)


def _end(evidence: Evidence) -> tuple[str, str]:
    """Return the code and the effect of what ended the assessment early, if anything did."""
    if evidence.access is not None and evidence.access.outcome != "ok":
        access = evidence.access
        return access.outcome, effect_of(access.outcome, access.status)
    if evidence.file is not None and evidence.file.outcome != "ok":
        return evidence.file.outcome, effect_of(evidence.file.outcome)
    if evidence.table is not None and evidence.table.complete and evidence.table.rows == 0:
        return "no_rows", effect_of("no_rows")
    return "", ""


def _mend(measurement: Measurement, mended: frozenset[str]) -> Measurement:
    if measurement.rule not in mended:
        return measurement
    return replace(measurement, value=1.0, reason=None)


def _dimension(dimension: Dimension, weight: int, seen: tuple[Measurement, ...]) -> DimensionScore:
    mine = [m for m in seen if m.dimension is dimension]
    measured = [(m.weight, m.value) for m in mine if m.value is not None]
    if not measured:
        reason = next((m.reason for m in mine if m.reason), "no_rule")
        return DimensionScore(id=dimension, score=None, weight=weight, reason=reason)
    mean = fsum(w * v for w, v in measured) / sum(w for w, _ in measured)
    return DimensionScore(id=dimension, score=round(100 * mean, 1), weight=weight)


def _coverage(seen: tuple[Measurement, ...]) -> float:
    total = 0.0
    for dimension, weight in WEIGHTS.items():
        mine = [m for m in seen if m.dimension is dimension]
        asked = sum(m.weight for m in mine)
        measured = sum(m.weight for m in mine if m.value is not None)
        total += weight * measured / asked if asked else 0
    return round(total / sum(WEIGHTS.values()), 3)
