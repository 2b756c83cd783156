"""The rectangle that a sheet's cells span: what calamine will allocate for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

from app.table.records import Unreadable

_TAG_MAX = 1 << 20
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
            self.row = number(place, self.row + 1)
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


class Reader(Protocol):
    """Sees elements by their names without a prefix."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See an element open."""

    def end(self, tag: str) -> None:
        """See an element close."""


def follow(
    reader: Reader,
    parts: Iterable[bytes],
    said: Callable[[str], None] | None = None,
    more: Callable[[expat.XMLParserType], None] | None = None,
) -> None:
    """Let a reader see a whole part, cell by cell. Raises ``archive_malformed``, ``xml_entities``.

    Cells that are only styled are left out, as calamine leaves them out. ``said`` takes the texts, ``more`` the parser
    before it begins.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.CharacterDataHandler = said
    parser.StartElementHandler = lambda name, found: reader.start(name.rpartition(" ")[2], found)
    parser.EndElementHandler = lambda name: reader.end(name.rpartition(" ")[2])
    parser.EntityDeclHandler = _refuse
    if more:
        more(parser)
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


def number(text: str, otherwise: int) -> int:
    """Read a place or a repeat; something else where it is none."""
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
