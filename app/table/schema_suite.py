"""A Table Schema as an expectation suite, so that data teams carry on in Great Expectations.

The expectations are for a frame whose numbers are numbers and whose other columns are texts, as
``pandas.read_csv(dtype=…)`` makes it of what ``meta`` gives. What no expectation says (foreign keys,
custom checks) is named there too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from app.table.suite import read_suite

Item = dict[str, object]
_INTEGER = r"^\s*[+-]?[0-9]+(\.0)?\s*$"
"""pandas writes a column of whole numbers and gaps with a point and a zero."""
_NUMBER = r"^\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$"
_TRUTHS = ["true", "True", "TRUE", "1", "false", "False", "FALSE", "0"]
_ISO = {"date": "%Y-%m-%d", "time": "%H:%M:%S", "year": "%Y", "yearmonth": "%Y-%m"}
_LENGTHS = {"minLength": "min_value", "maxLength": "max_value"}
_BOUNDS = {
    "minimum": ("min_value", ""),
    "maximum": ("max_value", ""),
    "exclusiveMinimum": ("min_value", "strict_min"),
    "exclusiveMaximum": ("max_value", "strict_max"),
}
_SPELLED = frozenset({"decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues"})


def suite_of(name: str, descriptor: Mapping[str, object], beside: str = "") -> str:
    """Write a rebuilt Table Schema as a suite (JSON text), with that lying beside it, if any."""
    left: list[str] = []
    items = [*_of_fields(descriptor, left), *_of_keys(descriptor, left), *_of_suite(beside)]
    meta = {"qualidata": {"table_schema": name, "dtype": _texts(descriptor), "not_expressed": left}}
    suite = {"name": name, "expectations": items, "meta": meta}
    return json.dumps(suite, ensure_ascii=False, indent=2)


def _texts(descriptor: Mapping[str, object]) -> dict[str, str]:
    """Tell pandas which columns are texts."""
    fields = descriptor.get("fields")
    listed = fields if isinstance(fields, list) else []
    return {str(field["name"]): "str" for field in listed if not _is_number(field)}


def _is_number(field: Mapping[str, object]) -> bool:
    return field.get("type") in {"integer", "number"} and not _SPELLED & field.keys()


def _item(kind: str, **kwargs: object) -> Item:
    return {"type": f"expect_{kind}", "kwargs": kwargs, "meta": {}, "severity": "critical"}


def _of_fields(descriptor: Mapping[str, object], left: list[str]) -> Iterator[Item]:
    fields = descriptor.get("fields")
    for field in fields if isinstance(fields, list) else ():
        name = str(field["name"])
        stated = field.get("constraints")
        constraints: Mapping[str, object] = stated if isinstance(stated, Mapping) else {}
        required = bool(constraints.get("required"))
        there = _item("column_to_exist", column=name)
        yield there if required else {**there, "severity": "info"}
        if required:
            yield _item("column_values_to_not_be_null", column=name)
        yield from _of_type(name, field, left)
        yield from _of_constraints(name, field, constraints, left)
        left += [f"{name}: {key}" for key in ("customCheck",) if key in field]


def _of_type(name: str, field: Mapping[str, object], left: list[str]) -> Iterator[Item]:
    kind, shape = str(field.get("type", "any")), str(field.get("format", "default"))
    make = _TYPES.get(kind)
    if kind in {"string", "any"} and shape == "default":
        return
    if make is None or (shape != "default" and not shape.startswith("%")):
        left.append(f"{name}: {kind}" + ("" if shape == "default" else f" ({shape})"))
        return
    found = make(name, field)
    if found is None:
        left.append(f"{name}: {kind}, as it is spelled")
    else:
        yield found


def _whole(name: str, field: Mapping[str, object]) -> Item | None:
    if _SPELLED & field.keys():
        return None
    return _item("column_values_to_match_regex", column=name, regex=_INTEGER)


def _decimal(name: str, field: Mapping[str, object]) -> Item | None:
    if _SPELLED & field.keys():
        return None
    return _item("column_values_to_match_regex", column=name, regex=_NUMBER)


def _truth(name: str, field: Mapping[str, object]) -> Item:
    stated = [field.get("trueValues"), field.get("falseValues")]
    listed = [text for values in stated if isinstance(values, list) for text in values]
    return _item("column_values_to_be_in_set", column=name, value_set=listed or _TRUTHS)


def _dated(name: str, field: Mapping[str, object]) -> Item | None:
    shape = str(field.get("format", "default"))
    pattern = shape if shape.startswith("%") else _ISO.get(str(field["type"]))
    if pattern is None:
        return None
    return _item("column_values_to_match_strftime_format", column=name, strftime_format=pattern)


_TYPES: Mapping[str, Callable[[str, Mapping[str, object]], Item | None]] = {
    "integer": _whole,
    "number": _decimal,
    "boolean": _truth,
    **dict.fromkeys(("date", "datetime", "time", "year", "yearmonth"), _dated),
}


def _of_constraints(
    name: str, field: Mapping[str, object], stated: Mapping[str, object], left: list[str]
) -> Iterator[Item]:
    if stated.get("unique"):
        yield _item("column_values_to_be_unique", column=name)
    members = stated.get("enum")
    if isinstance(members, list):
        plain = [m for m in members if isinstance(m, str | int | float)]
        if len(plain) < len(members):
            left.append(f"{name}: enum")
        else:
            yield _item("column_values_to_be_in_set", column=name, value_set=plain)
    if "pattern" in stated:
        pattern = f"^(?:{stated['pattern']})$"
        yield _item("column_values_to_match_regex", column=name, regex=pattern)
    lengths = {argument: stated[key] for key, argument in _LENGTHS.items() if key in stated}
    if lengths:
        yield _item("column_value_lengths_to_be_between", column=name, **lengths)
    yield from _of_bounds(name, field, stated, left)


def _of_bounds(
    name: str, field: Mapping[str, object], stated: Mapping[str, object], left: list[str]
) -> Iterator[Item]:
    """Compare numbers; texts and days, which are texts in the frame, have no bounds there."""
    bounds: dict[str, object] = {}
    for key, (argument, strict) in _BOUNDS.items():
        if key in stated:
            bounds[argument] = _bound(stated[key])
            bounds |= {strict: True} if strict else {}
    if not bounds:
        return
    if _is_number(field) and all(value is not None for value in bounds.values()):
        yield _item("column_values_to_be_between", column=name, **bounds)
    else:
        left.append(f"{name}: {', '.join(key for key in _BOUNDS if key in stated)}")


def _bound(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _of_keys(descriptor: Mapping[str, object], left: list[str]) -> Iterator[Item]:
    key = descriptor.get("primaryKey")
    names = [str(name) for name in key] if isinstance(key, list) else []
    if len(names) == 1:
        yield _item("column_values_to_be_unique", column=names[0])
    elif names:
        yield _item("compound_columns_to_be_unique", column_list=names)
    left += [key for key in ("foreignKeys", "custom_checks") if descriptor.get(key)]


def _of_suite(beside: str) -> Iterator[Item]:
    """Give the expectations of the suite beside the schema, as we run them."""
    levels = {"error": "critical", "warning": "warning", "info": "info"}
    for expected in read_suite(beside).expected if beside else ():
        if not expected.refusal:
            meta = {"dimension": expected.dimension}
            yield {
                "type": expected.type,
                "kwargs": dict(expected.kwargs),
                "meta": meta,
                "severity": levels[expected.severity],
            }
