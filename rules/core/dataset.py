"""From the assessments of a dataset's files to one of the dataset.

- **Score**: the mean of its files' scores, each as its own ladder left it. Every main file counts
  the same: a reader may open any of them, and no publisher gains by adding rows to the best one.
- A file that **could not be measured** neither helps nor hurts; it lowers the coverage. Nothing
  measured: no score, no grade.
- A file that **cannot be used** (dead link, web page, empty) counts 0, and while there is one the
  dataset stops at B: twenty good files do not make up for a broken promise.
- **Limits** are those that hold down every measured file; **dimensions** and rules are the means
  of those measured.
- A **gain** is the dataset's: the mean computed again with that fix made in that file, or in all
  of them where the fix is on the dataset's page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from math import fsum
from uuid import uuid4

from rules.core.assessment import Assessment, DatasetRef, LeftOut, ResourceGrade, dataset_id
from rules.core.dataset_advice import advise_dataset, merged_findings
from rules.core.dataset_score import mean_score
from rules.core.evidence import Evidence, File
from rules.core.grading import (
    DATASET_LADDER,
    LADDER,
    POLICY,
    DimensionScore,
    Verdict,
    ended,
    grade_of,
)
from rules.core.rule import Dimension, Measurement, Rule

_SEVERAL = dict.fromkeys(
    ("access", "file", "table", "conformance", "expectations"), "several_resources"
)


def conclude_dataset(
    url: str,
    evidence: Evidence,
    parts: tuple[Assessment, ...],
    rules: Iterable[Rule],
    left_out: tuple[LeftOut, ...] = (),
) -> Assessment:
    """Aggregate the files' assessments. ``evidence`` holds what is the dataset's: its metadata.

    Raises ``ValueError`` without any part: a dataset without files has an outcome of its own.
    """
    if not parts:
        raise ValueError("no part to aggregate")
    book = tuple(rules)
    verdict = aggregate(parts, left_out)
    suggestions, plan = advise_dataset(parts, book, verdict)
    findings = merged_findings(parts, suggestions)
    title = evidence.metadata.title if evidence.metadata else ""
    return Assessment(
        id=uuid4().hex,
        dataset=DatasetRef(id=dataset_id(url), url=url, title=title),
        evidence=replace(evidence, findings=findings, gaps={**evidence.gaps, **_SEVERAL}),
        verdict=verdict,
        suggestions=suggestions,
        plan=plan,
        resources=tuple(map(_brief, parts)),
        left_out=left_out,
        parts=parts,
    )


def aggregate(parts: tuple[Assessment, ...], left_out: tuple[LeftOut, ...] = ()) -> Verdict:
    """Add up the verdicts of a dataset's files."""
    verdicts = tuple(part.verdict for part in parts)
    score = mean_score(verdicts)
    waiting = sum(item.reason == "too_many" for item in left_out)
    coverage = fsum(v.coverage for v in verdicts) / (len(verdicts) + waiting)
    first = verdicts[0]
    return Verdict(
        policy=POLICY,
        score=score,
        grade=None if score is None else grade_of(score),
        coverage=round(coverage, 3),
        limits=_limits(verdicts),
        dimensions=tuple(_dimension(d.id, d.weight, verdicts) for d in first.dimensions),
        documentation=_dimension(Dimension.DOCUMENTATION, 0, verdicts),
        measurements=tuple(_measurement(m, verdicts) for m in first.measurements),
    )


def _limits(verdicts: tuple[Verdict, ...]) -> tuple[str, ...]:
    measured = [v for v in verdicts if v.score is not None]
    usable = [v for v in measured if not ended(v)]
    if not usable:  # every file ended early: what ended most of them speaks for the dataset
        ends = Counter(code for v in measured or verdicts for code in v.limits[:1])
        return tuple(code for code, _ in ends.most_common(1))
    common = set.intersection(*(set(v.limits) for v in usable))
    held = tuple(code for code in LADDER if code in common)
    return held if len(usable) == len(measured) else (*DATASET_LADDER, *held)


def _dimension(dimension: Dimension, weight: int, verdicts: tuple[Verdict, ...]) -> DimensionScore:
    mine = [d for v in verdicts for d in (*v.dimensions, v.documentation) if d.id is dimension]
    measured = [d.score for d in mine if d.score is not None]
    if measured:
        return DimensionScore(
            id=dimension, score=round(fsum(measured) / len(measured), 1), weight=weight
        )
    reasons = Counter(d.reason for d in mine if d.reason)
    reason = reasons.most_common(1)[0][0] if reasons else "no_rule"
    return DimensionScore(id=dimension, score=None, weight=weight, reason=reason)


def _measurement(like: Measurement, verdicts: tuple[Verdict, ...]) -> Measurement:
    mine = [m for v in verdicts for m in v.measurements if m.rule == like.rule]
    values = [m.value for m in mine if m.value is not None]
    if values:
        mean = fsum(values) / len(values)
        return replace(like, value=mean, reason=None, facts={"files": len(values)})
    reasons = Counter(m.reason for m in mine if m.reason)
    reason = reasons.most_common(1)[0][0] if reasons else None
    return replace(like, value=None, reason=reason, facts={})


def _brief(part: Assessment) -> ResourceGrade:
    table = part.evidence.table
    file = part.evidence.file or File()
    return ResourceGrade(
        id=part.dataset.id,
        url=part.dataset.url,
        title=part.dataset.title,
        assessment=part.id,
        grade=part.verdict.grade,
        score=part.verdict.score,
        limits=part.verdict.limits,
        format=file.format,
        media_type=file.media_type,
        bytes=file.bytes if part.evidence.file else None,
        sha256=file.sha256,
        rows=table.rows if table else None,
    )
