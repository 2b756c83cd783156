"""A list of addresses as CSV, one dataset a row, whatever the delimiter: the SCDL’s catalogue too."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.collect.metadata import read_metadata
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
    "producteurnom": "publisher",
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
    "datepubl": "issued",
    "freqmaj": "frequency",
    "formatressources": "format",
    "motscles": "tags",
    "tags": "tags",
    "keywords": "tags",
}
_BETWEEN = re.compile(r"\s*[;,|]\s*")
_WEB = ("http://", "https://")
_HEAD, _AHEAD = 64 << 10, 20
_BOM = b"\xef\xbb\xbf"
Row = Sequence[str]


def read(body: bytes, question: Question, *, sure: bool) -> Portion | None:
    """Read the rows that hold an address; ``None`` where there is none among the first ones.

    ``question.start`` and ``more`` are places in the bytes, so that a long list is read once.
    """
    body = body.removeprefix(_BOM)
    head = body[:_HEAD].decode("utf-8", "replace")
    delimiter = _delimiter(head)
    try:
        header, column = _begin(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
    except (StopIteration, csv.Error):
        return Portion(kind="list") if sure else None
    lines = _Lines(body, question.start)
    items: list[Item] = []
    count, room = 0, question.room
    for row in _rows(csv.reader(lines, delimiter=delimiter), header, question):
        item = _item(row, header, column)
        items += [item] if item else []
        count += 1
        room -= sum(map(len, row))
        if count >= question.most or room <= 0:
            break
    more = lines.at if lines.at < len(body) else None
    return Portion(kind="list", items=tuple(items), count=count, more=more)


class _Lines:
    """The lines of a text, and how many bytes of it were handed out."""

    def __init__(self, body: bytes, start: int) -> None:
        self.at = start
        self._lines = io.BytesIO(body)
        self._lines.seek(start)

    def __iter__(self) -> Iterator[str]:
        """Hand out line after line."""
        return self

    def __next__(self) -> str:
        """Hand out one line."""
        line = next(self._lines)
        self.at += len(line)
        return line.decode("utf-8", "replace")


def _rows(rows: Iterator[list[str]], header: Row, question: Question) -> Iterator[Row]:
    """Give the rows, the header left out; a cell without end ends the reading."""
    waiting = bool(header) and not question.start
    try:
        for row in rows:
            if not waiting:
                yield row
            elif any(cell.strip() for cell in row):
                waiting = False
    except csv.Error:
        return


def _begin(rows: Iterator[list[str]]) -> tuple[Row, int]:
    """Find the column of addresses: by its name, else by what stands in it."""
    head = next(row for row in rows if any(cell.strip() for cell in row))
    ahead = [row for _, row in zip(range(_AHEAD), rows, strict=False)]
    if any(cell.strip().startswith(_WEB) for cell in head):  # no header at all
        return (), next(i for i in range(len(head)) if _web(head, i))
    named = [_folded(cell) for cell in head]
    known = [i for name in _URLS for i, cell in enumerate(named) if cell == name]
    holding = [i for i in range(len(head)) if any(_web(row, i) for row in ahead)]
    return tuple(named), next(i for i in (*known, *holding) if i in holding)


def _item(row: Row, header: Row, column: int) -> Item | None:
    if not any(cell.strip() for cell in row):
        return None
    url = row[column].strip() if column < len(row) else ""
    if not url.startswith(_WEB):
        return Item(key=url[:200] or "?", code="catalog_entry_refused")
    stated: dict[str, object] = {}
    for name, cell in zip(header, row, strict=False):
        if name in _NAMES and cell.strip():
            stated.setdefault(_NAMES[name], _value(_NAMES[name], cell.strip()))
    metadata = read_metadata(stated)
    if metadata.declared_schema:
        metadata = replace(metadata, declared_schema=schema_name(metadata.declared_schema))
    return Item(key=url, url=url, metadata=metadata)


def _value(name: str, cell: str) -> object:
    return _BETWEEN.split(cell) if name == "tags" else cell


def _web(row: Row, column: int) -> bool:
    return column < len(row) and row[column].strip().startswith(_WEB)


def _folded(cell: str) -> str:
    return cell.strip().strip("\ufeff").replace("_", "").replace(" ", "").replace("-", "").lower()


def _delimiter(text: str) -> str:
    line = text.lstrip().partition("\n")[0]
    return max(",;\t|", key=line.count)
