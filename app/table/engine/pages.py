"""A file as blocks of whole lines: straight from memory-mapped bytes, one copy each."""

from __future__ import annotations

import mmap
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
    with mmap.mmap(source.file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at, whole, size = 0, len(data), size or BLOCK
        while at < whole:
            end = data.rfind(b"\n", at, at + size) + 1 if at + size < whole else whole
            if not end:
                end = data.find(b"\n", at, at + LONGEST) + 1
            if not end:
                raise Unsupported("no line feed in sight")
            yield data[at:end]
            at = end


def texts(source: Source, charset: Charset) -> Iterator[bytes]:
    """Give the same blocks as UTF-8, without a byte order mark."""
    whole = charset.errors == "strict"
    codec = "utf-8" if charset.codec == "utf-8-sig" else charset.codec
    for number, page in enumerate(pages(source)):
        block = page
        if codec != charset.codec and not number:
            block = page.removeprefix(_MARK)
        yield block if whole else block.decode(codec, charset.errors).encode()
