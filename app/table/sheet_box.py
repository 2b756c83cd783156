"""The rectangle that a sheet's cells span: what calamine will allocate for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from app.table.records import Unreadable

_TAG_MAX = 1 << 20
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_BEYOND = re.compile("[A-Za-z]{4}|[0-9]{8}")
"""No column has four letters, no row eight digits: calamine would make room for all before it."""
_CELL = re.compile(r"([A-Za-z]{1,6})([0-9]{1,10})")


@dataclass(slots=True)
class Box:
    """Last row and last column met, from 1."""

    rows: int = 0
    columns: int = 0

    @property
    def area(self) -> int:
        """Cells from the sheet's first corner to the last row and column."""
        return self.rows * self.columns

    def stretch(self, row: int, column: int) -> None:
        """Take in one place."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)


def column_number(letters: str) -> int:
    """Turn ``AB`` into 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class Excel:
    """Follows rows and cells as calamine does: a place where one is given, else the next one."""

    def __init__(self) -> None:
        self.box = Box()
        self.cells = 0
        self.row = 0
        self.column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See an element open."""
        if tag == "row":
            place = _checked(attributes.get("r", ""))
            self.row = _number(place, self.row + 1)
            self.column = 0
        elif tag == "c":
            found = _CELL.fullmatch(_checked(attributes.get("r", "")))
            self.column = column_number(found[1]) if found else self.column + 1
            self.row = int(found[2]) if found else self.row
        elif tag in {"v", "is"}:
            self.cells += 1
            self.box.stretch(self.row, self.column)

    def end(self, tag: str) -> None:
        """See an element close."""


class OpenDocument:
    """Follows rows and cells that are written once and said to be repeated."""

    def __init__(self) -> None:
        self.box = Box()
        self.cells = 0
        self.row = self.rows = 0
        self.column = self.columns = 0
        self.written = self.last = 0
        self.failed = False
        """True where a formula failed, as LibreOffice marks it."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See an element open."""
        if tag == "table":
            self.row = 0
        elif tag == "table-row":
            self.rows = _number(attributes.get(f"{_TABLE} number-rows-repeated", ""), 1)
            self.column = self.columns = self.written = self.last = 0
        elif tag in {"table-cell", "covered-table-cell"}:
            self.column += self.columns
            self.columns = _number(attributes.get(f"{_TABLE} number-columns-repeated", ""), 1)
            if f"{_OFFICE} value-type" in attributes:
                self._write()
            self.failed = self.failed or attributes.get(CALC_TYPE) == "error"
        elif tag == "p":
            self._write()

    def _write(self) -> None:
        if self.last < self.column + self.columns:
            self.last = self.column + self.columns
            self.written += self.columns

    def end(self, tag: str) -> None:
        """See an element close."""
        if tag == "table-row":
            self.row += self.rows
            if self.last:
                self.box.stretch(self.row, self.last)
                self.cells += self.written * self.rows


class Elements:
    """Keeps the attributes of every element of one name."""

    def __init__(self, tag: str) -> None:
        self.found: list[dict[str, str]] = []
        self._tag = tag

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See an element open."""
        if tag == self._tag:
            self.found.append(attributes)

    def end(self, tag: str) -> None:
        """See an element close."""


Reader = Excel | OpenDocument | Elements


def follow(
    reader: Reader, parts: Iterable[bytes], said: Callable[[str], None] | None = None
) -> None:
    """Let a reader see a whole part, cell by cell. Raises ``archive_malformed``, ``xml_entities``.

    Cells that are only styled are left out, as calamine leaves them out. ``said`` takes the texts.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.CharacterDataHandler = said
    parser.StartElementHandler = lambda name, found: reader.start(name.rpartition(" ")[2], found)
    parser.EndElementHandler = lambda name: reader.end(name.rpartition(" ")[2])
    parser.EntityDeclHandler = _refuse
    try:
        for part in parts:
            parser.Parse(part, False)  # noqa: FBT003 # expat takes no names
        parser.Parse(b"", True)  # noqa: FBT003 # the same
    except expat.ExpatError:
        raise Unreadable("archive_malformed") from None


def _refuse(*_: object) -> None:
    raise Unreadable("xml_entities")  # a kilobyte of them inflates to gigabytes


def _checked(place: str) -> str:
    """Give a place that some workbook may have. Raises ``sheet_too_sparse``."""
    if _BEYOND.search(place):
        raise Unreadable("sheet_too_sparse")
    return place


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 11 else otherwise  # noqa: PLR2004


def whole_tags(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream of XML so that no tag is split. Raises ``archive_malformed``."""
    rest = b""
    for part in parts:
        data = rest + part
        opened, closed = data.rfind(b"<"), data.rfind(b">")
        end = len(data) if closed > opened or opened < 0 else opened
        rest = data[end:]
        if len(rest) > _TAG_MAX:
            raise Unreadable("archive_malformed")
        yield data[:end]
    yield rest
