"""The parent of the service's processes: starts them, starts again what dies, ends them in order.

It opens nothing but the listening socket and reads nothing that a stranger wrote: there is little
it could die of. Its children never outlive it (``supervised.py``).
"""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from app.supervised import PARENT

REFUSED = 2
"""Exit code of a process that said why it will not start."""
GRACE = 30.0
"""Seconds that processes told to end get to do so."""
_FIRST, _LONGEST = 0.5, 15.0
_SETTLED = 10.0
"""Seconds after which a process is taken to be well: its next death is a first one again."""
log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Child:
    """One process to keep running."""

    name: str
    words: Sequence[str]
    """Words of the command line, after ``qualidata``."""
    handles: dict[str, socket.socket] = field(default_factory=dict)
    """Sockets to inherit, by the environment variable that tells their number."""
    process: subprocess.Popen[bytes] | None = None
    due: float = 0.0
    delay: float = _FIRST
    began: float = 0.0
    starts: int = 0

    def start(self) -> None:
        """Start it."""
        numbers = {name: handle.fileno() for name, handle in self.handles.items()}
        # The same packages as ours, whatever folder someone happens to work in.
        imports = os.pathsep.join(os.path.abspath(p) for p in sys.path if os.path.isdir(p or "."))  # noqa: PTH100, PTH112 # strings in, strings out
        told = {PARENT: str(os.getpid()), **{name: str(n) for name, n in numbers.items()}}
        self.process = subprocess.Popen(  # noqa: S603 # our own interpreter and module
            [sys.executable, "-P", "-m", "app.cli", *self.words],
            env={**os.environ, **told, "PYTHONPATH": imports},
            pass_fds=tuple(numbers.values()),
            process_group=0,  # a Ctrl-C is for us to pass on
        )
        self.began = time.monotonic()
        self.starts += 1

    def ended(self) -> int | None:
        """Give the exit code of a process that has just ended, and note when to start it again."""
        code = self.process.poll() if self.process else None
        if code is None:
            return None
        self.process = None
        now = time.monotonic()
        if now - self.began > _SETTLED:
            self.delay = _FIRST
        self.due = now + self.delay
        self.delay = min(2 * self.delay, _LONGEST)
        return code

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.process:
            with suppress(ProcessLookupError):
                self.process.send_signal(number)


class Supervisor:
    """Keeps children running until told to end."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = tuple(children)
        self._code = 0
        self._until: float | None = None
        """When those that still run are killed; ``None``: not ending."""

    def run(self) -> int:
        """Keep them running; give the exit code. SIGTERM and SIGINT end it, their jobs finished."""
        ears, mouth = socket.socketpair()
        with ears, mouth:
            for end in (ears, mouth):
                end.settimeout(0)
            signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
            signal.signal(signal.SIGCHLD, lambda *_: None)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self._end(0))
            while self._step():
                select.select([ears], [], [], self._pause())
                with suppress(BlockingIOError):
                    ears.recv(4096)
            signal.set_wakeup_fd(-1)
        return self._code

    def _step(self) -> bool:
        """Look after each child once; tell whether there is more to do."""
        for child in self._children:
            self._reap(child)
        if self._until is not None:
            if time.monotonic() > self._until:
                self._send(signal.SIGKILL)
            return any(child.process for child in self._children)
        for child in self._children:
            if child.process is None and time.monotonic() >= child.due:
                child.start()
        return True

    def _reap(self, child: Child) -> None:
        code = child.ended()
        if code is None or self._until is not None:
            return
        if code == REFUSED and child.starts == 1:
            log.error("%s will not start", child.name)
            self._end(REFUSED)
            return
        pause = child.due - time.monotonic()
        log.warning("%s ended (%d): started again in %.1f s", child.name, code, pause)

    def _pause(self) -> float | None:
        """Give the seconds until there is something to do, if no signal comes first."""
        if self._until is not None:
            return max(0.05, self._until - time.monotonic())
        due = [child.due for child in self._children if child.process is None]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _end(self, code: int) -> None:
        """Tell all to end; a second time, at once."""
        again = self._until is not None
        self._code = self._code or code
        self._until = time.monotonic() + (0 if again else GRACE)
        for child in self._children:
            for handle in child.handles.values():
                handle.close()  # who calls now is told at once that nobody listens
        self._send(signal.SIGTERM)

    def _send(self, number: signal.Signals) -> None:
        for child in self._children:
            child.send(number)
