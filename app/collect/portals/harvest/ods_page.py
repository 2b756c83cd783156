"""Opendatasoft's catalogue: a page of Explore v2.1, or the export of all of it."""

from __future__ import annotations

from dataclasses import replace

from app.collect.portals import opendatasoft
from app.collect.portals.harvest.filling import MALFORMED, fill, filled
from app.collect.portals.harvest.item import Item, Portion, Question
from app.collect.portals.record import Said, said

_TEMPLATES = frozenset({"default", "dcat", "inspire"})


def read(document: object, question: Question) -> Portion | None:
    """Read the datasets; ``None`` where it is no such answer."""
    told = said(document)
    found = told.get("results") if "total_count" in told else None
    if isinstance(document, list):
        found = document if any(_named(said(raw)) for raw in document[:20]) else None
    if not isinstance(found, list):
        return None
    count = told.get("total_count")
    total = count if isinstance(count, int) and not isinstance(count, bool) else None
    took = fill(found, question, lambda raw: _item(raw, question))
    return replace(filled("opendatasoft", took), total=total)


def _item(raw: object, question: Question) -> Item | None:
    told = said(raw)
    told = said(told["dataset"]) if isinstance(told.get("dataset"), dict) else told
    if not _named(told):
        return Item(key=str(told.get("dataset_uid") or "")[:200], code=MALFORMED)
    if not isinstance(told.get("metas"), dict):  # exports may lay the templates open
        told = {**told, "metas": {k: v for k, v in told.items() if k in _TEMPLATES}}
    record = opendatasoft.record_of(told, question.asked)
    key = str(told.get("dataset_id") or told.get("datasetid"))
    return Item(key=key, record=record) if not record.state else None


def _named(told: Said) -> bool:
    inner = said(told["dataset"]) if isinstance(told.get("dataset"), dict) else told
    name = inner.get("dataset_id") or inner.get("datasetid")
    return isinstance(name, str) and bool(name)
