"""Which rows repeat an earlier key: in one pass, with some twenty bytes a row."""

from __future__ import annotations

import json
from array import array
from collections.abc import Hashable, Sequence
from datetime import date, time
from decimal import Decimal

import numpy as np

NEAR = 100_000
"""So many keys are held with their row, to name the earlier row at once."""
_JOINT, _MARK, _NOTHING = "\x1f", "\x1e", "\0"


class Repeats:
    """Keys as 64-bit hashes. Two different keys of five million are taken for one at 1 in 10⁶."""

    def __init__(self) -> None:
        self._hashes = array("q")
        self._places = array("L")
        self._near: dict[int, int] = {}
        self._early = array("L")

    def add(self, key: str | tuple[Hashable, ...], place: int, row: int) -> int:
        """Note the key of the record at ``place``; return the earlier row that has it, or 0."""
        hashed = hash(key)  # of texts, keyed anew in each process: no collision can be prepared
        self._hashes.append(hashed)
        self._places.append(place)
        earlier = self._near.get(hashed, 0)
        if earlier or len(self._near) < NEAR:
            self._near[hashed] = row
        if earlier:
            self._early.append(place)
        return earlier

    def places(self) -> array[int]:
        """Give the place of every record whose key an earlier record has, in order."""
        if len(self._near) < NEAR:
            return self._early
        hashes = np.frombuffer(self._hashes, dtype=np.int64)
        places = np.frombuffer(self._places, dtype=np.uint64)
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        again = order[1:][ordered[1:] == ordered[:-1]]
        return array("L", np.sort(places[again]).tobytes())

    def __len__(self) -> int:
        return len(self._hashes)


def key_text(value: object) -> str | None:
    """Write a value so that equal values are written alike: 1, 01 and 1.0; ``None`` for a NaN."""
    if isinstance(value, str):
        return "t" + value
    if isinstance(value, int):  # True equals 1 here, as it does for frictionless
        return _whole_text(value)
    if isinstance(value, float):
        value = Decimal(str(value))
    if isinstance(value, Decimal):
        return None if value.is_nan() else _number_text(value)
    return _other_text(value)


def _other_text(value: object) -> str:
    if isinstance(value, tuple):
        return "(" + ",".join(map(str, map(key_text, value))) + ")"
    try:
        hashed = f"{type(value).__name__} {hash(value)}"
    except TypeError:  # lists and objects, which frictionless cannot compare at all
        return json.dumps(value, sort_keys=True, default=str)
    if isinstance(value, date | time):  # equal instants in two zones are one
        return hashed
    return f"{hashed} {value}"  # to Python's hashes -1 day and -2 days are one


def _whole_text(value: int) -> str:
    """Write a whole number as :func:`_number_text` would."""
    text = str(abs(value))
    bare = text.rstrip("0")
    return f"n{int(value < 0)}{bare}e{len(text) - len(bare)}" if bare else "n0"


def _number_text(value: Decimal) -> str:
    if not value.is_finite() or not value:
        return f"n{value or 0}"
    sign, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits))
    bare = text.rstrip("0")
    return f"n{sign}{bare}e{int(exponent) + len(text) - len(bare)}"


def joint_key(values: Sequence[object]) -> str | None:
    """Write several values as one key: ``""`` where all are missing, ``None`` where one is a NaN."""
    if all(value is None for value in values):
        return ""
    texts = [_NOTHING if value is None else key_text(value) for value in values]
    if None in texts:
        return None
    if any(_JOINT in text or _MARK in text for text in texts if text):
        texts = [
            str(text).replace(_MARK, _MARK + "0").replace(_JOINT, _MARK + "1") for text in texts
        ]
    return _JOINT.join(map(str, texts))
