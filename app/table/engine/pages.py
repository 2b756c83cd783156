"""A file as blocks of whole lines, in UTF-8 whatever it is written in."""

from __future__ import annotations

from collections.abc import Iterator

from app.table.encoding import Charset
from app.table.records import Unsupported
from app.table.source import Source

BLOCK = 8 << 20
"""Bytes read at once: larger blocks bring nothing."""
LONGEST = 64 << 20
"""Without a line feed for so long there are no blocks to cut."""
_MARK = b"\xef\xbb\xbf"


def pages(source: Source, size: int | None = None) -> Iterator[bytes]:
    """Cut the file into blocks that end with a line feed, or with the file."""
    at, usual = 0, size or BLOCK
    wanted = usual
    while block := source.at(at, wanted):
        end = block.rfind(b"\n") + 1 if len(block) == wanted else len(block)
        if end:
            yield block[:end]
            at, wanted = at + end, usual
        elif wanted < LONGEST:
            wanted *= 2
        else:
            raise Unsupported("no line feed in sight")


def texts(source: Source, charset: Charset) -> Iterator[bytes]:
    """Give the same blocks as UTF-8, without a byte order mark."""
    whole = charset.errors == "strict"
    codec = "utf-8" if charset.codec == "utf-8-sig" else charset.codec
    for number, page in enumerate(pages(source)):
        block = page
        if codec != charset.codec and not number:
            block = page.removeprefix(_MARK)
        yield block if whole else block.decode(codec, charset.errors).encode()
