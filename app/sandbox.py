"""Every untrusted byte is parsed in here: one process per job, forked from a warm, idle parent.

A *nursery* is a child that has imported the heavy libraries and then only waits: forking it costs
a few milliseconds, and whatever a file does to the process that reads it dies with that process.
This file and ``warm.py`` are the service's side; the others run on the far side, in this order:
``nursery.py`` forks, ``keeper.py`` watches and names the end, ``jail/`` walls the job in.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Iterable

from app.errors import Problem
from app.jail import SWITCHES, Cage, offered, shown
from app.progress import MOST, Heard, understood
from app.scratch import Scratch
from app.settings import Settings
from app.warm import Nursery
from rules.core.text import Text

ANSWER_MAX = 16 << 20
"""Most bytes a job may answer: findings are samples and counts, never the file."""
GRACE = 5.0
"""Seconds after which we stop waiting for a keeper that should have ended the job."""
JOB = "app.table.job:run"
LIGHT, HEAVY = "app.table.warm_light", "app.table.warm_heavy"
ONCE = "app.table.job"
"""What to import for a single light job, for which warming up would not pay."""
KILLED = frozenset({"parse_crashed", "parse_memory", "parse_timeout"})
"""Ends that are the file's doing."""
_ENDS = KILLED | {"no_space", "sandbox_missing"}
_NEEDED = ("landlock", "seccomp")
_LACKING = Text(
    en="QUALIDATA_REQUIRE_SANDBOX is set, but this machine does not offer, or was told not to use: {missing}.",
    fr="QUALIDATA_REQUIRE_SANDBOX est activé, mais cette machine n’offre pas, ou a reçu l’ordre de ne pas utiliser : {missing}.",
)
log = logging.getLogger(__name__)


class Died(Exception):
    """The job's process ended without an answer; ``code`` is one of the outcome codes."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def for_once(settings: Settings) -> Sandbox:
    """Start a sandbox for one file: it imports while its caller does."""
    sandbox = Sandbox(settings, light=ONCE, quiet=True)
    sandbox.begin()
    return sandbox


def walls(settings: Settings) -> tuple[str, ...]:
    """Name the layers in force. Raises ``Problem`` where the settings ask for more than there is."""
    layers = offered(settings.sandbox_off)
    missing = [name for name in _NEEDED if name not in layers]
    if settings.require_sandbox and missing:
        facts = {"missing": ", ".join(missing)}
        raise Problem("sandbox_missing", _LACKING, status=503, facts=facts)
    return layers


class Sandbox:
    """Runs functions of ours over strangers' bytes, each call in a process of its own."""

    def __init__(
        self,
        settings: Settings,
        *,
        job: str = JOB,
        light: str = LIGHT,
        quiet: bool = False,
    ) -> None:
        """Prepare; ``light`` is what the warm parent of light jobs imports before it forks.

        ``quiet`` keeps a job's own trace off the terminal (the outcome still names it).
        """
        self.scratch = Scratch()
        self._layers = walls(settings)
        self._settings = settings
        self._light = Nursery(job, light, quiet)
        self._heavy = Nursery(job, HEAVY, quiet)
        lacking = [name for name in SWITCHES if name not in self._layers]
        if lacking and not quiet:
            log.warning("files are read without these walls: %s", ", ".join(lacking))

    @property
    def layers(self) -> tuple[str, ...]:
        """What stands between a file and this process."""
        return shown(self._layers)

    async def call(
        self,
        payload: bytes,
        *,
        heavy: bool = False,
        reads: Iterable[str] = (),
        heard: Heard | None = None,
    ) -> bytes:
        """Run the job over the payload, bytes to bytes. Raises :class:`Died`.

        ``reads`` are the files that it may read. ``heard`` is told how far the job is. Where the
        call is cancelled, the job ends at once.
        """
        folder = await asyncio.to_thread(self.scratch.folder)
        try:
            cage = self._cage(folder.name, tuple(reads))
            return await self._run(payload, cage, self._heavy if heavy else self._light, heard)
        finally:
            await asyncio.to_thread(folder.cleanup)

    def _cage(self, scratch: str, reads: tuple[str, ...]) -> Cage:
        return Cage(
            wall=self._settings.parse_wall.total_seconds(),
            memory=int(self._settings.parse_memory),
            disk=int(self._settings.parse_scratch),
            layers=self._layers,
            scratch=scratch,
            reads=reads,
        )

    async def _run(
        self, payload: bytes, cage: Cage, nursery: Nursery, heard: Heard | None
    ) -> bytes:
        wire = await nursery.order(cage)
        reader, writer = await asyncio.open_connection(sock=wire, limit=ANSWER_MAX)
        keeper = 0
        try:
            # The warm parent may itself still be importing: that is not the file's time.
            keeper = int((await asyncio.wait_for(reader.readline(), timeout=60)) or b"0")
            if not keeper:
                raise Died("internal")
            async with asyncio.timeout(cage.wall + GRACE):
                await _send(writer, payload)
                return await _listen(reader, heard)
        except TimeoutError:
            if keeper:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(keeper, signal.SIGKILL)
            raise Died("parse_timeout" if keeper else "internal") from None
        except (OSError, asyncio.IncompleteReadError, ValueError):
            raise Died("parse_crashed") from None
        finally:
            writer.close()  # the keeper hears it, and ends what still runs

    def begin(self) -> None:
        """Start the warm parent of light jobs, and do not wait for it."""
        self._light.start()

    async def warm(self, *, heavy: bool) -> None:
        """Start the warm parents now, so that the first caller does not wait for imports."""
        for nursery in (self._light, self._heavy) if heavy else (self._light,):
            async with nursery.lock:
                await asyncio.to_thread(nursery.start)

    def close(self) -> None:
        """End every process started here, and remove what they wrote."""
        self._light.end()
        self._heavy.end()
        self.scratch.close()


async def _send(writer: asyncio.StreamWriter, payload: bytes) -> None:
    with contextlib.suppress(ConnectionError):  # it may have died already: its keeper says how
        writer.write(len(payload).to_bytes(8, "big") + payload)
        await writer.drain()


async def _listen(reader: asyncio.StreamReader, heard: Heard | None) -> bytes:
    """Hear how far the job is, then its answer: a line with state and length, then those bytes."""
    head = await _words(reader)
    for _ in range(MOST):
        told = understood(head)
        if told is None:
            break
        if heard:
            heard(*told)
        head = await _words(reader)
    if len(head) != 2 or head[0] not in {"ok", "died"}:  # noqa: PLR2004
        raise Died("parse_crashed")
    if head[0] == "died":  # a job that speaks for its keeper may not name what it likes
        raise Died(head[1] if head[1] in _ENDS else "parse_crashed")
    size = int(head[1])
    if not 0 <= size <= ANSWER_MAX:
        raise Died("parse_crashed")
    return await reader.readexactly(size)


async def _words(reader: asyncio.StreamReader) -> list[str]:
    return (await reader.readline()).decode("ascii", "replace").split()
