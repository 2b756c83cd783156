"""A file as blocks of whole lines, in UTF-8 whatever it is written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.table.encoding import AS_CONTROL, Charset
from app.table.records import Unsupported
from app.table.source import Source

BLOCK = 9 << 20
"""Bytes read at once: larger blocks bring nothing."""
FIRST = 1 << 20
"""Bytes of the first block: on it columns are made out, while the next one is cut."""
LONGEST = 64 << 20
"""Without a line feed for so long there are no blocks to cut."""
_WINDOW = 1 << 14
_PIECE = 1 << 18
MARK = b"\xef\xbb\xbf"


def pages(source: Source, size: int | None = None) -> Iterator[bytes]:
    """Cut the file into blocks that end with a line feed, or with the file."""
    at = 0
    while at < source.size:
        end = _end(source, at, size or (BLOCK if at else FIRST))
        yield source.at(at, end - at)
        at = end


def _end(source: Source, at: int, size: int) -> int:
    """Find where a block ends before it is read: cutting it afterwards would copy it."""
    while at + size < source.size:
        for window in (min(size, _WINDOW), size):
            start = at + size - window
            found = source.at(start, window).rfind(b"\n")
            if found >= 0:
                return start + found + 1
        if size >= LONGEST:
            raise Unsupported("no line feed in sight")
        size *= 2
    return source.size


def texts(
    source: Source, charset: Charset, look: Callable[[bytes], None] | None = None
) -> Iterator[bytes]:
    """Give the same blocks as UTF-8, without a byte order mark; ``look`` sees them as they stand."""
    whole = charset.errors == "strict"
    codec, mark = charset.codec, b""
    if codec == "utf-8-sig":
        codec, mark = "utf-8", MARK
    for page in pages(source):
        if look:
            look(page)
        block, mark = page.removeprefix(mark), b""
        del page
        yield block if whole else _in_utf8(block, codec, charset.errors)
        del block


def _in_utf8(block: bytes, codec: str, errors: str) -> bytes:
    """Write a block anew: in pieces that need no fresh memory, where each byte is a character."""
    size = _PIECE if errors == AS_CONTROL else max(1, len(block))
    pieces = (block[at : at + size] for at in range(0, len(block), size))
    return b"".join([piece.decode(codec, errors).encode() for piece in pieces])
