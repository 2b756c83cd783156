"""Which portal wrote a document, told by what it holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from app.collect.portals import ckan, datajson, datapackage, dcat, opendatasoft, udata
from app.collect.portals.asked import Asked
from app.collect.portals.record import Reading, Record

_READERS: tuple[Callable[[object, Asked], Reading | None], ...] = (
    ckan.read,
    udata.read,
    opendatasoft.read,
    datajson.read,
    datapackage.read,
)
"""The most particular first."""


def recognise(body: bytes, asked: Asked) -> Reading | None:
    """Read a document as a portal's record; ``None`` where it is something else."""
    document = json_or_none(body)
    answers = (read(document, asked) for read in _READERS if document is not None)
    found = next((answer for answer in answers if answer is not None), None)
    if found is None and b"dcat" in body:
        found = dcat.read(body, asked)
    return replace(found, record=dated(found.record)) if found and found.record else found


def dated(record: Record) -> Record:
    """Take the newest file's date where the dataset states none."""
    newest = max((r.modified for r in record.resources if r.modified), default=None)
    modified = record.metadata.modified or newest
    return replace(record, metadata=replace(record.metadata, modified=modified))


def json_or_none(body: bytes) -> object:
    """Read JSON; ``None`` where it is none, however deep it is nested."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
