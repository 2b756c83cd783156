"""Classes of texts that are surely of one kind, and the least and the greatest among them.

Each is a test that only texts of the kind pass; ``0`` and ``,`` tell those of one kind apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from app.table.engine.accept import DAY
from app.table.kinds import kind_of

_NUMBER = r"\A[+-]?(?:0|[1-9][0-9]{{0,17}}){mark}[0-9]{{1,17}}\z"
_TEXT_START = r"\A[+-]?0[0-9]+\z"
_DAY_AND_MORE = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[^T ]"
_SURE = 6
"""Characters from which a text that starts with none of a number is neither yes nor no."""
_DIGITS = 18
_Test = Callable[[pl.Expr], pl.Expr]


class Found(NamedTuple):
    """What a class has of some texts."""

    many: int
    """How many."""
    ends: tuple[str, ...]
    """The least and the greatest, by value where it is a number, then by text."""
    mine: pl.Series
    """Which they are."""


def whole(texts: pl.Expr) -> pl.Expr:
    """Tell which are written as ``str`` writes a number of up to 18 digits that is not negative.

    A cast takes digits and a sign; what begins with 1 or anything above it begins with no sign.
    """
    plain = (texts >= "1") & (texts.str.len_bytes() <= _DIGITS)
    return (plain & _integer(texts).is_not_null()) | (texts == "0")


def _matching(pattern: str) -> _Test:
    return lambda texts: texts.str.contains(pattern)


def _integer(texts: pl.Expr) -> pl.Expr:
    return texts.cast(pl.Int64, strict=False)


def _number(texts: pl.Expr) -> pl.Expr:
    return texts.cast(pl.Float64, strict=False)


def _begins_otherwise(texts: pl.Expr) -> pl.Expr:
    """Tell which begin with no digit and no sign: texts are compared byte by byte."""
    between = ((texts >= ",") & (texts < "-")) | ((texts >= ".") & (texts < "0"))
    return (texts > ":") | (texts < "+") | between


CLASSES: Mapping[str, _Test] = {
    "integer": whole,
    "number": _matching(_NUMBER.format(mark=r"\.")),
    "number,": _matching(_NUMBER.format(mark=",")),
    "integer0": _matching(r"\A[+-]?[1-9][0-9]{0,17}\z"),
    "date": _matching(rf"\A{DAY}\z"),
    "string": lambda texts: _begins_otherwise(texts) & (texts.str.len_chars() >= _SURE),
    "string0": _matching(_TEXT_START),
    "string00": _matching(_DAY_AND_MORE),
}
_VALUES: Mapping[str, _Test] = {
    "integer": _integer,
    "integer0": _integer,
    "number": _number,
    "number,": lambda texts: _number(texts.str.replace(",", ".", literal=True)),
}


def kind(name: str) -> str:
    """Give the kind of a class."""
    return name.rstrip("0,")


def likely(texts: Sequence[str]) -> str:
    """Name the class that most of some texts seem to be of."""
    kinds = Counter(kind_of(text).type for text in texts)
    usual = kinds.most_common(1)[0][0] if kinds else ""
    if usual == "number" and "," in "".join(texts):
        return "number,"
    return usual if usual in CLASSES else "integer"


def worked_out(name: str, texts: pl.Expr) -> dict[str, pl.Expr]:
    """Work out for each text whether it is of the class, and what it is ordered by."""
    found = {"mine": CLASSES[name](texts)}
    return {**found, "value": _VALUES[name](texts)} if name in _VALUES else found


def look(name: str, texts: pl.Series, worked: Mapping[str, pl.Series]) -> Found:
    """Say what a class has of some texts, of which this was worked out; no null is of any."""
    mine = worked["mine"]
    many = int(mine.sum())
    if not many:
        return Found(0, (), mine)
    some = texts if many == len(texts) else texts.filter(mine)
    if name in _VALUES:
        values = worked["value"] if some is texts else worked["value"].filter(mine)
        least, most = values.min(), values.max()
        if name == "integer":  # then there is one way to write each
            return Found(many, (str(least), str(most)), mine)
        ends = some.filter(values == least).min(), some.filter(values == most).max()
        return Found(many, (str(ends[0]), str(ends[1])), mine)
    return Found(many, (str(some.min()), str(some.max())), mine)
