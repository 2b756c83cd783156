"""Text of any kind: make it UTF-8 where it is wide, see what it is, hand it to its reader."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import replace

from app.table import delimited, documents
from app.table.encoding import wide
from app.table.formats import MEDIA_TYPES
from app.table.model import TableJob
from app.table.preflight import noise
from app.table.records import Records, Unreadable
from app.table.source import Source
from app.table.text_kind import text_kind
from rules.core.evidence import File

_HEAD = 1 << 16


def read(source: Source, job: TableJob, file: File) -> Records | File:
    """Open a text file. Raises :class:`Unreadable` where it holds no data."""
    head = source.head(_HEAD)
    name = wide(head)
    if name:
        source = Source.scratch(_narrow(source, name))
        file, head = replace(file, encoding=name), source.head(_HEAD)
    whole = len(head) == source.size
    kind = text_kind(head.decode("utf-8", "replace"), whole=whole, name=job.name)
    if kind.stands_in:
        return replace(_as(file, kind.format), outcome="not_the_data")
    if kind.format in {"json", "jsonl"}:
        return documents.read(source, job, _as(file, kind.format))
    if kind.format == "csv":
        return delimited.read(source, job, file)
    if code := noise(head):
        raise Unreadable(code)
    return _as(file, kind.format)


def _as(file: File, kind: str) -> File:
    return replace(file, format=kind, media_type=MEDIA_TYPES.get(kind, "text/plain"))


def _narrow(source: Source, name: str) -> Iterator[bytes]:
    """Give the text as UTF-8. Raises ``not_text`` where the bytes are not what they seem."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        for block in source.blocks():
            yield decoder.decode(block).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise Unreadable("not_text") from None
