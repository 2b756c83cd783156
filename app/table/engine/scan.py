"""The preflight of :mod:`app.table.preflight` for big files: the same figures, vectorised."""

from __future__ import annotations

import numpy as np

from app.table.encoding import by_bom
from app.table.engine.pages import pages
from app.table.engine.utf8 import Bytes, Places, broken
from app.table.preflight import KEPT, PLACES, Preflight, look, one_line_end
from app.table.records import Unsupported
from app.table.source import Source

_LF, _QUOTE, _SPACE, _DELETE, _ASCII = 10, 34, 32, 127, 0x80
_HARMLESS = (b"\t", b"\n", b"\x0c", b"\r", b"\x1a")
_FEW = 4
_MARK = b"\xef\xbb\xbf"


def scan(source: Source, max_line: int) -> Preflight:
    """Go over the whole file once; whatever looks wrong is left to the plain preflight to name."""
    try:
        seen = _scan(source)
    except Unsupported:
        return look(source, max_line)
    doubtful = seen.nuls or seen.controls > _FEW or seen.blank or seen.longest > max_line
    return look(source, max_line) if doubtful else seen


def _scan(source: Source) -> Preflight:
    seen = Preflight(bom=by_bom(source.head(4)))
    for page in pages(source):
        seen.size += len(page)
        seen.nuls += page.count(0)
        seen.controls += _controls(page)
        seen.blank = seen.blank and not page.removeprefix(_MARK).strip(b"\0 \t\r\n\f\v")
        _count_lines(seen, page)
    return seen


def _controls(page: bytes) -> int:
    low = int(np.count_nonzero(np.frombuffer(page, np.uint8) < _SPACE))
    return low - sum(map(page.count, _HARMLESS)) - page.count(0) + page.count(_DELETE)


def _count_lines(seen: Preflight, page: bytes) -> None:
    crlf = page.count(b"\r\n")
    seen.crlf += crlf
    seen.cr += page.count(b"\r") - crlf
    seen.lf += page.count(b"\n") - crlf
    page = one_line_end(page)
    data = np.frombuffer(page, np.uint8)
    ends = np.flatnonzero(data == _LF)
    if not page.endswith(b"\n"):
        ends = np.append(ends, len(page))
    seen.longest = max(seen.longest, int(np.diff(ends, prepend=-1).max()) - 1)
    if b'"' in page:
        quotes = np.searchsorted(ends, np.flatnonzero(data == _QUOTE))
        seen.odd_lines += int(np.count_nonzero(np.bincount(quotes) & 1))
    if not page.isascii():
        _count_accents(seen, page, data, ends)
    seen.lines += len(ends)


def _count_accents(seen: Preflight, page: bytes, data: Bytes, ends: Places) -> None:
    high = np.flatnonzero(data >= _ASCII)
    lines = _distinct(np.searchsorted(ends, high))
    if not seen.lines and page[: ends[0]] == _MARK:
        lines = lines[lines > 0]
    if not len(lines):
        return
    seen.first_accent = seen.first_accent or seen.lines + int(lines[0]) + 1
    for line in lines:
        if len(seen.accents) >= KEPT:
            break
        seen.accents += _line(page, ends, int(line))[:KEPT] + b"\n"
    bad = _distinct(np.searchsorted(ends, broken(data, high)))
    seen.good_lines += len(lines) - len(bad)
    seen.bad_lines += len(bad)
    for line in bad[: max(0, PLACES - len(seen.bad_at))]:
        seen.bad_at.append(seen.lines + int(line) + 1)
        few = len(seen.bad_sample) < PLACES // 50
        seen.bad_sample.append(_line(page, ends, int(line))[:KEPT] if few else b"")


def _distinct(ordered: Places) -> Places:
    """Give each number of an ascending array once."""
    return ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]


def _line(page: bytes, ends: Places, line: int) -> bytes:
    return page[int(ends[line - 1]) + 1 if line else 0 : int(ends[line])]
