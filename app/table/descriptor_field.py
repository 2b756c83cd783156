"""One field of a stranger's Table Schema, rebuilt from an allow-list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from app.table.descriptor_refusal import (
    FIELD_WITHOUT_NAME,
    NAME_NOT_TEXT,
    UNKNOWN_TYPE,
    NoTableSchema,
)
from app.table.descriptor_values import (
    CONSTRAINTS,
    MAX_TEXT,
    ORDERED,
    constraint_fault,
    usable_example,
    usable_format,
)

Dropped = list[dict[str, str]]
_TEXTS = ("title", "title_en", "description", "description_en")
_SWITCHES = {"number": ("bareNumber", "floatNumber"), "integer": ("bareNumber",)}
_LABELS = {"number": ("decimalChar", "groupChar"), "list": ("delimiter",)}
_ITEM_TYPES = frozenset({"string", "integer", "boolean", "number", "datetime", "date", "time"})
_CONSTRAINTS = frozenset({"required", "unique"}.union(*CONSTRAINTS.values()))
_DIGITS = frozenset("0123456789+-eE")
MAX_LISTED = 1_000


def rebuild_field(source: Mapping[str, object], dropped: Dropped) -> dict[str, object]:
    """Rebuild one named field; what it says wrongly is noted in ``dropped``.

    Raises :class:`NoTableSchema` where it has no usable name or an unknown type.
    """
    name = field_name(source)
    kind = _type(source, name)
    field: dict[str, object] = {"name": name, **_texts(source), "type": kind}
    note = _Notes(name, dropped)
    shape = _format(source, kind, note)
    if "format" in source and shape:
        field["format"] = shape
    field |= _options(source, kind, note)
    constraints = _constraints(source.get("constraints"), kind, shape or "default", note)
    if constraints:
        field["constraints"] = _bare(constraints, field) if kind == "number" else constraints
    if kind == "array":
        field |= _array_item(source, note)
    field |= _example(source, field, shape or "default", note)
    return field | _check(source, note)


class _Notes:
    """Writes down what was left out of one field, and why."""

    def __init__(self, field: str, dropped: Dropped) -> None:
        self._field = field
        self._dropped = dropped

    def add(self, key: str, reason: str) -> None:
        self._dropped.append({"field": self._field, "key": key, "reason": reason})


def field_name(source: Mapping[str, object]) -> str:
    """Return a field's name. Raises :class:`NoTableSchema` where it has none fit to be written."""
    name = source.get("name")
    if not isinstance(name, str) or not name or len(name) > MAX_TEXT:
        raise NoTableSchema(FIELD_WITHOUT_NAME)
    if name != clean(name):
        raise NoTableSchema(NAME_NOT_TEXT)
    return name


def clean(text: str) -> str:
    """Cap a text and replace what cannot be written as UTF-8."""
    return text[:MAX_TEXT].encode("utf-8", "replace").decode()


def _type(source: Mapping[str, object], name: str) -> str:
    kind = source.get("type") or "string"
    if not isinstance(kind, str) or kind not in CONSTRAINTS:
        raise NoTableSchema(UNKNOWN_TYPE, name=name[:80], type=clean(str(kind)[:80]))
    return kind


def _texts(source: Mapping[str, object]) -> dict[str, object]:
    return {key: clean(text) for key in _TEXTS if isinstance(text := source.get(key), str)}


def _format(source: Mapping[str, object], kind: str, note: _Notes) -> str:
    shape = source.get("format", "default")
    if not isinstance(shape, str):
        note.add("format", "wrong_type")
        return ""
    shape = shape.removeprefix("fmt:")
    if not usable_format(shape, kind):
        note.add("format", "unsupported_on_type")
        return ""
    return shape


def _options(source: Mapping[str, object], kind: str, note: _Notes) -> dict[str, object]:
    """Rebuild what only some types take: true values, decimal sign, delimiter, missing values."""
    lists = ("trueValues", "falseValues") if kind == "boolean" else ()
    kept: dict[str, object] = {}
    for key in (*lists, "missingValues"):
        if key in source:
            kept[key] = listed(source[key])
    for key in _SWITCHES.get(kind, ()):
        if key in source:
            kept[key] = source[key] if isinstance(source[key], bool) else None
    for key in _LABELS.get(kind, ()):
        if key in source:
            kept[key] = _mark(source[key], kind)
    if kind == "list" and "itemType" in source:
        item = source["itemType"]
        kept["itemType"] = item if isinstance(item, str) and item in _ITEM_TYPES else None
    for key in [key for key, value in kept.items() if value is None]:
        del kept[key]
        note.add(key, "wrong_type")
    return kept


