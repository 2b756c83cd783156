"""A zip's directory, checked before anything in it is inflated, and a count kept while it is."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.table.records import Unreadable
from app.table.source import BLOCK, Source

ENTRIES_MAX = 1000
INFLATED_MAX = 500_000_000
"""Bytes inflated from one archive."""
RATIO_MAX = 200
"""Honest tables compress 10 to 40 times."""
RATIO_FLOOR = 10_000_000
"""Inflated bytes up to which any ratio will do."""
_DIRECTORY_MAX = 4 << 20
_ELSEWHERE = 0xFFFF_FFFF
"""Where the size says so, the zip64 record holds it."""
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def open_zip(source: Source) -> zipfile.ZipFile:
    """Open a zip whose directory holds. Raises ``archive_malformed``, ``archive_encrypted`` …"""
    _check_end(source)
    try:
        archive = zipfile.ZipFile(source.file)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 # zipfile raises a dozen kinds on a broken directory
        raise Unreadable("archive_malformed") from None
    _check(archive.infolist())
    return archive


def _check_end(source: Source) -> None:
    """Read how long the directory claims to be before it is read whole."""
    tail = source.tail(66_000)
    at = tail.rfind(b"PK\x05\x06")
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    if size == _ELSEWHERE:
        wide = tail.rfind(b"PK\x06\x06")
        size = int.from_bytes(tail[wide + 40 : wide + 48], "little")
    if at < 0:
        raise Unreadable("archive_malformed")
    if size > _DIRECTORY_MAX:
        raise Unreadable("archive_too_many_entries")


def _check(entries: Sequence[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES_MAX:
        raise Unreadable("archive_too_many_entries")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("archive_encrypted")
    if len({entry.filename for entry in entries}) < len(entries):
        raise Unreadable("entry_mismatch")
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    # Entries that share bytes inflate a few kilobytes to terabytes (CVE-2024-0450).
    if any(at + 30 + size > after for (at, size), (after, _) in pairwise(places)):
        raise Unreadable("entry_mismatch")
    if sum(entry.file_size for entry in entries) > INFLATED_MAX:
        raise Unreadable("too_large")


def plain_name(name: str) -> str:
    """Write an entry's name with slashes and small letters."""
    return name.replace("\\", "/").lower()


def inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Read one entry, whatever sizes it claims. Raises ``bomb``, ``too_large`` …"""
    if entry.compress_type not in _PLAIN:
        raise Unreadable("unsupported_format")
    total = 0
    try:
        with archive.open(entry) as stream:
            while block := stream.read(BLOCK):
                total += len(block)
                check_ratio(total, entry.compress_size)
                yield block
    except (MemoryError, Unreadable):
        raise
    except Exception:  # noqa: BLE001 # as many kinds as the directory, and zlib's
        raise Unreadable("archive_malformed") from None
    if total != entry.file_size:
        raise Unreadable("entry_mismatch")


def check_ratio(inflated: int, packed: int) -> None:
    """Refuse what inflates beyond all measure."""
    if inflated > INFLATED_MAX:
        raise Unreadable("too_large")
    if inflated > RATIO_FLOOR and inflated > RATIO_MAX * packed:
        raise Unreadable("bomb")
