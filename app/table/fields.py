"""The only door to frictionless: a schema's fields as judges of single cells that never raise.

Verdicts are frictionless' own. Where it would raise (a signalling NaN, a bound that it cannot
read, a time with a zone against one without) the cell fails, or the constraint is set aside.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cache
from typing import NamedTuple

import frictionless

from app.table.cells import as_text
from app.table.field_patterns import Patterns, Reader, has_pattern, part, without_pattern
from app.table.moments import midnight, reckoned
from app.table.pattern import Pattern
from app.table.records import Cell
from app.table.shortcuts import Shortcut, bounded, formed, shortcut, typed_shortcuts

_KEPT = (
    "name",
    "type",
    "format",
    "missingValues",
    "trueValues",
    "falseValues",
    "decimalChar",
    "groupChar",
    "bareNumber",
    "floatNumber",
    "arrayItem",
    "delimiter",
    "itemType",
)
_TOGETHER = 500
"""Texts matched by one clock."""
_LENGTHS = ("minLength", "maxLength")
_FORMS = frozenset({*_LENGTHS, "pattern"})
_SPELLED = frozenset({"decimalChar", "groupChar", "bareNumber", "floatNumber"})
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


class Reading(NamedTuple):
    """What a field makes of one cell."""

    value: object = None
    """As frictionless reads it; ``None`` where missing or unreadable."""
    faults: tuple[str, ...] = ()
    """``type``, or the names of the constraints that it fails."""
    missing: bool = False
    retyped: bool = False
    """A number, date or boolean that was read as its text, in a field of texts."""


class Judge:
    """One field of the schema, reading cells."""

    def __init__(self, descriptor: Mapping[str, object], *, set_aside: list[str]) -> None:
        """Build the readers. Names of constraints that cannot be used go to ``set_aside``."""
        self.stated = {key: descriptor[key] for key in _KEPT if key in descriptor}
        stated = descriptor.get("constraints")
        self.constraints = dict(stated) if isinstance(stated, Mapping) else {}
        self.unique = bool(self.constraints.pop("unique", False))
        self.required = bool(self.constraints.get("required", False))
        self._field, self._reader = self._built(set_aside)
        self.name = str(descriptor["name"])
        self.type = self._field.type
        self.format = self._field.format
        self.example = str(descriptor.get("example") or "")
        self.missing_values = frozenset(self._field.missing_values)
        self._slow: Pattern | None = None
        self._quick, self._typed = self._shortcuts()

    def read(self, cell: Cell) -> Reading:
        """Judge one cell. A typed cell that its field refuses is judged as its text would be."""
        if isinstance(cell, str):
            if self._quick and cell not in self.missing_values:
                value = self._quick(cell)
                if value is not None:
                    return Reading(value)
            return self._read(cell)
        quick = self._typed.get(cell.__class__)
        if quick:
            value = quick(cell)
            if value is not None:
                return Reading(value)
        reading = self._read(cell)
        if "type" not in reading.faults:
            return reading
        text = midnight(self.type, cell) or as_text(cell)
        second = reading if text is None else self._read(text)
        if "type" in second.faults:
            return reading
        return second._replace(retyped=self.type == "string" and not second.missing)

    def _shortcuts(self) -> tuple[Shortcut | None, Mapping[type, Shortcut]]:
        """Give the quick readers of texts and of typed cells that these constraints allow."""
        stated = {name: held for name, held in self.constraints.items() if name != "required"}
        read = self._field.create_value_reader()
        least, most = (read(stated[name]) if name in stated else None for name in _BOUNDS[:2])
        in_bounds = set(stated) <= set(_BOUNDS[:2])
        texts = None if _SPELLED & self.stated.keys() else shortcut(self.type, self.format)
        if stated and not (in_bounds and texts):
            texts = self._quick_texts(stated)
        elif texts and stated:
            texts = bounded(texts, least, most)
        decimals = not getattr(self._field, "float_number", False)
        if not (self.missing_values <= {""} and decimals and in_bounds):
            return texts, {}
        typed = typed_shortcuts(self.type)
        return texts, {kind: bounded(quick, least, most) for kind, quick in typed.items()}

    def _quick_texts(self, stated: Mapping[str, object]) -> Shortcut | None:
        """Give the quick reader of texts of some length and form, where that is all they need."""
        lengths = [stated.get(name) for name in _LENGTHS]
        if (self.type, self.format) != ("string", "default") or not set(stated) <= _FORMS:
            return None
        if not all(held is None or held.__class__ is int for held in lengths):
            return None
        own = part(self._whole(self.constraints))[1].own
        if "pattern" in stated and (own is None or not own.linear):
            self._slow = own
            return None
        return formed(own.match_ascii if own else None, *lengths)

    def accepted(self, cells: Mapping[Hashable, Cell]) -> dict[Hashable, object]:
        """Give what is read of the cells that pass at once, by their keys; no opinion on the others."""
        texts, typed, missing = self._quick, self._typed, self.missing_values
        found: dict[Hashable, object] = {}
        for key, cell in cells.items():
            kind = cell.__class__
            quick = texts if kind is str else typed.get(kind)
            if quick and not (kind is str and cell in missing):
                value = quick(cell)
                if value is not None:
                    found[key] = value
        return found if self._slow is None else self._matching(self._slow, cells)

    def _matching(self, pattern: Pattern, cells: Mapping[Hashable, Cell]) -> dict[Hashable, object]:
        """Give the texts that match a pattern and are neither too short nor too long."""
        fits = formed(None, *(self.constraints.get(name) for name in _LENGTHS))
        texts = [(key, cell) for key, cell in cells.items() if isinstance(cell, str)]
        texts = [pair for pair in texts if pair[1] not in self.missing_values and fits(pair[1])]
        found: dict[Hashable, object] = {}
        for at in range(0, len(texts), _TOGETHER):
            some = texts[at : at + _TOGETHER]
            flags = pattern.matches([text for _, text in some])
            if flags is None:
                return found  # what takes its time is asked one by one
            found.update(pair for pair, good in zip(some, flags, strict=True) if good)
        return found

    @property
    def patterned(self) -> bool:
        """True where a stranger's regular expression has a part in the verdict."""
        return has_pattern(self._whole(self.constraints))

    def without_pattern(self) -> Judge:
        """Give the same judge, blind to patterns."""
        left = {**self.constraints, "unique": self.unique}
        return Judge(without_pattern(self._whole(left)), set_aside=[])

    def _read(self, cell: Cell) -> Reading:
        try:
            value, notes = self._reader(cell)
        except Exception:  # noqa: BLE001 # data that makes frictionless raise is a finding
            return self._read_slowly(cell)
        faults = tuple(notes) if notes else ()
        missing = value is None and "type" not in faults
        return Reading(reckoned(value), faults, missing=missing)

    def _read_slowly(self, cell: Cell) -> Reading:
        """Read the value alone, then ask each constraint alone: what raises fails."""
        try:
            value, notes = self._reader_for({})(cell)
        except Exception:  # noqa: BLE001
            return Reading(faults=("type",))
        if notes:
            return Reading(reckoned(value), tuple(notes))
        faults = (name for name in self.constraints if not self._passes(name, cell))
        return Reading(reckoned(value), tuple(faults))

    def _passes(self, constraint: str, cell: Cell) -> bool:
        try:
            _, notes = self._reader_for({constraint: self.constraints[constraint]})(cell)
        except Exception:  # noqa: BLE001
            return False
        return not notes

    def _built(self, set_aside: list[str]) -> tuple[frictionless.Field, Reader]:
        """Build with every constraint that can be used; without a usable type, accept anything."""
        try:
            field, reader = self._made(self.constraints)
        except Exception:  # noqa: BLE001 # frictionless, re and json all have their own
            field, reader = self._pruned(set_aside)
        for name in _BOUNDS:
            if name in self.constraints and not _readable(field, self.constraints[name]):
                set_aside.append(name)
                del self.constraints[name]
                field, reader = self._made(self.constraints)
        return field, reader

    def _pruned(self, set_aside: list[str]) -> tuple[frictionless.Field, Reader]:
        for name in tuple(self.constraints):
            try:
                self._made({name: self.constraints[name]})
            except Exception:  # noqa: BLE001
                set_aside.append(name)
                del self.constraints[name]
        try:
            return self._made(self.constraints)
        except Exception:  # noqa: BLE001
            set_aside.append("type")
            self.constraints = {"required": True} if self.required else {}
            self.stated = {"name": self.stated["name"], "type": "any"}
            return self._made(self.constraints)

    def _made(self, constraints: Mapping[str, object]) -> tuple[frictionless.Field, Reader]:
        descriptor, patterns = part(self._whole(constraints))
        field = frictionless.Field.from_descriptor(descriptor)
        return field, _reader(field, patterns)

    def _reader_for(self, constraints: Mapping[str, object]) -> Reader:
        return self._made(constraints)[1]

    def _whole(self, constraints: Mapping[str, object]) -> dict[str, object]:
        return {**self.stated, "constraints": dict(constraints)}


def _reader(field: frictionless.Field, patterns: Patterns) -> Reader:
    return patterns.over(field.create_cell_reader())


def _readable(field: frictionless.Field, bound: object) -> bool:
    try:
        value = field.create_value_reader()(bound)
        return value is not None and bool(value == value)  # noqa: PLR0124 # NaN bounds nothing
    except Exception:  # noqa: BLE001
        return False


@cache
def any_judge() -> Judge:
    """Give the judge of a column that no field describes: every text is fine, ``""`` is missing."""
    return Judge({"name": "any", "type": "any"}, set_aside=[])
