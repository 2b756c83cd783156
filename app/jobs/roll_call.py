"""A worker's sign of life: with it, how much memory it takes and how many jobs it does."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections import deque
from pathlib import Path
from time import monotonic

from app.meters import attempts
from app.store import Present, Roll

_MINUTE = 60.0


class RollCall:
    """One worker's place on the roll."""

    def __init__(self, roll: Roll, name: str, slots: int) -> None:
        self._roll = roll
        self._name, self._slots = name, slots
        self._place = socket.gethostname()[:40]
        self._done = deque([(monotonic(), attempts())])

    async def sign(self) -> None:
        """Say that it lives. Raises ``Unavailable``."""
        now, done = monotonic(), attempts()
        self._done.append((now, done))
        while now - self._done[0][0] > _MINUTE:
            self._done.popleft()
        since, before = self._done[0]
        worker = Present(
            name=self._name,
            place=self._place,
            slots=self._slots,
            resident=await asyncio.to_thread(resident),
            rate=(done - before) / max(now - since, 1.0),
        )
        await asyncio.to_thread(self._roll.sign, worker)

    async def leave(self) -> None:
        """Say that it ends. Raises ``Unavailable``."""
        await asyncio.to_thread(self._roll.leave, self._name, self._place)


def resident() -> int:
    """Give the bytes of memory of this process and its warm parents; 0: the system does not say."""
    children = [
        int(word)
        for thread in Path("/proc/self/task").glob("*/children")
        for word in _read(thread).split()
    ]
    return sum(map(_resident, ("self", *map(str, children))))


def _resident(pid: str) -> int:
    words = _read(Path(f"/proc/{pid}/statm")).split()
    return int(words[1]) * resource.getpagesize() if len(words) > 1 else 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # that thread or process is no more
        return ""
