"""A body as it comes off the wire: counted, inflated piece by piece, stopped at the caps."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from app.collect.stopped import Stopped

PIECE = 1 << 18
"""Most bytes inflated at once."""
RATIO_FLOOR = 10 << 20
"""Inflated bytes below which any ratio is fine."""
RATE_AFTER = 10.0
"""Seconds before the rate is looked at."""
CRUMBS_AFTER, CRUMB = 100_000, 16
"""Chunks before their mean size is looked at, and the least it may be: each costs us work."""
_GZIP = frozenset({"gzip", "x-gzip"})
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_BITS, _ZLIB_BITS, _RAW_BITS = 31, 15, -15


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The most that one download may take."""

    wire: int
    inflated: int
    ratio: float
    min_rate: int
    """Bytes per second."""


class Body:
    """Decodes one body; its answers are the decoded bytes, its refusals are ``Stopped``."""

    def __init__(self, codings: tuple[str, ...], caps: Caps) -> None:
        if len(codings) > 1 or (codings and codings[0] not in {*_GZIP, "deflate"}):
            raise Stopped("encoding_refused")
        self._caps = caps
        self._coding = codings[0] if codings else ""
        self._head = b""
        self._inflater: zlib._Decompress | None = None
        self._over = False
        self.wire = self.inflated = self.chunks = 0

    def feed(self, raw: bytes, elapsed: float) -> Iterator[bytes]:
        """Take what came ``elapsed`` seconds after the headers; give it decoded."""
        self.wire += len(raw)
        self.chunks += 1
        self._check_wire(elapsed)
        for piece in self._inflate(raw) if self._coding else (raw,):
            self.inflated += len(piece)
            self._check_inflated()
            yield piece

    def end(self) -> None:
        """Take note that the last byte came: a coded stream must have ended too."""
        if self._coding and self.wire and not self._over:
            raise Stopped("truncated")

    def _check_wire(self, elapsed: float) -> None:
        if self.wire > self._caps.wire:
            raise Stopped("too_large")
        if elapsed > RATE_AFTER and self.wire < elapsed * self._caps.min_rate:
            raise Stopped("too_slow")
        if self.chunks > CRUMBS_AFTER and self.wire < self.chunks * CRUMB:
            raise Stopped("too_slow")

    def _check_inflated(self) -> None:
        if self.inflated > RATIO_FLOOR and self.inflated > self._caps.ratio * self.wire:
            raise Stopped("bomb")
        if self.inflated > self._caps.inflated:
            raise Stopped("too_large")

    def _inflate(self, raw: bytes) -> Iterator[bytes]:
        raw, self._head = self._head + raw, b""
        pending = bool(raw)
        while pending:
            if self._inflater is None and not self._start(raw):
                return
            assert self._inflater is not None
            try:
                piece = self._inflater.decompress(raw, PIECE)
            except zlib.error:
                raise Stopped("bad_encoding") from None
            raw = self._inflater.unconsumed_tail
            # A full piece may leave more inside the inflater, with no input left to push it out.
            pending = bool(raw) or len(piece) == PIECE
            if self._inflater.eof:
                raw, self._inflater, self._over = self._inflater.unused_data, None, True
                pending = bool(raw)
            yield piece

    def _start(self, raw: bytes) -> bool:
        """Begin a member (gzip may have several); false where there is none to begin yet."""
        if len(raw) < 2:  # noqa: PLR2004 # too little to tell what it is
            self._head = raw
            return False
        if self._over and not (self._coding in _GZIP and raw.startswith(_GZIP_MAGIC)):
            return False  # padding after the last member, which browsers ignore too
        self._inflater = zlib.decompressobj(_bits(self._coding, raw))
        self._over = False
        return True


def _bits(coding: str, raw: bytes) -> int:
    if coding in _GZIP:
        return _GZIP_BITS
    # “deflate” means zlib (RFC 9110), but some servers send it bare; browsers take both.
    zlib_like = raw[0] & 0x0F == 8 and (raw[0] << 8 | raw[1]) % 31 == 0  # noqa: PLR2004
    return _ZLIB_BITS if zlib_like else _RAW_BITS
