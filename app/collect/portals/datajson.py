"""DCAT-US ``data.json``: one file for a whole agency or town; ArcGIS Hub writes it too."""

from __future__ import annotations

from app.collect.metadata import read_metadata
from app.collect.portals.asked import Asked
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

_NAMES = ("identifier", "@id", "landingPage", "title")


def read(document: object, asked: Asked) -> Reading | None:
    """Read the one dataset of a ``data.json``, or the one named after ``#`` in its address."""
    told = said(document)
    datasets = tuple(
        d for d in listed(told.get("dataset")) if "distribution" in d or "accessLevel" in d
    )
    if not isinstance(told.get("dataset"), list) or not datasets:
        return None
    wanted = asked.wanted
    if wanted:
        found = [d for d in datasets if wanted in (d.get(name) for name in _NAMES)]
        if not found:
            return Reading(code="dataset_not_listed", detail=wanted[:200])
        return Reading(record=record_of(found[0], asked))
    if len(datasets) > 1:
        return Reading(code="several_datasets", detail=str(len(datasets)))
    return Reading(record=record_of(datasets[0], asked))


def record_of(told: Said, asked: Asked) -> Record:
    """Read one dataset as this portal describes it."""
    stated = {
        **told,
        "description": untagged(told.get("description")),
        "licence": untagged(told.get("license")),
        "schema": None,
    }
    return Record(
        portal="datajson",
        url=asked.url,
        metadata=read_metadata(stated),
        resources=tuple(_resource(item) for item in listed(told.get("distribution"))),
        state="" if told.get("accessLevel") in {None, "", "public"} else "private",
    )


def _resource(told: Said) -> Resource:
    standards = tuple(
        s for s in (told.get("conformsTo"), told.get("describedBy")) if isinstance(s, str)
    )
    return resource(
        told,
        (told.get("downloadURL"), told.get("accessURL")),
        id=told.get("identifier") or told.get("@id"),
        media_type=told.get("mediaType"),
        schema=schema_among(standards),
        licence=told.get("license"),
        access_url=told.get("accessURL"),
        download_url=told.get("downloadURL"),
    )
