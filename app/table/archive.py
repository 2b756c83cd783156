"""Archives: what a zip really is, and the one data file that a zip or a gz may hold."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence

from app.table.directory import check_ratio, inflate, open_zip, plain_name
from app.table.records import Unreadable
from app.table.source import BLOCK, Source

_DATA = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".json", ".jsonl", ".geojson", ".parquet")
_ARCHIVES = (".zip", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".tar")
_OFFICE = (("xl/workbook.bin", "xlsb"), ("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "pptx"))
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/epub+zip": "epub",
}


_GZIP = 31
"""How zlib is told that gzip's header and checksum are there."""
_MEMBERS_MAX = 50_000
"""Members of a gz: those that can be searched have one for 64 kB, others one in all."""


def zip_kind(source: Source) -> str:
    """Name what a zip really is by its directory: xlsx ods docx shp gtfs …, else ``zip``."""
    with open_zip(source) as archive:
        names = archive.namelist()
        # Some exporters write backslashes, or another letter case: spreadsheets read their files.
        parts = [plain_name(name) for name in names]
        if "[content_types].xml" in parts:
            return next((kind for start, kind in _OFFICE if _any(parts, start)), "zip")
        if "mimetype" in names:
            entry = archive.getinfo("mimetype")
            mark = b"".join(inflate(archive, entry)) if entry.file_size < 100 else b""  # noqa: PLR2004
            return _MIMETYPES.get(mark.strip().removesuffix(b"-template"), "zip")
    folded = [name.lower() for name in names]
    if any(name.endswith(".shp") for name in folded):
        return "shp"
    if {"stops.txt", "trips.txt", "routes.txt"} <= {name.rpartition("/")[2] for name in folded}:
        return "gtfs"
    return "kmz" if "doc.kml" in folded else "zip"


def _any(names: Sequence[str], start: str) -> bool:
    return any(name.startswith(start) for name in names)


def unzip(source: Source) -> tuple[Source, str] | None:
    """Give the one data file in a zip, with its name; ``None`` where there is not just one.

    Raises ``archive_nested`` where archives are all it holds.
    """
    with open_zip(source) as archive:
        entries = [entry for entry in archive.infolist() if not _is_aside(entry)]
        if not entries:
            raise Unreadable("empty")
        if all(entry.filename.lower().endswith(_ARCHIVES) for entry in entries):
            raise Unreadable("archive_nested")
        data = [entry for entry in entries if entry.filename.lower().endswith(_DATA)]
        # A text beside a table mostly explains it: LISEZMOI.txt, licence.txt …
        tables = [entry for entry in data if not entry.filename.lower().endswith(".txt")]
        chosen = tables or data or entries
        if len(chosen) > 1:
            return None
        return Source.scratch(inflate(archive, chosen[0])), chosen[0].filename


def _is_aside(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a folder, or the debris that some systems leave in archives."""
    name = entry.filename
    return entry.is_dir() or name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def gunzip(source: Source) -> Source:
    """Give what a gz holds. Raises ``archive_malformed``, ``bomb``, ``too_large``."""
    return Source.scratch(_gunzipped(source))


def _gunzipped(source: Source) -> Iterator[bytes]:
    source.file.seek(0)
    total = members = 0
    data = source.file.read(BLOCK)
    try:
        while data:
            members += 1
            if members > _MEMBERS_MAX:
                raise Unreadable("archive_too_many_entries")
            member = zlib.decompressobj(_GZIP)
            while not member.eof:
                block = member.decompress(data, BLOCK)
                total += len(block)
                check_ratio(total, source.size)
                yield block
                fed = data
                data = member.unconsumed_tail or (b"" if member.eof else source.file.read(BLOCK))
                if not (fed or data or block or member.eof):
                    raise Unreadable("archive_malformed")  # it ends before its end
            data = member.unused_data
            # Members may be filled up with zeros, as tapes are.
            while not (data := data.lstrip(b"\0")) and (more := source.file.read(BLOCK)):
                data = more
    except zlib.error:
        raise Unreadable("archive_malformed") from None
