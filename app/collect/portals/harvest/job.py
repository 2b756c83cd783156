"""What the child process runs: one page of a catalogue in, its entries out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.collect.portals.harvest import (
    ckan_page,
    datajson_page,
    dcat_page,
    list_page,
    ods_page,
    udata_page,
)
from app.collect.portals.harvest.item import PORTION, QUESTION, Portion, Question
from app.collect.portals.recognise import json_or_none

_JSON: dict[str, Callable[[object, Question], Portion | None]] = {
    "ckan": ckan_page.read,
    "udata": udata_page.read,
    "opendatasoft": ods_page.read,
    "datajson": datajson_page.read,
}
_PAGE = (b"<!doctype html", b"<html")


def run(payload: bytes) -> bytes:
    """Read the page and write down what it lists."""
    question = QUESTION.validate_json(payload)
    body = Path(question.path).read_bytes()
    return PORTION.dump_json(read(body, question))


def read(body: bytes, question: Question) -> Portion:
    """Read a page as what it should be, or as whatever it is."""
    start = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_PAGE):
        return Portion(code="catalog_page_html")
    found = _read(body, question)
    if found is not None:
        return found
    return Portion(kind=question.kind, code="catalog_page_malformed" if question.kind else "")


def _read(body: bytes, question: Question) -> Portion | None:
    wanted = question.kind
    document = json_or_none(body) if wanted in {*_JSON, ""} else None
    if document is not None:
        for kind, reader in _JSON.items():
            found = reader(document, question) if wanted in {kind, ""} else None
            if found is not None:
                return found
    if wanted in {"dcat", ""} and b"dcat" in body:
        found = dcat_page.read(body, question)
        if found is not None:
            return found
    if wanted == "list" or (not wanted and document is None and body.strip()[:1] not in b"<@"):
        return list_page.read(body, question, sure=bool(wanted))
    return None
