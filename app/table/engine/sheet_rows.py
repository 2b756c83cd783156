"""The rows of a big sheet as calamine has them, some thousand at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from python_calamine import CalamineSheet

from app.table.calamine import Raw, block, lines
from app.table.engine.ahead import Ahead
from app.table.records import Surprise, Unreadable, Unsupported
from app.table.sheet_errors import Errors
from app.table.sheet_pieces import Book, Cutter, Piece, pieces

_CELLS = 130_000
"""Cells given at once."""
Rows = list[list[Raw]]
Failed = dict[int, list[tuple[int, str]]]
"""The errors of formulas by their rows, from 1: columns, from 1, and texts."""


class SheetRows(Protocol):
    """A sheet whose rows are read as often as somebody asks."""

    @property
    def left(self) -> int:
        """Count the empty columns before the first cell of any row."""

    def read(self) -> Iterator[Rows]:
        """Give every row from the sheet's first one on, those of one list as wide as each other.

        Raises ``Unsupported``, ``Unreadable``.
        """

    def close(self) -> None:
        """Hold nothing any more: no row is asked for again."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A sheet that calamine has read."""

    cells: CalamineSheet
    errors: Errors

    @property
    def left(self) -> int:
        """Count the empty columns before the first cell of any row."""
        return self.cells.start[1] if self.cells.start else 0

    def read(self) -> Iterator[Rows]:
        """Give every row."""
        found, failed, row = lines(self.cells), self.errors.by_row(), 0
        while rows := [*islice(found, _at_once(self.cells.width))]:
            _put(rows, failed, row, self.left)
            row += len(rows)
            yield rows

    def close(self) -> None:
        """Hold nothing but the sheet, which is in memory."""


class InPieces:
    """A sheet that is read while its first rows are judged already; begun before anybody asks."""

    def __init__(self, cutter: Cutter) -> None:
        """Begin to cut the biggest sheet: most often it is the one that is read."""
        self.left = 0
        self._cutter = cutter
        self._part = cutter.biggest
        self._books: Ahead[Book] | None = Ahead(cutter.books(self._part))
        self._pieces: Ahead[Piece] | None = None
        self._asked = False

    def begin(self, sheet: str, left: int) -> bool:
        """Begin to read a sheet; False where it is not one of the big ones."""
        part = self._cutter.part(sheet)
        if part != self._part:
            self.stop()
        self._part, self.left = part, left
        if part:
            self._pieces = self._begun()
        return bool(part)

    def _begun(self) -> Ahead[Piece]:
        books, self._books = self._books or Ahead(self._cutter.books(self._part)), None
        # One piece in the making, one that waits: neither side is ever idle for long.
        return Ahead(Ahead(pieces(books)))

    def stop(self) -> None:
        """End what was begun."""
        if self._pieces:
            self._pieces.close()
        if self._books:
            self._books.close()
        self._pieces = self._books = None

    def close(self) -> None:
        """End what was begun, and close the file."""
        self.stop()
        self._cutter.close()

    def read(self) -> Iterator[Rows]:
        """Give every row; ``Surprise`` where the pieces are not one sheet with certainty."""
        if self._asked:
            self.stop()  # what the last one that asked left over
        self._asked, self._pieces = True, self._pieces or self._begun()
        row, failed = 0, Failed()
        for piece in self._pieces:
            failed |= piece.errors.by_row()
            for rows in self._filled(piece.cells, row):
                try:
                    _put(rows, failed, row, self.left)
                except Unsupported as reason:
                    raise Surprise(str(reason)) from None
                row += len(rows)
                yield rows
        self._pieces = None

    def _filled(self, cells: CalamineSheet, row: int) -> Iterator[Rows]:
        """Give the rows of a piece; before them the empty ones since the last piece's end."""
        if cells.start is None:
            return
        first, column = cells.start
        if first < row or column < self.left:
            raise Surprise("a sheet whose rows are not in their order, or begin further left")
        pad: list[Raw] = [""] * (column - self.left)
        size = _at_once(cells.width)
        for at in range(row, first, size):
            yield [[""] * cells.width for _ in range(min(size, first - at))]
        try:
            found = block(cells)
        except Unreadable as end:
            raise Surprise(end.code) from None
        for at in range(0, len(found), size):
            yield [pad + one for one in found[at : at + size]] if pad else found[at : at + size]


def _at_once(width: int) -> int:
    return max(16, _CELLS // max(1, width))


def _put(rows: Rows, failed: Failed, above: int, left: int) -> None:
    """Put the errors of formulas in their places. Raises ``Unsupported``."""
    if not failed:
        return
    for row, cells in enumerate(rows, above + 1):
        for place, text in failed.pop(row, ()):
            if not left < place <= left + len(cells):
                raise Unsupported("an error beyond the sheet's cells")
            cells[place - 1 - left] = text
