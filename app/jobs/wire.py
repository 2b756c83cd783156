"""A line between two processes of one machine: short words, of which any may be lost."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress

_LONGEST = 256


class Wire:
    """One end of a pair of datagram sockets."""

    def __init__(self, end: socket.socket) -> None:
        """Take one end; nothing is read before ``listen``."""
        end.settimeout(0)
        self._end = end
        self._loop: asyncio.AbstractEventLoop | None = None

    def say(self, word: str) -> None:
        """Send a word; where nobody has listened for long, it is lost."""
        with suppress(OSError):
            self._end.send(word.encode("ascii", "replace")[:_LONGEST])

    def listen(self, heard: Callable[[str], None]) -> None:
        """Hand on each word that comes, in the running event loop."""

        def ready() -> None:
            with suppress(OSError):
                while True:
                    heard(self._end.recv(_LONGEST).decode("ascii", "replace"))

        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._end.fileno(), ready)

    def close(self) -> None:
        """Hear nothing more; what is still said is lost or not."""
        if self._loop is not None:
            self._loop.remove_reader(self._end.fileno())
            self._loop = None
