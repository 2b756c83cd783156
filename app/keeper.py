"""The process between the warm parent and one job: it watches the job, and names its end."""

from __future__ import annotations

import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from errno import ENOSPC
from time import monotonic
from typing import NoReturn

from app import progress
from app.jail import Cage, enter
from app.jail.kernel import LINUX
from app.jail.privileges import adopt_orphans, die_with_parent

Job = Callable[[bytes], bytes]
TICK = 0.02
"""Seconds between two looks at the job."""
MOST_SAID = 8 << 10
"""Bytes of what a job prints that are kept for the service's log; the rest is thrown away."""
_OUT_OF_MEMORY, _NO_WALLS, _NO_SPACE = 3, 4, 5
_STATUSES = {
    0: "",
    _OUT_OF_MEMORY: "parse_memory",
    _NO_WALLS: "sandbox_missing",
    _NO_SPACE: "no_space",
}
_HOARDERS = (b"memory allocation of", b"std::bad_alloc", b"MemoryError")
"""What engines say before they abort because no memory was given to them."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A running job: its process, its limits, our line to the service, what it prints."""

    pid: int
    cage: Cage
    wire: socket.socket
    output: int
    began: float
    shared: int
    """Bytes of memory that were there before the job, the warm parent's."""
    hunted: int
    """Processes that the kernel had killed for their memory before the job."""


def keep(job: Job, cage: Cage, wire: socket.socket, code: Collection[str]) -> NoReturn:
    """Run the job in a child of its own; where that dies or overstays, say how. Never returns."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # or there would be nothing to wait for
    if LINUX:
        die_with_parent()
        adopt_orphans()
    with suppress(OSError):
        wire.sendall(f"{os.getpid()}\n".encode())
    output, inlet = os.pipe()
    pid = os.fork()
    if not pid:
        for handle in (1, 2):
            os.dup2(inlet, handle)
        os.close(output)
        os.close(inlet)
        _run(job, cage, wire, code)
    os.close(inlet)
    with suppress(OSError):  # the child does so too: whoever comes first
        os.setpgid(pid, pid)
    shared, hunted = _resident(os.getpid()), _hunted()
    verdict = _watch(Watched(pid, cage, wire, output, monotonic(), shared, hunted))
    _clear(pid)
    if verdict:
        with suppress(OSError):
            wire.sendall(f"died {verdict}\n".encode())
    os._exit(0)


def _run(job: Job, cage: Cage, wire: socket.socket, code: Collection[str]) -> NoReturn:
    """Put the walls up, read the payload, answer, end."""
    status = _NO_WALLS
    try:
        with suppress(OSError):
            os.setpgid(0, 0)
        if LINUX:
            die_with_parent()
        enter(cage, code)
        status = 1
        with wire.makefile("rb") as stream:
            payload = stream.read(int.from_bytes(stream.read(8), "big"))
        progress.connect(wire)
        answer = job(payload)
        wire.sendall(f"ok {len(answer)}\n".encode() + answer)
        status = 0
    except MemoryError:
        status = _OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001 # the keeper names it; the trace goes to the service's own log
        sys.excepthook(*sys.exc_info())
        if isinstance(error, OSError) and error.errno == ENOSPC:
            status = _NO_SPACE
    finally:
        os._exit(status)


def _watch(job: Watched) -> str:
    """Wait for the job's end and give its code; empty where it answered, or nobody listens."""
    ears = select.poll()
    ears.register(job.wire, 0)  # hears only that the service has gone
    ears.register(job.output, select.POLLIN)
    said, tick = b"", TICK
    verdict: str | None = None
    while verdict is None:
        done, status = os.waitpid(job.pid, os.WNOHANG)
        if done:
            verdict = _end(job, status, said)
            break
        verdict = _excess(job)
        left = job.began + job.cage.wall - monotonic()
        for handle, _ in ears.poll(max(1, min(tick, left) * 1000)):
            if handle != job.output:
                verdict = ""
            elif heard := os.read(job.output, 1 << 16):
                said += heard[: MOST_SAID - len(said)]
            else:  # it is ending, or plays dead
                ears.unregister(job.output)
                tick = TICK / 10
    _relay(said)
    return verdict


def _excess(job: Watched) -> str | None:
    if monotonic() - job.began > job.cage.wall:
        return "parse_timeout"
    watched = "memory_watch" in job.cage.layers
    if watched and _resident(job.pid) - job.shared > job.cage.memory:
        return "parse_memory"
    return None


def _end(job: Watched, status: int, said: bytes) -> str:
    if os.WIFEXITED(status):
        return _STATUSES.get(os.WEXITSTATUS(status), "parse_crashed")
    number = os.WTERMSIG(status)
    if number == signal.SIGABRT and any(words in said for words in _HOARDERS):
        return "parse_memory"
    if number == signal.SIGKILL:  # not by us: by the kernel, which then counts it, or by a stranger
        return "parse_memory" if _hunted() != job.hunted else "parse_crashed"
    return "parse_timeout" if number == signal.SIGXCPU else "parse_crashed"


def _clear(pid: int) -> None:
    """End the job and whatever it started, a generation at a time."""
    until = monotonic() + 2
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    while monotonic() < until:
        for child in _children():
            with suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                select.select([], [], [], 0.001)
        except ChildProcessError:
            return


def _children() -> list[int]:
    me = os.getpid()
    return [int(word) for word in _told(f"/proc/{me}/task/{me}/children").split()]


def _hunted() -> int:
    """Give how many processes the kernel has killed to have memory again; 0 where it does not say."""
    _, _, after = _told("/proc/vmstat").partition(b"\noom_kill ")
    return int(after.partition(b"\n")[0] or 0)


def _resident(pid: int) -> int:
    """Give the bytes of memory that a process takes now; 0 where the system does not say."""
    words = _told(f"/proc/{pid}/statm").split()
    return int(words[1]) * resource.getpagesize() if len(words) > 1 else 0


def _told(path: str) -> bytes:
    """Read what the kernel tells, if it does: without the layers of ``open``, which cost pages."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(handle, 1 << 16)
    except OSError:  # that process is no more
        return b""
    finally:
        os.close(handle)


def _relay(said: bytes) -> None:
    """Log what the job printed, with nothing in it that a terminal or a log would obey."""
    text = said.decode("ascii", "backslashreplace").replace("\r\n", "\n")
    plain = "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)
    if not plain:
        return
    # Indented: no line that a stranger had printed passes for one of the service's own log.
    lines = (f"    | {line}\n" for line in plain.rstrip("\n").split("\n"))
    with suppress(OSError):
        sys.stderr.write("".join(lines))
        sys.stderr.flush()