def _mark(value: object, kind: str) -> str | None:
    """Rebuild a short mark; in numbers never a digit, which would make their bounds unreadable."""
    if (
        not isinstance(value, str)
        or not value
        or (kind == "number" and _DIGITS.intersection(value))
    ):
        return None
    return clean(value)[:10]


def listed(value: object) -> list[str] | None:
    """Rebuild a list of texts; Data Package 2 objects give their ``value``. ``None``: no such list."""
    if not isinstance(value, list) or len(value) > MAX_LISTED:
        return None
    texts = [item.get("value") if isinstance(item, Mapping) else item for item in value]
    kept = [clean(text) for text in texts if isinstance(text, str)]
    return kept if len(kept) == len(texts) else None


def _constraints(source: object, kind: str, shape: str, note: _Notes) -> dict[str, object]:
    if source is None:
        return {}
    if not isinstance(source, Mapping):
        note.add("constraints", "wrong_type")
        return {}
    kept: dict[str, object] = {}
    for name, value in source.items():
        if name not in _CONSTRAINTS:
            continue
        fault = constraint_fault(name, value, kind, shape)
        if fault:
            note.add(f"constraints.{name}", fault)
        else:
            kept[name] = [_member(v) for v in value] if name == "enum" else _scalar(value)
    return kept


def _bare(constraints: dict[str, object], field: Mapping[str, object]) -> dict[str, object]:
    """Give bounds written as text as numbers, where the field's own marks might refuse the text."""
    if not {"decimalChar", "groupChar", "bareNumber"}.intersection(field):
        return constraints
    texts = {k: Decimal(v) for k, v in constraints.items() if k in ORDERED and isinstance(v, str)}
    whole = {k: n == n.to_integral_value() for k, n in texts.items()}
    return constraints | {k: int(n) if whole[k] else float(n) for k, n in texts.items()}


def _scalar(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _member(value: object) -> object:
    """Rebuild a member of an enumeration, which may be a list, an object or nothing at all."""
    if isinstance(value, list | dict):
        member: object = json.loads(clean(json.dumps(value, ensure_ascii=False)))
        return member
    return _scalar(value)


def _array_item(source: Mapping[str, object], note: _Notes) -> dict[str, object]:
    """Rebuild what an array holds: type, format and constraints only, one level deep."""
    item = source.get("arrayItem")
    if item is None:
        return {}
    kind = item.get("type", "any") if isinstance(item, Mapping) else None
    if not isinstance(item, Mapping) or not isinstance(kind, str) or kind not in CONSTRAINTS:
        note.add("arrayItem", "wrong_type")
        return {}
    shape = _format(item, kind, note)
    kept: dict[str, object] = {
        "type": kind,
        **({"format": shape} if "format" in item and shape else {}),
    }
    constraints = _constraints(item.get("constraints"), kind, shape or "default", note)
    return {"arrayItem": {**kept, **({"constraints": constraints} if constraints else {})}}


def _example(
    source: Mapping[str, object], field: Mapping[str, object], shape: str, note: _Notes
) -> dict[str, object]:
    example = source.get("example")
    if example is None or example == "":
        return {}
    lists = [field.get("trueValues"), field.get("falseValues")]
    truths = [t for values in lists if isinstance(values, list) for t in values]
    if usable_example(example, str(field["type"]), shape, truths or None):
        return {"example": _scalar(example)}
    note.add("example", "not_a_value_of_the_field")
    return {}


def _check(source: Mapping[str, object], note: _Notes) -> dict[str, object]:
    check = source.get("customCheck")
    if check is None:
        return {}
    named = {"name": check} if isinstance(check, str) else check
    params = check_params(named) if isinstance(named, Mapping) else None
    if params is None:
        note.add("customCheck", "wrong_type")
        return {}
    return {"customCheck": params}


def check_params(source: Mapping[str, object]) -> dict[str, object] | None:
    """Rebuild a check's flat parameters: texts, numbers, switches, lists of texts; else ``None``."""
    if not isinstance(source.get("name", ""), str) or len(source) > MAX_LISTED:
        return None
    kept: dict[str, object] = {}
    for key, value in source.items():
        plain = listed(value) if isinstance(value, list) else value
        if not isinstance(key, str) or not isinstance(plain, str | int | float | bool | list):
            return None
        kept[clean(key)] = _scalar(plain)
    return kept
