"""Workbooks with errors that calamine does not know (#SPILL!, #CALC! …), written anew as texts.

calamine gives up the whole sheet for one of them. In the copy the failed formulas of Excel are texts,
which is what :mod:`app.table.sheet_errors` makes of them anyway.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from typing import BinaryIO, cast

from app.table.directory import inflate, open_zip
from app.table.records import Unreadable
from app.table.sheet_box import whole_tags
from app.table.source import FULL, Source

_ERROR = re.compile(rb"""(<(?:\w+:)?c\s(?:[^>]*?\s)?t\s*=\s*)(["'])e\2""")
_QUICK = 1
"""Level of compression: the copy lives for a moment."""


def as_texts(source: Source, parts: frozenset[str]) -> Source:
    """Copy a workbook, the cells of these parts that are errors as texts.

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
                _copy(archive, entry, written, failed=entry.filename in parts)
    except OSError as trouble:
        if trouble.errno in FULL:
            raise Unreadable("too_large") from None
        raise
    return copy


def _copy(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: zipfile.ZipFile, *, failed: bool
) -> None:
    if entry.is_dir():
        return
    with into.open(entry.filename, "w") as out:
        for piece in whole_tags(inflate(archive, entry)) if failed else inflate(archive, entry):
            out.write(_ERROR.sub(rb"\1\2str\2", piece) if failed else piece)
