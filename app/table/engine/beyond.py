"""Tests of texts of the right type that fail one constraint, and surely no other.

Each refuses a proven part of what frictionless refuses; the proof is a differential test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_

import polars as pl

from app.table.engine.accept import BOUNDS, DAY, SPELLED, TEXT_TESTS
from app.table.explainer import LONGEST
from app.table.fields import Judge

LETTERS = "A-Za-zÀ-ÖØ-öø-ÿŒœ"
"""Letters of French, and some more."""
_ODD, _NOT_ASCII = rf"[^ -~{LETTERS}’]", "[^ -~]"
_WHOLE, _NUMBER = r"-?[0-9]{1,18}", r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?"
_Tests = Mapping[str, tuple[pl.Expr, pl.Expr]]
"""By the names of constraints: what surely passes, and what surely fails."""


def fail_one(judge: Judge, cells: pl.Expr) -> dict[str, pl.Expr]:
    """Give the tests by the names of constraints; none where one of them cannot be told."""
    build = _BY_TYPE.get((judge.type, judge.format))
    asked = {k: v for k, v in judge.constraints.items() if k != "required"}
    tests = build(cells, asked) if build and not SPELLED & judge.stated.keys() else None
    if not tests:
        return {}
    plain = readable(cells, _NOT_ASCII if "pattern" in tests else _ODD)
    return {
        name: reduce(and_, (passes for other, (passes, _) in tests.items() if other != name), fails)
        & plain
        for name, (_, fails) in tests.items()
    }


def readable(cells: pl.Expr, odd: str = _NOT_ASCII) -> pl.Expr:
    """Tell which texts the explainer looks at whole, and hold none of the ``odd`` characters."""
    return (cells.str.len_bytes() <= LONGEST) & ~cells.str.contains(odd)


def _texts(cells: pl.Expr, asked: Mapping[str, object]) -> _Tests | None:
    tests: dict[str, tuple[pl.Expr, pl.Expr]] = {}
    for name, stated in asked.items():
        exact = name in _EXACT and _EXACT[name](stated)
        test = TEXT_TESTS[name](cells, stated) if exact else None
        if test is None:
            return None
        tests[name] = (test, ~test)
    return tests


_EXACT: Mapping[str, Callable[[object], bool]] = {
    "minLength": lambda stated: stated.__class__ is int,
    "maxLength": lambda stated: stated.__class__ is int,
    "enum": lambda stated: isinstance(stated, list) and all(isinstance(s, str) for s in stated),
    "pattern": lambda stated: isinstance(stated, str),
}
"""Whether what a constraint states is all that its test looks at."""


def _bounded(
    shape: str, read: Callable[[str], object], value: Callable[[pl.Expr], pl.Expr]
) -> Callable[[pl.Expr, Mapping[str, object]], _Tests | None]:
    """Compare strictly only: what is read and equals a bound is judged by frictionless."""

    def tests(cells: pl.Expr, asked: Mapping[str, object]) -> _Tests | None:
        told = all(re.fullmatch(shape, str(stated), re.ASCII) for stated in asked.values())
        if not (told and asked.keys() <= set(BOUNDS)):
            return None
        values = value(cells)
        sides = {}
        for name, stated in asked.items():
            above, below = values > (bound := pl.lit(read(str(stated)))), values < bound
            pair = (above, below) if "inimum" in name else (below, above)
            sides[name] = (pair[0].fill_null(value=False), pair[1].fill_null(value=False))
        return sides

    return tests


def _finite(cells: pl.Expr) -> pl.Expr:
    value = cells.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


_BY_TYPE: Mapping[tuple[str, str], Callable[[pl.Expr, Mapping[str, object]], _Tests | None]] = {
    ("string", "default"): _texts,
    ("integer", "default"): _bounded(_WHOLE, int, lambda cells: cells.cast(pl.Int64, strict=False)),
    ("number", "default"): _bounded(_NUMBER, float, _finite),
    ("date", "default"): _bounded(
        DAY, str, lambda cells: pl.when(cells.str.contains(rf"\A{DAY}\z")).then(cells)
    ),
}
