"""Which values of a stranger's field descriptor its type can use, by the standard library alone."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

MAX_TEXT = 10_000
MAX_ENUM = 10_000
MAX_PATTERN = 2_000
_MAX_FORMAT = 100
ORDERED = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
_LENGTHS = frozenset({"minLength", "maxLength"})
CONSTRAINTS: Mapping[str, frozenset[str]] = {
    "any": frozenset({"enum"}),
    "array": _LENGTHS | {"enum"},
    "boolean": frozenset({"enum"}),
    "date": ORDERED | {"enum"},
    "datetime": ORDERED | {"enum"},
    "duration": frozenset({"enum"}),
    "geojson": frozenset({"enum"}),
    "geopoint": frozenset({"enum"}),
    "integer": ORDERED | {"enum"},
    "list": _LENGTHS,
    "number": ORDERED | {"enum"},
    "object": _LENGTHS | {"enum"},
    "string": _LENGTHS | {"enum", "pattern"},
    "time": ORDERED | {"enum"},
    "year": ORDERED | {"enum"},
    "yearmonth": ORDERED | {"enum"},
}
"""Every Table Schema type, and the constraints it takes beside ``required`` and ``unique``."""
_FORMATS: Mapping[str, frozenset[str]] = {
    "geojson": frozenset({"default", "topojson"}),
    "geopoint": frozenset({"default", "array", "object"}),
    "string": frozenset({"default", "email", "uri", "binary", "uuid", "wkt"}),
}
_DATED = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%dT%H:%M:%S", "time": "%H:%M:%S"}
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_LARGEST = 300
_TRUTHS = ("true", "True", "TRUE", "1", "false", "False", "FALSE", "0")
_SHAPES = {
    "email": re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"),
    "uri": re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~/=&?#%+-]*)?"),
}


def constraint_fault(name: str, value: object, kind: str, shape: str) -> str:
    """Say why a constraint cannot be used on a type and format; ``""`` where it can."""
    if name in {"required", "unique"}:
        return "" if isinstance(value, bool) else "wrong_type"
    if name not in CONSTRAINTS[kind]:
        return "unsupported_on_type"
    if name in _LENGTHS:
        good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return "" if good else "wrong_type"
    if name == "enum":
        return _enum_fault(value)
    if name == "pattern":
        return _pattern_fault(value)
    return "" if reads(value, kind, shape) else "wrong_type"


def _enum_fault(value: object) -> str:
    if not isinstance(value, list) or not value:
        return "wrong_type"
    if len(value) > MAX_ENUM or any(isinstance(v, str) and len(v) > MAX_TEXT for v in value):
        return "too_large"
    nested = [v for v in value if isinstance(v, list | dict)]
    return "too_large" if nested and not _is_short(nested) else ""


def _is_short(nested: Sequence[object]) -> bool:
    """Tell whether lists and objects can be written down, in no more than one long text."""
    try:
        return len(json.dumps(nested)) <= MAX_TEXT
    except (ValueError, TypeError, RecursionError):
        return False


def _pattern_fault(value: object) -> str:
    if not isinstance(value, str):
        return "wrong_type"
    if len(value) > MAX_PATTERN:
        return "too_large"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # a doubtful class is the author's, not an alarm of ours
            re.compile(f"^{value}$")
    except (re.error, RecursionError, OverflowError):
        return "invalid_regex"
    return ""


def usable_format(shape: str, kind: str) -> bool:
    """Tell whether a format means something for a type; strptime patterns for the dated ones."""
    if kind in _DATED:
        return shape in {"default", "any"} or is_strptime(shape)
    return shape in _FORMATS.get(kind, frozenset({"default"}))


def is_strptime(shape: str) -> bool:
    """Accept known directives, each once: widths (``%999999d``) would eat memory, not parse."""
    asked = [letter for letter in _DIRECTIVE.findall(shape) if letter != "%"]
    known = all(letter and letter in "aAwdbBmyYHIpMSfzZjUWcxXGuV" for letter in asked)
    return len(shape) <= _MAX_FORMAT and known and len(set(asked)) == len(asked)


def reads(value: object, kind: str, shape: str) -> bool:
    """Tell whether a bound or an example is a value of its type: a proven subset, never a guess."""
    if isinstance(value, bool):
        return False
    if kind in {"integer", "year"}:
        return isinstance(value, int) or (isinstance(value, str) and _is_whole(value, kind))
    if kind == "number":
        return isinstance(value, int | float | str) and _is_number(value)
    return isinstance(value, str) and _is_dated(value, kind, shape)


def _is_whole(value: str, kind: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}" if kind == "year" else r"-?[0-9]{1,300}", value))


def _is_number(value: float | str) -> bool:
    try:
        number = Decimal(value)
        # Beyond that a bound is no quantity, and writing it out would fill the memory.
        return number.is_finite() and number.adjusted() < _LARGEST
    except (ArithmeticError, ValueError):
        return False


def _is_dated(value: str, kind: str, shape: str) -> bool:
    if kind == "yearmonth":
        return bool(re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", value))
    if kind not in _DATED or shape == "any":
        return kind in _DATED and _is_iso(value, kind)
    try:
        datetime.strptime(value, _DATED[kind] if shape == "default" else shape)  # noqa: DTZ007 # only asked whether it reads
    except (ValueError, re.error):
        return shape == "default" and kind != "date" and _is_iso(value, kind)
    return True


def _is_iso(value: str, kind: str) -> bool:
    readers = {"date": date.fromisoformat, "time": time.fromisoformat}
    try:
        readers.get(kind, datetime.fromisoformat)(value)
    except ValueError:
        return False
    return True


def usable_example(value: object, kind: str, shape: str, truths: list[str] | None) -> bool:
    """Tell whether an example is surely a value of its field: a wrong one voids a whole schema."""
    if isinstance(value, str) and not 0 < len(value) <= MAX_TEXT:
        return False
    if kind == "boolean":
        return value in (truths or _TRUTHS)
    if kind == "string":
        return isinstance(value, str) and _is_shaped(value, shape)
    return kind in {"integer", "number", "year", "date"} and reads(value, kind, shape)


def _is_shaped(value: str, shape: str) -> bool:
    if shape == "uuid":
        try:
            return str(UUID(value)) == value.lower()
        except ValueError:
            return False
    pattern = _SHAPES.get(shape)
    return shape == "default" if pattern is None else bool(pattern.fullmatch(value))
