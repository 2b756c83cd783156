"""Where bytes break the rules of UTF-8, for a whole block at once (RFC 3629)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]

_NEED = np.zeros(256, np.uint8)
_NEED[0xC2:0xE0], _NEED[0xE0:0xF0], _NEED[0xF0:0xF5] = 1, 2, 3
_LEAD, _CONTINUES = 0xC0, 0x80
_SECOND = ((0xE0, 0xA0, 0xBF), (0xED, 0x80, 0x9F), (0xF0, 0x90, 0xBF), (0xF4, 0x80, 0x8F))
"""Leads whose second byte has a narrower range: no overlong forms, no surrogates."""


def broken(data: Bytes, high: Places) -> Places:
    """Give places where UTF-8 is broken; ``high`` are those of all bytes from 0x80 on, in order."""
    if not len(high):
        return high
    byte = data[high]
    continues = (byte & 0xC0) == _CONTINUES
    need = _NEED[byte]
    wrong = (need == 0) & ~continues
    expected = np.zeros(len(high), bool)
    for step in (1, 2, 3):
        lead = np.flatnonzero(need >= step)
        after = np.minimum(lead + step, len(high) - 1)
        good = (high[after] == high[lead] + step) & continues[after]
        wrong[lead[~good]] = True
        expected[after[good]] = True
    wrong |= continues & ~expected
    for first, low, top in _SECOND:
        lead = np.flatnonzero((byte == first) & ~wrong)
        second = byte[lead + 1] if len(lead) else byte[:0]
        wrong[lead[(second < low) | (second > top)]] = True
    found: Places = high[wrong]
    return found


_THIRD = {0xC3A2: 0xE2, 0xC3AF: 0xC2, 0xE288: 0x9A, 0xE280: 0x9A, 0xEFBF: 0xBD}
"""Beginnings of what :func:`app.table.mojibake.suspect` looks for, and the byte that follows."""
_RARE = (b"\x82", b"\x83", b"\x85", b"\x9a", b"\xef")
_PAIRS = np.zeros(1 << 16, bool)
_PAIRS[[0xC383, 0xC382, 0xC385, *_THIRD]] = True


def valid(page: bytes) -> bool:
    """Tell whether all is UTF-8, by Arrow's quick check."""
    offsets = pa.py_buffer(np.array([0, len(page)], np.int32))
    try:
        pa.StringArray.from_buffers(1, offsets, pa.py_buffer(page)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def may_be_garbled(page: bytes) -> bool:
    """Look for bytes that every sign of mangled text has, and French letters have not."""
    return any(byte in page for byte in _RARE) or (b"\xaf" in page and b"\xc2" in page)


def garbled(data: Bytes, high: Places) -> Places:
    """Find where a sign of mangled text may begin; where none does there is none."""
    pair = data[high].astype(np.uint16) << 8
    pair |= data[np.minimum(high + 1, len(data) - 1)]
    may = _PAIRS[pair]
    if not may.any():
        return high[:0]
    high, pair = high[may], pair[may]
    third = data[np.minimum(high + 2, len(data) - 1)]
    good = np.ones(len(high), bool)
    for begins, follows in _THIRD.items():
        good &= (pair != begins) | (third == follows)
    found: Places = high[good]
    return found
