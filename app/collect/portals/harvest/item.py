"""What a page of a catalogue holds, in one form for every kind; and how it crosses the border."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pydantic import TypeAdapter

from app.collect.portals.asked import Asked
from app.collect.portals.record import Record
from rules.core.evidence import Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a catalogue."""

    key: str
    """What the catalogue knows it by."""
    url: str = ""
    """The address under which to assess it; empty: the record's own."""
    record: Record | None = None
    metadata: Metadata | None = None
    """What a mere list says of it, where there is no record."""
    code: str = ""
    """Why it cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """A part of a page."""

    kind: str = ""
    """What wrote it; empty: nothing that we know."""
    items: tuple[Item, ...] = ()
    count: int = 0
    """Entries passed over in it, used or not."""
    more: int | None = None
    """Where to go on in the same page; ``None``: read to its end."""
    next: str = ""
    """Address of the page after it, where the page says one."""
    total: int | None = None
    """Entries of the whole catalogue, as it states."""
    title: str = ""
    oldest: datetime | None = None
    """The earliest change among its entries."""
    code: str = ""
    """Why nothing can be read of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to read: a file of ours, what it should be, from which entry on."""

    path: str
    asked: Asked
    kind: str = ""
    """Empty: find out."""
    start: int = 0
    most: int = 500
    room: int = field(default=4 << 20)
    """Bytes of the answer after which the rest waits for the next question."""


PORTION = TypeAdapter(Portion)
QUESTION = TypeAdapter(Question)
ITEM = TypeAdapter(Item)
