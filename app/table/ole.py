"""The old Office container ([MS-CFB]): its directory and its streams, every chain checked.

calamine follows a chain of sectors for as long as it leads anywhere, even in a circle, and
allocates whatever lengths the header states.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator, Sequence

from app.table.records import Unreadable
from app.table.source import Source

_FREE = 0xFFFF_FFFF
_END = 0xFFFF_FFFE
_SMALL = 4096
"""Bytes below which a stream lies in the mini stream, cut in sectors of 64."""
_MINI = 64
_MINI_FATS_MAX = 4096


class Ole:
    """An open container. Raises ``archive_malformed`` wherever it does not hold."""

    def __init__(self, source: Source) -> None:
        head = source.head(512)
        if head[30:32] not in {b"\x09\0", b"\x0c\0"} or len(head) < 512:  # noqa: PLR2004
            raise Unreadable("archive_malformed")
        self.source = source
        self.sector = 1 << head[30]
        self.sectors = -(-source.size // self.sector)
        folders, fats, first = struct.unpack_from("<III", head, 40)
        mini_first, minis, more_first, more = struct.unpack_from("<IIII", head, 60)
        if max(folders, fats, minis, more) > self.sectors or minis > _MINI_FATS_MAX:
            raise Unreadable("archive_malformed")
        self.fat = self._fat(head, more_first)
        entries = list(self._directory(first))
        # Where two share a name the first one counts, for calamine as for us.
        self.streams = dict(reversed(entries))
        self.mini_fat = _numbers(self._chain(mini_first))
        _, (start, size) = entries[0] if entries else ("", (_END, 0))
        self.mini = self._chain(start)[:size]

    def read(self, name: str) -> bytes:
        """Read one stream whole."""
        start, size = self.streams[name]
        if size >= _SMALL:
            return self._chain(start)[:size]
        parts = (self.mini[at * _MINI : (at + 1) * _MINI] for at in _follow(start, self.mini_fat))
        return b"".join(parts)[:size]

    def _at(self, number: int) -> bytes:
        """Read one sector, the first one being that after the header."""
        data = self.source.at((number + 1) * self.sector, self.sector)
        if not data:
            raise Unreadable("archive_malformed")
        return data

    def _fat(self, head: bytes, more: int) -> Sequence[int]:
        """Put the table of chains together from the places that the header lists."""
        places = [place for place in _numbers(head[76:512]) if place != _FREE]
        seen = 0
        while more not in {_FREE, _END}:
            *listed, more = _numbers(self._at(more))
            places += [place for place in listed if place != _FREE]
            seen += 1
            if seen > self.sectors:
                raise Unreadable("archive_malformed")
        if len(places) > self.sectors:
            raise Unreadable("archive_malformed")
        return _numbers(b"".join(map(self._at, places)))

    def _chain(self, start: int) -> bytes:
        if start in {_END, _FREE}:
            return b""
        return b"".join(map(self._at, _follow(start, self.fat)))

    def _directory(self, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        data = self._chain(start)
        for at in range(0, len(data) - 127, 128):
            name = data[at : at + 64].decode("utf-16-le", "replace").split("\0", 1)[0]
            low, high = struct.unpack_from("<II", data, at + 120)
            size = low if self.sector == 512 else low + (high << 32)  # noqa: PLR2004 # version 3
            if name and size > self.source.size:
                raise Unreadable("archive_malformed")
            yield name, (struct.unpack_from("<I", data, at + 116)[0], size)


def _numbers(data: bytes) -> Sequence[int]:
    found = array("I", data[: len(data) // 4 * 4])
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _follow(start: int, table: Sequence[int]) -> Iterator[int]:
    """Give the sectors of a chain. Raises ``archive_malformed`` where it leads out or round."""
    for _ in range(len(table) + 1):
        if start == _END:
            return
        if start >= len(table):
            break
        yield start
        start = table[start]
    raise Unreadable("archive_malformed")
