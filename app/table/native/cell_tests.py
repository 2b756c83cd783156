"""What an expectation asks of one filled cell, for many cells at once.

As Great Expectations 1.24 judges them on pandas 3: patterns are searched for with Python's meaning,
lengths are counted in characters, bounds count unless they are strict.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow.compute as pc

from app.table.native.arrow import array_of, numbers, plain, truths
from app.table.native.judging import (
    Test,
    Unusable,
    bounds,
    members,
    one_by_one,
    within_bounds,
)
from app.table.native.patterns import searcher
from app.table.native.piece import Flags
from app.table.suite import Expected


def test_of(expected: Expected) -> Test:
    """Give the test of an expectation about cells. Raises :class:`Unusable`."""
    return _TESTS[expected.type](expected)


def _between(expected: Expected) -> Test:
    low, high = bounds(expected)
    if (low is None and high is None) or (low is not None and high is not None and low > high):
        raise Unusable
    if expected.kind in {"date", "datetime"}:
        return Test(lambda cells: within_bounds(plain(cells), expected))
    return Test(lambda cells: within_bounds(numbers(cells), expected))


def _length_between(expected: Expected) -> Test:
    low, high = bounds(expected)
    if low is None and high is None:
        raise Unusable
    return Test(lambda cells: within_bounds(_lengths(cells), expected))


def _length(expected: Expected) -> Test:
    if "value" not in expected.kwargs:
        raise Unusable
    length = expected.kwargs["value"]
    return Test(lambda cells: _lengths(cells) == length)


def _lengths(cells: Any) -> Any:
    return plain(pc.utf8_length(cells))


def _in_set(expected: Expected) -> Test:
    listed = members(expected)
    if expected.kind == "number":
        wanted = _numbers(listed)
        return Test(lambda cells: np.isin(numbers(cells), wanted))
    values = array_of(listed, expected.kind)
    return Test(lambda cells: truths(pc.is_in(cells, value_set=values)))


def _numbers(listed: list[object]) -> Any:
    """Give the members as floats; among whole numbers alone, those that no float equals are none."""
    whole = all(isinstance(item, int) for item in listed)
    exact = [item for item in listed if isinstance(item, int | float) and _as_float(item) == item]
    return np.array(exact if whole else listed, float)


def _as_float(item: float) -> float:
    return float(item)


def _not(make: Callable[[Expected], Test]) -> Callable[[Expected], Test]:
    def build(expected: Expected) -> Test:
        test = make(expected)
        return Test(lambda cells: ~test.good(cells), test.may_run_away)

    return build


def _regex(expected: Expected) -> Test:
    return Test(searcher(str(expected.kwargs["regex"])), may_run_away=True)


def _regexes(join: Callable[[list[Flags]], Flags]) -> Callable[[Expected], Test]:
    def build(expected: Expected) -> Test:
        listed = expected.kwargs["regex_list"]
        assert isinstance(listed, list)
        found = [searcher(str(pattern)) for pattern in listed]
        return Test(lambda cells: join([search(cells) for search in found]), may_run_away=True)

    return build


def _any_of(found: list[Flags]) -> Flags:
    good: Flags = np.logical_or.reduce(found)
    return good


def _all_of(found: list[Flags]) -> Flags:
    good: Flags = np.logical_and.reduce(found)
    return good


def _matched(expected: Expected) -> Test:
    every = expected.kwargs.get("match_on", "any") == "all"
    return _regexes(_all_of if every else _any_of)(expected)


def _dated(expected: Expected) -> Test:
    pattern = str(expected.kwargs["strftime_format"])

    def good(text: str) -> bool:
        try:
            datetime.strptime(text, pattern)  # noqa: DTZ007 # only whether it can be read
        except (ValueError, re.error):
            return False
        return True

    return Test(one_by_one(good))


def _json(_: Expected) -> Test:
    def good(text: str) -> bool:
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return False
        return True

    return Test(one_by_one(good))


def _date_of_any_kind(_: Expected) -> Test:
    from dateutil.parser import parse  # type: ignore[import-untyped] # noqa: PLC0415 # rarely asked for

    def good(text: str) -> bool:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                parse(text)
        except (ValueError, OverflowError):
            return False
        return True

    return Test(one_by_one(good))


_C = "expect_column_"
_TESTS: Mapping[str, Callable[[Expected], Test]] = {
    f"{_C}values_to_be_between": _between,
    f"{_C}values_to_be_in_set": _in_set,
    f"{_C}values_to_not_be_in_set": _not(_in_set),
    f"{_C}value_lengths_to_equal": _length,
    f"{_C}value_lengths_to_be_between": _length_between,
    f"{_C}values_to_match_regex": _regex,
    f"{_C}values_to_not_match_regex": _not(_regex),
    f"{_C}values_to_match_regex_list": _matched,
    f"{_C}values_to_not_match_regex_list": _not(_regexes(_any_of)),
    f"{_C}values_to_match_strftime_format": _dated,
    f"{_C}values_to_be_json_parseable": _json,
    f"{_C}values_to_be_dateutil_parseable": _date_of_any_kind,
}
CELLWISE = frozenset(_TESTS)
