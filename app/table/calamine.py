"""The one place that talks to calamine: workbook in, plain rows out, its failures named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import BinaryIO, TypeVar

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from app.table.cell_shape import plain
from app.table.records import Cell, Unreadable
from app.table.source import Source

_ASIDE = re.compile(
    "lisezmoi|readme|notice|sommaire|legende|modedemploi|apropos|about|pagedegarde|metadonnees"
    "|resumedelexportation|exportsummary"
)
"""Sheets that explain the others; Numbers writes one of its own in front."""
_AT_ONCE = 500
"""Rows asked for in one call."""
_SHEETS = 20
"""Sheets looked at, at most."""
_EXACT = 1e15
"""From here on a float no longer tells neighbouring integers apart."""
Raw = int | float | str | bool | time | date | datetime | timedelta
"""What calamine gives for a cell."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that holds something."""

    cells: CalamineSheet
    aside: bool
    """True where it is hidden, or explains the others."""

    @property
    def name(self) -> str:
        """Give its name."""
        return self.cells.name

    @property
    def is_table(self) -> bool:
        """Tell whether it has several rows and columns."""
        return self.cells.height > 1 and self.cells.width > 1


def sheets(source: Source) -> Iterator[Sheet]:
    """Give the sheets that hold something, in the workbook's order, explanations and hidden ones last."""
    book = opened(source.file)
    for name, aside in _order(book)[:_SHEETS]:
        sheet = _tame(lambda name=name: book.get_sheet_by_name(name))  # type: ignore[misc] # bound now
        if sheet.height:
            yield Sheet(sheet, aside)


def opened(file: BinaryIO) -> CalamineWorkbook:
    """Open a workbook. Raises ``archive_malformed`` …"""
    file.seek(0)
    return _tame(lambda: load_workbook(file))


def sheet_of(book: CalamineWorkbook, name: str) -> CalamineSheet:
    """Read one of its sheets. Raises ``archive_malformed`` …"""
    return _tame(lambda: book.get_sheet_by_name(name))


def block(sheet: CalamineSheet) -> list[list[Raw]]:
    """Give all rows of a sheet from its first filled one on, cells from its first column on."""
    return _tame(sheet.to_python)


def _order(book: CalamineWorkbook) -> list[tuple[str, bool]]:
    shown = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    ranks = {
        sheet.name: (
            sheet.visible != SheetVisibleEnum.Visible,
            bool(_ASIDE.match(plain(sheet.name))),
        )
        for sheet in shown
    }
    return [(name, any(ranks[name])) for name in sorted(ranks, key=lambda name: ranks[name])]


def rows(sheet: CalamineSheet) -> Iterator[tuple[Cell, ...]]:
    """Give every row from the sheet's first one, cells from its first column, ends trimmed."""
    left = sheet.start[1] if sheet.start else 0
    pad: tuple[Cell, ...] = (None,) * left
    for line in lines(sheet):
        # Most cells are texts: they are not worth a call each.
        cells = [v if v.__class__ is str and v else cell(v) for v in line]
        yield (*pad, *cells) if cells and cells[-1] is not None else trimmed((*pad, *cells))


def lines(sheet: CalamineSheet) -> Iterator[list[Raw]]:
    """Give every row from the sheet's first one as calamine has it, from its first column on."""
    found = _tame(lambda: iter(sheet.iter_rows()))
    while some := _tame(lambda: [*islice(found, _AT_ONCE)]):
        yield from some


def trimmed(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Leave out the empty cells at a row's end: a sheet is as wide as its widest row."""
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return tuple(cells[:end])


def cell(value: Raw) -> Cell:
    """Undo what a spreadsheet's own storage does to values: all numbers floats, all days instants."""
    if value == "" and isinstance(value, str):
        return None
    if isinstance(value, float):
        return int(value) if abs(value) < _EXACT and value.is_integer() else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return str(value) if isinstance(value, timedelta) else value


def _tame(call: Callable[[], T]) -> T:
    """Call calamine; turn what it raises, its panics included, into a code of ours."""
    try:
        return call()
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except PasswordError:
        raise Unreadable("archive_encrypted") from None
    except BaseException as error:  # noqa: BLE001 # a panic of Rust is no Exception
        sparse = "cell limit" in str(error).lower()
        raise Unreadable("sheet_too_sparse" if sparse else "archive_malformed") from None
