"""What a publisher says about the data, in whatever words the portal writes it.

Reads the plain names, and those of DCAT, CKAN, udata and Opendatasoft. What has the wrong type is
left out, never an error: a strange portal is not the clerk's fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from datetime import time as midnight
from decimal import Decimal

from app.collect.listed import read_listed
from app.collect.plain import plain
from rules.core.evidence import Metadata
from rules.core.frequency import parse_frequency

TEXT_MAX = 20_000
"""Longest text kept, in characters."""
LIST_MAX, WORD_MAX = 500, 300
"""Most keywords or themes kept, and the longest one."""
_MOST_BYTES = 2**53
"""No file is larger; nor could every reader of JSON tell the exact number."""
_TITLE = ("title", "name")
_DESCRIPTION = ("description", "notes", "abstract")
_PUBLISHER = ("publisher", "organization", "organisation", "owner", "author")
_LICENCE = ("licence", "license", "licenceid", "licenseid", "licencetitle", "licensetitle")
_CONTACT = ("contact", "contactpoint", "contactpoints", "contactemail", "maintaineremail")
_AUTHOR = ("authoremail", "maintainer")
_FREQUENCY = ("frequency", "accrualperiodicity", "updatefrequency")
# udata's last_update is the files' date, its last_modified the description's.
_MODIFIED = ("modified", "lastupdate", "lastmodified", "updatedat", "metadatamodified")
_ISSUED = ("issued", "created", "createdat", "metadatacreated")
_KEYWORDS = ("keywords", "keyword", "tags")
_THEMES = ("themes", "theme", "groups")
_SPATIAL = ("spatial", "spatialcoverage")
_TEMPORAL = ("temporal", "temporalcoverage")
_MEDIA_TYPE = ("mediatype", "mimetype", "mime")
_BYTE_SIZE = ("bytesize", "filesize", "size")
_ACCESS_RIGHTS = ("accessrights", "accesslevel", "accesstype")
_GEOMETRY = ("geom", "geometry", "bbox", "centroid")
_WORDS = ("@value", "value", "fr", "en", "title", "name", "displayname", "label", "preflabel")
_IDS = ("zones", "id", "@id", "uri", "url", "path")
_EMAIL = ("email", "hasemail", "contactform", "hasurl")
_NO_LICENCE = frozenset(
    {"notspecified", "licensenotspecified", "licencenotspecified", "nonspecifiee", "none", "null"}
)
_Said = Mapping[str, object]


def read_metadata(stated: Mapping[str, object]) -> Metadata:
    """Read a request's or a portal's description of the data, leniently."""
    said = _by_key(stated)
    frequency = _first(said, _FREQUENCY)[:WORD_MAX]
    return Metadata(
        title=_first(said, _TITLE),
        description=_first(said, _DESCRIPTION),
        publisher=_first(said, _PUBLISHER),
        contact=_contact(said),
        licence=_licence(said),
        frequency=parse_frequency(frequency),
        frequency_raw=frequency,
        modified=_date(said, _MODIFIED),
        issued=_date(said, _ISSUED),
        keywords=_words(said, _KEYWORDS),
        themes=_words(said, _THEMES),
        spatial=_place(said),
        temporal=_period(said),
        declared_schema=read_schema(said.get("schema")),
        format=_first(said, ("format",))[:WORD_MAX],
        media_type=_first(said, _MEDIA_TYPE)[:WORD_MAX],
        byte_size=_size(said),
        access_url=_first(said, ("accessurl",)),
        download_url=_first(said, ("downloadurl",)),
        access_rights=_first(said, _ACCESS_RIGHTS)[:WORD_MAX],
        rights=_first(said, ("rights",)),
        granularity=_first(said, _SPATIAL, ("granularity",))[:WORD_MAX],
        resources=read_listed(stated.get("resources")),
    )


def _by_key(stated: Mapping[str, object]) -> dict[str, object]:
    """Bring names to one form: ``dct:accrualPeriodicity`` and ``accrual_periodicity`` are one."""
    said: dict[str, object] = {}
    for key, value in stated.items():
        if isinstance(key, str) and value not in (None, "", [], {}):
            bare = key.rsplit(":", 1)[-1].rsplit("/", 1)[-1]
            said.setdefault(bare.replace("_", "").replace("-", "").lower(), value)
    return said


def _first(said: _Said, names: tuple[str, ...], inside: tuple[str, ...] = _WORDS + _IDS) -> str:
    return next((text for name in names if (text := read_text(said.get(name), inside))), "")


def read_text(value: object, inside: tuple[str, ...] = _WORDS + _IDS, depth: int = 3) -> str:
    """Find the text in a value: itself, the first of a list, or a named part of an object."""
    if isinstance(value, str):
        return plain(value, TEXT_MAX, keep="\n\t")
    if not depth:
        return ""
    found: Iterator[str] = iter(())
    if isinstance(value, list):
        found = (read_text(item, inside, depth - 1) for item in value[:LIST_MAX])
    elif isinstance(value, Mapping):
        said = _by_key(value)
        found = (read_text(said.get(name), depth=depth - 1) for name in inside)
    return next((text for text in found if text), "")


def _contact(said: _Said) -> str:
    """Prefer what one can write to over a mere name."""
    names = (*_CONTACT, *_AUTHOR)
    found = _first(said, names, _EMAIL) or _first(said, names)
    return found.removeprefix("mailto:")


def _licence(said: _Said) -> str:
    for name in _LICENCE:
        text = read_text(said.get(name), ("id", "@id", *_WORDS, *_IDS))
        if text:
            folded = "".join(c for c in text.lower() if c.isalnum())
            return "" if folded in _NO_LICENCE else text
    return ""


def _date(said: _Said, names: tuple[str, ...]) -> datetime | None:
    return next((at for name in names if (at := read_date(said.get(name))) is not None), None)


def read_date(value: object) -> datetime | None:
    """Read an ISO 8601 date or date and time; without a zone it is taken as UTC."""
    if isinstance(value, date):
        at = value if isinstance(value, datetime) else datetime.combine(value, midnight())
    else:
        try:
            at = datetime.fromisoformat(read_text(value)[:64])
        except ValueError:
            return None
    try:
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except OverflowError:
        return None


def _size(said: _Said) -> int | None:
    """Read a number of bytes, which portals also write as text or with decimals."""
    for name in _BYTE_SIZE:
        value = said.get(name)
        value = value.get("@value") if isinstance(value, Mapping) else value
        number = isinstance(value, int | float) and not isinstance(value, bool)
        try:
            size = Decimal(str(value) if number else read_text(value)[:WORD_MAX])
            if 0 <= size <= _MOST_BYTES:
                return int(size)
        except (ArithmeticError, ValueError):
            continue
    return None


def _place(said: _Said) -> str:
    """Name the place covered; where only a geometry is given, its kind stands for it."""
    named = _first(said, _SPATIAL)
    value = next((said[name] for name in _SPATIAL if name in said), None)
    if named or not isinstance(value, Mapping):
        return named
    inner = _by_key(value)
    drawn = next((inner[name] for name in _GEOMETRY if name in inner), inner)
    if isinstance(drawn, Mapping) and drawn.get("coordinates"):
        return read_text(drawn.get("type")) or "geometry"
    return read_text(drawn)


def _words(said: _Said, names: tuple[str, ...]) -> tuple[str, ...]:
    value = next((said[name] for name in names if name in said), ())
    items = value.split(",") if isinstance(value, str) else value
    listed = items[:LIST_MAX] if isinstance(items, list) else [items]
    words = (read_text(item)[:WORD_MAX].strip() for item in listed)
    return tuple(dict.fromkeys(word for word in words if word))


def _period(said: _Said) -> str:
    value = next((said[name] for name in _TEMPORAL if name in said), None)
    if isinstance(value, list):
        value = value[0]
    if isinstance(value, Mapping):
        inner = _by_key(value)
        start, end = _first(inner, ("start", "startdate")), _first(inner, ("end", "enddate"))
        if start or end:
            return f"{start}/{end}"
    return read_text(value)


def read_schema(value: object) -> str:
    """Read a schema's name, ``name@version``, or address."""
    if not isinstance(value, Mapping):
        return read_text(value)[:TEXT_MAX]
    said = _by_key(value)
    name, version = _first(said, ("name",)), _first(said, ("version",))
    if name and version:
        return f"{name}@{version}"
    return name or _first(said, ("url", "path", "@id"))
