"""DCAT documents: Turtle, RDF/XML and JSON-LD, of CKAN, udata, GeoNetwork or anyone."""

from __future__ import annotations

from app.collect.metadata import read_metadata, read_text
from app.collect.portals import graph
from app.collect.portals.asked import Asked
from app.collect.portals.entities import Expands
from app.collect.portals.record import (
    Reading,
    Record,
    Resource,
    Said,
    listed,
    resource,
    said,
    untagged,
)
from app.collect.portals.schema_names import schema_among

_NAMES = ("@id", "identifier", "landingPage", "title")
_LABELS = ("value", "label", "prefLabel", "title", "name", "@id")
_CLOSED = ("access-right/NON_PUBLIC", "access-right/CONFIDENTIAL")


def read(body: bytes, asked: Asked) -> Reading | None:
    """Read the one dataset of a document, or the one named after ``#`` in its address."""
    try:
        known = graph.parse(body, asked.answered.partition("#")[0])
    except Expands:
        return Reading(code="record_entities")
    except graph.Unreadable:
        return None
    found = graph.datasets(known)
    if not found:
        return None
    wanted = asked.wanted
    # An address may itself be the dataset's own IRI, as in http://town.example/catalogue#budget.
    exact = [s for s in found if s.value == asked.url] if wanted else []
    named = exact or [s for s in found if wanted in _names(graph.told(known, s, 1))]
    chosen = named if wanted and (named or len(found) > 1) else list(found)
    if not chosen:
        return Reading(code="dataset_not_listed", detail=wanted[:200])
    if len(chosen) > 1:
        return Reading(code="several_datasets", detail=str(len(chosen)))
    return Reading(record=record_of(graph.told(known, chosen[0]), asked))


def _names(told: Said) -> set[str]:
    values = (told.get(name) for name in _NAMES)
    texts = (item for value in values for item in (value if isinstance(value, list) else [value]))
    return {text for item in texts if (text := read_text(item))}


def record_of(told: Said, asked: Asked) -> Record:
    """Read one dataset as this portal describes it."""
    stated = {
        **told,
        "description": untagged(told.get("description") or told.get("abstract")),
        "contact": _contact(told.get("contactPoint")),
        "licence": _licence(told),
        "spatial": _spatial(told.get("spatial")),
        "temporal": _temporal(told.get("temporal")),
        "schema": schema_among(_texts(told.get("conformsTo"))),
        "format": None,
        "accessRights": _label(told.get("accessRights"), last=False),
        "rights": _label(told.get("rights"), last=False),
    }
    stated = {key: value for key, value in stated.items() if key not in {"@id", "contactPoint"}}
    closed = read_text(told.get("accessRights")).endswith(_CLOSED)
    return Record(
        portal="dcat",
        url=asked.url,
        metadata=read_metadata(stated),
        resources=tuple(map(_resource, listed(told.get("distribution")))),
        state="private" if closed else "",
    )


def _resource(told: Said) -> Resource:
    urls = (told.get("downloadURL"), told.get("accessURL"))
    return resource(
        {
            "title": told.get("title"),
            "modified": told.get("modified"),
            "id": told.get("identifier"),
        },
        (text for value in urls for text in _texts(value)),
        description=told.get("description"),
        rights=_label(told.get("rights"), last=False),
        access_url=next(iter(_texts(told.get("accessURL"))), ""),
        download_url=next(iter(_texts(told.get("downloadURL"))), ""),
        format=_label(told.get("format")),
        media_type=_label(told.get("mediaType")),
        bytes=next(iter(_texts(told.get("byteSize"))), None),
        licence=_licence(told),
        schema=schema_among(_texts(told.get("conformsTo"))),
    )


def _licence(told: Said) -> str:
    return _label(told.get("license"), last=False) or _label(told.get("rights"), last=False)


def _contact(value: object) -> str:
    """Give a way to write to someone; an address that only identifies them is none."""
    people = listed(value)
    ways = (read_text(said(p).get(n)) for n in ("hasEmail", "fn", "hasURL", "name") for p in people)
    named = (read_text(p.get("@id")) for p in people)
    reached = (text for text in named if text.startswith(("http", "mailto:")))
    return next((text for text in (*ways, *reached) if text), "")


def _label(value: object, *, last: bool = True) -> str:
    """Give a concept's name: its label, or its IRI (``last``: the last word of it)."""
    items = value if isinstance(value, list) else [value]
    for item in items:
        told = said(item)
        text = next((t for n in _LABELS if (t := read_text(told.get(n)))), "") or read_text(item)
        if text:
            return _last(text) if last else text
    return ""


def _last(text: str) -> str:
    """``…/media-types/text/csv`` is ``text/csv``, ``…/file-type/CSV`` is ``CSV``."""
    if "://" not in text:
        return text
    _, found, media = text.partition("/media-types/")
    return media if found else text.replace("#", "/").rstrip("/").rpartition("/")[2]


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(text for item in items[:100] if (text := read_text(item)))


def _spatial(value: object) -> str:
    shapes = ("geometry", "bbox", "centroid")
    drawn = (read_text(said(p).get(n)) for p in listed(value) for n in shapes)
    return _label(value, last=False) or next((text for text in drawn if text), "")


def _temporal(value: object) -> object:
    period = next(iter(listed(value)), {})
    start = read_text(period.get("startDate")) or _instant(period.get("hasBeginning"))
    end = read_text(period.get("endDate")) or _instant(period.get("hasEnd"))
    return {"start": start, "end": end} if start or end else read_text(value)


def _instant(value: object) -> str:
    told = next(iter(listed(value)), {})
    names = ("inXSDDateTime", "inXSDDate", "inXSDgYear")
    return next((text for name in names if (text := read_text(told.get(name)))), "")
