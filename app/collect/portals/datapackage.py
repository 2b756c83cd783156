"""Frictionless Data Packages: ``datapackage.json`` beside the files that it describes."""

from __future__ import annotations

from app.collect.metadata import read_metadata
from app.collect.portals.asked import Asked
from app.collect.portals.record import Reading, Record, Resource, Said, listed, resource, said

_HELD = ("path", "data")


def read(document: object, asked: Asked) -> Reading | None:
    """Read a package descriptor; ``None`` where it is none."""
    told = said(document)
    parts = listed(told.get("resources"))
    if not isinstance(told.get("resources"), list) or not _is_package(told, parts, asked):
        return None
    stated = {
        **told,
        "title": told.get("title") or told.get("name"),
        "licence": _licence(told),
        "publisher": told.get("publisher") or _person(told, ("publisher", "author", ""), "title"),
        "contact": told.get("contact")
        or _person(told, ("contact", "maintainer", "publisher", "author", ""), "email"),
        "modified": told.get("modified") or told.get("updated"),
        "issued": told.get("created"),
        "schema": None,
    }
    metadata = read_metadata(stated)
    resources = tuple(_resource(part, asked) for part in parts)
    record = Record(
        portal="datapackage", url=asked.own(asked.answered), metadata=metadata, resources=resources
    )
    return Reading(record=record)


def _is_package(told: Said, parts: tuple[Said, ...], asked: Asked) -> bool:
    named = asked.answered.partition("?")[0].lower().endswith("datapackage.json")
    profiled = "data-package" in str(told.get("profile")) or "datapackage" in str(
        told.get("$schema")
    )
    shaped = bool(parts) and all("name" in p and any(k in p for k in _HELD) for p in parts)
    return named or profiled or (shaped and "owner_org" not in told)


def _resource(told: Said, asked: Asked) -> Resource:
    path = told.get("path") or told.get("url")
    role = ""
    if isinstance(path, list):
        role = "multipart" if len(path) > 1 else ""
        path = path[0] if path else None
    schema = told.get("schema")
    return resource(
        told,
        (asked.join(path),),
        id=told.get("name"),
        title=told.get("title") or told.get("name"),
        role=role,
        media_type=told.get("mediatype"),
        licence=_licence(told),
        download_url=asked.join(path),
        schema=asked.join(schema) if _is_path(schema) else schema,
    )


def _is_path(schema: object) -> bool:
    """Tell a descriptor's path from the name that a registry gives a schema."""
    return isinstance(schema, str) and schema.partition("?")[0].lower().endswith(".json")


def _licence(told: Said) -> object:
    """Give the first licence by the name that machines know, else by its address or title."""
    first = next(iter(listed(told.get("licenses"))), {})
    named = (first.get(key) for key in ("name", "path", "title"))
    return next((value for value in named if value), told.get("license"))


def _person(told: Said, roles: tuple[str, ...], name: str) -> object:
    """Find someone among the contributors, by role, the most fitting first."""
    people = listed(told.get("contributors"))
    for role in roles:
        for person in people:
            stated = person.get("roles") or person.get("role") or ""
            if person.get(name) and (
                role == stated or (isinstance(stated, list) and role in stated)
            ):
                return person[name]
    return None
