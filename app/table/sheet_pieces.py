"""Big sheets of an XLSX workbook, cut between two rows into workbooks with some rows each.

calamine reads a sheet as a whole: nothing can be judged before its last cell was read, and all cells
are in memory at once. Of pieces, some are read while those before them are judged. Whatever cannot be
cut with certainty ends in ``Surprise``: the workbook is then read as a whole.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from python_calamine import CalamineSheet

from app.table.calamine import opened, sheet_of
from app.table.directory import inflate, open_zip
from app.table.records import Surprise, Unreadable
from app.table.sheet_box import whole_tags
from app.table.sheet_errors import Errors, errors_of
from app.table.sheet_guard import Part
from app.table.sheet_parts import BOOK, LINKS, elements, part_of
from app.table.source import Source

PIECE = 4 << 20
"""Bytes of one piece, at least."""
_COMMON = 4
"""Bytes of the pieces in one workbook for each of those that all sheets have in common …"""
_ROOM = 64 << 20
"""… but no more than so many."""
_BEGINNING = _HEAD = 1 << 20
_SHEETS = "xl/worksheets/"
_SHARED = frozenset({"", "_rels", "xl"})
"""Folders of what all sheets have in common: their list, texts, formats …"""
_WRITTEN = (".xml", ".rels")
_OPEN, _ROW = b"<sheetData>", b"</row>"
_CLOSE, _END = b"</sheetData", b"</sheetData></worksheet>"
_HIDING = (b"<!", b"<?")
"""Comments, CDATA and instructions: what looks like a row in them is none."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Cut(NamedTuple):
    """Some rows of a sheet, as a sheet's XML."""

    xml: bytes
    failed: bool
    """True where formulas may have failed."""


class Book(NamedTuple):
    """A workbook in memory, whose sheets, called 0, 1 …, are pieces of one."""

    file: io.BytesIO
    cuts: Sequence[Cut]


class Piece(NamedTuple):
    """Some rows of a sheet, read."""

    cells: CalamineSheet
    errors: Errors


class Cutter:
    """A workbook some of whose sheets are big."""

    def __init__(self, source: Source, archive: zipfile.ZipFile) -> None:
        """Look for big sheets."""
        self._source = source
        self._archive = archive
        self._common = [*filter(_is_common, archive.namelist())]
        common = sum(archive.getinfo(name).file_size for name in self._common)
        self._room = min(_ROOM, _COMMON * common)
        self._big = {
            entry.filename: entry.file_size
            for entry in archive.infolist()
            if entry.filename.startswith(_SHEETS) and entry.file_size >= max(2 * PIECE, common)
        }

    @classmethod
    def of(cls, source: Source) -> Cutter | None:
        """Look for big sheets; ``None`` where there are none, or the parts have unusual names."""
        found = cls(source, open_zip(source))
        usual = {BOOK, LINKS} <= {*found._archive.namelist()}
        return found if usual and found._big else None

    @property
    def biggest(self) -> str:
        """Name the part of the biggest sheet."""
        return max(self._big, key=self._big.__getitem__)

    def beginning(self) -> Source:
        """Make the same workbook, with but the first rows of its big sheets. Raises ``Surprise`` …"""
        parts = {}
        for entry in self._archive.infolist():
            if entry.filename in self._big:
                parts[entry.filename] = next(self._cut(entry.filename, _BEGINNING)).xml
            elif entry.filename.lower().endswith(_WRITTEN):
                parts[entry.filename] = self._whole(entry.filename)
        return Source.scratch([_workbook(parts).getvalue()])

    def part(self, sheet: str) -> str:
        """Name the part of a sheet; ``""`` where it is not a big one. Raises ``Surprise``."""
        part = part_of(self._archive, sheet)
        if not part:
            raise Surprise("a sheet whose part is not known may be but a beginning")
        return part if part in self._big else ""

    def books(self, part: str) -> Iterator[Book]:
        """Give all rows of a big sheet, piece by piece. Raises ``Surprise``, ``bomb`` …"""
        common = {name: self._whole(name) for name in self._common}
        held: list[Cut] = []
        room = 0  # the first piece goes alone: somebody waits for it
        for cut in self._cut(part, PIECE):
            held.append(cut)
            if sum(len(one.xml) for one in held) > room:
                yield Book(_workbook({**common, **self._listed(held)}), held)
                held, room = [], self._room
        if held:
            yield Book(_workbook({**common, **self._listed(held)}), held)

    def _listed(self, cuts: Sequence[Cut]) -> dict[str, bytes]:
        """Make the parts of a workbook with these for its sheets."""
        known = next(iter(elements(self._archive, BOOK, "workbookPr")), {})
        calendar = quoteattr(known.get("date1904", "0"))
        sheets = [f'<sheet name="{at}" sheetId="{at}" r:id="r{at}"/>' for at in range(len(cuts))]
        links = [
            f'<Relationship Id="r{at}" Type="{_OFFICE}/worksheet" Target="worksheets/{at}.xml"/>'
            for at in range(len(cuts))
        ]
        listed = f"<workbookPr date1904={calendar}/><sheets>{''.join(sheets)}</sheets>"
        book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{listed}</workbook>'
        linked = f'<Relationships xmlns="{_PACKAGE}">{"".join(links)}</Relationships>'
        parts = {f"{_SHEETS}{at}.xml": cut.xml for at, cut in enumerate(cuts)}
        return {BOOK: book.encode(), LINKS: linked.encode(), **parts}

    def close(self) -> None:
        """Close the workbook's file."""
        self._archive.close()
        self._source.file.close()

    def _whole(self, part: str) -> bytes:
        return b"".join(inflate(self._archive, self._archive.getinfo(part)))

    def _cut(self, part: str, size: int) -> Iterator[Cut]:
        """Cut a part into parts."""
        known, head, held, found = Part(), b"", [b""], 0
        begun, failed, closed = b"", False, False
        for data in whole_tags(inflate(self._archive, self._archive.getinfo(part))):
            known.failed = False
            known.look(data)
            rows = data
            if not begun:
                before, begun, rows = data.partition(_OPEN)
                head += before + begun
                if not begun and len(head) > _HEAD:
                    raise Surprise("a sheet that does not begin as Excel's do")
            if any(mark in rows for mark in _HIDING) or not known.fits:
                raise Surprise("a sheet that cannot be cut with certainty")
            held.append(rows)
            found += len(rows)
            failed = failed or known.failed
            closed = closed or _CLOSE in rows
            if found >= size and not closed and _ROW in rows:
                end = rows.rindex(_ROW) + len(_ROW)
                held[-1] = rows[:end]
                yield Cut(b"".join([head, *held, _END]), failed)
                held, found, failed = [rows[end:]], len(rows) - end, known.failed
        yield Cut(b"".join([head, *held]), failed)


def pieces(books: Iterable[Book]) -> Iterator[Piece]:
    """Have calamine read some rows after the other. Raises ``Surprise`` where it cannot."""
    try:
        for book in books:
            found = opened(book.file)
            for at, cut in enumerate(book.cuts):
                yield Piece(
                    sheet_of(found, str(at)), errors_of([cut.xml]) if cut.failed else Errors()
                )
    except Unreadable as end:
        raise Surprise(end.code) from None


def _is_common(part: str) -> bool:
    return part.rpartition("/")[0].lower() in _SHARED


def _workbook(parts: Mapping[str, bytes]) -> io.BytesIO:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as written:
        for name, data in parts.items():
            written.writestr(name, data)
    return book
