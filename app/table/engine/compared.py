"""Comparisons of whole columns at once: what a check across columns surely says of a row.

Where nothing is told here the check itself has the word. The proof is a differential test
(``tests/table_engine``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add, or_

import polars as pl

from app.table.checks import RowCheck
from app.table.engine.accept import SPELLED
from app.table.fields import Judge
from app.table.row_checks import COMPARISONS

_PLAIN = r"\A[+-]?[0-9]{1,10}(?:\.[0-9]{1,4})?\z"
"""Numbers that a float holds such that their ten-thousandths are exact."""
_PARTS = 10_000
_DAY = r"\A[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}\z"
"""Days that, where they are read as such, are written again as they were."""
_NUMBERS = frozenset({"integer", "number", "string", "any"})
"""Fields whose plain numbers are compared as numbers."""


def told(check: RowCheck, judges: Sequence[Judge], cells: Sequence[pl.Expr]) -> pl.Expr:
    """Tell which rows a check passes or refuses; null where it cannot be told.

    ``cells`` give null for nothing. What is refused is only so where each cell can be read.
    """
    if check.presence:
        return pl.lit(None, dtype=pl.Boolean)
    empty = reduce(or_, (one.is_null() for one in cells))
    compared = _compared(check, judges, cells)
    return pl.when(empty).then(pl.lit(value=True)).otherwise(compared)


def _compared(check: RowCheck, judges: Sequence[Judge], cells: Sequence[pl.Expr]) -> pl.Expr:
    if all((one.type, one.format) == ("date", "default") for one in judges) and check.comparison:
        days = [pl.when(one.str.contains(_DAY)).then(one) for one in cells]
        return _held(check, days)
    if all(map(_numeric, judges)):
        return _held(check, [*map(_exact, cells)])
    return pl.lit(None, dtype=pl.Boolean)


def _held(check: RowCheck, values: Sequence[pl.Expr]) -> pl.Expr:
    """Hold values against each other: the first against the second, or the sum of all others."""
    first, *others = values
    if not check.comparison:
        return first == reduce(add, others)
    held: pl.Expr = COMPARISONS[check.comparison](first, *others)
    return held


def _numeric(judge: Judge) -> bool:
    plain = judge.type in _NUMBERS and judge.format == "default"
    return plain and not SPELLED & judge.stated.keys()


def _exact(cells: pl.Expr) -> pl.Expr:
    """Read plain numbers as whole ten-thousandths; null for all other texts."""
    value = (cells.cast(pl.Float64, strict=False) * _PARTS).round().cast(pl.Int64, strict=False)
    return pl.when(cells.str.contains(_PLAIN)).then(value)
