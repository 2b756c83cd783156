"""The rectangle that a sheet's cells span: what calamine will allocate for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from app.table.records import Unreadable

_TAG_MAX = 1 << 20
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


def written_box(parts: Iterable[bytes]) -> tuple[Box, int]:
    """Give the rectangle of the cells that hold something, and how many do.

    Cells that are only styled are left out, as calamine leaves them out.
    Raises ``archive_malformed`` and ``xml_entities``.
    """
    reader = _Cells()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EntityDeclHandler = reader.entity
    try:
        for part in parts:
            parser.Parse(part, False)  # noqa: FBT003 # expat takes no names
        parser.Parse(b"", True)  # noqa: FBT003 # the same
    except expat.ExpatError:
        raise Unreadable("archive_malformed") from None
    return reader.box, reader.cells


class _Cells:
    """Follows rows and cells as calamine does: a place where one is given, else the next one."""

    def __init__(self) -> None:
        self.box = Box()
        self.cells = 0
        self.row = 0
        self.column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """See an element open."""
        tag = name.rpartition(" ")[2]
        if tag == "row":
            place = attributes.get("r", "")
            self.row = int(place) if place.isdecimal() and len(place) < 11 else self.row + 1  # noqa: PLR2004
            self.column = 0
        elif tag == "c":
            found = _CELL.fullmatch(attributes.get("r", ""))
            self.column = column_number(found[1]) if found else self.column + 1
            self.row = int(found[2]) if found else self.row
        elif tag in {"v", "is"}:
            self.cells += 1
            self.box.stretch(self.row, self.column)

    def entity(self, *_: object) -> None:
        """Refuse entities of the file's own: a kilobyte of them inflates to gigabytes."""
        raise Unreadable("xml_entities")


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
