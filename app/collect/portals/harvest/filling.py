"""Entries taken from a page until the answer is full; one that cannot be read is named, not fatal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from app.collect.portals.harvest.item import ITEM, Item, Portion, Question
from app.collect.portals.recognise import dated
from app.collect.portals.record import Record, with_list

Raw = TypeVar("Raw")
MALFORMED = "catalog_entry_malformed"


@dataclass(frozen=True, slots=True)
class Took:
    """Some entries, how many were passed over, and where the next ones begin."""

    items: tuple[Item, ...]
    count: int
    more: int | None


def fill(raws: Iterable[Raw], question: Question, read: Callable[[Raw], Item | None]) -> Took:
    """Read entries from ``question.start`` on; ``read`` gives ``None`` for one to leave out."""
    items: list[Item] = []
    room, position = question.room, question.start - 1
    for position, raw in enumerate(raws):
        if position < question.start:
            continue
        if room <= 0 or position - question.start >= question.most:
            return Took(tuple(items), position - question.start, position)
        item = _read(raw, position, read)
        if item is not None:
            items.append(item)
            room -= len(ITEM.dump_json(item))
    return Took(tuple(items), max(0, position + 1 - question.start), None)


def filled(kind: str, took: Took) -> Portion:
    """Begin a portion with these entries."""
    return Portion(kind=kind, items=took.items, count=took.count, more=took.more)


def complete(record: Record) -> Record:
    """Say the dates and the list of files as a dataset asked for alone would."""
    return with_list(dated(record))


def _read(raw: Raw, position: int, read: Callable[[Raw], Item | None]) -> Item | None:
    try:
        item = read(raw)
        if item is not None and item.record is not None:
            item = replace(item, record=complete(item.record))
    except Exception:  # noqa: BLE001 # whatever an entry does to its reader, the others are read
        return Item(key=f"#{position}", code=MALFORMED)
    return replace(item, key=f"#{position}") if item is not None and not item.key else item
