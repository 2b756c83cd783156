"""How much a server sends after its headers: more than it announces is no whole file."""

from __future__ import annotations

_END = b"\r\n\r\n"
_BREAK = 2
_HEAD_MAX = 1 << 18
"""Bytes of headers beyond which their end is no longer looked for."""


class Meter:
    """Counts the bytes of one answer that come after its headers."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._in_head = True
        self._body = 0
        self._last = b""

    def take(self, data: bytes) -> None:
        """Take note of what came in."""
        if not self._in_head:
            self._body += len(data)
            self._last = (self._last + data)[-_BREAK:]
            return
        self._head += data
        while (end := self._head.find(_END)) >= 0:
            interim = self._head[9:10] == b"1"  # “HTTP/1.1 103 Early Hints”: the answer follows
            rest = self._head[end + len(_END) :]
            self._head = rest
            if not interim:
                self._in_head, self._head = False, bytearray()
                self._body, self._last = len(rest), bytes(rest[-_BREAK:])
                return
        if len(self._head) > _HEAD_MAX:
            self._head = self._head[-len(_END) :]

    def beyond(self, size: int) -> bool:
        """Tell whether more than ``size`` bytes of body came."""
        surplus = self._body - size
        # Old servers end a body with a line break that they do not count: nothing is lost by it.
        harmless = surplus <= _BREAK and not self._last[-surplus:].strip(b"\r\n")
        return surplus > 0 and not harmless
