"""What a stranger's suite may say in its arguments: plain values of the expected shape only."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType

from app.table.descriptor_values import MAX_PATTERN, is_strptime
from app.table.suite_type_names import meaning_of

MAX_LIST = 10_000
MAX_TEXT = 10_000
_MAX_REGEXES = 50
_MAX_COLUMNS = 100
_MOST_LABELS = 5_000
_DAY = 10
_HUGE = 1e300
ANYWHERE = frozenset(
    {"result_format", "include_config", "catch_exceptions", "meta", "parse_strings_as_datetimes"}
    | {"output_strftime_format", "allow_cross_type_comparisons", "batch_id"}
)
"""Arguments of older suites that change nothing here: left out in silence."""
OF_PAIRS = frozenset({"both_values_are_missing", "either_value_is_missing", "neither"})
"""Rows that expectations about two columns may leave out; those about more name them otherwise."""
_IGNORED_ROWS = OF_PAIRS | {"all_values_are_missing", "any_value_is_missing", "never"}


class Refusal(Exception):
    """An argument that we do not hand on."""


def clean(name: str, value: object) -> object:
    """Give the argument as it may be handed on. Raises :class:`Refusal`."""
    return _READERS[name](value)


def bound_kind(values: list[object]) -> str:
    """Tell what bounds are: ``number``, ``date`` or ``datetime``. Raises :class:`Refusal`."""
    texts = [value for value in values if isinstance(value, str)]
    _need(values and len(texts) in {0, len(values)})
    if not texts:
        return "number"
    return "date" if all(len(text) == _DAY for text in texts) else "datetime"


def plain_moment(text: str) -> datetime:
    """Read an ISO date or instant as a UTC instant without zone. Raises ``ValueError``."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _need(good: object) -> None:
    if not good:
        raise Refusal


def _text(value: object) -> str:
    text = _plain(value)
    _need(text)
    return text


def _plain(value: object) -> str:
    """Take a text that can be written as UTF-8."""
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise Refusal
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refusal from None
    return value


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refusal
    _need(abs(value) < _HUGE)  # neither NaN nor infinity is below anything
    return value


def _share(value: object) -> int | float:
    share = _number(value)
    _need(0 <= share <= 1)
    return share


def _switch(value: object) -> bool:
    _need(isinstance(value, bool))
    return bool(value)


def _bound(value: object) -> object:
    if not isinstance(value, str):
        return _number(value)
    try:
        date.fromisoformat(value) if len(value) == _DAY else plain_moment(value)
    except (ValueError, OverflowError):
        raise Refusal from None
    return value


def _scalar(value: object) -> object:
    if isinstance(value, bool):
        return value
    return _plain(value) if isinstance(value, str) else _number(value)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Refusal
    _need(0 < len(value) <= MAX_LIST)
    return value


def _scalars(value: object) -> list[object]:
    return [_scalar(item) for item in _list(value) if item is not None]


def _columns(value: object) -> list[str]:
    columns = [_text(item) for item in _list(value)]
    _need(1 < len(columns) <= _MAX_COLUMNS and len(set(columns)) == len(columns))
    return columns


def _header(value: object) -> list[str]:
    """Take the names of a table's columns, in their order: one may come twice."""
    columns = [_text(item) for item in _list(value)]
    _need(len(columns) <= _MOST_LABELS)
    return columns


def _pairs(value: object) -> list[list[object]]:
    pairs = [_scalars(pair) for pair in _list(value)]
    _need(all(len(pair) == 2 for pair in pairs))  # noqa: PLR2004 # a pair
    return pairs


def _regex(value: object) -> str:
    text = _text(value)
    _need(len(text) <= MAX_PATTERN)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # a doubtful class is the author's, not an alarm of ours
            re.compile(text)
    except (re.error, RecursionError, OverflowError):
        raise Refusal from None
    return text


def _regexes(value: object) -> list[str]:
    patterns = [_regex(item) for item in _list(value)]
    _need(len(patterns) <= _MAX_REGEXES)
    return patterns


def _type(value: object) -> str:
    text = _text(value)
    _need(meaning_of(text))
    return text


def _types(value: object) -> list[str]:
    """Take the names of types, at least one of which means something to us."""
    names = [_text(item) for item in _list(value)]
    _need(any(map(meaning_of, names)))
    return names


def _strptime(value: object) -> str:
    text = _text(value)
    _need(is_strptime(text))
    return text


def _one_of(*allowed: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        _need(isinstance(value, str) and value in allowed)
        return str(value)

    return read


def _quantiles(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise Refusal
    _need(set(value) == {"quantiles", "value_ranges"})
    quantiles = [_share(item) for item in _list(value["quantiles"])]
    ranges = [
        [None if end is None else _number(end) for end in _list(item)]
        for item in _list(value["value_ranges"])
    ]
    _need(len(ranges) == len(quantiles) and all(len(item) == 2 for item in ranges))  # noqa: PLR2004
    return {"quantiles": quantiles, "value_ranges": ranges}


_READERS: Mapping[str, Callable[[object], object]] = MappingProxyType(
    {
        **dict.fromkeys(("column", "column_A", "column_B"), _text),
        **dict.fromkeys(("min_value", "max_value"), _bound),
        **dict.fromkeys(("value", "threshold", "sum_total", "multiplier"), _number),
        **dict.fromkeys(
            (
                "strict_min",
                "strict_max",
                "strictly",
                "or_equal",
                "double_sided",
                "ties_okay",
                "exact_match",
            ),
            _switch,
        ),
        "column_list": _columns,
        "column_set": _header,
        "mostly": _share,
        "value_set": _scalars,
        "value_pairs_set": _pairs,
        "regex": _regex,
        "regex_list": _regexes,
        "strftime_format": _strptime,
        "type_": _type,
        "type_list": _types,
        "match_on": _one_of("any", "all"),
        "method": _one_of("iqr", "std"),
        "ignore_row_if": _one_of(*sorted(_IGNORED_ROWS)),
        "quantile_ranges": _quantiles,
    }
)
