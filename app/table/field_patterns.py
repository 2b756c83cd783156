"""The patterns of a field, taken out of frictionless' hands: it would show strangers' to ``re``.

Each verdict is the one that frictionless would give: ``re.match`` of ``^pattern$`` against the
value read, of a field of texts or of each text in an array.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from app.table.pattern import Pattern
from app.table.records import Cell

Notes = dict[str, str] | None
Reader = Callable[[Cell], tuple[Any, Notes]]
_BEFORE = ("required", "minLength", "maxLength")
"""Constraints that frictionless looks at before the pattern."""
_OF_ITEMS = "array item"
_whole = lru_cache(maxsize=256)(lambda pattern: Pattern(f"^{pattern}$"))


class Patterns(NamedTuple):
    """What is to be checked beside frictionless."""

    own: Pattern | None = None
    items: Pattern | None = None

    def over(self, reader: Reader) -> Reader:
        """Add the patterns to a reader of cells."""
        if self.own is not None:
            return _checked(reader, self.own)
        return _checked_items(reader, self.items) if self.items is not None else reader


def part(descriptor: Mapping[str, object]) -> tuple[dict[str, object], Patterns]:
    """Part a field from its patterns. Raises ``re.error`` where Python could not compile one.

    Where frictionless would complain of one (no text, no field of texts), it stays for it to do so.
    """
    own, bare = _taken(descriptor, "string")
    inner = descriptor.get("arrayItem")
    if descriptor.get("type") != "array" or not isinstance(inner, Mapping):
        return bare, Patterns(own)
    items, item = _taken(inner, "any")
    return {**bare, "arrayItem": item}, Patterns(own, items)


def has_pattern(descriptor: Mapping[str, object]) -> bool:
    """Tell whether a field or its array's items have a pattern."""
    inner = descriptor.get("arrayItem")
    return _pattern_of(descriptor) is not None or (
        isinstance(inner, Mapping) and _pattern_of(inner) is not None
    )


def without_pattern(descriptor: Mapping[str, object]) -> dict[str, object]:
    """Give a field without any pattern."""
    inner = descriptor.get("arrayItem")
    items = {"arrayItem": _without(inner)} if isinstance(inner, Mapping) else {}
    return {**_without(descriptor), **items}


def _taken(
    descriptor: Mapping[str, object], usual: str
) -> tuple[Pattern | None, dict[str, object]]:
    """Take the pattern of texts out; ``usual`` is what frictionless takes a typeless field for."""
    text = _pattern_of(descriptor)
    if descriptor.get("type", usual) != "string" or not isinstance(text, str):
        return None, dict(descriptor)
    return _whole(text), _without(descriptor)


def _pattern_of(descriptor: Mapping[str, object]) -> object:
    stated = descriptor.get("constraints")
    return stated.get("pattern") if isinstance(stated, Mapping) else None


def _without(descriptor: Mapping[str, object]) -> dict[str, object]:
    stated = descriptor.get("constraints")
    if not isinstance(stated, Mapping):
        return dict(descriptor)
    return {**descriptor, "constraints": {k: v for k, v in stated.items() if k != "pattern"}}


def _checked(reader: Reader, pattern: Pattern) -> Reader:
    def read(cell: Cell) -> tuple[Any, Notes]:
        value, notes = reader(cell)
        typed = notes is not None and "type" in notes
        if value is None or typed or pattern.match(value):
            return value, notes
        before = {name: (notes or {})[name] for name in _BEFORE if name in (notes or {})}
        return value, {**before, "pattern": pattern.text, **(notes or {})}

    return read


def _checked_items(reader: Reader, pattern: Pattern) -> Reader:
    def read(cell: Cell) -> tuple[Any, Notes]:
        value, notes = reader(cell)
        judged = not notes or any(note.startswith(_OF_ITEMS) for note in notes.values())
        if value is None or not judged:
            return value, notes
        if all(pattern.match(item) for item in value if item is not None):
            return value, notes
        return value, {**(notes or {}), "pattern": f"{_OF_ITEMS} {pattern.text}"}

    return read
