"""The sandbox's child side: a warm, single-threaded process that forks once per job.

Started as ``python -m app.nursery FD MODULE:FUNCTION MODULE…`` by :mod:`app.sandbox`, never by a
person. The one function named there is the only one that it will ever run.
"""

from __future__ import annotations

import array
import contextlib
import gc
import importlib
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from typing import NamedTuple, NoReturn

Job = Callable[[bytes], bytes]


class Cage(NamedTuple):
    """Limits on one job: seconds of processor time, bytes of memory."""

    wall: float
    memory: int


_ENDS: dict[int, str] = {signal.SIGXCPU: "parse_timeout"}
_OUT_OF_MEMORY = 3


def main(argv: list[str]) -> int:
    """Import what the jobs need, then fork one process for each request."""
    line = socket.socket(fileno=int(argv[1]))
    os.setpgid(0, 0)
    module, _, name = argv[2].partition(":")
    for preload in argv[3:]:
        importlib.import_module(preload)
    job: Job = getattr(importlib.import_module(module), name)
    gc.freeze()  # what is imported stays shared between the jobs
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are reaped by the kernel
    while True:
        cage, wire = _receive(line)
        if wire is None:
            return 0
        if not os.fork():
            line.close()
            _keep(job, cage, wire)
        wire.close()


def _receive(line: socket.socket) -> tuple[Cage, socket.socket | None]:
    handles = array.array("i")
    data, rights, _, _ = line.recvmsg(4096, socket.CMSG_SPACE(handles.itemsize))
    if not data:
        return Cage(0, 0), None
    for level, kind, content in rights:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            handles.frombytes(content[: handles.itemsize])
    wall, memory = data.split()
    return Cage(float(wall), int(memory)), socket.socket(fileno=handles[0])


def _keep(job: Job, cage: Cage, wire: socket.socket) -> NoReturn:
    """Run the job in a child of its own and, where it dies in silence, say how."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # or there would be nothing to wait for
    with contextlib.suppress(OSError):
        wire.sendall(f"{os.getpid()}\n".encode())
    child = os.fork()
    if not child:
        _run(job, cage, wire)
    _, status = os.waitpid(child, 0)
    code = _end(status)
    if code:
        with contextlib.suppress(OSError):
            wire.sendall(f"died {code}\n".encode())
    os._exit(0)


def _end(status: int) -> str:
    if os.WIFEXITED(status):
        return {0: "", _OUT_OF_MEMORY: "parse_memory"}.get(os.WEXITSTATUS(status), "parse_crashed")
    return _ENDS.get(os.WTERMSIG(status), "parse_crashed")


def _run(job: Job, cage: Cage, wire: socket.socket) -> NoReturn:
    """Put the limits on, read the payload, answer, end."""
    status = 1
    try:
        _limit(cage)
        with wire.makefile("rb") as stream:
            payload = stream.read(int.from_bytes(stream.read(8), "big"))
        answer = job(payload)
        wire.sendall(f"ok {len(answer)}\n".encode() + answer)
        status = 0
    except MemoryError:
        status = _OUT_OF_MEMORY
    except Exception:  # noqa: BLE001 # the keeper names it; the trace goes to the service's own log
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _limit(cage: Cage) -> None:
    """Bound memory, processor time, file size and core dumps of this process."""
    resource.setrlimit(resource.RLIMIT_DATA, (cage.memory, cage.memory))
    seconds = int(cage.wall) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (512 << 20, 512 << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
