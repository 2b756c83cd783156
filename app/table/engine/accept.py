"""Tests that accept whole columns at once: each accepts a proven part of what frictionless accepts.

What a test does not accept is *not* refused: frictionless' own reader then has the word. The proof
is a differential test (``tests/table_engine``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

import polars as pl

from app.table.column import ColumnPass
from app.table.engine.french import accept_checks
from app.table.engine.pattern import translate
from app.table.expected import texts
from app.table.fields import Judge
from app.table.shortcuts import MAIL, MAIL_MAX, URL

DAY = (
    r"[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
"""Every day from the year 1000 on but the 29ths of February."""
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
SPELLED = frozenset({"decimalChar", "groupChar", "bareNumber", "floatNumber"})
_GROUPS = frozenset({"", " ", "\u00a0", "\u202f", ",", "'"})
"""Marks between groups of digits that mean nothing else in a pattern."""
_BEYOND = 1 << 63
_DIGITS = re.compile(r"\^?(?:\\d|\[0-9\])\{([1-9][0-9]?)\}\$?")
_SHORT = 16
"""Bytes of a number whose exponent Python surely knows."""
_CAST = 18
"""Digits that surely fit."""
_TRUTHS = ["true", "True", "TRUE", "1", "false", "False", "FALSE", "0"]


def accept(judged: ColumnPass, cells: pl.Expr) -> pl.Expr | None:
    """Give the test of a column over its cells, missing ones aside; ``None``: there is none."""
    field = accept_field(judged.judge, cells)
    if field is None or not judged.checks:
        return field
    if (judged.judge.type, judged.judge.format) != ("string", "default"):
        return None  # then a check is of a value, not of a text
    checks = accept_checks(judged.checks, cells)
    if checks is None:
        return None
    return checks if field.meta.is_literal() else field & checks


class Stated(Protocol):
    """A field as its descriptor states it."""

    @property
    def type(self) -> str:
        """Its type."""

    @property
    def format(self) -> str:
        """Its format."""

    @property
    def constraints(self) -> Mapping[str, object]:
        """Its constraints."""

    @property
    def stated(self) -> Mapping[str, object]:
        """Its descriptor."""


def accept_field(judge: Stated, cells: pl.Expr) -> pl.Expr | None:
    """Give the test of a field alone."""
    build = _TESTS.get((judge.type, judge.format))
    asked = {k: v for k, v in judge.constraints.items() if k != "required"}
    return build(judge, cells, asked) if build else None


def _text(_judge: Judge, cells: pl.Expr, asked: Mapping[str, object]) -> pl.Expr | None:
    test = pl.lit(value=True)
    for name, value in asked.items():
        one = TEXT_TESTS[name](cells, value) if name in TEXT_TESTS else None
        if one is None:
            return None
        test = one if test.meta.is_literal() else test & one
    return test


def _pattern(cells: pl.Expr, value: object) -> pl.Expr | None:
    digits = _DIGITS.fullmatch(str(value))
    if digits and int(digits[1]) <= _CAST:
        number = cells.cast(pl.Int64, strict=False)  # takes digits and a sign
        return (cells.str.len_bytes() == int(digits[1])) & (cells >= "0") & number.is_not_null()
    found = translate(str(value))
    if found is None:
        return None
    test = cells.str.contains(found.pattern)
    return test & ~cells.str.contains(r"[^ -~]") if found.guard else test


def _enum(cells: pl.Expr, value: object) -> pl.Expr | None:
    members = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return cells.is_in(members)


TEXT_TESTS: Mapping[str, Callable[[pl.Expr, object], pl.Expr | None]] = {
    "minLength": lambda cells, value: cells.str.len_chars() >= int(str(value)),
    "maxLength": lambda cells, value: cells.str.len_chars() <= int(str(value)),
    "enum": _enum,
    "pattern": _pattern,
}


def _integer(judge: Judge, cells: pl.Expr, asked: Mapping[str, object]) -> pl.Expr | None:
    if SPELLED & judge.stated.keys() or not asked.keys() <= set(BOUNDS):
        return None
    value = cells.cast(pl.Int64, strict=False)
    test = value.is_not_null()
    for name, stated in asked.items():
        if not re.fullmatch(r"-?[0-9]{1,20}", str(stated), re.ASCII):
            return None
        bound = int(str(stated))
        if abs(bound) >= _BEYOND:
            return None
        test = test & _beside(name, value, bound)
    return test.fill_null(value=False)


def _beside(name: str, value: pl.Expr, bound: int) -> pl.Expr:
    if name == "minimum":
        return value >= bound
    if name == "maximum":
        return value <= bound
    return value > bound if name == "exclusiveMinimum" else value < bound


def _number(judge: Judge, cells: pl.Expr, asked: Mapping[str, object]) -> pl.Expr | None:
    """Compare strictly only: rounding to a float keeps order, but may make two numbers equal."""
    if not asked.keys() <= set(BOUNDS):
        return None
    source = _plain_number(judge, cells) if SPELLED & judge.stated.keys() else cells
    if source is None:
        return None
    value = source.cast(pl.Float64, strict=False)
    test = value.is_finite()
    if source is cells:  # 0e9999999999999999999 is nought to Polars, and nothing to Python
        test = test & ((value != 0) | (cells.str.len_bytes() <= _SHORT))
    for name, stated in asked.items():
        if not re.fullmatch(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?", str(stated), re.ASCII):
            return None
        bound = float(str(stated))
        test = test & (value > bound if "inimum" in name else value < bound)
    return test.fill_null(value=False)


def _plain_number(judge: Judge, cells: pl.Expr) -> pl.Expr | None:
    """Take digits around one decimal mark, blanks between them; units are left to frictionless."""
    mark, group = (str(judge.stated.get(key, "")) for key in ("decimalChar", "groupChar"))
    mark = mark or "."
    if mark not in {".", ","} or group not in _GROUPS or group == mark:
        return None
    if "floatNumber" in judge.stated:
        return None
    digits = rf"[0-9][0-9{group}]*" if group else "[0-9]+"
    plain = cells.str.contains(rf"\A[+-]?{digits}(?:{re.escape(mark)}[0-9]+)?\z")
    bare = cells.str.replace_all(group, "", literal=True) if group else cells
    return pl.when(plain).then(bare.str.replace(mark, ".", literal=True))


def _boolean(judge: Judge, cells: pl.Expr, asked: Mapping[str, object]) -> pl.Expr | None:
    if asked:
        return None
    stated = [*texts(judge.stated.get("trueValues")), *texts(judge.stated.get("falseValues"))]
    both = "trueValues" in judge.stated and "falseValues" in judge.stated
    return cells.is_in(stated if both else _TRUTHS) if both or not stated else None


def _date(_judge: Judge, cells: pl.Expr, asked: Mapping[str, object]) -> pl.Expr | None:
    if not asked.keys() <= set(BOUNDS):
        return None
    test = cells.str.contains(rf"\A{DAY}\z")
    for name, stated in asked.items():
        if not re.fullmatch(DAY, str(stated), re.ASCII):
            return None
        bound = pl.lit(str(stated))  # written alike, days are ordered as texts
        test = test & (cells > bound if "inimum" in name else cells < bound)
    return test


def _year(_judge: Judge, cells: pl.Expr, asked: Mapping[str, object]) -> pl.Expr | None:
    return None if asked else cells.str.contains(r"\A[1-9][0-9]{3}\z")


def _shaped(shape: str, most: int) -> Callable[..., pl.Expr | None]:
    def test(_judge: Judge, cells: pl.Expr, asked: Mapping[str, object]) -> pl.Expr | None:
        good = cells.str.contains(rf"\A(?:{shape})\z")
        return None if asked else good & (cells.str.len_bytes() <= most)

    return test


_TESTS: Mapping[tuple[str, str], Callable[..., pl.Expr | None]] = {
    ("any", "default"): _text,
    ("string", "default"): _text,
    ("string", "email"): _shaped(MAIL, MAIL_MAX),
    ("string", "uri"): _shaped(URL, 1 << 20),
    ("integer", "default"): _integer,
    ("number", "default"): _number,
    ("boolean", "default"): _boolean,
    ("date", "default"): _date,
    ("date", "%Y-%m-%d"): _date,
    ("year", "default"): _year,
}
