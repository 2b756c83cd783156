"""What a file is, by its own bytes: names and media types lie, content does not."""

from __future__ import annotations

from typing import Literal

from app.table.ole import Ole
from app.table.records import Unreadable
from app.table.source import Source

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\x1f\x8b\x08", "gz"),
    (b"PAR1", "parquet"),
    (b"PARE", "parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "ps"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"MM\0+", "tiff"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\0\0'\n", "shp"),
    (b"ARROW1\0\0", "feather"),
    (b"fgb\x03", "fgb"),
    (b"\x89HDF\r\n\x1a\n", "hdf5"),
    (b"CDF\x01", "netcdf"),
    (b"CDF\x02", "netcdf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"BZh91AY&SY", "bz2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"ID3\x03\0", "mp3"),
    (b"ID3\x04\0", "mp3"),
)
_TAR, _TAR_AT = b"ustar", 257
_GEO_KEYS = 34735
"""TIFF tag GeoKeyDirectory: the picture knows where on Earth it lies (OGC GeoTIFF 1.1)."""
_OLE = (
    ("EncryptedPackage", ""),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
)


def magic(source: Source) -> str:
    """Name the format that the bytes sign, ``text`` where they sign none."""
    head = source.head(_TAR_AT + len(_TAR))
    found = next((name for mark, name in _MAGIC if head.startswith(mark)), "text")
    if found == "tiff":
        return "geotiff" if _has_geo_keys(source) else "tiff"
    if found == "sqlite":
        return "gpkg" if head[68:72] == b"GPKG" else "sqlite"
    if found == "ole":
        return _ole(source)
    if found == "parquet" and b"\0" not in source.head(4096):
        return "text"  # a header may well be called PAR1
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        found = "mp4"
    return "tar" if head.endswith(_TAR) and b"\0" in head else found


def _has_geo_keys(source: Source) -> bool:
    head = source.head(8)
    order: Literal["little", "big"] = "little" if head[:2] == b"II" else "big"
    directory = source.at(int.from_bytes(head[4:8], order), 2 + 12 * 512)
    count = int.from_bytes(directory[:2], order)
    tags = (directory[2 + 12 * at : 4 + 12 * at] for at in range(min(count, 512)))
    return _GEO_KEYS in (int.from_bytes(tag, order) for tag in tags)


def _ole(source: Source) -> str:
    """Tell the old Office formats apart by the streams in the container's directory."""
    streams = Ole(source).streams
    found = next((kind for name, kind in _OLE if name in streams), "ole")
    if not found:
        raise Unreadable("archive_encrypted")
    return found
