"""What every portal says of one dataset, in one form: its description and its resources."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Literal

from app.collect.listed import read_listed
from app.collect.metadata import (
    TEXT_MAX,
    WORD_MAX,
    read_date,
    read_metadata,
    read_schema,
    read_text,
)
from app.collect.plain import plain
from app.collect.portals.schema_names import schema_name
from rules.core.evidence import Metadata
from rules.core.listed import Listed

Portal = Literal["udata", "ckan", "opendatasoft", "dcat", "datajson", "datapackage"]
State = Literal["", "private", "deleted", "archived"]
MOST_LISTED = 2000
"""Most resources read of one record; far more than are ever assessed."""
Said = Mapping[str, object]
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One file or address of a dataset, as the portal states it; what it leaves out is empty."""

    url: str
    id: str = ""
    title: str = ""
    role: str = ""
    """udata's ``main documentation update api code other``, or ``multipart``; empty: not stated."""
    format: str = ""
    media_type: str = ""
    bytes: int | None = None
    modified: datetime | None = None
    licence: str = ""
    rights: str = ""
    access_url: str = ""
    download_url: str = ""
    listed: Listed = field(default_factory=Listed)
    """What the portal lists of it: its kind, whether it is described, its own check of the link."""
    schema: str = ""
    """Name or address of the declared schema."""
    descriptor: Mapping[str, object] = field(default_factory=dict)
    """The declared schema itself, where the portal carries it whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One dataset of a portal."""

    portal: Portal
    metadata: Metadata
    url: str = ""
    """Its page, always on the host that answered; empty where the portal states none."""
    api: str = ""
    """The address that gave the record."""
    resources: tuple[Resource, ...] = ()
    state: State = ""
    more: str = ""
    """Where further resources are listed; empty where all are here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a document turned out to be: a record, one that cannot be used, or no record at all."""

    record: Record | None = None
    code: str = ""
    """Outcome code of a portal's document that cannot be used."""
    detail: str = ""
    follow: str = ""
    """Address of the record itself, where the document only leads to it."""
    only: str = ""
    """Id of the resource that the document is about."""


def said(value: object) -> Said:
    """Take an object's members; anything else says nothing."""
    if not isinstance(value, Mapping):
        return {}
    return {key: item for key, item in value.items() if isinstance(key, str)}


def listed(value: object) -> tuple[Said, ...]:
    """Take the objects of a list, or the one object that stands for a list."""
    items = value if isinstance(value, list) else [value]
    return tuple(said(item) for item in items[:MOST_LISTED] if isinstance(item, Mapping))


def resource(stated: Said, urls: Iterable[object], **more: object) -> Resource:
    """Read what is named alike everywhere; ``more`` replaces what a portal names otherwise."""
    told = {**stated, **more}
    named = read_schema(told.get("schema"))
    return Resource(
        url=next((url for value in urls if (url := _address(value))), ""),
        id=_word(told.get("id")),
        title=_word(told.get("title")) or _word(told.get("name")),
        role=_word(told.get("role")).lower(),
        format=_word(told.get("format")),
        media_type=_word(told.get("media_type")).lower(),
        bytes=_count(told.get("bytes")),
        modified=read_date(told.get("modified")),
        licence=read_metadata({"licence": told.get("licence")}).licence,
        rights=read_text(told.get("rights")),
        access_url=_address(told.get("access_url")),
        download_url=_address(told.get("download_url")),
        listed=_listed(told),
        schema=schema_name(named),
        descriptor=_descriptor(told.get("schema")),
    )


def untagged(value: object) -> str:
    """Take the words out of HTML: a description is as long as what people read of it."""
    text = read_text(value)
    if not _TAG.search(text):
        return text
    return html.unescape(_TAG.sub(" ", text)).strip()


def with_list(record: Record) -> Record:
    """Tell the whole list of files in the dataset's metadata, once all of them are known."""
    files = tuple(part.listed for part in record.resources)
    return replace(record, metadata=replace(record.metadata, resources=files))


def metadata_of(record: Record, part: Resource, stated: Metadata | None) -> Metadata:
    """Give what is said of one resource: the caller's word, its own, then its dataset's.

    The date stays the dataset's: its frequency is a promise about the whole, and the file of a
    past year is not late because the next one is another file.
    """
    own = replace(
        record.metadata,
        licence=record.metadata.licence or part.licence,
        declared_schema=part.schema or record.metadata.declared_schema,
        format=part.format,
        media_type=part.media_type,
        byte_size=part.bytes,
        access_url=part.access_url,
        download_url=part.download_url,
        rights=part.rights or record.metadata.rights,
    )
    if part.descriptor and not own.declared_schema:
        own = replace(own, declared_schema=_word(part.descriptor.get("name")) or "inline")
    return overlaid(own, stated)


def overlaid(own: Metadata, stated: Metadata | None) -> Metadata:
    """Put what the caller states over what the portal says, word by word."""
    if stated is None:
        return own
    given = {f.name: getattr(stated, f.name) for f in fields(stated)}
    return replace(own, **{name: value for name, value in given.items() if value})


def _address(value: object) -> str:
    return plain(value, TEXT_MAX).strip() if isinstance(value, str) else ""


def _word(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)[:20]
    return " ".join(read_text(value)[:WORD_MAX].split())


def _count(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value[:18])
    good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 62
    return int(value) if good and isinstance(value, int) else None


def _listed(told: Said) -> Listed:
    one = {**told, "type": told.get("role"), "format": read_text(told.get("format"))}
    return next(
        iter(read_listed([{**one, "description": read_text(told.get("description"))}]) or ())
    )


def _descriptor(value: object) -> Said:
    told = said(value)
    return told if isinstance(told.get("fields"), list) else {}
