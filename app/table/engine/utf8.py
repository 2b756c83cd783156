"""Where bytes break the rules of UTF-8, for a whole block at once (RFC 3629)."""

from __future__ import annotations

import numpy as np
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
