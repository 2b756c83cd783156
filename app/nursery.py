"""The sandbox's child side: a warm, single-threaded process that forks once per job.

Started as ``python -m app.nursery FD MODULE:FUNCTION MODULE…`` by :mod:`app.sandbox`, never by a
person. The one function named there is the only one that it will ever run.
"""

from __future__ import annotations

import array
import gc
import importlib
import os
import signal
import socket
import sys

from app.jail import Cage, libraries
from app.keeper import Job, keep


def main(argv: list[str]) -> int:
    """Import what the jobs need, then fork one process for each request."""
    line = socket.socket(fileno=int(argv[1]))
    os.setpgid(0, 0)
    module, _, name = argv[2].partition(":")
    for preload in argv[3:]:
        importlib.import_module(preload)
    job: Job = getattr(importlib.import_module(module), name)
    code = libraries()
    gc.freeze()  # what is imported stays shared between the jobs
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are reaped by the kernel
    while (order := _receive(line)) is not None:
        cage, wire = order
        if not os.fork():
            line.close()
            keep(job, cage, wire, code)
        wire.close()
    return 0


def _receive(line: socket.socket) -> tuple[Cage, socket.socket] | None:
    """Wait for the next order: its length, the wire to the service, then its text."""
    handles = array.array("i")
    head, rights, _, _ = line.recvmsg(4, socket.CMSG_SPACE(handles.itemsize))
    for level, kind, content in rights:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            handles.frombytes(content[: handles.itemsize])
    if not head or not handles:
        return None
    size, text = int.from_bytes(head, "big"), b""
    while len(text) < size and (piece := line.recv(size - len(text))):
        text += piece
    return Cage.from_json(text), socket.socket(fileno=handles[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv))
