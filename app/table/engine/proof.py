"""The proof that a block is plain RFC 4180: quotes open and close whole cells, and nothing else.

Where it holds, every CSV reader cuts the block alike; where it fails, only ``csv.reader`` itself
can say how ``csv.reader`` cuts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.table.engine.places import bytes_of, places
from app.table.engine.utf8 import Bytes, Places

_LF, _CR, _QUOTE = 10, 13, 34


class Proof(NamedTuple):
    """What is known of a proven block."""

    end: int
    """Where its last whole record ends."""
    quotes: Places
    """Every quote before that end."""
    lines: Places
    """Line feeds before that end."""
    records: Places
    """Those of them that end a record."""
    inner: Places
    """Which of the line feeds do not."""


def prove(block: bytes, separator: int) -> Proof | None:
    """Prove a block that starts where a record does; ``None`` where it cannot be proven."""
    data = np.frombuffer(block, np.uint8)
    numbers = bytes_of(block)
    lines = places(numbers, _LF)
    none = lines[:0]
    if b'"' not in block:
        return Proof(int(lines[-1]) + 1 if len(lines) else 0, none, lines, lines, none)
    if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
        return None
    quotes = places(numbers, _QUOTE)
    if not _wraps_cells(data, quotes, separator):
        return None
    before = np.bincount(np.searchsorted(lines, quotes), minlength=len(lines))[: len(lines)]
    inner = np.flatnonzero(np.cumsum(before) & 1)
    records = np.delete(lines, inner) if len(inner) else lines
    if not len(records):
        return Proof(0, none, none, none, none)
    end = int(records[-1]) + 1
    kept = lines[: int(np.searchsorted(lines, end))]
    inside = quotes[: int(np.searchsorted(quotes, end))]
    return Proof(end, inside, kept, records, inner[: len(kept) - len(records)])


def _wraps_cells(data: Bytes, quotes: Places, separator: int) -> bool:
    """Tell whether each opening quote starts a cell and each closing one ends it, or is doubled."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.where(opening > 0, data[np.maximum(opening - 1, 0)], _LF)
    good = (before == separator) | (before == _LF)
    good[1:] |= closing[: len(opening) - 1] == opening[1:] - 1
    if not good.all():
        return False
    last = len(data) - 1
    after = np.where(closing < last, data[np.minimum(closing + 1, last)], _LF)
    good = (after == separator) | (after == _LF) | (after == _CR)
    doubled = closing[: len(opening) - 1] + 1 == opening[1:]
    good[: len(doubled)] |= doubled
    return bool(good.all())


def unquoted(proof: Proof) -> int:
    """Count the bytes that reading takes away: quotes around cells, and one of each doubled pair."""
    opening, closing = proof.quotes[0::2], proof.quotes[1::2]
    return len(proof.quotes) - int(np.count_nonzero(opening[1:] == closing[:-1] + 1))
