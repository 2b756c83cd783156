"""Every untrusted byte is parsed in here: one process per job, forked from a warm, idle parent.

A *nursery* is a child that has imported the heavy libraries and then only waits: forking it costs
a few milliseconds, and whatever a file does to the process that reads it dies with that process.
This file is the parent's side; ``app.nursery`` is the child's.
"""

from __future__ import annotations

import array
import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field

from app.nursery import Cage
from app.settings import Settings

ANSWER_MAX = 32 << 20
"""Most bytes a job may answer: findings are samples and counts, never the file."""
JOB = "app.table.job:run"
LIGHT, HEAVY = "app.table.warm_light", "app.table.warm_heavy"


class Died(Exception):
    """The job's process ended without an answer; ``code`` is one of the outcome codes."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Nursery:
    """One warm parent process: started when first needed, restarted when gone."""

    job: str
    preload: str
    quiet: bool = False
    process: subprocess.Popen[bytes] | None = None
    line: socket.socket | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def order(self, cage: Cage) -> socket.socket:
        """Have one process forked; return our end of the wire to it."""
        ours, theirs = socket.socketpair()
        request = f"{cage.wall} {cage.memory}".encode()
        try:
            async with self.lock:
                await asyncio.to_thread(self._send, request, theirs)
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return ours

    def _send(self, request: bytes, wire: socket.socket) -> None:
        for attempt in (1, 2):
            try:
                line = self.start()
                rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [wire.fileno()]))
                line.sendmsg([request], [rights])
            except OSError:  # it died while idle: one new nursery, then it is our trouble
                self.close()
                if attempt == 2:  # noqa: PLR2004
                    raise
            else:
                return

    def start(self) -> socket.socket:
        """Start the warm parent unless it runs; return the line to it."""
        if self.line is not None and self.process is not None and self.process.poll() is None:
            return self.line
        self.close()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # No setting reaches the process that parses: least of all the database's password.
        plain = {k: v for k, v in os.environ.items() if not k.startswith("QUALIDATA_")}
        quiet = {
            "JE_ARROW_MALLOC_CONF": "background_thread:false",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "GX_ANALYTICS_ENABLED": "false",
        }
        self.process = subprocess.Popen(  # noqa: S603 # our own interpreter and module
            [sys.executable, "-m", "app.nursery", str(theirs.fileno()), self.job, self.preload],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if self.quiet else None,
            env={**plain, **quiet},
        )
        theirs.close()
        self.line = ours
        return ours

    def close(self) -> None:
        """End the warm parent; running jobs end with it."""
        if self.line is not None:
            self.line.close()
            self.line = None
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None


class Sandbox:
    """Runs functions of ours over strangers' bytes, each call in a process of its own."""

    layers = ("process", "rlimits", "wall_clock")
    """What stands between a file and this process."""

    def __init__(
        self, settings: Settings, *, job: str = JOB, light: str = LIGHT, quiet: bool = False
    ) -> None:
        """Prepare; ``light`` is what a warm parent imports before it forks.

        ``quiet`` keeps a job's own trace off the terminal (the outcome still names it).
        """
        self._cage = Cage(
            wall=settings.parse_wall.total_seconds(), memory=int(settings.parse_memory)
        )
        self._light = Nursery(job, light, quiet)
        self._heavy = Nursery(job, HEAVY, quiet)

    async def call(self, payload: bytes, *, heavy: bool = False) -> bytes:
        """Run the job over the payload, bytes to bytes. Raises :class:`Died`."""
        nursery = self._heavy if heavy else self._light
        wire = await nursery.order(self._cage)
        reader, writer = await asyncio.open_connection(sock=wire, limit=ANSWER_MAX)
        pid = 0
        try:
            # The warm parent may itself still be importing: that is not the file's time.
            pid = int((await asyncio.wait_for(reader.readline(), timeout=60)) or b"0")
            if not pid:
                raise Died("parse_crashed")
            async with asyncio.timeout(self._cage.wall):
                return await _talk(reader, writer, payload)
        except TimeoutError:
            raise Died("parse_timeout") from None
        except (OSError, asyncio.IncompleteReadError, ValueError):
            raise Died("parse_crashed") from None
        finally:
            if pid:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
            writer.close()

    async def warm(self, *, heavy: bool) -> None:
        """Start the warm parents now, so that the first caller does not wait for imports."""
        for nursery in (self._light, self._heavy) if heavy else (self._light,):
            async with nursery.lock:
                await asyncio.to_thread(nursery.start)

    def close(self) -> None:
        """End every process started here."""
        self._light.close()
        self._heavy.close()


async def _talk(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, payload: bytes
) -> bytes:
    """Send the payload, read the answer: a line with state and length, then that many bytes."""
    writer.write(len(payload).to_bytes(8, "big") + payload)
    await writer.drain()
    head = (await reader.readline()).decode().split()
    if len(head) != 2 or head[0] not in {"ok", "died"}:  # noqa: PLR2004
        raise Died("parse_crashed")
    if head[0] == "died":
        raise Died(head[1])
    size = int(head[1])
    if size > ANSWER_MAX:
        raise Died("parse_crashed")
    return await reader.readexactly(size)
