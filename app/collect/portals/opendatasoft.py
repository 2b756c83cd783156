"""Opendatasoft: dataset records of Explore v2 and of the older API v1."""

from __future__ import annotations

from urllib.parse import quote

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

_EXPORTS = "/api/explore/v2.1/catalog/datasets/{id}/exports/csv"
_ATTACHED = "/api/explore/v2.1/catalog/datasets/{id}/{kind}/{file}/"


def read(document: object, asked: Asked) -> Reading | None:
    """Read a dataset record or a list that holds one; ``None`` where it is neither."""
    told = said(document)
    if isinstance(told.get("dataset"), dict):  # API v2.0 wraps it
        told = said(told["dataset"])
    if _is_dataset(told):
        return Reading(record=record_of(told, asked))
    found = [item for item in _list(told) if _is_dataset(item)]
    if len(found) == 1:
        return Reading(record=record_of(found[0], asked))
    count = told.get("total_count") or told.get("nhits") or len(found)
    return Reading(code="several_datasets", detail=str(count)[:20]) if found else None


def _list(told: Said) -> tuple[Said, ...]:
    rows = listed(told.get("results") or told.get("datasets") or [])
    return tuple(said(row["dataset"]) if "dataset" in row else row for row in rows)


def _is_dataset(told: Said) -> bool:
    named = told.get("dataset_id") or told.get("datasetid")
    return isinstance(named, str) and isinstance(told.get("metas"), dict)


def record_of(told: Said, asked: Asked) -> Record:
    """Read one dataset as this portal describes it."""
    name = str(told.get("dataset_id") or told.get("datasetid"))
    root = asked.before("/api/")
    metas = said(told.get("metas"))
    plain = said(metas.get("default")) or metas
    dcat, inspire = said(metas.get("dcat")), said(metas.get("inspire"))
    stated = {
        **plain,
        "description": untagged(plain.get("description")),
        "frequency": dcat.get("accrualperiodicity") or plain.get("update_frequency"),
        "modified": plain.get("modified") or plain.get("data_processed"),
        "issued": dcat.get("issued") or dcat.get("created"),
        "publisher": plain.get("publisher") or dcat.get("creator"),
        "contact": dcat.get("contact_email")
        or inspire.get("contact_email")
        or dcat.get("contact_name"),
        "spatial": plain.get("territory") or dcat.get("spatial"),
        "temporal": {
            "start": dcat.get("temporal_coverage_start"),
            "end": dcat.get("temporal_coverage_end"),
        },
        "keyword": plain.get("keyword"),
    }
    return Record(
        portal="opendatasoft",
        url=f"{root}/explore/dataset/{quote(name, safe='')}/",
        metadata=read_metadata(stated),
        resources=_resources(told, name, root),
        state="private" if plain.get("visibility") == "restricted" else "",
    )


def _resources(told: Said, name: str, root: str) -> tuple[Resource, ...]:
    """Give the table as one resource, whatever it can be exported to, then the files beside it."""
    known = quote(name, safe="")
    url = root + _EXPORTS.format(id=known)
    stated = {"id": "csv", "title": f"{name}.csv", "format": "csv"}
    table = resource(stated, (url,), access_url=url, download_url=url)
    others = (
        *((item, "alternative_exports", "") for item in listed(told.get("alternative_exports"))),
        *((item, "attachments", "documentation") for item in listed(told.get("attachments"))),
    )
    files = tuple(_file(item, kind, role, root, known) for item, kind, role in others)
    return (table, *files) if told.get("has_records") else files


def _file(told: Said, kind: str, role: str, root: str, dataset: str) -> Resource:
    file = quote(str(told.get("id") or ""), safe="")
    stated = told.get("url")
    served = isinstance(stated, str) and stated.startswith(("http://", "https://"))
    url = stated if served else root + _ATTACHED.format(id=dataset, kind=kind, file=file)
    return resource(
        told, (url,), role=role, media_type=told.get("mimetype"), access_url=url, download_url=url
    )
