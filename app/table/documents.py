"""JSON, JSON Lines and GeoJSON: find the list of records and what its characters are."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import replace

from app.table.charset_findings import not_utf8, wide_finding
from app.table.document_list import find_list, is_message
from app.table.encoding import Charset, by_bom, legacy, unicode8
from app.table.formats import MEDIA_TYPES
from app.table.json_records import first_of, keyed, listed
from app.table.json_stream import Broken, Stream, elements, lines
from app.table.model import TableJob
from app.table.records import Records, Unreadable
from app.table.source import Source
from rules.core.evidence import File, Finding

_SMALL = 1 << 16
"""Longest message that a server sends in place of the data."""
_AROUND = 60


def read(source: Source, job: TableJob, file: File) -> Records | File:
    """Open a JSON document. Raises :class:`Unreadable` where it is broken or holds no record."""
    charset, findings = _charset(source)
    if file.encoding:
        findings.append(wide_finding(file.encoding))
    file = replace(file, encoding=file.encoding or charset.name)
    if file.format == "json":
        kind, tabular = _kind(source, charset)
        file = replace(file, format=kind, media_type=MEDIA_TYPES[kind])
        if not tabular:
            return file
    values = _values(source, charset, by_line=file.format == "jsonl")
    head = first_of(values)
    if not head:
        raise Unreadable("empty")
    whole = [value for value in head if not isinstance(value, Broken)]
    if 2 * len(whole) <= len(head):
        raise Unreadable("json_malformed")
    if not isinstance(whole[0], dict | list):
        return file
    shape = keyed if isinstance(whole[0], dict) else listed
    records = shape(head, values, job, file)
    return replace(records, findings=(*findings, *records.findings))


def _kind(source: Source, charset: Charset) -> tuple[str, bool]:
    """Tell json, geojson and jsonl apart, and whether there is a list of records in it."""
    if source.size <= _SMALL:
        text = source.head(_SMALL).decode(charset.codec, charset.errors)
        if is_message(text):
            raise Unreadable("not_the_data")
    with source.text(charset) as text_file:
        stream = Stream(text_file)
        place = find_list(stream)
        after = "" if place.found else stream.peek()
    if after in {"{", "["} and after:
        return "jsonl", True
    if after:
        raise Unreadable("json_malformed")
    return "geojson" if place.geo else "json", place.found


def _values(source: Source, charset: Charset, *, by_line: bool) -> Iterator[object]:
    with source.text(charset) as text:
        if by_line:
            yield from lines(text)
            return
        stream = Stream(text)
        find_list(stream)
        yield from elements(stream)


def _charset(source: Source) -> tuple[Charset, list[Finding]]:
    """Read UTF-8 as the standard wants it (RFC 8259); report whatever else it is."""
    bom = by_bom(source.head(4))
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    line = 1
    held = 0
    for block in source.blocks():
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            return _older(
                error.object, error.start, line + error.object[: error.start].count(b"\n")
            )
        held = len(decoder.getstate()[0])
        line += block.count(b"\n")
    if held:  # cut off within a character
        tail = source.tail(_AROUND)
        return _older(tail, len(tail) - held, line)
    return unicode8(bom), []


def _older(data: bytes, start: int, line: int) -> tuple[Charset, list[Finding]]:
    charset = legacy(data[max(0, start - _AROUND) : start + _SMALL])
    around = data[max(0, start - _AROUND) : start + _AROUND]
    return charset, [not_utf8(charset, around, line, 1)]
