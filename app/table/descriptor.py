"""A stranger's Table Schema, rebuilt field by field: engines never see what a stranger wrote.

Nothing in it can cause a fetch: references, profiles and addresses are texts or are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from app.table.descriptor_field import (
    Dropped,
    check_params,
    clean,
    field_name,
    listed,
    rebuild_field,
)
from app.table.descriptor_refusal import (
    FIELD_NOT_AN_OBJECT,
    NAME_TWICE,
    NO_FIELDS,
    NOT_AN_OBJECT,
    TOO_MANY_FIELDS,
    NoTableSchema,
)

MAX_FIELDS = 4_096
_MAX_CHECKS = 1_000
_VERSION_2 = "https://datapackage.org/profiles/2.0/tableschema.json"
_TEXTS = (
    "name",
    "title",
    "title_en",
    "description",
    "description_en",
    "version",
    "homepage",
    "frequency",
)


def rebuild(mapping: Mapping[str, object]) -> dict[str, object]:
    """Rebuild a Table Schema from an allow-list; ``x-dropped`` lists what it said wrongly.

    Raises :class:`NoTableSchema` with the reason where it is no Table Schema at all.
    """
    if not isinstance(mapping, Mapping):
        raise NoTableSchema(NOT_AN_OBJECT)
    dropped: Dropped = []
    fields = _fields(mapping, dropped)
    names = [str(field["name"]) for field in fields]
    schema: dict[str, object] = {
        key: clean(text) for key in _TEXTS if isinstance(text := mapping.get(key), str)
    }
    if _needs_version_2(fields):
        schema["$schema"] = _VERSION_2
    schema |= _missing_values(mapping, dropped)
    schema["fields"] = fields
    schema |= _dates(mapping, names)
    schema |= _primary_key(mapping, names, dropped)
    schema |= _foreign_keys(mapping, names, dropped)
    schema |= _custom_checks(mapping, dropped)
    return {**schema, "x-dropped": dropped} if dropped else schema


def _drop(dropped: Dropped, key: str, reason: str) -> None:
    dropped.append({"field": "", "key": key, "reason": reason})


def _fields(mapping: Mapping[str, object], dropped: Dropped) -> list[dict[str, object]]:
    source = mapping.get("fields")
    if not isinstance(source, list) or not source:
        raise NoTableSchema(NO_FIELDS)
    if len(source) > MAX_FIELDS:
        raise NoTableSchema(TOO_MANY_FIELDS, most=MAX_FIELDS)
    for place, field in enumerate(source, 1):
        if not isinstance(field, Mapping):
            raise NoTableSchema(FIELD_NOT_AN_OBJECT, place=place)
    names = [field_name(field) for field in source]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise NoTableSchema(NAME_TWICE, name=twice[0][:80])
    return [rebuild_field(field, dropped) for field in source]


def _needs_version_2(fields: list[dict[str, object]]) -> bool:
    """Exclusive bounds exist since Data Package 2 only: the engine wants to be told."""
    items = (field.get("arrayItem") for field in fields)
    holders = [*fields, *(item for item in items if isinstance(item, dict))]
    stated = (holder.get("constraints") for holder in holders)
    return any(
        name.startswith("exclusive")
        for names in stated
        if isinstance(names, dict)
        for name in names
    )


def _missing_values(mapping: Mapping[str, object], dropped: Dropped) -> dict[str, object]:
    if "missingValues" not in mapping:
        return {}
    values = listed(mapping["missingValues"])
    if values is None:
        _drop(dropped, "missingValues", "wrong_type")
        return {}
    return {"missingValues": values}


def _dates(mapping: Mapping[str, object], names: list[str]) -> dict[str, object]:
    dates = [name for name in listed(mapping.get("dates")) or () if name in names]
    return {"dates": dates} if dates else {}


def _primary_key(
    mapping: Mapping[str, object], names: list[str], dropped: Dropped
) -> dict[str, object]:
    stated = mapping.get("primaryKey")
    if stated is None or stated in ("", []):
        return {}
    key = listed([stated] if isinstance(stated, str) else stated)
    if key is None or not set(key) <= set(names):
        _drop(dropped, "primaryKey", "wrong_type" if key is None else "unknown_field")
        return {}
    return {"primaryKey": key}


def _foreign_keys(
    mapping: Mapping[str, object], names: list[str], dropped: Dropped
) -> dict[str, object]:
    """Keep keys that point into the same table; any other would need a second file."""
    stated = mapping.get("foreignKeys")
    if stated is None or stated == []:
        return {}
    if not isinstance(stated, list) or len(stated) > _MAX_CHECKS:
        _drop(dropped, "foreignKeys", "wrong_type")
        return {}
    kept = [key for key in (_foreign_key(item, names) for item in stated) if key]
    if len(kept) < len(stated):
        _drop(dropped, "foreignKeys", "unusable_reference")
    return {"foreignKeys": kept} if kept else {}


def _foreign_key(item: object, names: list[str]) -> dict[str, object] | None:
    reference = item.get("reference") if isinstance(item, Mapping) else None
    if not isinstance(item, Mapping) or not isinstance(reference, Mapping):
        return None
    ours, theirs = (
        listed([fields] if isinstance(fields, str) else fields)
        for fields in (item.get("fields"), reference.get("fields"))
    )
    usable = ours and theirs and len(ours) == len(theirs) and set(ours + theirs) <= set(names)
    if reference.get("resource", "") != "" or not usable:
        return None
    return {"fields": ours, "reference": {"resource": "", "fields": theirs}}


def _custom_checks(mapping: Mapping[str, object], dropped: Dropped) -> dict[str, object]:
    stated = mapping.get("custom_checks")
    if stated is None:
        return {}
    if not isinstance(stated, list) or len(stated) > _MAX_CHECKS:
        _drop(dropped, "custom_checks", "wrong_type")
        return {}
    kept: list[dict[str, object]] = []
    for item in stated:
        name = item.get("name") if isinstance(item, Mapping) else None
        given = item.get("params", {}) if isinstance(item, Mapping) else None
        params = check_params(given) if isinstance(given, Mapping) else None
        if not isinstance(name, str) or params is None:
            _drop(dropped, "custom_checks", "wrong_type")
        else:
            kept.append({"name": clean(name)[:200], "params": params})
    return {"custom_checks": kept} if kept else {}
