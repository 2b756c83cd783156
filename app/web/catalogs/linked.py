"""A catalogue as linked data: dcat:Catalog with the medians measured on it, and its datasets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.expurgated import expurgated
from app.redact import CUT
from app.store.catalog_model import Catalog, Member, Tally
from app.web.linked.addresses import iri
from app.web.linked.subjects import service
from app.web.linked.terms import Iri, Literal, Triple, decimal, instant, plain, term
from app.web.linked.vocabulary import address, used
from rules.core.grading import POLICY

_A = term("rdf:type")
MEDIAN, SHARE = "median-score", "graded-share"


def catalog_iri(base: str, catalog: str) -> Iri:
    """Name a catalogue: always by an address of ours, since its own is that of a page."""
    return Iri(f"{base}/v1/catalogs/{catalog}#catalog")


def describe_catalog(catalog: Catalog, tally: Tally, base: str) -> Iterator[Triple]:
    """Describe a catalogue and the measurements made on all of it."""
    catalog = expurgated(catalog)
    me = catalog_iri(base, catalog.id)
    yield me, _A, term("dcat:Catalog")
    if catalog.title:
        yield me, term("dct:title"), plain(catalog.title)
    home = None if CUT in catalog.url else iri(catalog.url)
    if home is not None:
        yield me, term("foaf:homepage"), home
    if catalog.harvested_at:
        yield me, term("dct:modified"), instant(catalog.harvested_at)
    yield me, term("foaf:page"), Iri(f"{base}/catalogs/{catalog.id}")
    yield service(base), _A, term("prov:SoftwareAgent")
    yield service(base), term("foaf:name"), Literal("Qualidata")
    share = tally.graded / tally.members if tally.members else None
    for metric, value in ((MEDIAN, tally.median), (SHARE, share)):
        name = Iri(f"{base}/v1/catalogs/{catalog.id}#{metric}")
        yield me, term("dqv:hasQualityMeasurement"), name
        yield name, _A, term("dqv:QualityMeasurement")
        yield name, term("dqv:isMeasurementOf"), address(base, "metrics", metric)
        yield name, term("dqv:computedOn"), me
        yield name, term("prov:wasAttributedTo"), service(base)
        if value is None:
            yield name, term("sdmx-attribute:obsStatus"), term("sdmx-code:obsStatus-M")
        else:
            yield name, term("dqv:value"), decimal(round(value, 4))
    yield from used((MEDIAN, SHARE), base)


def members_triples(members: Iterable[Member], base: str, catalog: str) -> Iterator[Triple]:
    """Describe some datasets of a catalogue, each with its score and grade."""
    whole = catalog_iri(base, catalog)
    for member in map(expurgated, members):
        own = Iri(f"{base}/v1/datasets/{member.dataset}#dataset")
        # One that may not be shown whole is named by an address of ours.
        me = own if CUT in member.url else iri(member.url) or own
        yield whole, term("dcat:dataset"), me
        yield me, _A, term("dcat:Dataset")
        if member.title:
            yield me, term("dct:title"), plain(member.title)
        if member.organisation:
            yield me, term("dct:publisher"), plain(member.organisation)
        if member.updated:
            yield me, term("dct:modified"), instant(member.updated)
        if member.score is not None and member.assessment:
            yield from _measured(member, me, base)


def _measured(member: Member, me: Iri, base: str) -> Iterator[Triple]:
    own = f"{base}/v1/datasets/{member.dataset}"
    measured = Iri(f"{own}#quality-score")
    yield me, term("dqv:hasQualityMeasurement"), measured
    yield measured, _A, term("dqv:QualityMeasurement")
    yield measured, term("dqv:isMeasurementOf"), address(base, "metrics", "quality-score")
    yield measured, term("dqv:computedOn"), me
    yield measured, term("dqv:value"), decimal(member.score or 0.0)
    yield measured, term("dct:conformsTo"), address(base, "policies", POLICY)
    if member.assessed_at:
        yield measured, term("prov:generatedAtTime"), instant(member.assessed_at)
    if member.grade:
        certificate = Iri(f"{own}#grade")
        yield me, term("dqv:hasQualityAnnotation"), certificate
        for name in ("dqv:QualityCertificate", "dqv:QualityAnnotation", "oa:Annotation"):
            yield certificate, _A, term(name)
        yield certificate, term("oa:hasTarget"), me
        yield certificate, term("oa:hasBody"), address(base, "grades", member.grade)
        yield certificate, term("oa:motivatedBy"), term("dqv:qualityAssessment")
