"""What crosses the border to the process that reads records: questions and answers as bytes."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.collect.portals.asked import Asked
from app.collect.portals.record import Reading, Resource

READING = TypeAdapter(Reading)
RESOURCES = TypeAdapter(tuple[tuple[Resource, ...], str])
ASKED = TypeAdapter(Asked)
RECORD, LIST = b"record", b"list"
_MARKS = (
    b'"resources"',
    b'"metas"',
    b'"distribution"',
    b'"accessLevel"',
    b'"success"',
    b"ns/dcat#",
    b"ns/dcat.jsonld",
)
"""What every portal's document holds somewhere; a file without any is looked at no further."""


def may_be_record(body: bytes) -> bool:
    """Tell at a glance whether it is worth reading a document as a portal's."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    texts = start in {b"{", b"[", b"<", b"@", b"#", b"P", b"p", b"B", b"b"}
    return texts and any(mark in body for mark in _MARKS)


def question(body: bytes, asked: Asked, *, resources: bool = False) -> bytes:
    """Write a job: what the bytes should be, where they come from, and the bytes."""
    return b"\n".join((LIST if resources else RECORD, ASKED.dump_json(asked), body))
