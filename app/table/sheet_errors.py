"""Formulas that failed (#N/A, #REF! …): calamine gives their cells as empty, here is their text.

Looked for only in the parts where a first search found the word; nothing is paid elsewhere.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

import numpy as np

from app.table.directory import inflate, open_zip
from app.table.ods_box import CALC_TYPE, OpenDocument
from app.table.records import Cell
from app.table.sheet_box import Excel, follow
from app.table.sheet_parts import CONTENT, part_of
from app.table.source import Source

_NAME = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 name"
_WIDE = 20
"""Bits that a column's number takes beside its row's."""
_TEXTS = 255
"""Different error texts told apart: there are a dozen."""
_LONG = 20


class Errors:
    """Places of failed formulas with their texts: nine bytes for each."""

    def __init__(self) -> None:
        """Start with none."""
        self._places = array("Q")
        self._codes = bytearray()
        self._texts: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._places)

    def add(self, row: int, column: int, text: str) -> None:
        """Note one, at a row and a column from 1."""
        texts = self._texts
        text = text.strip()[:_LONG] or "#ERROR!"
        if text not in texts and len(texts) >= _TEXTS:
            text = next(iter(texts))
        self._places.append(row << _WIDE | column)
        self._codes.append(texts.setdefault(text, len(texts)))

    def by_row(self) -> dict[int, list[tuple[int, str]]]:
        """Give column and text of each, by its row."""
        texts = list(self._texts)
        found: dict[int, list[tuple[int, str]]] = {}
        for place, code in zip(self._places, self._codes, strict=True):
            row, column = place >> _WIDE, place & (1 << _WIDE) - 1
            found.setdefault(row, []).append((column, texts[code]))
        return found

    def put(self, rows: Iterable[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
        """Give the rows, from the first one, with the errors in their places."""
        order = np.argsort(np.frombuffer(self._places, np.uint64), kind="stable")
        texts = list(self._texts)
        waiting = ((self._places[at], texts[self._codes[at]]) for at in order.tolist())
        place, text = next(waiting, (0, ""))
        for number, row in enumerate(rows, 1):
            cells: tuple[Cell, ...] = row
            while place >> _WIDE == number:
                cells = _with(cells, place & (1 << _WIDE) - 1, text)
                place, text = next(waiting, (0, ""))
            yield cells


def _with(cells: tuple[Cell, ...], column: int, text: str) -> tuple[Cell, ...]:
    missing = (None,) * (column - 1 - len(cells))
    return (*cells[: column - 1], *missing, text, *cells[column:])


def errors_in(source: Source, parts: frozenset[str], sheet: str) -> Errors:
    """Find the failed formulas of a sheet, where its part is one of those that may hold some."""
    errors = Errors()
    if not parts:
        return errors
    with open_zip(source) as archive:
        part = part_of(archive, sheet)
        if part in parts:
            xml = inflate(archive, archive.getinfo(part))
            if part != CONTENT:
                return errors_of(xml)
            reader = _OpenDocument(errors, sheet)
            follow(reader, xml, reader.said)
    return errors


def errors_of(xml: Iterable[bytes]) -> Errors:
    """Find the failed formulas in the XML of one of Excel's sheets."""
    errors = Errors()
    reader = _Excel(errors)
    follow(reader, xml, reader.said)
    return errors


class _Excel(Excel):
    """Notes the cells of type ``e``."""

    def __init__(self, errors: Errors) -> None:
        super().__init__()
        self._errors = errors
        self._failed = self._inside = False
        self._text = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        if tag == "c":
            self._failed = attributes.get("t", "") == "e"
        elif tag == "v" and self._failed:
            self._inside, self._text = True, ""

    def said(self, text: str) -> None:
        if self._inside and len(self._text) < _LONG:
            self._text += text

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "v" and self._inside:
            self._inside = False
            self._errors.add(self.row, self.column, self._text)


class _OpenDocument(OpenDocument):
    """Notes the cells that LibreOffice marks as errors, in the sheet of that name."""

    def __init__(self, errors: Errors, sheet: str) -> None:
        super().__init__()
        self._errors = errors
        self._sheet = sheet
        self._here = self._inside = False
        self._text = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        if tag == "table":
            self._here = attributes.get(_NAME) == self._sheet
        elif tag == "table-cell":
            self._inside = self._here and attributes.get(CALC_TYPE) == "error"
            self._text = ""

    def said(self, text: str) -> None:
        if self._inside and len(self._text) < _LONG:
            self._text += text

    def end(self, tag: str) -> None:
        if tag == "table-cell" and self._inside:
            self._inside = False
            for row in range(self.row + 1, self.row + self.rows + 1):
                for column in range(self.column + 1, self.column + self.columns + 1):
                    self._errors.add(row, column, self._text)
        super().end(tag)
