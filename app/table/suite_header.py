"""Expectations about a table's columns as such: how many there are, which, and in what order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import zip_longest

from app.table.native.judging import Unusable, within_bounds
from app.table.outcome import Outcome
from app.table.suite import Expected

_COUNTS = frozenset(
    {"expect_table_column_count_to_be_between", "expect_table_column_count_to_equal"}
)
_ORDERED = "expect_table_columns_to_match_ordered_list"
_SET = "expect_table_columns_to_match_set"
OF_HEADER = _COUNTS | {_ORDERED, _SET}
"""Types for which no row need be read."""


def header_outcome(expected: Expected, names: Sequence[str]) -> Outcome:
    """Hold the columns' names, in the file's order, against one of ``OF_HEADER``.

    Raises ``Unusable`` where a needed argument is missing.
    """
    if expected.type in _COUNTS:
        return _counted(expected, len(names))
    wanted = expected.kwargs.get("column_list" if expected.type == _ORDERED else "column_set")
    if not isinstance(wanted, list):
        raise Unusable
    if expected.type == _ORDERED:
        return _in_order(wanted, names)
    return _as_set(wanted, names, exact=expected.kwargs.get("exact_match") is not False)


def _counted(expected: Expected, found: int) -> Outcome:
    if expected.type.endswith("_to_equal"):
        if "value" not in expected.kwargs:
            raise Unusable
        return Outcome(success=found == expected.kwargs["value"], observed=found)
    # Bounds that cross fit no count: the engine says so of columns, and refuses them of rows only.
    return Outcome(success=bool(within_bounds(found, expected)), observed=found)


def _in_order(wanted: list[str], names: Sequence[str]) -> Outcome:
    pairs = list(zip_longest(wanted, names))
    wrong = [
        {"Expected Column Position": place, "Expected": mine, "Found": found}
        for place, (mine, found) in enumerate(pairs)
        if mine != found
    ]
    return _outcome(names, len(wrong) / len(pairs), wrong)


def _as_set(wanted: list[str], names: Sequence[str], *, exact: bool) -> Outcome:
    unexpected, missing = sorted(set(names) - set(wanted)), sorted(set(wanted) - set(names))
    wrong = {
        key: listed for key, listed in (("unexpected", unexpected), ("missing", missing)) if listed
    }
    counted = [*missing, *(unexpected if exact else ())]
    return _outcome(names, len(counted) / len({*wanted, *names}), wrong)


def _outcome(names: Sequence[str], unmet: float, wrong: object) -> Outcome:
    details = json.dumps({"mismatched": wrong}) if wrong else ""
    return Outcome(success=not unmet, observed=tuple(names), unmet=unmet, details=details)
