"""Values as they may be shown: no address in them, wherever it stands, holds a secret.

Facts quote addresses in many places; rather than trust every rule to think of it, every text is
looked at on its way out. What is stored keeps them whole: they are fetched again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from app.redact import redact_text

_SIGNS = ("?", "#", ";", "//", "qd_", "eyJ")
"""A text without any of these holds no secret that we would know."""


T = TypeVar("T")


def expurgated(value: T) -> T:
    """Cut the secrets out of every text of a frozen value: an assessment, a member, a run."""
    shown: T = _without(value)
    return shown


def _without(value: Any) -> Any:
    """Give a value's expurgated twin; itself where nothing had to be cut."""
    if isinstance(value, str):
        return _cut(value) if any(sign in value for sign in _SIGNS) else value
    if isinstance(value, tuple):
        parts = tuple(map(_without, value))
        return parts if _changed(parts, value) else value
    if isinstance(value, Mapping):
        named = {key: _without(part) for key, part in value.items()}
        return named if _changed(named.values(), value.values()) else value
    return _copied(value, _names(value.__class__))


def _changed(new: Iterable[object], old: Iterable[object]) -> bool:
    return any(left is not right for left, right in zip(new, old, strict=True))


def _cut(text: str) -> str:
    shown = redact_text(text)
    return text if shown == text else shown


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _copied(value: Any, names: tuple[str, ...]) -> Any:
    changed = {}
    for name in names:
        old = getattr(value, name)
        if old is not None:
            new = _without(old)
            if new is not old:
                changed[name] = new
    return replace(value, **changed) if changed else value
