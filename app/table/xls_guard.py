"""Looks into an old workbook before calamine does, which allocates what its records state."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from app.table.ole import Ole
from app.table.records import Unreadable
from app.table.sheet_box import Box
from app.table.sheet_errors import Errors
from app.table.sheet_guard import check_box
from app.table.source import Source

_COLUMNS = 256
"""Columns that the format has room for, though its numbers go further."""
_SHEETS_MAX = 1000
_SHEET, _STRINGS, _SIZE, _RUN, _EOF = 0x0085, 0x00FC, 0x0200, 0x00BD, 0x000A
_CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, _RUN})
"""Records of cells: formula, number, label, boolean, short number, text …, a run of numbers."""


_FORMULA, _ERROR = 0x0006, 0x0205
_FAILED = 2
"""In a formula without a number: its result is an error."""
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"}
_UNKNOWN = "#N/A"


def guard_xls(source: Source) -> Mapping[str, Errors]:
    """Go through every record of a workbook; give the failed formulas of each sheet.

    Raises ``archive_malformed``, ``sheet_too_sparse``.
    """
    ole = Ole(source)
    errors: dict[str, Errors] = {}
    for name in ("Workbook", "Book"):
        if name in ole.streams:
            errors |= _guard_stream(ole.read(name))
    return errors


def _guard_stream(stream: bytes) -> dict[str, Errors]:
    """Follow the records as calamine does: the workbook's own, then those of each sheet."""
    starts: list[int] = []
    names: list[str] = []
    for kind, data in _records(stream, 0):
        if kind == _SHEET:
            starts.append(int.from_bytes(data[:4], "little"))
            names.append(_name(data))
        elif kind == _STRINGS and int.from_bytes(data[4:8], "little") > len(stream):
            raise Unreadable("archive_malformed")
    if len(starts) > _SHEETS_MAX or len(set(starts)) < len(starts):
        raise Unreadable("archive_malformed")
    whole, cells = Box(rows=0, columns=1), 0  # every sheet stands in memory at once
    errors = {name: Errors() for name in names}
    for start, name in zip(starts, names, strict=True):
        box, count = _sheet(stream, start, errors[name])
        whole.rows += box.area
        cells += count
    check_box(whole, cells)
    return errors


def _name(data: bytes) -> str:
    """Read a sheet's name: its length, whether it is wide, its letters."""
    wide = data[7:8] == b"\1"
    letters = data[8 : 8 + data[6] * (2 if wide else 1)] if len(data) > 8 else b""  # noqa: PLR2004
    return letters.decode("utf-16-le" if wide else "latin-1", "replace")


def _failed(kind: int, data: bytes) -> bool:
    """Tell whether a cell is an error, or a formula that gave one."""
    if kind == _ERROR:
        return data[7:8] == b"\1"
    return kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == _FAILED


def _sheet(stream: bytes, start: int, errors: Errors) -> tuple[Box, int]:
    box, cells = Box(), 0
    for kind, data in _records(stream, start):
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", data)
            last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind == _RUN else column
            if not column <= last < _COLUMNS:
                raise Unreadable("archive_malformed")
            box.stretch(row + 1, last + 1)
            cells += 1 + last - column
            if _failed(kind, data):
                code = data[8] if kind == _FORMULA else data[6]
                errors.add(row + 1, column + 1, _ERRORS.get(code, _UNKNOWN))
        elif kind == _SIZE:
            _check_size(data)
    return box, cells


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _EOF:
            return
        yield kind, stream[at + 4 : at + 4 + size].ljust(4, b"\0")
        at += 4 + size


def _check_size(data: bytes) -> None:
    """Refuse a sheet that states to be bigger than any can be, or ends before it starts."""
    wide = len(data) >= 14  # noqa: PLR2004 # rows take four bytes from Excel 97 on
    shape = "<IIHH" if wide else "<HHHH"
    top, end, left, right = struct.unpack_from(shape, data.ljust(14, b"\0"))
    if not (top <= end <= 1 << 16 and left <= right <= _COLUMNS):
        raise Unreadable("archive_malformed")
