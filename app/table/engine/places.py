"""Where a byte stands in a block: compared into single bits, an eighth of what there is to go over."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from app.table.engine.utf8 import Places

_WORD = 64
_CROWDED = 4
"""Places in a word from which on its bits are told apart all at once."""
_MANTISSA, _BIAS = 52, 1023
"""Where a double keeps its exponent, and what is added to it (IEEE 754)."""


def bytes_of(block: bytes) -> pl.Series:
    """See a block as numbers, without a copy."""
    array = pa.Array.from_buffers(pa.uint8(), len(block), [None, pa.py_buffer(block)])
    series = pl.from_arrow(array)
    assert isinstance(series, pl.Series)
    return series


def places(block: pl.Series, byte: int) -> Places:
    """Find a byte, in ascending order."""
    whole = len(block) // _WORD
    rest = np.flatnonzero((block[whole * _WORD :] == byte).to_numpy())
    found = _in_words(block.head(whole * _WORD), byte) if whole else rest[:0]
    return np.append(found, rest + whole * _WORD) if len(rest) else found


def _in_words(block: pl.Series, byte: int) -> Places:
    """Find a byte in a block of whole words: one bit for each byte."""
    bits = (block == byte).to_arrow()
    assert not bits.offset
    words = np.frombuffer(bits.buffers()[1], np.uint64, len(block) // _WORD)
    at = np.flatnonzero(words != 0)  # of truths it is four times as quick
    found = words[at]
    if int(np.bitwise_count(found).sum()) > _CROWDED * len(at):
        several = np.flatnonzero(np.unpackbits(found.view(np.uint8), bitorder="little"))
        every: Places = at[several // _WORD] * _WORD + several % _WORD
        return every
    parts = []
    while len(found):
        low = found & (~found + np.uint64(1))
        parts.append(at * _WORD + _exponents(low))
        found = found ^ low
        left = np.flatnonzero(found != 0)
        at, found = at[left], found[left]
    if len(parts) < 2:  # noqa: PLR2004
        return parts[0] if parts else at
    return np.sort(np.concatenate(parts))


def _exponents(powers: NDArray[np.uint64]) -> Places:
    """Tell which power of two each number is."""
    bits = powers.astype(np.float64).view(np.int64)
    found: Places = (bits >> _MANTISSA) - _BIAS
    return found
