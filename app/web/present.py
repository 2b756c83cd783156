"""From stored facts to what a reader sees: the only place where facts become sentences."""

from __future__ import annotations

from urllib.parse import quote

from app.expurgated import expurgated
from app.redact import has_secret
from app.web import shapes
from app.web.present_documentation import documentation
from app.web.present_expectations import expectations
from app.web.shapes_dataset import LeftOutShape, NoteShape, ResourceItemShape
from rules import RULES
from rules.core.advice import Suggestion
from rules.core.assessment import Assessment, LeftOut, ResourceGrade
from rules.core.dataset_words import left_out_text, note_text
from rules.core.evidence import Column, Evidence, Finding, SchemaRef
from rules.core.grading import DimensionScore
from rules.core.outcomes import OUTCOMES
from rules.core.reasons import DIMENSION_TITLES, LIMITS, reason_text
from rules.core.rule import Dimension, Measurement
from rules.core.summary import summarise
from rules.core.text import Lang
from rules.core.words import finding_message, finding_title, outcome_facts, suggestion_words

_RULES = {rule.id: rule for rule in RULES}


def present(assessment: Assessment, lang: Lang, base: str = "") -> shapes.AssessmentShape:
    """Put an assessment into words. ``base`` is the service's public address; empty: no links."""
    whole, assessment = assessment, expurgated(assessment)
    evidence, verdict = assessment.evidence, assessment.verdict
    dataset = assessment.dataset
    return shapes.AssessmentShape(
        id=assessment.id,
        dataset=shapes.DatasetShape(id=dataset.id, url=dataset.url, title=dataset.title or None),
        resource=None if assessment.resources else _resource(assessment),
        resources=[_item(r, base) for r in assessment.resources],
        left_out=[_left_out(item, lang) for item in assessment.left_out],
        notes=[NoteShape(code=c, text=note_text(c, lang)) for c in assessment.notes],
        schema=_schema(evidence.conformance.schema if evidence.conformance else None),
        proposal=_schema(evidence.proposal),
        assessed_at=evidence.seen_at,
        policy=verdict.policy,
        grade=verdict.grade,
        score=verdict.score,
        coverage=verdict.coverage,
        limits=list(verdict.limits),
        limit_texts=[_limit(code, evidence, lang) for code in verdict.limits],
        summary=list(summarise(assessment, lang)),
        dimensions=[_dimension(d, lang) for d in verdict.dimensions],
        documentation=documentation(assessment, lang),
        measurements=[_measurement(m, lang) for m in verdict.measurements],
        findings=[_finding(f, lang) for f in evidence.findings],
        suggestions=[_suggestion(s, assessment, lang) for s in assessment.suggestions],
        plan=shapes.PlanShape(to=assessment.plan.to, suggestions=list(assessment.plan.suggestions)),
        profile=shapes.ProfileShape(
            columns=[_column(c) for c in (evidence.table.columns if evidence.table else ())]
        ),
        expectations=expectations(evidence.expectations, lang),
        valid_rows=evidence.conformance.valid_rows if evidence.conformance else None,
        lang=lang,
        links=links(whole, base) if base else None,
    )


def links(assessment: Assessment, base: str) -> shapes.LinksShape:
    """Say where the same assessment can be had in other forms."""
    dataset = assessment.dataset
    badge = f"{base}/badge.svg?url={quote(dataset.url, safe='')}"
    if has_secret(dataset.url):  # found by its id: the address itself is for nobody else
        badge = f"{base}/v1/datasets/{dataset.id}/badge.svg"
    own = f"{base}/v1/assessments/{assessment.id}"
    suite = f"{own}/expectations" if assessment.evidence.expectations else ""
    return shapes.LinksShape(
        self=own,
        report=f"{base}/datasets/{dataset.id}",
        badge=badge,
        history=f"{base}/v1/datasets/{dataset.id}/history",
        expectation_suite=f"{suite}/suite.json" if suite else None,
        validation_result=f"{suite}/validation_result.json" if suite else None,
    )


def _resource(assessment: Assessment) -> shapes.ResourceShape:
    file, table = assessment.evidence.file, assessment.evidence.table
    access = assessment.evidence.access
    url = access.url if access else assessment.dataset.url
    if file is None:
        return shapes.ResourceShape(url=url)
    return shapes.ResourceShape(
        url=url,
        media_type=file.media_type or None,
        format=file.format or None,
        bytes=file.bytes,
        sha256=file.sha256 or None,
        encoding=file.encoding or None,
        delimiter=file.delimiter or None,
        header_row=file.header_row or None,
        sheet=file.sheet or None,
        rows=table.rows if table else None,
        columns=len(table.columns) if table else None,
    )


