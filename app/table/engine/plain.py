"""Texts that stand for their value alone: where two of them differ, what they mean does too."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from app.table.engine.accept import DAY, SPELLED
from app.table.fields import Judge

Plain = Callable[[pl.Series], NDArray[np.bool_] | None]
"""Tells which texts are written as the value that they mean is; ``None``: all are."""
_DIGITS = 18
_LEAST = np.array([0, 0, *(10**digits for digits in range(1, _DIGITS))], np.int64)
"""The least number of so many digits."""
_DECIMAL = r"\A(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,14}[1-9])?\z"
WRITTEN = 15
"""Digits up to which a number's plain way of writing is asked for."""


def plain_of(judge: Judge) -> Plain:
    """Give the test of a field's texts."""
    if (judge.type, judge.format) in {("string", "default"), ("any", "default")}:
        return lambda _: None
    if judge.type == "date" and judge.format in {"default", "%Y-%m-%d"}:
        return _matching(rf"\A{DAY}\z")
    if judge.type in {"integer", "number"} and not SPELLED & judge.stated.keys():
        return whole if judge.type == "integer" else _matching(_DECIMAL)
    return lambda texts: np.zeros(len(texts), bool)


def _matching(pattern: str) -> Plain:
    return lambda texts: texts.str.contains(pattern).fill_null(value=False).to_numpy()


def whole(texts: pl.Series) -> NDArray[np.bool_]:
    """Tell which are written as ``str`` writes a number of up to 18 digits that is not negative."""
    values = texts.cast(pl.Int64, strict=False).fill_null(-1).to_numpy()
    sizes = texts.str.len_bytes().fill_null(0).to_numpy()
    good: NDArray[np.bool_] = values >= _LEAST[np.minimum(sizes, _DIGITS)]
    return good & (sizes <= _DIGITS)


def written(value: Decimal) -> str:
    """Write a number plainly: no exponent, no zeros at the end."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if value else "0"
