"""Texts that stand for their value alone: where two of them differ, what they mean does too."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from app.table.engine import classes
from app.table.engine.accept import DAY, SPELLED
from app.table.fields import Judge

Plain = Callable[[pl.Series], NDArray[np.bool_] | None]
"""Tells which texts are written as the value that they mean is; ``None``: all are."""
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


def counts(judge: Judge) -> bool:
    """Tell whether two numbers that ``str`` writes always mean different things."""
    if judge.type in {"integer", "number"}:
        return not SPELLED & judge.stated.keys()
    return (judge.type, judge.format) in {("string", "default"), ("any", "default")}


def _matching(pattern: str) -> Plain:
    return lambda texts: texts.str.contains(pattern).fill_null(value=False).to_numpy()


def whole(texts: pl.Series) -> NDArray[np.bool_]:
    """Tell which are written as ``str`` writes a number of up to 18 digits that is not negative."""
    found = texts.alias("text").to_frame().select(classes.whole(pl.col("text"))).to_series()
    return found.fill_null(value=False).to_numpy()


def written(value: Decimal) -> str:
    """Write a number plainly: no exponent, no zeros at the end."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if value else "0"
