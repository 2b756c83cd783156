"""What a job in its sandbox says of itself while it runs: a step, and how many rows are done.

The line goes the same way as the answer, before it; the service believes none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from socket import socket
from time import monotonic

STEPS = frozenset({"reading", "expecting"})
MOST = 20_000
"""Most lines that are listened to."""
MOST_ROWS = 10**12
Heard = Callable[[str, int], None]
"""Takes a step and the rows done."""
_EVERY = 0.1


class _Speaker:
    def __init__(self) -> None:
        self.line: socket | None = None
        self.last = 0.0


_SPEAKER = _Speaker()


def connect(line: socket) -> None:
    """Speak on this line from now on: in the job's own process, before it begins."""
    _SPEAKER.line = line


def say(step: str, rows: int) -> None:
    """Say how far this job is, not too often; without a line nothing is said."""
    now = monotonic()
    if _SPEAKER.line is not None and now - _SPEAKER.last >= _EVERY:
        _SPEAKER.last = now
        with suppress(OSError):
            _SPEAKER.line.sendall(f"at {step} {rows}\n".encode())


def understood(words: list[str]) -> tuple[str, int] | None:
    """Read what a job said; ``None`` where it makes no sense."""
    if len(words) != 3 or words[0] != "at" or words[1] not in STEPS:  # noqa: PLR2004 # at, step, rows
        return None
    rows = words[2]
    if not (rows.isascii() and rows.isdecimal()) or len(rows) > len(str(MOST_ROWS)):
        return None
    return words[1], int(rows)
