"""One cell, whatever its type: as the text a CSV would hold, and as a dictionary key."""

from __future__ import annotations

import json
from collections.abc import Hashable
from datetime import date, datetime, time
from decimal import Decimal

from app.table.records import Cell

SHOWN = 200
"""Longest text shown in a sample."""
_PLAIN = frozenset({int, float, bool})


class Unread(str):
    """A filled cell that its field could not read, as it is written: there, but of no value."""

    __slots__ = ()


def as_text(cell: Cell) -> str | None:
    """Write a cell as a person would in a CSV file; ``None`` for nothing and for nested values."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | Decimal):
        return _number(cell)
    if isinstance(cell, datetime):
        midnight = cell.time() == time() and cell.tzinfo is None
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else None


def _number(cell: float | Decimal) -> str:
    if isinstance(cell, float):
        text = repr(cell)
        if "e" not in text:  # then it is written in full already
            return text.removesuffix(".0")
    exact = cell if isinstance(cell, Decimal) else Decimal(repr(cell))
    if not exact.is_finite() or abs(exact.adjusted()) > SHOWN:
        return str(cell)
    text = format(exact, "f")
    return text.removesuffix(".0") if isinstance(cell, float) else text


def show(cell: Cell) -> str:
    """Write a cell for a reader: cut where long, JSON where nested."""
    text = as_text(cell)
    if text is None:
        text = "" if cell is None else json.dumps(cell, ensure_ascii=False, default=str)
    return cut(text)


def cut(text: str) -> str:
    """Cut a long text, and say so by an ellipsis."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def key_of(cell: Cell) -> Hashable:
    """Give a key under which only cells that every check reads alike are equal."""
    if cell is None or isinstance(cell, str):
        return cell
    kind = cell.__class__
    odd = kind is float and (not cell or cell != cell)  # noqa: PLR0124 # a NaN
    if kind in _PLAIN and cell != -1 and not odd:
        return (kind, cell)  # 1, 1.0 and True are equal in Python, not in a schema
    return (kind, repr(cell))  # -1 and -2 have one hash in Python, -0.0 is 0.0, a NaN no other
