"""A child's side of supervision: what it was handed, and that it never outlives its parent."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from dataclasses import dataclass

from app.jail.kernel import LINUX
from app.jail.privileges import die_with_parent

PARENT, LISTEN, WIRE = "QUALIDATA_PARENT", "QUALIDATA_LISTEN_FD", "QUALIDATA_WIRE_FD"
"""How a parent tells its child: its own process id, and the numbers of inherited handles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What a supervised process was handed."""

    listen: socket.socket | None = None
    """A socket that listens already: who calls while we start anew only waits."""
    wire: socket.socket | None = None
    """The line to the process beside us."""


def inherited() -> Inherited | None:
    """Take what a supervisor handed us; ``None`` where there is none. From then on we end with it."""
    parent = os.environ.pop(PARENT, "")
    if not parent:
        return None
    _end_with(int(parent))
    return Inherited(listen=_socket(LISTEN), wire=_socket(WIRE))


def _socket(name: str) -> socket.socket | None:
    number = os.environ.pop(name, "")
    return socket.socket(fileno=int(number)) if number else None


def _end_with(parent: int) -> None:
    if LINUX:
        die_with_parent()
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it was quicker
        os.kill(os.getpid(), signal.SIGKILL)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
