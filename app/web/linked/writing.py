"""Triples as Turtle, JSON-LD or RDF/XML: the one door to rdflib, which is used to write only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from app.web.linked.terms import PREFIXES, Iri, Triple
from app.web.linked.terms import Literal as Value

if TYPE_CHECKING:
    import rdflib

Form = Literal["ttl", "jsonld", "rdf"]
MEDIA_TYPES: Mapping[Form, str] = MappingProxyType(
    {"ttl": "text/turtle", "jsonld": "application/ld+json", "rdf": "application/rdf+xml"}
)
"""What each file name extension stands for, the most readable first."""
_WRITERS: Mapping[Form, str] = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


def serialise(triples: Iterable[Triple], form: Form) -> str:
    """Write a graph. The first call is slower: rdflib is imported when it is needed."""
    import rdflib  # noqa: PLC0415 # most callers never ask for RDF

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for subject, predicate, value in triples:
        graph.add((rdflib.URIRef(subject.value), rdflib.URIRef(predicate.value), _node(value)))
    if form == "jsonld":
        return graph.serialize(format="json-ld", context=dict(PREFIXES), sort_keys=True)
    return graph.serialize(format=_WRITERS[form])


def _node(value: Iri | Value) -> rdflib.term.IdentifiedNode | rdflib.Literal:
    import rdflib  # noqa: PLC0415 # see above

    if isinstance(value, Iri):
        return rdflib.URIRef(value.value)
    datatype = rdflib.URIRef(PREFIXES["xsd"] + value.type) if value.type else None
    return rdflib.Literal(value.text, lang=value.lang or None, datatype=datatype, normalize=False)
