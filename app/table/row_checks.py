"""Checks across the columns of one row, as Validata makes them. ``None``: nothing to compare."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

Values = Sequence[object]
RowTest = Callable[[Values], bool | None]

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,300}(?:\.[0-9]{0,300})?|\.[0-9]{1,300})", re.ASCII)
_MOST = 10**15
COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "<=": operator.le,
    "<": operator.lt,
}


def compare(comparison: str) -> RowTest:
    """Compare two values: as numbers where both are, else as texts, else when of one type."""
    test = COMPARISONS[comparison]

    def passes(values: Values) -> bool | None:
        first, second = values
        if first is None or second is None:
            return None
        numbers = _numbers(values)
        if numbers:
            return bool(test(numbers[0], numbers[1]))
        if _is_number(first) and _is_number(second):
            return None  # one of them is infinite, or NaN
        if isinstance(first, str) or isinstance(second, str) or type(first) is type(second):
            return bool(test(_written(first), _written(second)))
        return None

    return passes


def is_sum(values: Values) -> bool | None:
    """Tell whether the first value is the sum of the others, exactly."""
    numbers = _numbers(values)
    try:
        return None if numbers is None else numbers[0] == sum(numbers[1:])
    except ArithmeticError:  # beyond what decimals can hold
        return None


def all_or_none(values: Values) -> bool | None:
    """Tell whether the values are all filled or all empty."""
    return len({value is None for value in values}) == 1


def one_of(values: Values) -> bool | None:
    """Tell whether one value at least is there; 0 and false count as nothing."""
    return any(map(bool, values))


def _numbers(values: Values) -> list[Decimal] | None:
    numbers = [_number(value) for value in values]
    return None if None in numbers else [n for n in numbers if n is not None]


def _written(value: object) -> str:
    """Write a value; a whole number without a nought behind its point, which workbooks do not show."""
    if isinstance(value, Decimal) and value.is_finite() and abs(value) < _MOST:
        whole = int(value)
        return str(whole) if whole == value else str(value)
    return str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _number(value: object) -> Decimal | None:
    """Read a number, or a text that is plainly one; NaN and infinity are not compared."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        return None
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None
