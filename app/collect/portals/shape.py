"""What an address looks like: a file, a portal's page, or neither. Pure: nothing is asked here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from re import Match
from urllib.parse import SplitResult, urlsplit, urlunsplit

_ENDINGS = (
    "csv tsv tab txt xlsx xls xlsm xlsb ods parquet geojson jsonl ndjson zip gz bz2 xz 7z tar tgz "
    "pdf doc docx odt rtf shp dbf gpkg kml kmz gml gpx sqlite feather arrow png jpg jpeg gif svg "
    "mp3 mp4 py r md sql"
)
_FILES = frozenset(_ENDINGS.split())
"""Endings of what is never a portal's record; json, xml, rdf and the like may be one."""
_LOCALE = r"(?:/[a-z]{2}(?:[_-][A-Za-z]{2,4})?)?"
_UDATA_PAGE = re.compile(rf"^(?P<root>.*?){_LOCALE}/datasets/(?P<id>(?!r/)[^/]+)(?:/.*)?$")
_UDATA_API = re.compile(
    r"^(?P<root>.*)/api/(?P<version>[12])/datasets/(?P<id>[^/]+)/resources/(?:(?P<only>[^/]+)/?)?$"
)
_CKAN_PAGE = re.compile(
    rf"^(?P<root>.*?){_LOCALE}/(?:dataset|package)/(?P<id>[^/]+)(?:/resource/(?P<only>[^/]+))?/?$"
)
_ODS_PAGE = re.compile(
    r"^(?P<root>.*?)/explore/(?:embed/)?dataset/(?P<id>[^/]+)(?:/(?!download).*)?$"
)
_API = re.compile(
    r"/api/[12]/datasets/[^/]+/?$|/api/(?:3/)?action/(?:package|resource)_show$"
    r"|/api/(?:explore/)?v2(?:\.\d)?/catalog/datasets/[^/]+/?$"
)
_ODS_OUTPUT = re.compile(r"/(?:exports|attachments|alternative_exports|records|download)(?:/|$)")


@dataclass(frozen=True, slots=True)
class Ask:
    """An address of a portal's API where the record would be, and what of it is meant."""

    url: str
    only: str = ""
    instead: str = ""
    """Where to ask where that answer is too long."""
    led: bool = False
    """Whether another answer led here: it leads no further."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What may be done to find out what an address is."""

    asks: tuple[Ask, ...] = ()
    look: bool = True
    """Whether the answer of the address itself may be a record."""
    api: bool = False
    """Whether it looks like a portal's API: its answer can be nothing but a record."""


def shape_of(url: str) -> Shape:
    """Read an address. One that looks like a file is asked nothing but the file."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return Shape(look=False)
    ending = parts.path.rpartition("/")[2].rpartition(".")
    if (ending[1] and ending[2].lower() in _FILES) or _ODS_OUTPUT.search(parts.path):
        return Shape(look=False)
    for pattern, ask in _PAGES:
        found = pattern.match(parts.path)
        if found and ("/api/" not in found["root"] + "/"):
            return Shape(asks=(ask(found, parts),))
    return Shape(api=bool(_API.search(parts.path)))


def _udata_page(found: Match[str], parts: SplitResult) -> Ask:
    later = _at(parts, f"{found['root']}/api/2/datasets/{found['id']}/")
    return Ask(_at(parts, f"{found['root']}/api/1/datasets/{found['id']}/"), instead=later)


def _udata_resource(found: Match[str], parts: SplitResult) -> Ask:
    asked = f"{found['root']}/api/{found['version']}/datasets/{found['id']}/"
    return Ask(_at(parts, asked), only=found["only"] or "")


def _ckan_page(found: Match[str], parts: SplitResult) -> Ask:
    asked = _at(parts, f"{found['root']}/api/3/action/package_show", f"id={found['id']}")
    return Ask(asked, only=found["only"] or "")


def _ods_page(found: Match[str], parts: SplitResult) -> Ask:
    return Ask(_at(parts, f"{found['root']}/api/explore/v2.1/catalog/datasets/{found['id']}"))


def _at(parts: SplitResult, path: str, query: str = "") -> str:
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


_PAGES: tuple[tuple[re.Pattern[str], Callable[[Match[str], SplitResult], Ask]], ...] = (
    (_ODS_PAGE, _ods_page),
    (_UDATA_API, _udata_resource),
    (_UDATA_PAGE, _udata_page),
    (_CKAN_PAGE, _ckan_page),
)
"""The most particular first."""
