"""What the preflight would have found wrong with a file's bytes, looked for while it is checked.

Most files are plain UTF-8: they need not be gone over twice. Where anything turns up the check
starts again, after the careful look that names it.
"""

from __future__ import annotations

import numpy as np

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
_QUOTE, _SPACE = 34, 32


def promising(source: Source) -> bool:
    """Tell whether a file begins as plain UTF-8 text."""
    head = source.head(_HEAD)
    head = head[: head.rfind(b"\n") + 1]
    filled = head.removeprefix(MARK).strip(b" \t\r\n\f\v")
    good = filled and 0 not in head and len(head.translate(None, CONTROLS)) == len(head)
    return bool(good) and valid(head) and by_bom(head[:4]) in {"", "utf-8-sig"}


class Watch:
    """Goes along with the chunks, and fills in what is known at the end of a preflight."""

    def __init__(self, source: Source, max_line: int) -> None:
        """Start. The figures are those of :class:`app.table.engine.scan.Scan`."""
        self.seen = Preflight(bom=by_bom(source.head(4)), size=source.size, blank=False)
        self._half = max_line // 2
        self._controls = 0

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
