"""The preflight of :mod:`app.table.preflight` for big files: the same figures, vectorised."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.table.encoding import by_bom
from app.table.engine.pages import MARK, pages
from app.table.engine.utf8 import Bytes, Places, broken, garbled, may_be_garbled, valid
from app.table.preflight import KEPT, PLACES, Preflight, look, one_line_end
from app.table.records import Unsupported
from app.table.source import Source

_LF, _QUOTE, _SPACE, _ASCII = 10, 34, 32, 0x80
HARMLESS = (b"\t", b"\x0c", b"\r", b"\x1a")
"""Control characters that text may hold, beside line feeds."""
FEW = 4
"""Others of which so many prove nothing."""
_PAGE = 1 << 20
"""Small enough to stay in the processor's cache."""


class Scan(NamedTuple):
    """What one pass over the bytes shows."""

    seen: Preflight
    """As the plain preflight has it, but for figures that nobody needs: ``longest``, and
    ``good_lines`` where all are good, and how many ``odd_lines`` there are beyond the first."""
    garbled: bool
    """False where no line can hold mangled text, read as UTF-8."""


def scan(source: Source, max_line: int) -> Scan:
    """Go over the whole file once; whatever looks wrong is left to the plain preflight to name."""
    try:
        found = _Scanner(source, max_line, count_good=False)
        if found.seen.bad_lines:
            found = _Scanner(source, max_line, count_good=True)
    except Unsupported:
        return Scan(look(source, max_line), garbled=True)
    seen = found.seen
    if seen.nuls or seen.controls > FEW or seen.blank:
        return Scan(look(source, max_line), garbled=True)
    return Scan(seen, garbled=found.garbled or not seen.utf8)


class _Scanner:
    def __init__(self, source: Source, max_line: int, *, count_good: bool) -> None:
        self.seen = Preflight(bom=by_bom(source.head(4)))
        self.garbled = False
        self._count_good = count_good
        for page in pages(source, _PAGE):
            self._count(page, max_line)
            if self.seen.bad_lines and not count_good:
                return

    def _count(self, page: bytes, max_line: int) -> None:
        seen = self.seen
        data = np.frombuffer(page, np.uint8)
        lines = int(np.count_nonzero(data == _LF))
        seen.size += len(page)
        seen.blank = seen.blank and not page.removeprefix(MARK).strip(b"\0 \t\r\n\f\v")
        refuse_long_lines(page, max_line // 2)
        low = int(np.count_nonzero(data < _SPACE)) - lines
        if low:
            seen.nuls += page.count(0)
            seen.controls += low - sum(map(page.count, HARMLESS)) - page.count(0)
        if b"\x7f" in page:
            seen.controls += page.count(b"\x7f")
        seen.lf += lines
        if b"\r" in page:  # looking for one byte is far quicker than counting it
            crlf = page.count(b"\r\n")
            seen.crlf += crlf
            seen.cr += page.count(b"\r") - crlf
            seen.lf -= crlf
            page = one_line_end(page)
        self._look_at_lines(page)

    def _look_at_lines(self, page: bytes) -> None:
        seen = self.seen
        data = np.frombuffer(page, np.uint8)
        quoted = not seen.odd_lines and b'"' in page
        accents = not page.isascii()
        counted = self._count_good or len(seen.accents) < KEPT
        if not quoted and not (accents and counted):
            seen.lines += int(np.count_nonzero(data == _LF)) + (not page.endswith(b"\n"))
            if accents:
                self._look_fast(page, data)
            return
        ends = np.flatnonzero(data == _LF)
        if not page.endswith(b"\n"):
            ends = np.append(ends, len(page))
        if quoted:
            owners = np.searchsorted(ends, np.flatnonzero(data == _QUOTE))
            seen.odd_lines += int(np.count_nonzero(np.bincount(owners) & 1))
        if accents:
            high = np.flatnonzero(data >= _ASCII)
            self._look_at_accents(page, high, ends)
            self._look_at_bytes(page, data, high, ends)
        seen.lines += len(ends)

    def _look_fast(self, page: bytes, data: Bytes) -> None:
        """Look at the bytes where nothing need be counted; the next scan counts what is wrong."""
        if not valid(page):
            self.seen.bad_lines += 1
        elif not self.garbled and may_be_garbled(page):
            self.garbled = bool(len(garbled(data, np.flatnonzero(data >= _ASCII))))

    def _look_at_accents(self, page: bytes, high: Places, ends: Places) -> None:
        """Keep some lines beyond ASCII, and count them."""
        seen = self.seen
        lines = _distinct(np.searchsorted(ends, high))
        if not seen.lines and page[: ends[0]] == MARK:
            lines = lines[lines > 0]
        if len(lines):
            seen.first_accent = seen.first_accent or seen.lines + int(lines[0]) + 1
        seen.good_lines += len(lines)
        for line in lines:
            if len(seen.accents) >= KEPT:
                break
            seen.accents += _line(page, ends, int(line))[:KEPT] + b"\n"

    def _look_at_bytes(self, page: bytes, data: Bytes, high: Places, ends: Places) -> None:
        """Find lines that are not UTF-8."""
        seen = self.seen
        places = broken(data, high)
        self.garbled = self.garbled or bool(len(garbled(data, high)))
        bad = _distinct(np.searchsorted(ends, places))
        seen.good_lines -= len(bad)
        seen.bad_lines += len(bad)
        for line in bad[: max(0, PLACES - len(seen.bad_at))]:
            seen.bad_at.append(seen.lines + int(line) + 1)
            few = len(seen.bad_sample) < PLACES // 50
            seen.bad_sample.append(_line(page, ends, int(line))[:KEPT] if few else b"")


def refuse_long_lines(page: bytes, half: int) -> None:
    """Let pass only where each half of what a line may have holds a line feed: ``Unsupported``."""
    for start in range(0, len(page) - half, half):
        if page.find(b"\n", start, start + half) < 0:
            raise Unsupported("a line may be too long")


def _distinct(ordered: Places) -> Places:
    """Give each number of an ascending array once."""
    return ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]


def _line(page: bytes, ends: Places, line: int) -> bytes:
    return page[int(ends[line - 1]) + 1 if line else 0 : int(ends[line])]
