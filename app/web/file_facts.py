"""The facts about one file, written for a reader; ``None`` where a fact is unknown."""

from __future__ import annotations

from app.web.formats import visible
from app.web.shapes import ResourceShape
from app.web.voice import Voice

FactRow = tuple[str, str | None, bool]
"""Label, text, and whether the text is machine text."""


def file_facts(file: ResourceShape, voice: Voice) -> tuple[FactRow, ...]:
    """List what is known of the file behind the address."""
    counts = (
        ("header_row", file.header_row),
        ("rows", file.rows),
        ("column_count", file.columns),
    )
    return (
        (voice.say("format"), _text(file.format), True),
        (voice.say("media_type"), _text(file.media_type), True),
        (voice.say("encoding"), _coded("encoding", file.encoding, voice), False),
        (voice.say("delimiter"), _delimiter(file.delimiter, voice), False),
        *(((voice.say("sheet"), _text(file.sheet), False),) if file.sheet else ()),
        *((voice.say(k), None if n is None else voice.number(n), False) for k, n in counts),
        (voice.say("bytes"), _bytes(file.bytes, voice), False),
        (voice.say("sha256"), _text(file.sha256), True),
    )


def _text(text: str | None) -> str | None:
    return visible(text) if text else None


def _coded(family: str, code: str | None, voice: Voice) -> str | None:
    return voice.code(family, code) if code else None


def _delimiter(delimiter: str | None, voice: Voice) -> str | None:
    if not delimiter:
        return None
    said = voice.code("delimiter", delimiter)
    return said if delimiter in {"\t", said} else f"{said} ({visible(delimiter)})"


def _bytes(count: int | None, voice: Voice) -> str | None:
    if count is None:
        return None
    small = voice.size(count)
    return small if count < 1000 else voice.say("bytes_exact", size=small, count=count)  # noqa: PLR2004 # in bytes already
