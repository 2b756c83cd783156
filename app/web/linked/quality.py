"""An assessment as a DQV graph: measurements, the grade as a certificate, what they are about.

A rule that was not measured is a measurement without ``dqv:value``: its ``sdmx-attribute:obsStatus``
says “missing” (a quality measurement is a Data Cube observation), and why stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from app.web.linked.definitions import dimension_metric
from app.web.linked.subjects import about, service, target
from app.web.linked.terms import Iri, Literal, Triple, decimal, instant, spoken, term
from app.web.linked.vocabulary import address, used
from app.web.shapes import AssessmentShape
from rules.core.grading import WEIGHTS
from rules.core.reasons import reason_text
from rules.core.text import Text

_A = term("rdf:type")


@dataclass(frozen=True, slots=True)
class _Figure:
    """One measured, or missing, value."""

    metric: str
    value: Literal | None
    reason: str | None = None


def describe(shape: AssessmentShape, base: str) -> tuple[Triple, ...]:
    """Describe one assessment. ``base``: the service's public address, a legal one."""
    figures = tuple(_figures(shape))
    return (
        *about(shape, base),
        *_document(shape, base),
        *(triple for figure in figures for triple in _measurement(figure, shape, base)),
        *_certificate(shape, base),
        *used((figure.metric for figure in figures), base),
    )


def _figures(shape: AssessmentShape) -> Iterator[_Figure]:
    end = shape.limits[0] if shape.score is None and shape.limits else None
    yield _figure("quality-score", shape.score, end)
    yield _figure("measured-share", shape.coverage)
    for dimension in shape.dimensions:
        yield _figure(dimension_metric(dimension.id), dimension.score, dimension.reason)
    yield _figure(dimension_metric("documentation"), shape.documentation.score, "no_metadata")
    if shape.documentation.mqa:
        points = Literal(str(shape.documentation.mqa.points), type="integer")
        yield _Figure("mqa-points", points)
    if shape.documentation.udata:
        yield _figure("udata-score", shape.documentation.udata.score)
    for measurement in shape.measurements:
        yield _figure(measurement.rule, measurement.value, measurement.reason)


def _figure(metric: str, value: float | None, reason: str | None = None) -> _Figure:
    if value is None:
        return _Figure(metric, None, reason or "internal")
    return _Figure(metric, decimal(value))


def _document(shape: AssessmentShape, base: str) -> Iterator[Triple]:
    me = _me(shape, base)
    yield me, _A, term("dqv:QualityMetadata")
    yield me, _A, term("prov:Entity")
    yield me, term("prov:generatedAtTime"), instant(shape.assessed_at)
    yield me, term("prov:wasDerivedFrom"), target(shape, base)
    yield me, term("prov:wasAttributedTo"), service(base)
    yield me, term("dct:conformsTo"), address(base, "policies", shape.policy)
    yield me, term("foaf:page"), Iri(f"{base}/datasets/{shape.dataset.id}")
    yield target(shape, base), term("dqv:hasQualityMetadata"), me


def _measurement(figure: _Figure, shape: AssessmentShape, base: str) -> Iterator[Triple]:
    on = target(shape, base)
    me = Iri(f"{_me(shape, base).value}#{quote(figure.metric, safe='')}")
    yield on, term("dqv:hasQualityMeasurement"), me
    yield me, _A, term("dqv:QualityMeasurement")
    yield me, term("dqv:isMeasurementOf"), address(base, "metrics", figure.metric)
    yield me, term("dqv:computedOn"), on
    yield me, term("prov:generatedAtTime"), instant(shape.assessed_at)
    yield me, term("dct:conformsTo"), address(base, "policies", shape.policy)
    if figure.value is not None:
        yield me, term("dqv:value"), figure.value
        return
    code = figure.reason or ""
    yield me, term("sdmx-attribute:obsStatus"), term("sdmx-code:obsStatus-M")
    yield me, term("dct:relation"), address(base, "reasons", code)
    why = Text(en=reason_text(code, "en"), fr=reason_text(code, "fr"))
    yield from ((me, term("rdfs:comment"), said) for said in spoken(why))


def _certificate(shape: AssessmentShape, base: str) -> Iterator[Triple]:
    if shape.grade is None:  # nothing was certified, not even that it is bad
        return
    on, me = target(shape, base), Iri(f"{_me(shape, base).value}#grade")
    yield on, term("dqv:hasQualityAnnotation"), me
    for name in ("dqv:QualityCertificate", "dqv:QualityAnnotation", "oa:Annotation"):
        yield me, _A, term(name)
    yield me, term("oa:hasTarget"), on
    yield me, term("oa:hasBody"), address(base, "grades", shape.grade)
    yield me, term("oa:motivatedBy"), term("dqv:qualityAssessment")
    yield me, term("prov:generatedAtTime"), instant(shape.assessed_at)
    yield me, term("dct:conformsTo"), address(base, "policies", shape.policy)
    for dimension in WEIGHTS:
        yield me, term("dqv:inDimension"), address(base, "dimensions", dimension.value)


def _me(shape: AssessmentShape, base: str) -> Iri:
    return Iri(f"{base}/v1/assessments/{shape.id}")
