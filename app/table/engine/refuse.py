"""Tests that refuse whole columns at once: each refuses a proven part of what frictionless does.

Only texts of printable ASCII are refused as of the wrong type; the proof is a differential test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from app.table.column import ColumnPass
from app.table.engine.accept import SPELLED, accept_field
from app.table.engine.beyond import LETTERS, fail_one, readable
from app.table.engine.french import SUMMED, refuse_sums
from app.table.explainer import SHAPE
from app.table.fields import Judge

SURE = "\0"
"""Begins the name of a class of texts that are surely refused: the fault and their shape follow."""


def refuse(judged: ColumnPass, cells: pl.Expr) -> dict[str, pl.Expr]:
    """Give tests of a field's texts by the fault, the only one that they find; none holds of two."""
    found = _of_other_digits(judged, cells) if judged.checks else fail_one(judged.judge, cells)
    of_type = _refuse_type(judged.judge, cells)
    return found if of_type is None else {"type": of_type, **found}


def class_of(fault: str, shape: pl.Expr) -> pl.Expr:
    """Name the class of texts of a fault and a shape."""
    return pl.concat_str(pl.lit(f"{SURE}{fault}{SURE}"), shape)


def in_class(text: str) -> tuple[str, str] | None:
    """Give the fault and the shape that make a class; ``None`` for a text that is no such name."""
    if not text.startswith(SURE):
        return None
    fault, _, shape = text[1:].partition(SURE)
    return fault, shape


def _refuse_type(judge: Judge, cells: pl.Expr) -> pl.Expr | None:
    build = _TESTS.get((judge.type, judge.format))
    if build is None or (judge.type in {"integer", "number"} and SPELLED & judge.stated.keys()):
        return None
    return build(cells) & readable(cells)


def _of_other_digits(judged: ColumnPass, cells: pl.Expr) -> dict[str, pl.Expr]:
    """Give the test of texts with a letter, or with too few or too many digits for a checksum."""
    field, name = accept_field(judged.judge, cells), judged.checks[0].name
    plain = (judged.judge.type, judged.judge.format) == ("string", "default")
    if field is None or not plain or len(judged.checks) > 1 or name not in SUMMED:
        return {}
    digits = cells.str.count_matches("[0-9]") == SUMMED[name]
    other = ~digits | cells.str.contains("[A-Za-z]")
    return {name: field & other & readable(cells)}


def refuse_sum(judged: ColumnPass, cells: pl.Expr) -> pl.Expr | None:
    """Give the test of texts that are only refused for their checksum, as two kinds of them.

    What is wrong with a text is the same in each kind; null for all other texts. ``None``: none.
    """
    field = accept_field(judged.judge, cells)
    if field is None or (judged.judge.type, judged.judge.format) != ("string", "default"):
        return None
    found = refuse_sums(judged.checks, cells)
    return found if found is None or field.meta.is_literal() else pl.when(field).then(found)


def shape_of(cells: pl.Expr) -> pl.Expr:
    """Write the shape of texts of such letters as the plain path's explainer does."""
    begins = cells.str.slice(0, 2 * SHAPE).str.replace_all(f"[{LETTERS}]+", "a")
    return begins.str.replace_all("[1-9]", "9").str.slice(0, SHAPE)


def _email(cells: pl.Expr) -> pl.Expr:
    """Refuse where there is not one @, a blank, or no point after the @."""
    one = cells.str.count_matches("@", literal=True) == 1
    return ~one | cells.str.contains(r" |@[^.]*\z")


def _matching(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda cells: cells.str.contains(pattern)


_FRENCH = _matching(r"\A[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\z")
_TESTS: Mapping[tuple[str, str], Callable[[pl.Expr], pl.Expr]] = {
    ("string", "email"): _email,
    ("string", "uri"): lambda cells: ~cells.str.contains(":", literal=True),
    ("date", "default"): _FRENCH,
    ("date", "%Y-%m-%d"): _FRENCH,
    ("integer", "default"): _matching(r"\A[+-]?[0-9]+[.,][0-9]*\z"),
    ("number", "default"): _matching(","),
}
