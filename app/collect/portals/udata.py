"""udata (data.gouv.fr and others): dataset records of its API, versions 1 and 2."""

from __future__ import annotations

from app.collect.metadata import read_metadata
from app.collect.portals.asked import Asked
from app.collect.portals.record import (
    Reading,
    Record,
    Resource,
    Said,
    State,
    listed,
    resource,
    said,
)

_MARKS = frozenset(
    {"frequency", "temporal_coverage", "quality", "last_update", "archived", "badges"}
)
"""Members that only a dataset of udata has together; three of them are enough."""
_ENOUGH = 3


def read(document: object, asked: Asked) -> Reading | None:
    """Read a dataset record or a list that holds one; ``None`` where it is neither."""
    told = said(document)
    found = listed(told.get("data"))
    if isinstance(told.get("data"), list) and {"page", "page_size", "total"} <= told.keys():
        return _page(found, told, asked)
    if "id" not in told or len(_MARKS & told.keys()) < _ENOUGH or "resources" not in told:
        return None
    return Reading(record=record_of(told, asked))


def read_resources(document: object) -> tuple[tuple[Resource, ...], str] | None:
    """Read one page of a record's resources (API v2), and the address of the next one."""
    told = said(document)
    if not isinstance(told.get("data"), list):
        return None
    following = told.get("next_page")
    parts = tuple(map(_resource, listed(told["data"])))
    return parts, following if isinstance(following, str) else ""


def _page(found: tuple[Said, ...], told: Said, asked: Asked) -> Reading | None:
    datasets = [item for item in found if len(_MARKS & item.keys()) >= _ENOUGH]
    if not datasets:
        return None
    if len(datasets) == 1:
        return Reading(record=record_of(datasets[0], asked))
    return Reading(code="several_datasets", detail=str(told.get("total") or len(datasets))[:20])


def record_of(told: Said, asked: Asked) -> Record:
    """Read one dataset as this portal describes it."""
    harvest = said(told.get("harvest"))
    stated = {
        **told,
        "modified": harvest.get("modified_at") or told.get("last_update"),
        "issued": harvest.get("issued_at") or told.get("created_at"),
        "publisher": told.get("organization") or _person(told.get("owner")),
        "contact": told.get("contact_points"),
        "themes": None,
        "schema": None,
        "spatial": _spatial(told.get("spatial")),
    }
    stated.pop("name", None)
    link = said(told.get("resources"))
    inline = link == {}
    return Record(
        portal="udata",
        url=asked.own(told.get("page")) or asked.own(told.get("self_web_url")),
        metadata=read_metadata(stated),
        resources=tuple(map(_resource, listed(told.get("resources")))) if inline else (),
        state=_state(told),
        more=asked.own(link.get("href")),
    )


def _resource(told: Said) -> Resource:
    extras = said(told.get("extras"))
    modified = extras.get("analysis:last-modified-at") or told.get("last_modified")
    return resource(
        told,
        (told.get("url"), told.get("latest")),
        role=told.get("type"),
        media_type=told.get("mime"),
        bytes=told.get("filesize"),
        modified=modified,
        access_url=told.get("latest"),
        download_url=told.get("url"),
    )


def _state(told: Said) -> State:
    if told.get("deleted"):
        return "deleted"
    if told.get("private"):
        return "private"
    return "archived" if told.get("archived") else ""


def _spatial(value: object) -> object:
    told = said(value)
    zones = told.get("zones")
    return zones or (None if told.get("granularity") in {None, "other"} else told["granularity"])


def _person(value: object) -> str:
    told = said(value)
    names = (told.get("first_name"), told.get("last_name"))
    return " ".join(name for name in names if isinstance(name, str) and name)
