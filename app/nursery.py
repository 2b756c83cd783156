"""The sandbox's child side: a warm, single-threaded process that forks once per job.

Started as ``python -m app.nursery FD MODULE…`` by :mod:`app.sandbox`, never by a person.
"""

from __future__ import annotations

import array
import contextlib
import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
from typing import NoReturn

CALLS = frozenset({"app.table.job:run"})
"""The only functions that may be called: a name from the wire is looked up, never imported."""
_ENDS = {signal.SIGXCPU: "parse_timeout"}
_OUT_OF_MEMORY = 3


def main(argv: list[str]) -> int:
    """Import what the jobs need, then fork one process for each request."""
    line = socket.socket(fileno=int(argv[1]))
    os.setpgid(0, 0)
    for module in argv[2:]:
        importlib.import_module(module)
    gc.freeze()  # what is imported stays shared between the jobs
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are reaped by the kernel
    while True:
        request, wire = _receive(line)
        if wire is None:
            return 0
        _serve(request, wire, line)


def _receive(line: socket.socket) -> tuple[dict[str, str | float], socket.socket | None]:
    handles = array.array("i")
    data, rights, _, _ = line.recvmsg(65_536, socket.CMSG_SPACE(handles.itemsize))
    for level, kind, content in rights:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            handles.frombytes(content[: handles.itemsize])
    return (json.loads(data), socket.socket(fileno=handles[0])) if data else ({}, None)


def _serve(request: dict[str, str | float], wire: socket.socket, line: socket.socket) -> None:
    """Fork a keeper, which forks the job and names its end: the nursery never waits."""
    if request["call"] in CALLS and not os.fork():
        line.close()
        _keep(request, wire)
    wire.close()


def _keep(request: dict[str, str | float], wire: socket.socket) -> NoReturn:
    """Run the job in a child of its own and, where it dies in silence, say how."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # or there would be nothing to wait for
    with contextlib.suppress(OSError):
        wire.sendall(f"{os.getpid()}\n".encode())
    job = os.fork()
    if not job:
        _run(request, wire)
    _, status = os.waitpid(job, 0)
    code = _end(status)
    if code:
        with contextlib.suppress(OSError):
            wire.sendall(f"died {code}\n".encode())
    os._exit(0)


def _end(status: int) -> str:
    if os.WIFEXITED(status):
        return {0: "", _OUT_OF_MEMORY: "parse_memory"}.get(os.WEXITSTATUS(status), "parse_crashed")
    return _ENDS.get(os.WTERMSIG(status), "parse_crashed")


def _run(request: dict[str, str | float], wire: socket.socket) -> NoReturn:
    """Put the limits on, read the payload, answer, end."""
    status = 1
    try:
        _limit(float(request["wall"]), int(request["memory"]))
        with wire.makefile("rb") as stream:
            payload = stream.read(int.from_bytes(stream.read(8), "big"))
        module, _, name = str(request["call"]).partition(":")
        answer: bytes = getattr(importlib.import_module(module), name)(payload)
        wire.sendall(f"ok {len(answer)}\n".encode() + answer)
        status = 0
    except MemoryError:
        status = _OUT_OF_MEMORY
    except Exception:  # the keeper names it; the trace goes to the service's own log
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _limit(wall: float, memory: int) -> None:
    """Bound memory, processor time, file size and core dumps of this process."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    seconds = int(wall) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
