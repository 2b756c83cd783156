"""What a field makes of cells that are no texts: numbers, days, truths."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

import polars as pl

from app.table.cells import as_text
from app.table.column import ColumnPass
from app.table.engine import typed as t
from app.table.engine.accept import SPELLED, accept_field
from app.table.fields import Judge

_BOUNDS = frozenset({"minimum", "maximum"})
_EVERY = frozenset({t.INT, t.FLOAT, t.BOOL, t.DAY, t.MOMENT, t.TIME, t.DECIMAL, t.ODD})
_ISO = frozenset({"default", "%Y-%m-%d"})


class Bare(NamedTuple):
    """A field seen from the side of typed cells, to whom marks and formats mean nothing."""

    type: str
    constraints: Mapping[str, object]
    format: str = "default"
    stated: Mapping[str, object] = {}


def alike(judged: ColumnPass) -> frozenset[int]:
    """Name the codes whose cells a field reads as it reads their texts."""
    judge = judged.judge
    if judge.type == "string":
        return _EVERY
    if judge.type in {"integer", "number"} and not SPELLED & judge.stated.keys():
        # A check of the number 17.0 sees its nought, which the text has not.
        floats = judge.type == "number" and not judged.checks
        return frozenset({t.INT, t.FLOAT} if floats else {t.INT})
    return frozenset({t.DAY}) if judge.type == "date" and judge.format in _ISO else frozenset()


def accepts(judged: ColumnPass) -> list[tuple[frozenset[int], Callable[[pl.Expr], pl.Expr]]]:
    """Give the tests of typed cells whose texts would be read otherwise, by code."""
    judge = judged.judge
    asked = {name: held for name, held in judge.constraints.items() if name != "required"}
    if judged.checks or judge.stated.get("floatNumber") or not asked.keys() <= _BOUNDS:
        return []
    if judge.type in _ALWAYS:
        return [] if asked else [(_ALWAYS[judge.type], lambda cells: cells.is_not_null())]
    codes = {"integer": {t.INT}, "number": {t.INT, t.FLOAT}, "date": {t.DAY}}.get(judge.type, set())
    bare = Bare(judge.type, asked)
    if codes - alike(judged) and accept_field(bare, pl.col("c")) is not None:

        def test(cells: pl.Expr) -> pl.Expr:
            found = accept_field(bare, cells)
            assert found is not None
            return found

        return [(frozenset(codes), test)]
    return []


_ALWAYS: Mapping[str, frozenset[int]] = {
    "any": _EVERY,
    "boolean": frozenset({t.BOOL}),
    "datetime": frozenset({t.MOMENT}),
    "time": frozenset({t.TIME}),
}
"""What a field without constraints takes as it is."""


def gone(judge: Judge) -> dict[int, set[str]]:
    """Give the texts of typed cells that are missing values, as frictionless writes the cells."""
    found: dict[int, set[str]] = {}
    for stated in judge.missing_values - {""}:
        for code in sorted(_EVERY):
            text = _stands_for(stated, code)
            if text is not None:
                found.setdefault(code, set()).add(text)
        if judge.type == "string":
            for code in _EVERY:
                found.setdefault(code, set()).add(stated)
    return found


def _stands_for(stated: str, code: int) -> str | None:
    """Give the text of the cell of a code that ``str`` writes so; ``None``: there is none."""
    if code == t.BOOL:
        return stated.lower() if stated in {"True", "False"} else None
    makers: dict[int, Callable[[str], object]] = {
        t.FLOAT: float,
        t.DECIMAL: Decimal,
        t.MOMENT: datetime.fromisoformat,
    }
    if code not in makers:
        return stated
    try:
        cell = makers[code](stated)
    except (ValueError, InvalidOperation):
        return None
    return as_text(cell) if str(cell) == stated else None
