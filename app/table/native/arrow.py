"""Between lists, NumPy and Arrow, by the bytes of the arrays.

Arrow's own ``array``, ``scalar``, ``fill_null`` and ``to_numpy`` import pandas to see whether they were
given something of pandas': 0.3 s and 100 MB for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

TYPES: Mapping[str, Any] = {
    "text": pa.large_string(),
    "filled": pa.large_string(),
    "number": pa.float64(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "boolean": pa.bool_(),
}
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 # instants here have no zone
_DAY = date(1970, 1, 1)
_TICK = timedelta(microseconds=1)


def array_of(values: Sequence[object], kind: str) -> Any:
    """Give values of a kind, ``None`` among them, as an Arrow array."""
    filled = np.fromiter((value is not None for value in values), bool, len(values))
    buffers = _BUFFERS.get(kind, _texts)(values)
    return pa.Array.from_buffers(TYPES[kind], len(values), [_bits(filled), *buffers])


def places_of(places: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Any:
    """Give places as an Arrow array."""
    return pa.Array.from_buffers(pa.int64(), len(places), [None, pa.py_buffer(places)])


def _bits(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Any:
    return pa.py_buffer(np.packbits(flags, bitorder="little"))


def _texts(values: Sequence[Any]) -> list[Any]:
    written = [b"" if value is None else value.encode() for value in values]
    ends = np.zeros(len(values) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, written), np.int64, len(written)), out=ends[1:])
    return [pa.py_buffer(ends), pa.py_buffer(b"".join(written))]


def _numbers(values: Sequence[Any]) -> list[Any]:
    found = (0.0 if value is None else value for value in values)
    return [pa.py_buffer(np.fromiter(found, np.float64, len(values)))]


def _days(values: Sequence[Any]) -> list[Any]:
    found = (0 if value is None else (value - _DAY).days for value in values)
    return [pa.py_buffer(np.fromiter(found, np.int32, len(values)))]


def _moments(values: Sequence[Any]) -> list[Any]:
    found = (0 if value is None else (value - _EPOCH) // _TICK for value in values)
    return [pa.py_buffer(np.fromiter(found, np.int64, len(values)))]


def _truths(values: Sequence[Any]) -> list[Any]:
    return [_bits(np.fromiter(map(bool, values), bool, len(values)))]


_BUFFERS: Mapping[str, Callable[[Sequence[Any]], list[Any]]] = {
    "number": _numbers,
    "date": _days,
    "datetime": _moments,
    "boolean": _truths,
}


def plain(array: Any) -> Any:
    """Give the values of a fixed width as NumPy sees them; what stands at a null is anything."""
    kind, buffer = np.dtype(_WIDTHS[array.type]), array.buffers()[1]
    if buffer is None or not len(array):
        return np.zeros(len(array), kind)
    values = np.frombuffer(buffer, kind, len(array), array.offset * kind.itemsize)
    return values.astype("datetime64[D]") if array.type == TYPES["date"] else values


def numbers(array: Any) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Give floats, NaN at each null."""
    values: np.ndarray[tuple[int], np.dtype[np.float64]] = plain(array)
    return np.where(valid(array), values, np.nan) if array.null_count else values


def valid(array: Any) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which values are not null."""
    return _unpacked(array.buffers()[0], array)


def truths(array: Any) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Give truths; null is false."""
    found = _unpacked(array.buffers()[1], array)
    return found & valid(array) if array.null_count else found


def _unpacked(buffer: Any, array: Any) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if buffer is None:
        return np.ones(len(array), bool)
    end = array.offset + len(array)
    bits = np.unpackbits(np.frombuffer(buffer, np.uint8)[: -(-end // 8)], bitorder="little")
    return bits[array.offset : end].astype(bool)


_WIDTHS: Mapping[Any, str] = {
    pa.float64(): "f8",
    pa.int32(): "i4",
    pa.int64(): "i8",
    pa.date32(): "i4",
    pa.timestamp("us"): "datetime64[us]",
}
