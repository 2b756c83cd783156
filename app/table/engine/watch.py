"""What the preflight would have found wrong with a file's bytes, looked for while it is checked.

Most files are plain UTF-8, or plainly in an older encoding: they need not be gone over twice. Where
anything turns up the check starts again, after the careful look that names it.
"""

from __future__ import annotations

import numpy as np

from app.table import preflight
from app.table.encoding import by_bom
from app.table.engine.chunk import Chunk
from app.table.engine.cut import Cut
from app.table.engine.pages import MARK
from app.table.engine.places import bytes_of, places
from app.table.engine.scan import FEW, HARMLESS, refuse_long_lines
from app.table.engine.utf8 import valid
from app.table.preflight import CONTROLS, Preflight
from app.table.records import Surprise, Unsupported
from app.table.source import Source

_HEAD = 1 << 20
_GLANCE = 1 << 17
"""Letters of UTF-8 are proof enough: whatever else comes is watched for."""
_PIECE = 1 << 20
"""Small enough to stay in the processor's cache."""
_QUOTE, _SPACE = 34, 32
_LEAD, _FOLLOWS = 0xC2, -64


def beginning(source: Source) -> Preflight | None:
    """Tell what is known of a file that begins as plain UTF-8 text, or plainly in an older encoding.

    ``None`` where it takes a careful look to say how it is written.
    """
    bom = by_bom(source.head(4))
    if bom not in {"", "utf-8-sig"}:
        return None
    head, plain = b"", False
    for size in (_GLANCE, _HEAD):
        head = source.head(size)
        head = head[: head.rfind(b"\n") + 1]
        plain = _is_plain(head)
        if plain and valid(head) and (size == _HEAD or not head.isascii()):
            return Preflight(bom=bom, size=source.size, blank=False)
    return _older(head, source.size) if plain and not bom else None


def _is_plain(head: bytes) -> bool:
    filled = head.removeprefix(MARK).strip(b" \t\r\n\f\v")
    return bool(filled) and 0 not in head and len(head.translate(None, CONTROLS)) == len(head)


def _older(head: bytes, size: int) -> Preflight | None:
    """Tell what shows the encoding, where so many lines do that all others add nothing."""
    seen = Preflight()
    seen.count(head)
    if seen.mostly_utf8 or (len(seen.accents) < preflight.KEPT and len(head) < size):
        return None
    return Preflight(
        size=size,
        blank=False,
        first_accent=seen.first_accent,
        accents=seen.accents,
        bad_lines=seen.bad_lines - seen.good_lines,
    )


class Watch:
    """Goes along with the chunks, and fills in what is known at the end of a preflight."""

    def __init__(self, seen: Preflight, max_line: int) -> None:
        """Start. The figures are those of :class:`app.table.engine.scan.Scan`."""
        self.seen = seen
        self._half = max_line // 2
        self._controls = 0
        self._by_chance = 0
        self._room = np.empty((2, _PIECE), bool)

    def read(self, page: bytes) -> None:
        """Look at bytes as they stand in the file. Raises :class:`Surprise` where they may be UTF-8.

        In an older encoding few letters follow each other as a character of UTF-8 does.
        """
        if self.seen.utf8:
            return
        data = np.frombuffer(page, np.uint8)
        for at in range(0, len(data) - 1, _PIECE):
            some = data[at : at + _PIECE + 1]
            leads, follows = (room[: len(some) - 1] for room in self._room)
            np.greater_equal(some[:-1], _LEAD, out=leads)
            np.less(some[1:].view(np.int8), _FOLLOWS, out=follows)
            np.logical_and(leads, follows, out=leads)
            self._by_chance += int(np.count_nonzero(leads))
        if self._by_chance >= self.seen.bad_lines:
            raise Surprise("more than one encoding")

    def take(self, chunk: Chunk | Cut) -> None:
        """Look at a chunk's bytes. Raises :class:`Surprise`. Polars read those that are proven."""
        try:
            refuse_long_lines(chunk.data, self._half)
        except Unsupported as trouble:
            raise Surprise(str(trouble)) from None
        low = int((bytes_of(chunk.data) < _SPACE).sum()) - len(chunk.lines)
        if low or b"\x7f" in chunk.data:
            self._controls += low - sum(map(chunk.data.count, HARMLESS))
            self._controls += chunk.data.count(b"\x7f")
        if self._controls > FEW or (low and 0 in chunk.data):
            raise Surprise("characters that are none of text")
        if not (chunk.proven or chunk.data.isascii() or valid(chunk.data)):
            raise Surprise("bytes that are not UTF-8")
        seen = self.seen
        if not seen.odd_lines:
            seen.odd_lines = self._odd_lines(chunk)
        seen.lines += len(chunk.lines)
        lf, crlf, cr = chunk.ends
        seen.lf, seen.crlf, seen.cr = seen.lf + lf, seen.crlf + crlf, seen.cr + cr

    def _odd_lines(self, chunk: Chunk | Cut) -> int:
        """Count lines with an odd number of quotes; in a chunk that is proven they span records."""
        if chunk.proven:
            return len(chunk.inner)
        owners = np.searchsorted(chunk.lines, places(bytes_of(chunk.data), _QUOTE))
        return int(np.count_nonzero(np.bincount(owners) & 1)) if len(owners) else 0
