"""Looks into a workbook's parts before calamine does, which allocates what they claim to hold.

calamine ends the whole process on one cell far away from the others, and on a table of shared
strings that lies about its length; neither can be caught.
"""

from __future__ import annotations

import re
import zipfile
from typing import NamedTuple

from app.table.directory import inflate, open_zip
from app.table.ods_box import OpenDocument
from app.table.records import Unreadable
from app.table.sheet_box import Box, Excel, follow, whole_tags
from app.table.sheet_bytes import pairs, places
from app.table.sheet_parts import CONTENT, has_password
from app.table.source import Source

_CELLS_MAX = 20_000_000
"""Cells in one sheet's rectangle: calamine takes 32 bytes for each, written or not."""
_WRITTEN_MAX = 6_000_000
"""Written cells: a text takes some 80 bytes more."""
_ROOMY = 2_000_000
"""Cells that a box may hold however few of them are written."""
_SPARSE = 100
"""Cells of a bigger box for one that is written."""
_CLAIM = re.compile(rb"""uniqueCount\s*=\s*["']\s*([0-9]{1,20})""")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class Guarded(NamedTuple):
    """What was noticed in a workbook that is no danger."""

    failed: frozenset[str]
    """Parts where formulas may have failed."""
    odd: bool
    """True for an OpenDocument workbook that is not written in the way that calamine reads."""


def guard(source: Source) -> Guarded:
    """Go through every part of a workbook.

    Raises ``archive_encrypted``, ``sheet_too_sparse``, ``xml_entities`` …
    """
    failed, odd = set(), False
    with open_zip(source) as archive:
        if has_password(archive):
            raise Unreadable("archive_encrypted")  # before its parts are taken for broken XML
        for entry in archive.infolist():
            if entry.filename == CONTENT:
                sheets = OpenDocument()
                follow(sheets, inflate(archive, entry), more=sheets.listen)
                check_box(sheets.box, sheets.cells)
                odd = sheets.odd
                if sheets.failed:
                    failed.add(CONTENT)
            elif not entry.is_dir() and _guard_part(archive, entry).failed:
                failed.add(entry.filename)
    return Guarded(frozenset(failed), odd)


def _guard_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Part:
    part = Part()
    for piece in whole_tags(inflate(archive, entry)):
        part.look(piece)
    if part.claimed > 2 * part.strings + 1000:
        raise Unreadable("archive_malformed")
    if part.cells > _WRITTEN_MAX or not part.fits:
        # Rows and columns that are only styled count for nothing: look again, cell by cell.
        sheet = Excel()
        follow(sheet, inflate(archive, entry))
        check_box(sheet.box, sheet.cells)
    return part


def check_box(box: Box, cells: int) -> None:
    """Refuse a sheet whose cells are too many, or too far apart."""
    if cells > _WRITTEN_MAX:
        raise Unreadable("too_large")
    if not _fits(box, cells):
        raise Unreadable("sheet_too_sparse")


def _fits(box: Box, cells: int) -> bool:
    return box.area <= _ROOMY or (box.area <= _CELLS_MAX and box.area <= _SPARSE * cells)


class Part:
    """What the bytes of one part claim, never less than calamine would believe."""

    def __init__(self) -> None:
        self.box = Box()
        self.cells = 0
        self.strings = 0
        self.claimed = 0
        self.failed = False
        """True where a cell may hold the error of a formula."""

    @property
    def fits(self) -> bool:
        """True where there is room for what was seen, as far as mere bytes can tell."""
        return _fits(self.box, self.cells)

    def look(self, data: bytes) -> None:
        """Take in a piece of the part that ends with a whole tag."""
        if pairs(data, b"<!") and b"<!ENTITY" in data:
            raise Unreadable("xml_entities")
        if data.startswith(_WIDE):
            raise Unreadable("archive_malformed")  # UTF-16 would hide what we look for
        if pairs(data, b"eC") and b"uniqueCount" in data:
            self.claimed = max([self.claimed, *map(int, _CLAIM.findall(data))])
        if self.claimed:
            self.strings += _elements(data, b"si")
        found = places(data)
        self.failed = self.failed or found.failed
        self.box.stretch(found.row, found.column)
        # A cell or a row without a place comes right after the one before it.
        cells = pairs(data, b"<c") + pairs(data, b":c")
        self.cells += cells
        self.box.columns += max(0, cells - found.cells + found.rows)
        if pairs(data, b"<r") + pairs(data, b":r") > found.rows:
            self.box.rows += max(0, _elements(data, b"row") - found.rows)


def _elements(data: bytes, name: bytes) -> int:
    """Count the elements whose name begins so, at least, with a prefix or without."""
    return data.count(b"<" + name) + (data.count(b":" + name) if b":" in data else 0)
