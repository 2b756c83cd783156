"""The service's side of a nursery: a warm parent process, and the line on which to order a job."""

from __future__ import annotations

import array
import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from threading import RLock

from app.jail import Cage

_KEPT = frozenset(
    {"HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "TMPDIR", "TZ"}
    | {"PYTHONDONTWRITEBYTECODE", "PYTHONUTF8", "VIRTUAL_ENV"}
)
_QUIET = {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "GX_ANALYTICS_ENABLED": "false",
}


@dataclass(slots=True)
class Nursery:
    """One warm parent process: started when first needed, restarted when gone."""

    job: str
    preload: str
    quiet: bool = False
    process: subprocess.Popen[bytes] | None = None
    line: socket.socket | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    guard: RLock = field(default_factory=RLock)
    ended: bool = False

    async def order(self, cage: Cage) -> socket.socket:
        """Have one process forked; return our end of the wire to it."""
        ours, theirs = socket.socketpair()
        try:
            async with self.lock:
                await asyncio.to_thread(self._send, cage.to_json(), theirs)
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return ours

    def _send(self, request: bytes, wire: socket.socket) -> None:
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [wire.fileno()]))
        for attempt in (1, 2):
            try:
                line = self.start()
                line.sendmsg([len(request).to_bytes(4, "big")], [rights])
                line.sendall(request)
            except OSError:  # it died while idle: one new nursery, then it is our trouble
                self.close()
                if attempt == 2:  # noqa: PLR2004
                    raise
            else:
                return

    def start(self) -> socket.socket:
        """Start the warm parent unless it runs; return the line to it."""
        with self.guard:
            if self.ended:  # a start under way when the service ends must not outlive it
                raise ConnectionAbortedError
            return self._start()

    def end(self) -> None:
        """End the warm parent for good."""
        with self.guard:
            self.ended = True
            self.close()

    def _start(self) -> socket.socket:
        if self.line is not None and self.process is not None and self.process.poll() is None:
            return self.line
        self.close()
        ours, theirs = socket.socketpair()
        # -P: the folder that someone happens to work in is no place to import from.
        words = ["-P", "-m", "app.nursery", str(theirs.fileno()), self.job, self.preload]
        self.process = subprocess.Popen(  # noqa: S603 # our own interpreter and module
            [sys.executable, *words],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if self.quiet else None,
            env=_environment(),
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


def _environment() -> dict[str, str]:
    """Give what a reader needs: no setting, no password, no key of any other service reaches it."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    imports = os.pathsep.join(os.path.abspath(p) for p in sys.path if os.path.isdir(p))  # noqa: PTH100, PTH112 # strings in, strings out
    return {**kept, **_QUIET, "PYTHONPATH": imports}
