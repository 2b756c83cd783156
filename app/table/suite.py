"""A Great Expectations suite as we understand it: read, filtered, never trusted.

A suite can run code (``row_condition`` goes to ``DataFrame.query``) and queries; so types and
arguments pass an allow-list, and everything else becomes a refusal that the report shows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from app.table.suite_arguments import ANYWHERE, OF_PAIRS, Refusal, bound_kind, clean
from app.table.suite_types import FOREIGN, KNOWN, Dimension
from rules.core.evidence import Severity

MAX_SUITE = 2 << 20
MAX_EXPECTATIONS = 500
MALFORMED, REFUSED = "suite_malformed", "expectation_refused"
_SEVERITIES: Mapping[object, Severity] = {"critical": "error", "warning": "warning", "info": "info"}
_DIMENSIONS: Mapping[object, Dimension] = {"completeness": "completeness", "schema": "schema"}
_COLUMNS = ("column", "column_A", "column_B")
_DATED = "expectation-date-window"
_OF_TABLE = "expect_table_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One expectation, its arguments cleaned; ``refusal`` says why it will not run."""

    type: str
    columns: tuple[str, ...] = ()
    kwargs: Mapping[str, object] = field(default_factory=dict)
    kind: str = "none"
    """What its cells are handed over as: none text filled number date datetime boolean natural."""
    cause: str = "expectation-other"
    dimension: Dimension = "schema"
    severity: Severity = "error"
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """A suite as read; ``fault`` says why it could not be read at all."""

    name: str = ""
    expected: tuple[Expected, ...] = ()
    fault: str = ""


def read_suite(text: str) -> Suite:
    """Read a suite of GX 1.x, or 0.x with its keys renamed. Never raises."""
    try:
        source = json.loads(text, parse_constant=_no_constant) if len(text) <= MAX_SUITE else None
    except (ValueError, RecursionError):
        source = None
    if not isinstance(source, Mapping) or not isinstance(source.get("expectations"), list):
        return Suite(fault=MALFORMED)
    name = source.get("name", source.get("expectation_suite_name"))
    items = source["expectations"][:MAX_EXPECTATIONS]
    return Suite(
        name=_shown(name),
        expected=tuple(_expected(item) for item in items),
    )


def columns_needed(suite: str) -> frozenset[str]:
    """Name the columns that a suite (JSON text) looks at; an unreadable suite looks at none."""
    wanted = read_suite(suite).expected
    return frozenset(column for e in wanted if not e.refusal for column in e.columns)


def needs_great_expectations(suite: str) -> bool:
    """Tell whether a suite (JSON text) asks for anything that we do not judge ourselves."""
    return any(e.type in FOREIGN and not e.refusal for e in read_suite(suite).expected)


def _shown(name: object) -> str:
    return name[:200].encode("utf-8", "replace").decode() if isinstance(name, str) else ""


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _expected(item: object) -> Expected:
    """Read one expectation; whatever is wrong with it is its refusal, not the suite's."""
    if not isinstance(item, Mapping):
        return Expected(type="", refusal=REFUSED)
    name = item.get("type", item.get("expectation_type"))
    kind = _shown(name)
    try:
        return _read(kind, item)
    except Refusal:
        kwargs = item.get("kwargs")
        column = kwargs.get("column") if isinstance(kwargs, Mapping) else None
        columns = (_shown(column),) if isinstance(column, str) else ()
        return Expected(type=kind, columns=columns, refusal=REFUSED)


def _read(name: str, item: Mapping[str, object]) -> Expected:
    known = KNOWN.get(name)
    given = item.get("kwargs", {})
    if known is None or not isinstance(given, Mapping):
        raise Refusal
    stated = {key: value for key, value in given.items() if value is not None}
    stated = {key: value for key, value in stated.items() if key not in ANYWHERE}
    if not set(stated) <= known.arguments:
        raise Refusal
    ignored = stated.get("ignore_row_if")
    if ignored is not None and (_hashable(ignored) in OF_PAIRS) != ("column_A" in known.arguments):
        raise Refusal
    of_table = name.startswith(_OF_TABLE)
    kwargs = {
        key: clean("column_set" if of_table and key == "column_list" else key, value)
        for key, value in stated.items()
    }
    columns = _columns(name, kwargs, known.arguments)
    kind = _kind(known.kind, kwargs)
    return Expected(
        type=name,
        columns=columns,
        kwargs=kwargs,
        kind=kind,
        cause=_DATED if kind in {"date", "datetime"} else known.cause,
        dimension=_dimension(item, known.dimension),
        severity=_SEVERITIES.get(_hashable(item.get("severity")), "error"),
    )


def _columns(name: str, kwargs: Mapping[str, object], arguments: frozenset[str]) -> tuple[str, ...]:
    """Name the columns whose cells are judged."""
    if name.startswith(_OF_TABLE):
        return ()
    named = [str(kwargs[key]) for key in _COLUMNS if key in kwargs]
    listed = kwargs.get("column_list")
    named += listed if isinstance(listed, list) else []
    wanted = len(arguments & {*_COLUMNS, "column_list"})
    if len(named) < wanted or len(set(named)) < len(named):
        raise Refusal
    return tuple(named)


def _kind(kind: str, kwargs: Mapping[str, object]) -> str:
    bounds = [kwargs[key] for key in ("min_value", "max_value") if key in kwargs]
    if kind == "bounds":
        return bound_kind(bounds)
    if bounds and bound_kind(bounds) != "number":
        raise Refusal
    return _set_kind(kwargs.get("value_set")) if kind == "set" else kind


def _set_kind(values: object) -> str:
    if not isinstance(values, list):
        raise Refusal
    if values and all(isinstance(value, bool) for value in values):
        return "boolean"
    numbers = values and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in values
    )
    return "number" if numbers else "text"


def _dimension(item: Mapping[str, object], default: Dimension) -> Dimension:
    meta = item.get("meta")
    stated = meta.get("dimension") if isinstance(meta, Mapping) else None
    return _DIMENSIONS.get(_hashable(stated), default)


def _hashable(value: object) -> str:
    return value if isinstance(value, str) else ""
