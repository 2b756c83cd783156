"""What the tests of cells are made of: bounds, sets, many texts at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import ge, gt, le, lt
from typing import Any

import numpy as np

from app.table.cells import as_text
from app.table.native.piece import Flags
from app.table.suite import Expected
from app.table.suite_arguments import plain_moment

_BOUNDS = {
    (False, False): (ge, le),
    (True, False): (gt, le),
    (False, True): (ge, lt),
    (True, True): (gt, lt),
}


_HELD, _SHORT = 20_000, 100
_COUNTED = frozenset(
    {
        "expect_column_value_lengths_to_be_between",
        "expect_column_unique_value_count_to_be_between",
        "expect_table_row_count_to_be_between",
    }
)
"""Types whose bounds are whole numbers: what follows the point is cut off, as there."""


class Unusable(Exception):
    """Arguments that Great Expectations raises on: the expectation has no answer."""


@dataclass(frozen=True, slots=True)
class Test:
    """Tells good cells; what it says of nulls does not count."""

    good: Callable[[Any], Flags]
    may_run_away: bool = False
    """True where a stranger's pattern could take for ever."""


def one_by_one(good: Callable[[str], bool]) -> Callable[[Any], Flags]:
    """Judge texts one after the other; verdicts on short ones are remembered."""
    known: dict[str | None, bool] = {None: False}

    def remember(text: str) -> bool:
        verdict = good(text)
        if len(known) < _HELD and len(text) <= _SHORT:
            known[text] = verdict
        return verdict

    def judge(array: Any) -> Flags:
        texts = array.to_pylist()
        found = (known[t] if t in known else remember(t) for t in texts)
        return np.fromiter(found, bool, len(texts))

    return judge


def bound_of(kind: str, value: object) -> Any:
    """Read a bound as the cells it is compared with."""
    if kind in {"number", "count"}:
        assert isinstance(value, int | float)
        return float(value) if kind == "number" else int(value)
    text = str(value)
    return date.fromisoformat(text) if kind == "date" else plain_moment(text)


def bounds(expected: Expected) -> tuple[Any, Any]:
    """Read both bounds; ``None``: there is none."""
    low, high = (expected.kwargs.get(key) for key in ("min_value", "max_value"))
    kind = expected.kind if expected.kind in {"date", "datetime"} else "number"
    if expected.type in _COUNTED:
        kind = "count"
    return tuple(None if end is None else bound_of(kind, end) for end in (low, high))  # type: ignore[return-value] # two


def within_bounds(value: Any, expected: Expected) -> Any:
    """Compare with the bounds of an expectation; works for one value and for NumPy arrays."""
    low, high = bounds(expected)
    above, below = _BOUNDS[is_strict(expected, "strict_min"), is_strict(expected, "strict_max")]
    good: Any = True
    if low is not None:
        good = above(value, low)
    if high is not None:
        good = good & below(value, high)
    return good


def is_strict(expected: Expected, name: str) -> bool:
    """Tell whether a bound itself is outside."""
    return bool(expected.kwargs.get(name, False))


def members(expected: Expected) -> list[object]:
    """Give a set's members as the cells they are compared with. Raises :class:`Unusable`."""
    listed = expected.kwargs.get("value_set")
    if not isinstance(listed, list) or not listed:
        raise Unusable
    return [as_text(item) for item in listed] if expected.kind == "text" else listed
