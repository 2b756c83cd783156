"""What the cells of an OpenDocument sheet span, and whether calamine reads them as they are meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from app.table.directory import INFLATED_MAX
from app.table.records import Unreadable
from app.table.sheet_box import Box, number

_URNS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = f"{_URNS}office:1.0", f"{_URNS}table:1.0", f"{_URNS}text:1.0"
CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_VALUE, _TRUTH = f"{OFFICE} value", f"{OFFICE} boolean-value"
VALUES: Mapping[str, str] = {
    f"{OFFICE} {name}": name
    for name in ("value", "boolean-value", "date-value", "time-value", "string-value")
}
"""Where calamine looks for what is in a cell."""
KIND = f"{OFFICE} value-type"
CELLS = frozenset({"table-cell", "covered-table-cell"})
PARAGRAPHS = frozenset({"p", "h"})
BREAKS: Mapping[str, str] = {"tab": "\t", "line-break": "\n"}
"""Elements that stand for characters, which calamine leaves out."""
_PREFIXES = {OFFICE: "office", TABLE: "table", TEXT: "text"}
_USUAL = 200
"""Bytes that an ordinary cell is written in: few enough for as many cells as there may be."""
_NUMBER = re.compile(
    r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|(?i:inf|infinity|nan))"
)


class OpenDocument:
    """Follows rows and cells that are written once and said to be repeated."""

    def __init__(self) -> None:
        self.box = Box()
        self.cells = 0
        self.row = self.rows = 0
        self.column = self.columns = 0
        self.written = self.last = 0
        self.repeated = 0
        """Characters that repeats stand for: blanks, and texts of cells and rows."""
        self.failed = False
        """True where a formula failed, as LibreOffice marks it."""
        self.typed = False
        """True where the cell that is open states its type: else calamine takes it for empty."""
        self.odd = False
        """True where calamine would refuse the workbook, or lose something of it."""
        self._spaces = self._from = 0
        self._place: Callable[[], int] = int

    def listen(self, parser: expat.XMLParserType) -> None:
        """Ask for more than elements."""
        self._place = lambda: parser.CurrentByteIndex
        parser.StartCdataSectionHandler = self._note
        parser.StartNamespaceDeclHandler = self._bind

    def _note(self) -> None:
        self.odd = True

    def _bind(self, prefix: str | None, address: str) -> None:
        """See a prefix declared: calamine knows elements by their usual ones, whatever they mean."""
        usual = _PREFIXES.get(address)
        if usual is None and prefix in _PREFIXES.values():
            raise Unreadable("archive_malformed")
        if usual is not None and prefix != usual:
            self.odd = True

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See an element open."""
        if tag == "table":
            self.row = 0
        elif tag == "table-row":
            self.rows = number(attributes.get(f"{TABLE} number-rows-repeated", ""), 1)
            self.column = self.columns = self.written = self.last = 0
        elif tag in CELLS:
            self.column += self.columns
            self.columns = number(attributes.get(f"{TABLE} number-columns-repeated", ""), 1)
            self.typed = KIND in attributes
            if self.typed:
                self._write()
            self._spaces = 0
            self._from = self._place()
            if not fits(attributes):
                self.odd = True
            self.failed = self.failed or attributes.get(CALC_TYPE) == "error"
        elif tag in PARAGRAPHS:
            self._write()
            if not self.typed:
                self.odd = True
        elif tag in BREAKS:
            self.odd = True
        elif tag == "s":
            self._spaces += number(attributes.get(f"{TEXT} c", ""), 1)
            self._check(self._spaces)

    def _check(self, more: int) -> None:
        """Refuse a few kilobytes that stand for gigabytes of text."""
        if self.repeated + more > INFLATED_MAX:
            raise Unreadable("bomb")

    def _write(self) -> None:
        if self.last < self.column + self.columns:
            self.last = self.column + self.columns
            self.written += self.columns

    def end(self, tag: str) -> None:
        """See an element close."""
        if tag in CELLS:
            times = self.columns * self.rows
            if times > 1 and self.last == self.column + self.columns:
                # What it is written in is no less than what calamine makes of it each time.
                self.repeated += max(0, self._place() - self._from - _USUAL) * times
            self.repeated += self._spaces * times
            self._spaces = 0
            self._check(0)
        elif tag == "table-row":
            self.row += self.rows
            if self.last:
                self.box.stretch(self.row, self.last)
                self.cells += self.written * self.rows


def fits(attributes: Mapping[str, str]) -> bool:
    """Tell whether the number or the truth that a cell states is one."""
    stated, truth = attributes.get(_VALUE), attributes.get(_TRUTH)
    if stated is not None and not _NUMBER.fullmatch(stated):
        return False
    return truth is None or truth.lower() in {"true", "false"}
