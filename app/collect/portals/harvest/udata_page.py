"""A page of udata's list of datasets (API v1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from app.collect.metadata import read_date
from app.collect.portals import udata
from app.collect.portals.harvest.filling import MALFORMED, fill, filled
from app.collect.portals.harvest.item import Item, Portion, Question
from app.collect.portals.record import Said, listed, said


def read(document: object, question: Question) -> Portion | None:
    """Read the datasets; ``None`` where it is no such answer."""
    told = said(document)
    found = told.get("data")
    if not isinstance(found, list) or not {"page", "page_size", "total"} <= told.keys():
        return None
    total = told["total"]
    took = fill(found, question, lambda raw: _item(raw, question))
    return replace(
        filled("udata", took),
        total=total if isinstance(total, int) and not isinstance(total, bool) else None,
        oldest=min((at for raw in listed(found) if (at := _changed(raw))), default=None),
    )


def _item(raw: object, question: Question) -> Item | None:
    told = said(raw)
    key = told.get("id") or told.get("slug")
    if not isinstance(key, str):
        return Item(key=str(told.get("title") or "")[:200], code=MALFORMED)
    record = udata.record_of(told, question.asked)
    if record.state not in {"", "archived"}:
        return None
    api = f"{question.asked.before('/api/')}/api/1/datasets/{quote(key, safe='')}/"
    return Item(key=key, record=replace(record, api=api, url=record.url or api))


def _changed(told: Said) -> datetime | None:
    dates = (read_date(told.get(name)) for name in ("last_modified", "last_update"))
    return max((at for at in dates if at), default=None)
