"""A list of addresses as CSV: one dataset a row, whatever the delimiter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.collect.metadata import read_metadata
from app.collect.portals.harvest.filling import fill, filled
from app.collect.portals.harvest.item import Item, Portion, Question
from app.collect.portals.schema_names import schema_name

_URLS = ("url", "adresse", "lien", "link", "downloadurl", "accessurl", "page", "uri")
_NAMES: Mapping[str, str] = {
    "title": "title",
    "titre": "title",
    "nom": "title",
    "description": "description",
    "organization": "publisher",
    "organisation": "publisher",
    "publisher": "publisher",
    "producteur": "publisher",
    "theme": "theme",
    "thème": "theme",
    "themes": "theme",
    "format": "format",
    "frequency": "frequency",
    "frequence": "frequency",
    "fréquence": "frequency",
    "schema": "schema",
    "schéma": "schema",
    "licence": "licence",
    "license": "licence",
    "modified": "modified",
    "lastmodified": "modified",
    "lastupdate": "modified",
    "datemaj": "modified",
    "tags": "tags",
    "keywords": "tags",
}
_WEB = ("http://", "https://")
_HEAD = 64 << 10
Row = Sequence[str]


def read(body: bytes, question: Question, *, sure: bool) -> Portion | None:
    """Read the rows that hold an address; ``None`` where there is none among the first ones."""
    text = body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text[:_HEAD]))
    try:
        header, column, first = _begin(rows)
    except (StopIteration, csv.Error):
        return Portion(kind="list") if sure else None
    took = fill(_rows(first, rows), question, lambda row: _item(row, header, column))
    return filled("list", replace(took))


def _begin(rows: Iterator[list[str]]) -> tuple[Row, int, list[Row]]:
    """Find the column of addresses: by its name, else by what stands in it."""
    head = next(row for row in rows if any(cell.strip() for cell in row))
    named = [_folded(cell) for cell in head]
    ahead = [row for _, row in zip(range(20), rows, strict=False)]
    if any(cell.strip().startswith(_WEB) for cell in head):  # no header at all
        column = next(i for i, cell in enumerate(head) if cell.strip().startswith(_WEB))
        return (), column, [head, *ahead]
    known = [i for name in _URLS for i, cell in enumerate(named) if cell == name]
    holding = [i for i in range(len(head)) if any(_web(row, i) for row in ahead)]
    column = next(i for i in (*known, *holding) if i in holding)
    return tuple(named), column, list(ahead)


def _rows(first: list[Row], rest: Iterator[list[str]]) -> Iterator[Row]:
    yield from first
    try:
        yield from rest
    except csv.Error:  # a cell without end: what stands before it is read
        return


def _item(row: Row, header: Row, column: int) -> Item | None:
    if not any(cell.strip() for cell in row):
        return None
    url = row[column].strip() if column < len(row) else ""
    if not url.startswith(_WEB):
        return Item(key=url[:200] or "?", code="catalog_entry_refused")
    stated: dict[str, object] = {}
    for name, cell in zip(header, row, strict=False):
        if name in _NAMES and cell.strip():
            stated.setdefault(_NAMES[name], cell.strip())
    metadata = read_metadata(stated)
    if metadata.declared_schema:
        metadata = replace(metadata, declared_schema=schema_name(metadata.declared_schema))
    return Item(key=url, url=url, metadata=metadata)


def _web(row: Row, column: int) -> bool:
    return column < len(row) and row[column].strip().startswith(_WEB)


def _folded(cell: str) -> str:
    return cell.strip().strip("\ufeff").replace("_", "").replace(" ", "").replace("-", "").lower()


def _delimiter(text: str) -> str:
    line = text.partition("\n")[0]
    return max(",;\t|", key=line.count)
