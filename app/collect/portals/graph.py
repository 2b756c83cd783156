"""RDF in any of its forms as nested plain objects, the shape in which portals write JSON.

The only door of pyoxigraph. It fetches nothing: a remote JSON-LD context is replaced by ours
where it is one of DCAT's, else the document is not read as RDF.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

import pyoxigraph as ox

from app.collect.portals.contexts import with_known_contexts
from app.collect.portals.entities import check_entities

DCAT = "http://www.w3.org/ns/dcat#"
HYDRA = "http://www.w3.org/ns/hydra/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_MOST = 400_000
"""Most triples read of one document."""
_DEPTH = 3
_LANGUAGES = ("fr", "", "en")
"""Which language is read first where a text comes in several."""
Node = ox.NamedNode | ox.BlankNode
Graph = Mapping[Node, list[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal]]]


class Unreadable(Exception):
    """The bytes are no RDF that we read."""


def parse(body: bytes, base: str) -> Graph:
    """Read Turtle, N-Triples, RDF/XML or JSON-LD. Raises ``Unreadable`` or ``Expands``."""
    form, text = _form(body)
    graph: defaultdict[Node, list[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal]]]
    graph = defaultdict(list)
    try:
        for number, quad in enumerate(ox.parse(text, form, base_iri=base, lenient=True)):
            if number >= _MOST:
                raise Unreadable("too many triples")
            subject, thing = quad.subject, quad.object
            if not isinstance(subject, ox.Triple) and not isinstance(thing, ox.Triple):
                graph[subject].append((quad.predicate.value, thing))
    except (SyntaxError, ValueError) as error:
        raise Unreadable(str(error)[:300]) from None
    return graph


def datasets(graph: Graph) -> tuple[Node, ...]:
    """Give the datasets that a document describes, in its own order."""
    return of_type(graph, (f"{DCAT}Dataset",))


def of_type(graph: Graph, names: tuple[str, ...]) -> tuple[Node, ...]:
    """Give what is of one of these classes, in the document's own order."""
    wanted = tuple((_TYPE, ox.NamedNode(name)) for name in names)
    return tuple(subject for subject, facts in graph.items() if any(one in facts for one in wanted))


def is_named(subject: Node) -> bool:
    """Tell whether something has a name of its own rather than a label in its document."""
    return isinstance(subject, ox.NamedNode)


def told(graph: Graph, subject: Node, depth: int = _DEPTH) -> dict[str, object]:
    """Write what is known of a subject as one object, keys being the terms' last words.

    ``dct:title``, ``dc:title`` and ``schema:title`` are one; French comes before other languages.
    """
    values: defaultdict[str, list[tuple[int, object]]] = defaultdict(list)
    for predicate, thing in graph.get(subject, ()):
        name = predicate.replace("#", "/").rstrip("/").rpartition("/")[2]
        if predicate != _TYPE:
            values[name].append((_rank(thing), _value(graph, thing, depth)))
    identity = {"@id": subject.value} if isinstance(subject, ox.NamedNode) else {}
    return {**{name: _ordered(found) for name, found in values.items()}, **identity}


def _ordered(found: list[tuple[int, object]]) -> object:
    """Put the reader's language first; one value alone needs no list."""
    ranked = [value for _, value in sorted(found, key=lambda pair: pair[0])]
    return ranked if len(ranked) > 1 else ranked[0]


def _value(graph: Graph, thing: ox.NamedNode | ox.BlankNode | ox.Literal, depth: int) -> object:
    if isinstance(thing, ox.Literal):
        return thing.value
    if depth > 1 and thing in graph:
        return told(graph, thing, depth - 1)
    return {"@id": thing.value} if isinstance(thing, ox.NamedNode) else {}


def _rank(thing: ox.NamedNode | ox.BlankNode | ox.Literal) -> int:
    spoken = (thing.language or "")[:2].lower() if isinstance(thing, ox.Literal) else ""
    return _LANGUAGES.index(spoken) if spoken in _LANGUAGES else len(_LANGUAGES)


def _form(body: bytes) -> tuple[ox.RdfFormat, bytes]:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if (start == b"<" and b"rdf:RDF" in body) or (
        b"22-rdf-syntax-ns#" in body[:4096] and b"<?xml" in body[:100]
    ):
        check_entities(body)
        return ox.RdfFormat.RDF_XML, body
    if start in {b"{", b"["}:
        try:
            document = with_known_contexts(json.loads(body.decode("utf-8-sig")))
        except (ValueError, RecursionError):
            raise Unreadable("not JSON") from None
        return ox.RdfFormat.JSON_LD, json.dumps(document).encode()
    return ox.RdfFormat.TURTLE, body.removeprefix(b"\xef\xbb\xbf")
