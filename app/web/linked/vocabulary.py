"""Our definitions as triples: dqv:Metric, dqv:Dimension and SKOS concepts, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from app.web.linked.definitions import DEFINITIONS, Definition, Kind
from app.web.linked.terms import PREFIXES, Iri, Literal, Triple, spoken, term
from app.web.linked.words_def import KINDS as KIND_WORDS

_CLASSES: dict[Kind, tuple[str, ...]] = {
    "policies": ("dct:Standard",),
    "grades": ("skos:Concept",),
    "dimensions": ("dqv:Dimension", "skos:Concept"),
    "metrics": ("dqv:Metric",),
    "reasons": ("skos:Concept",),
}
_A = term("rdf:type")


def address(base: str, kind: Kind, identifier: str = "") -> Iri:
    """Give the address of a definition, or of the list of one kind."""
    path = f"{base}/def/{kind}"
    return Iri(f"{path}/{quote(identifier, safe='')}" if identifier else path)


def named(definition: Definition, base: str) -> Iterator[Triple]:
    """Say the least that makes a metric or a dimension understood where it is used."""
    me = address(base, definition.kind, definition.id)
    for name in _CLASSES[definition.kind]:
        yield me, _A, term(name)
    for title in spoken(definition.title):
        yield me, term("skos:prefLabel"), title
    for dimension in definition.dimensions:
        yield me, term("dqv:inDimension"), address(base, "dimensions", dimension.value)
    if definition.kind == "metrics":
        yield me, term("dqv:expectedDataType"), Iri(PREFIXES["xsd"] + definition.datatype)


def defined(definition: Definition, base: str) -> Iterator[Triple]:
    """Say all that we know of one definition."""
    me = address(base, definition.kind, definition.id)
    yield from named(definition, base)
    for text in spoken(definition.text):
        yield me, term("skos:definition"), text
    if definition.note:
        for note in spoken(definition.note):
            yield me, term("skos:scopeNote"), note
    yield me, term("dct:identifier"), Literal(definition.id)
    scheme = address(base, definition.kind)
    yield me, term("rdfs:isDefinedBy"), scheme
    if "skos:Concept" in _CLASSES[definition.kind]:
        yield me, term("skos:inScheme"), scheme


def scheme(kind: Kind, base: str) -> Iterator[Triple]:
    """Say what a list of definitions is, and define all that stands in it."""
    me = address(base, kind)
    title, text = KIND_WORDS[kind]
    yield me, _A, term("skos:ConceptScheme")
    for said in spoken(title):
        yield me, term("dct:title"), said
    for said in spoken(text):
        yield me, term("dct:description"), said
    for definition in DEFINITIONS.values():
        if definition.kind == kind:
            yield from defined(definition, base)


def used(metrics: Iterable[str], base: str) -> Iterator[Triple]:
    """Name the metrics that a graph speaks of, and their dimensions."""
    dimensions: dict[str, None] = {}
    for name in metrics:
        definition = DEFINITIONS.get(("metrics", name))
        if definition is None:  # a rule of an older policy: its name still says what it is
            yield address(base, "metrics", name), _A, term("dqv:Metric")
            continue
        yield from named(definition, base)
        dimensions |= dict.fromkeys(d.value for d in definition.dimensions)
    for dimension in dimensions:
        yield from named(DEFINITIONS["dimensions", dimension], base)
