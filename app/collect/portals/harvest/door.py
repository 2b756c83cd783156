"""Where a catalogue may begin: addresses to try, the most particular first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_CKAN = "/api/3/action/package_search"
_UDATA = "/api/1/datasets/"
_ODS = "/api/explore/v2.1/catalog/datasets"
_DROPPED = {
    "ckan": {"start", "rows", "sort"},
    "udata": {"page", "page_size", "sort"},
    "opendatasoft": {"limit", "offset", "order_by"},
}
_LOCALE = r"(?:/[a-z]{2}(?:[_-][A-Za-z]{2,4})?)?"
_ORGANISATION = re.compile(rf"^(?P<root>.*?){_LOCALE}/organi[sz]ations?/(?P<id>[^/]+)/?.*$")
_TAIL = re.compile(rf"{_LOCALE}(?:/(?:datasets?|explore|catalog|catalogue|pages?|search)?)?/?$")
_FILE = re.compile(r"\.(?:csv|json|jsonld|ttl|rdf|xml|n3|nt)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Door:
    """An address to try, and what should answer there; empty: anything."""

    kind: str
    url: str
    organisation: str = ""
    """udata: the organisation whose id is still to be asked for."""


def doors(url: str, kind: str = "") -> tuple[Door, ...]:
    """Give the addresses to try for a catalogue's address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    found = dict.fromkeys(_doors(url, parts.path, kind))
    return tuple(door for door in found if not kind or door.kind in {kind, ""})


def counted(door: Door, size: int = 1) -> str:
    """Give the address by which a door is tried: one entry is enough to know it."""
    words = {"ckan": "rows", "udata": "page_size", "opendatasoft": "limit"}
    if door.kind not in words:
        return door.url
    parts = urlsplit(door.url)
    query = urlencode([*parse_qsl(parts.query), (words[door.kind], str(size))])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def organisation_url(door: Door) -> str:
    """Give the address that tells an organisation's id on udata."""
    return _at(door.url, f"{_root(door.url)}/api/1/organizations/{door.organisation}/")


def of_organisation(door: Door, identifier: str) -> Door:
    """Narrow a door to one organisation."""
    parts = urlsplit(door.url)
    query = urlencode({"organization": identifier})
    return Door(door.kind, urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")))


def _doors(url: str, path: str, kind: str) -> Iterator[Door]:
    for name, mark in (("ckan", "/action/package_search"), ("udata", _UDATA), ("opendatasoft", "")):
        here = path.rstrip("/") + "/"
        if (mark and mark.rstrip("/") + "/" in here) or (
            name == "opendatasoft" and re.search(r"/v2(?:\.\d)?/catalog/datasets/$", here)
        ):
            yield Door(name, _without(url, _DROPPED[name]))
            return
    if _FILE.search(path) or kind in {"dcat", "datajson", "list"}:
        yield Door(kind, url)
        return
    one = _ORGANISATION.match(path)
    if one:
        root = one["root"]
        yield Door("udata", _at(url, root + _UDATA), one["id"])
        yield Door("ckan", _at(url, root + _CKAN, urlencode({"fq": f"organization:{one['id']}"})))
        return
    yield from _portals(url, _TAIL.sub("", path))
    yield Door("", url)
    yield from _files(url, _TAIL.sub("", path))


def _portals(url: str, root: str) -> Iterator[Door]:
    for base in dict.fromkeys((root, "")):
        yield Door("udata", _at(url, base + _UDATA))
        yield Door("opendatasoft", _at(url, base + _ODS))
        yield Door("ckan", _at(url, base + _CKAN))


def _files(url: str, root: str) -> Iterator[Door]:
    for base in dict.fromkeys((root, "")):
        yield Door("datajson", _at(url, f"{base}/data.json"))
        yield Door("dcat", _at(url, f"{base}/catalog.ttl"))
        yield Door("dcat", _at(url, f"{base}/catalog.rdf"))


def _root(url: str) -> str:
    return urlsplit(url).path.partition("/api/")[0]


def _at(url: str, path: str, query: str = "") -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _without(url: str, names: set[str]) -> str:
    parts = urlsplit(url)
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query) if k not in names])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
