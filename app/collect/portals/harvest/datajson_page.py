"""A whole ``data.json`` (DCAT-US): one file, read entry by entry."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from app.collect.metadata import read_text
from app.collect.portals import datajson
from app.collect.portals.harvest.filling import MALFORMED, fill, filled
from app.collect.portals.harvest.item import Item, Portion, Question
from app.collect.portals.record import said
from app.collect.spelling import bare

_NAMES = ("identifier", "@id", "landingPage", "title")


def read(document: object, question: Question) -> Portion | None:
    """Read the datasets; ``None`` where it is no such file."""
    told = said(document)
    found = told.get("dataset")
    if not isinstance(found, list) or not any(_looks(raw) for raw in found[:50]):
        return None
    took = fill(found, question, lambda raw: _item(raw, question))
    return replace(
        filled("datajson", took), total=len(found), title=read_text(told.get("title"))[:300]
    )


def _looks(raw: object) -> bool:
    told = said(raw)
    return "distribution" in told or "accessLevel" in told


def _item(raw: object, question: Question) -> Item | None:
    told = said(raw)
    key = next((text for name in _NAMES if (text := read_text(told.get(name)))), "")
    if not key:
        return Item(key="", code=MALFORMED)
    url = f"{bare(question.asked.url)}#{quote(key, safe='')}"
    record = datajson.record_of(told, replace(question.asked, url=url))
    return None if record.state else Item(key=key, record=record)
