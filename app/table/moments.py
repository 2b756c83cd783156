"""Instants that files hold and Python cannot reckon with, and days that are instants."""

from __future__ import annotations

from datetime import date, datetime, time

from app.table.records import Cell

_ZONED = frozenset({datetime, time})


def reckoned(value: object) -> object:
    """Leave out a zone of a day or more: dateutil makes one of ``+99:00``, and all else raises on it."""
    if value.__class__ not in _ZONED:
        return value
    assert isinstance(value, datetime | time)
    try:
        value.utcoffset()
    except ValueError:
        return value.replace(tzinfo=None)
    return value


def midnight(kind: str, cell: Cell) -> datetime | None:
    """Give the instant that a day in a field of instants is: a workbook writes its midnights so."""
    if kind == "datetime" and cell.__class__ is date:
        assert isinstance(cell, date)
        return datetime.combine(cell, time())
    return None
