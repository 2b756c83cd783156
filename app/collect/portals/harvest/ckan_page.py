"""A page of CKAN's ``package_search``."""

from __future__ import annotations

from dataclasses import replace

from app.collect.portals import ckan
from app.collect.portals.harvest.filling import MALFORMED, fill, filled
from app.collect.portals.harvest.item import Item, Portion, Question
from app.collect.portals.record import said


def read(document: object, question: Question) -> Portion | None:
    """Read the packages; ``None`` where it is no such answer."""
    told = said(document)
    if told.get("success") is False and "error" in told:
        return Portion(kind="ckan", code="catalog_page_malformed")
    result = said(told.get("result"))
    found = result.get("results")
    if told.get("success") is not True or not isinstance(found, list):
        return None
    count = result.get("count")
    total = count if isinstance(count, int) and not isinstance(count, bool) else None
    took = fill(found, question, lambda raw: _item(raw, question))
    return replace(filled("ckan", took), total=total)


def _item(raw: object, question: Question) -> Item | None:
    told = said(raw)
    key = told.get("id") or told.get("name")
    if not isinstance(key, str):
        return Item(key=str(told.get("title") or "")[:200], code=MALFORMED)
    record = ckan.record_of(told, question.asked)
    return Item(key=key, record=record) if record.state in {"", "archived"} else None
