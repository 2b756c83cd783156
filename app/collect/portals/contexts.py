"""JSON-LD contexts that ship with us, in place of those that a document would have us fetch."""

from __future__ import annotations

from collections.abc import Mapping

_KNOWN = ("w3.org/ns/dcat", "dcat-ap", "project-open-data", "resources.data.gov", "w3.org/ns/dct")
"""What the address of a context of DCAT holds."""
_IRI = {"@type": "@id"}
DCAT_CONTEXT: Mapping[str, object] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "Catalog": "dcat:Catalog",
    "Dataset": "dcat:Dataset",
    "Distribution": "dcat:Distribution",
    **{
        name: f"dct:{name}"
        for name in ("title", "description", "identifier", "issued", "modified", "publisher",
                     "spatial", "temporal", "format", "rights")
    },
    **{name: f"dcat:{name}" for name in ("dataset", "distribution", "keyword", "byteSize", "contactPoint")},
    **{name: {"@id": f"dcat:{name}", **_IRI} for name in ("accessURL", "downloadURL", "landingPage", "theme")},
    **{name: {"@id": f"dct:{name}", **_IRI} for name in ("accrualPeriodicity", "conformsTo", "license")},
    "mediaType": "dcat:mediaType",
    "startDate": "dcat:startDate",
    "endDate": "dcat:endDate",
    "name": "foaf:name",
    "fn": "vcard:fn",
    "hasEmail": {"@id": "vcard:hasEmail", **_IRI},
}  # fmt: skip


def with_known_contexts(value: object) -> object:
    """Put our context in the place of a known remote one, wherever the document names it.

    Any other remote context stays, and the reader, which fetches nothing, refuses it.
    """
    if isinstance(value, list):
        return [with_known_contexts(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {k: _context(v) if k == "@context" else with_known_contexts(v) for k, v in value.items()}


def _context(value: object) -> object:
    if isinstance(value, list):
        return [_context(item) for item in value]
    known = isinstance(value, str) and any(mark in value.lower() for mark in _KNOWN)
    return dict(DCAT_CONTEXT) if known else value
