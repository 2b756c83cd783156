"""An OpenDocument workbook written anew in the one way that calamine reads.

It refuses a whole workbook for a number that is none. The copy has but tables, rows and cells, and
each cell a value that is of its type, or the text that is shown.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable
from typing import BinaryIO, cast
from xml.sax.saxutils import escape, quoteattr

from app.table.directory import inflate, open_zip
from app.table.ods_box import BREAKS, CALC_TYPE, CELLS, KIND, PARAGRAPHS, TABLE, TEXT, VALUES, fits
from app.table.records import Unreadable
from app.table.sheet_box import follow, number
from app.table.sheet_parts import CONTENT, MANIFEST
from app.table.source import FULL, Source

_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    f' xmlns:table="{TABLE}" xmlns:text="{TEXT}" xmlns:style="{_STYLE}"><office:automatic-styles>'
)
_BODY = "</office:automatic-styles><office:body><office:spreadsheet>"
_FOOT = "</office:spreadsheet></office:body></office:document-content>"
_LISTED = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_KEPT = {
    "style": {f"{_STYLE} name": "style:name"},
    "table-properties": {f"{TABLE} display": "table:display"},
    "table": {f"{TABLE} name": "table:name", f"{TABLE} style-name": "table:style-name"},
    "table-row": {f"{TABLE} number-rows-repeated": "table:number-rows-repeated"},
}
"""Elements that are kept, beside cells, with the attributes that are: all that calamine asks for."""
_PREFIX = {"style": "style", "table-properties": "style"}
_REPEATED = f"{TABLE} number-columns-repeated"
_FULL = 1 << 16
_QUICK = 1
"""Level of compression: the copy lives for a moment."""


def plainly(source: Source) -> Source:
    """Copy an OpenDocument workbook. Raises ``too_large`` where there is no room for the copy."""
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 # closed by its Source
    copy = Source(file)
    try:
        with (
            open_zip(source) as archive,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as written,
        ):
            written.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            written.writestr(MANIFEST, _LISTED)
            with written.open(CONTENT, "w") as out:
                writer = _Writer(out.write)
                follow(writer, inflate(archive, archive.getinfo(CONTENT)), writer.said)
                writer.close()
    except OSError as trouble:
        if trouble.errno in FULL:
            raise Unreadable("too_large") from None
        raise
    return copy


class _Writer:
    """Writes the elements that it sees."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._held = [_HEAD]
        self._size = 0
        self._begun = False
        """True once the first table was met: styles stand before it."""
        self._cell: dict[str, str] | None = None
        self._depth = self._paragraphs = self._notes = 0
        """Cells, paragraphs and notes that are open."""
        self._lines = 0
        """Paragraphs of the cell until now."""
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See an element open."""
        if tag in CELLS:
            self._depth += 1
            if self._depth == 1:
                self._cell, self._text, self._lines = attributes, [], 0
        elif self._depth:
            self._within(tag, attributes)
        elif tag in _KEPT and not (self._begun and tag in _PREFIX):
            if not self._begun and tag == "table":
                self._begun = True
                self._put(_BODY)
            kept = {name: attributes[key] for key, name in _KEPT[tag].items() if key in attributes}
            self._put(f"<{_PREFIX.get(tag, 'table')}:{tag}{_said(kept)}>")

    def _within(self, tag: str, attributes: dict[str, str]) -> None:
        """See an element open in a cell."""
        if tag == "annotation":
            self._notes += 1
        elif tag in PARAGRAPHS:
            self._paragraphs += 1
            if not self._notes and self._paragraphs == 1:
                self._text.append("\n" if self._lines else "")
                self._lines += 1
        elif tag == "s":
            self.said(" " * number(attributes.get(f"{TEXT} c", ""), 1))
        elif tag in BREAKS:
            self.said(BREAKS[tag])

    def said(self, text: str) -> None:
        """Take the text of a cell: what stands in its paragraphs."""
        if self._paragraphs and not self._notes:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """See an element close."""
        if tag in CELLS:
            self._depth -= 1
            if not self._depth:
                self._write_cell(self._cell or {}, "".join(self._text))
        elif self._depth:
            self._notes -= tag == "annotation"
            self._paragraphs -= tag in PARAGRAPHS
        elif tag in _KEPT and not (self._begun and tag in _PREFIX):
            self._put(f"</{_PREFIX.get(tag, 'table')}:{tag}>")

    def _write_cell(self, attributes: dict[str, str], text: str) -> None:
        stated = {VALUES[key]: value for key, value in attributes.items() if key in VALUES}
        repeated = {"table:number-columns-repeated": attributes.get(_REPEATED, "1")}
        kind = attributes.get(KIND, "")
        if not fits(attributes):
            wrong = stated.get("value", stated.get("boolean-value", ""))
            kind, stated, text = "string", {}, wrong.strip() or text
        elif attributes.get(CALC_TYPE) == "error" or (not stated and (kind or text)):
            kind, stated = "string", {}
        known = {"office:value-type": kind} if kind else {}
        known |= {f"office:{name}": value for name, value in stated.items()}
        shown = f"<text:p>{escape(text, _LINES)}</text:p>" if text and not stated else ""
        self._put(f"<table:table-cell{_said(repeated | known)}>{shown}</table:table-cell>")

    def _put(self, xml: str) -> None:
        self._held.append(xml)
        self._size += len(xml)
        if self._size > _FULL:
            self._flush()

    def _flush(self) -> None:
        self._write("".join(self._held).encode())
        self._held, self._size = [], 0

    def close(self) -> None:
        """Write what is left."""
        self._put(_FOOT if self._begun else _BODY + _FOOT)
        self._flush()


_LINES = {"\r": "&#13;"}


def _said(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value, _LINES)}" for name, value in attributes.items())
