"""XLSX with cells that calamine gives a whole sheet up for, written anew with these cells as texts.

They are errors that it does not know (#SPILL!, #CALC! …), numbers and booleans that are none, and types
that no workbook has. In the copy all failed formulas are texts, which is what
:mod:`app.table.sheet_errors` makes of them anyway.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from app.table.directory import inflate, open_zip
from app.table.records import Unreadable
from app.table.sheet_box import whole_tags
from app.table.source import FULL, Source

_CELL = re.compile(
    rb"""<((?:[\w.-]+:)?)c((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*>"""
    rb"""((?:[^<]|<(?!/?(?:[\w.-]+:)?c[\s>]))*)</\1c\s*>"""
)
_TYPE = re.compile(rb"""(\st\s*=\s*)(?:"([^"]*)"|'([^']*)')""")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]*)</")
_NUMBER = re.compile(
    rb"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?(?i:inf|infinity|nan))?"
)
_GOOD = {b"n": _NUMBER, b"b": re.compile(rb"(?i:0|1|true|false)?")}
"""What values of these types look like."""
_READ = frozenset({b"s", b"str", b"inlineStr", b"d"})
_HELD = 16 << 20
"""Bytes among which a cell ends."""
_QUICK = 1
"""Level of compression: the copy lives for a moment."""


def as_texts(source: Source) -> Source:
    """Copy a workbook of Excel's, the cells that calamine cannot read as texts.

    Raises ``too_large`` where there is no room for the copy.
    """
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 # closed by its Source
    copy = Source(file)
    try:
        with (
            open_zip(source) as archive,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as written,
        ):
            for entry in archive.infolist():
                _copy(archive, entry, written)
    except OSError as trouble:
        if trouble.errno in FULL:
            raise Unreadable("too_large") from None
        raise
    return copy


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: zipfile.ZipFile) -> None:
    if entry.is_dir():
        return
    data = inflate(archive, entry)
    with into.open(entry.filename, "w") as out:
        if entry.filename.lower().endswith(".xml"):
            data = (_CELL.sub(_mended, piece) for piece in _whole_cells(data))
        for piece in data:
            out.write(piece)


def _whole_cells(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a part so that no cell is split: where the last element of a piece was closed."""
    rest = b""
    for part in whole_tags(parts):
        data = rest + part
        # What closes last may be within a cell: the end of the one before it is further up.
        end = max(data.rfind(b"</c>"), data.rfind(b":c>"), 0)
        end = data.find(b">", end) + 1 if end else 0
        if not end and len(data) > _HELD:
            end = len(data)
        rest = data[end:]
        yield data[:end]
    yield rest


def _mended(cell: re.Match[bytes]) -> bytes:
    """Give a cell as it is, or as a text where it is not of the type that it says."""
    prefix, attributes, inside = cell.groups()
    value, stated = _VALUE.search(inside), _TYPE.search(attributes)
    kind = (stated[2] or stated[3] or b"n") if stated else b"n"
    good = _GOOD.get(kind)
    if value is None or kind in _READ or (good and good.fullmatch(value[1])):
        return cell[0]
    told = _TYPE.sub(rb'\1"str"', attributes) if stated else attributes + b' t="str"'
    return b"<%bc%b><%bv>%b</%bv></%bc>" % (prefix, told, prefix, value[1], prefix, prefix)
