"""Quick readers for the commonest cells: each accepts a proven part of what frictionless accepts.

What a shortcut does not accept is *not* refused: frictionless' own reader then has the word. The
proof is a differential test against frictionless (``tests/table_check/test_shortcuts.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from math import isfinite
from types import MappingProxyType
from typing import Any

Shortcut = Callable[[Any], object]
"""The value read, or ``None``: no opinion."""

_DAY = re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])", re.ASCII)
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?\.){1,4}[A-Za-z]{2,10}"
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
URL = rf"https?://{_HOST}(?:[/?#][ -~]*)?"
MAIL = rf"{_LOCAL}(?:\.{_LOCAL}){{0,5}}@{_HOST}"
_URL = re.compile(URL, re.ASCII)
_MAIL = re.compile(MAIL, re.ASCII)
MAIL_MAX = 60
"""Far below the lengths where the rules of e-mail addresses begin to bite."""


def shortcut(kind: str, shape: str) -> Shortcut | None:
    """Give the quick reader of a field's type and format, where there is one.

    Only for fields that state nothing about how numbers are written.
    """
    return _TABLE.get((kind, shape))


def typed_shortcuts(kind: str) -> Mapping[type, Shortcut]:
    """Give the quick readers of a field's typed cells, by the cells' own type.

    Only for fields where nothing but the empty text is a missing value, and numbers are decimals.
    """
    return _TYPED.get(kind, _NONE)


def bounded(reader: Shortcut, least: Any, most: Any) -> Shortcut:
    """Add a least and a greatest value, each of the type read or ``None``."""

    def read(cell: Any) -> object:
        value: Any = reader(cell)
        if value is None or (least is not None and value < least):
            return None
        return None if most is not None and value > most else value

    return read


def formed(
    matches: Callable[[bytes], object] | None, least: Any = None, most: Any = None
) -> Shortcut:
    """Give the quick reader of texts of some length and pattern, the pattern's for plain ASCII."""

    def read(text: str) -> str | None:
        if (least is not None and len(text) < least) or (most is not None and len(text) > most):
            return None
        if matches and not (
            text.isascii() and "\n" not in text and text and matches(text.encode())
        ):
            return None
        return text

    return read


def _float(cell: float) -> Decimal | None:
    return Decimal(str(cell)) if isfinite(cell) else None


def _same(cell: object) -> object:
    return cell


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if _DAY.fullmatch(text) else None


def _url(text: str) -> str | None:
    return text if _URL.fullmatch(text) else None


def _mail(text: str) -> str | None:
    return text if len(text) <= MAIL_MAX and _MAIL.fullmatch(text) else None


def _integer(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def _text(text: str) -> str:
    return text


_TABLE: dict[tuple[str, str], Shortcut] = {
    ("any", "default"): _text,
    ("string", "default"): _text,
    ("integer", "default"): _integer,
    ("number", "default"): _decimal,
    ("date", "default"): _date,
    ("date", "%Y-%m-%d"): _date,
    ("string", "uri"): _url,
    ("string", "email"): _mail,
}
_NONE: Mapping[type, Shortcut] = MappingProxyType({})
_TYPED: Mapping[str, Mapping[type, Shortcut]] = {
    "integer": {int: _same},
    "number": {int: _same, float: _float},
    "date": {date: _same},
    "boolean": {bool: _same},
}