def _item(part: ResourceGrade, base: str) -> ResourceItemShape:
    return ResourceItemShape(
        id=part.id,
        url=part.url,
        title=part.title or None,
        grade=part.grade,
        score=part.score,
        assessment=part.assessment,
        format=part.format or None,
        media_type=part.media_type or None,
        bytes=part.bytes,
        sha256=part.sha256 or None,
        rows=part.rows,
        limits=list(part.limits),
        report=f"{base}/datasets/{part.id}" if base else None,
    )


def _left_out(item: LeftOut, lang: Lang) -> LeftOutShape:
    return LeftOutShape(
        url=item.url,
        title=item.title or None,
        reason=item.reason,
        reason_text=left_out_text(item.reason, lang),
        outcome=item.outcome or None,
        bytes=item.bytes,
    )


def _schema(ref: SchemaRef | None) -> shapes.SchemaShape | None:
    if ref is None:
        return None
    return shapes.SchemaShape(
        name=ref.name,
        version=ref.version or None,
        title=ref.title or None,
        source=ref.source,
        fit=ref.fit,
    )


def _limit(code: str, evidence: Evidence, lang: Lang) -> shapes.LimitShape:
    if code in LIMITS:
        text, fix = LIMITS[code]
        return shapes.LimitShape(code=code, text=text.say(lang), fix=fix.say(lang))
    outcome = OUTCOMES.get(code)
    if outcome is None:
        return shapes.LimitShape(code=code, text=reason_text(code, lang), fix="")
    facts = outcome_facts(evidence)
    return shapes.LimitShape(
        code=code, text=outcome.text.say(lang, facts), fix=outcome.fix.say(lang, facts)
    )


def _dimension(score: DimensionScore, lang: Lang) -> shapes.DimensionShape:
    return shapes.DimensionShape(
        id=score.id.value,
        title=DIMENSION_TITLES[score.id].say(lang),
        score=score.score,
        weight=score.weight,
        status="not_measured" if score.score is None else "measured",
        reason=score.reason,
        reason_text=reason_text(score.reason, lang) if score.reason else None,
    )


def _measurement(measurement: Measurement, lang: Lang) -> shapes.MeasurementShape:
    rule = _RULES.get(measurement.rule)
    return shapes.MeasurementShape(
        rule=measurement.rule,
        title=rule.title.say(lang) if rule else measurement.rule,
        version=measurement.version,
        dimension=measurement.dimension.value,
        status="not_measured" if measurement.value is None else "measured",
        value=None if measurement.value is None else round(measurement.value, 4),
        weight=measurement.weight,
        reason=measurement.reason,
        reason_text=reason_text(measurement.reason, lang) if measurement.reason else None,
        facts=dict(measurement.facts),
    )


def _finding(finding: Finding, lang: Lang) -> shapes.FindingShape:
    rule = _RULES.get(finding.rule)
    return shapes.FindingShape(
        code=finding.code,
        severity=finding.severity,
        dimension=(rule.dimension if rule else Dimension.SCHEMA).value,
        rule=finding.rule,
        column=finding.column or None,
        count=finding.count,
        of=finding.of,
        rows=list(finding.rows),
        samples=[
            shapes.SampleShape(row=s.row, value=s.value, fixed=s.fixed) for s in finding.samples
        ],
        cause=finding.cause,
        title=finding_title(finding, lang),
        message=finding_message(finding, lang),
        resource=finding.resource or None,
    )


def _suggestion(
    suggestion: Suggestion, assessment: Assessment, lang: Lang
) -> shapes.SuggestionShape:
    title, text = suggestion_words(
        suggestion, assessment.evidence, assessment.verdict.measurements, _RULES, lang
    )
    return shapes.SuggestionShape(
        id=suggestion.id,
        rule=suggestion.rule,
        cause=suggestion.cause,
        column=suggestion.column,
        title=title,
        text=text,
        gain=suggestion.gain,
        documentation_gain=suggestion.documentation_gain,
        grade_after=suggestion.grade_after,
        effort=suggestion.effort,
        repairable=suggestion.repairable,
        resource=suggestion.resource or None,
    )


def _column(column: Column) -> shapes.ColumnShape:
    return shapes.ColumnShape(
        position=column.position,
        label=column.label,
        field=column.field or None,
        required=column.required,
        filled=column.filled,
        distinct=column.distinct,
        type=column.type or None,
        meaning=column.meaning or None,
        minimum=column.minimum or None,
        maximum=column.maximum or None,
        min_length=column.min_length,
        max_length=column.max_length,
        top=list(column.top),
    )
