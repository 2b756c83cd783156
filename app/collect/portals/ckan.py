"""CKAN (and DKAN): answers of the action API, with the names that extensions and cities add."""

from __future__ import annotations

import json
from urllib.parse import quote

from app.collect.metadata import read_date, read_metadata
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

_MARKS = frozenset(
    {
        "notes",
        "owner_org",
        "license_id",
        "license_title",
        "state",
        "metadata_created",
        "num_resources",
    }
)
_DENIED = {"Authorization Error": "dataset_private", "Not Found Error": "dataset_not_found"}
_FREQUENCY = (
    "frequency",
    "accrual_periodicity",
    "accrualPeriodicity",
    "update_frequency",
    "frequency-of-update",
    "refresh_rate",
    "dcat_frequency",
)
_MODIFIED = ("modified", "dcat_modified", "last_refreshed", "date_updated")
_ISSUED = ("issued", "dcat_issued", "date_published", "metadata_created")
_CONTACT = (
    "contact",
    "contact_email",
    "contact-email",
    "maintainer_email",
    "author_email",
    "contact_name",
)
_PUBLISHER = ("publisher", "organization", "publisher_name", "author", "creator")
_SPATIAL = ("spatial_coverage", "spatial_text", "spatial_uri", "spatial", "geographical_coverage")
_START = ("temporal_start", "temporal_coverage-from", "temporal_coverage_from")
_END = ("temporal_end", "temporal_coverage-to", "temporal_coverage_to")


def read(document: object, asked: Asked) -> Reading | None:
    """Read a package, a resource, or a refusal of the API; ``None`` where it is none of them."""
    told = said(document)
    if isinstance(told.get("success"), bool) and {"result", "error"} & told.keys():
        return _envelope(told, asked)
    if _is_package(told) and ("notes" in told or len(_MARKS & told.keys()) > 1):
        return Reading(record=record_of(told, asked))
    return None


def _envelope(told: Said, asked: Asked) -> Reading | None:
    if not told["success"]:
        kind = said(told.get("error")).get("__type")
        denied = isinstance(kind, str)
        return Reading(code=_DENIED.get(str(kind), "portal_unavailable")) if denied else None
    answers = listed(told.get("result"))  # DKAN puts the one package into a list
    result = answers[0] if len(answers) == 1 else {}
    found = [item for item in (*listed(result.get("results")), *answers) if _is_package(item)]
    if len(found) > 1:
        return Reading(code="several_datasets", detail=str(result.get("count") or len(found))[:20])
    if found:
        return Reading(record=record_of(found[0], asked))
    if isinstance(result.get("package_id"), str) and "url" in result:
        return _resource_only(result, asked)
    return None


def _resource_only(told: Said, asked: Asked) -> Reading:
    """Lead from a resource to its package, which holds the licence and all the rest."""
    package = quote(str(told["package_id"]), safe="")
    follow = f"{asked.before('/api/')}/api/3/action/package_show?id={package}"
    return Reading(follow=follow, only=str(told.get("id") or ""))


def _is_package(told: Said) -> bool:
    named = isinstance(told.get("name"), str) or isinstance(told.get("id"), str)
    return named and "resources" in told


def record_of(told: Said, asked: Asked) -> Record:
    """Read one dataset as this portal describes it."""
    flat = {**_extras(told), **{k: v for k, v in told.items() if v not in (None, "", [], {})}}
    resources = tuple(_resource(r) for r in listed(told.get("resources")) if _active(r))
    stated = {
        "title": flat.get("title") or flat.get("title_translated"),
        "description": untagged(flat.get("notes") or flat.get("notes_translated")),
        "publisher": _first(flat, _PUBLISHER),
        "contact": _first(flat, _CONTACT),
        "license_id": flat.get("license_id"),
        "license_title": flat.get("license_title") or flat.get("license"),
        "frequency": _first(flat, _FREQUENCY),
        "modified": _modified(flat, resources),
        "issued": _first(flat, _ISSUED),
        "tags": flat.get("tags") or flat.get("tag_string") or flat.get("keywords"),
        "themes": flat.get("theme") or flat.get("themes") or flat.get("groups"),
        "spatial": _spatial(_first(flat, _SPATIAL)),
        "temporal": flat.get("temporal_coverage")
        or {"start": _first(flat, _START), "end": _first(flat, _END)},
    }
    hidden = told.get("private") in {True, "true", "True"} or not _active(told)
    return Record(
        portal="ckan",
        url=_page(told, asked),
        metadata=read_metadata(stated),
        resources=resources,
        state=("private" if told.get("private") else "deleted") if hidden else "",
    )


def _page(told: Said, asked: Asked) -> str:
    name = told.get("name") or told.get("id")
    root = asked.before("/api/")
    return f"{root}/dataset/{quote(str(name), safe='')}" if "/api/" in asked.answered else ""


def _active(told: Said) -> bool:
    return str(told.get("state") or "active").lower() in {"active", "published"}


def _extras(told: Said) -> dict[str, object]:
    """Give the extras by name; extensions write lists and objects in them as JSON text."""
    pairs = ((item.get("key"), item.get("value")) for item in listed(told.get("extras")))
    return {key: _unwrapped(value) for key, value in pairs if isinstance(key, str) and value}


def _unwrapped(value: object) -> object:
    if not isinstance(value, str) or value[:1] not in {"[", "{"}:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _first(flat: Said, names: tuple[str, ...]) -> object:
    return next((flat[name] for name in names if flat.get(name)), None)


def _modified(flat: Said, resources: tuple[Resource, ...]) -> object:
    """Prefer the stated date, then the newest file's, to that of the description."""
    own = next((at for name in _MODIFIED if (at := read_date(flat.get(name)))), None)
    newest = max((r.modified for r in resources if r.modified), default=None)
    return own or newest or flat.get("metadata_modified")


def _spatial(value: object) -> object:
    place = listed(value)[0] if listed(value) else {}
    return place.get("text") or place.get("uri") or (str(place)[:300] if place else value)


def _resource(told: Said) -> Resource:
    standards = told.get("conforms_to") or told.get("conformsTo") or []
    many = standards if isinstance(standards, list) else [standards]
    return resource(
        told,
        (told.get("download_url"), told.get("url"), told.get("access_url")),
        title=told.get("name") or told.get("description"),
        role=_role(told.get("resource_type")),
        media_type=told.get("mimetype"),
        bytes=told.get("size"),
        modified=told.get("last_modified") or told.get("modified") or told.get("created"),
        licence=told.get("license"),
        access_url=told.get("access_url") or told.get("url"),
        download_url=told.get("download_url")
        or (told.get("url_type") == "upload" and told.get("url")),
        schema=_unwrapped(told.get("schema"))
        or schema_among(tuple(s for s in many if isinstance(s, str))),
    )


def _role(stated: object) -> str:
    word = stated.lower() if isinstance(stated, str) else ""
    return word if word in {"documentation", "api", "code"} else ""
