"""The walls round one job, put up by its own process before it reads a byte of the file.

No root, no extra package: resource limits everywhere, and on Linux no new privileges, Landlock
(files, TCP, signals) and a seccomp filter (see ``landlock.py`` and ``seccomp.py``). Which walls a
machine offers is asked once, by the service; a job then gets exactly those, or does not run.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Collection
from dataclasses import asdict, dataclass

from app.jail import landlock, limits, privileges, seccomp
from app.jail.kernel import LINUX
from app.jail.libraries import libraries

__all__ = ["SWITCHES", "Cage", "enter", "libraries", "offered", "shown"]

SWITCHES = ("memory_watch", "no_new_privs", "landlock", "seccomp")
"""The layers that a kernel may lack, and that may be switched off."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cage:
    """What one job may use: seconds, bytes of memory, bytes on disk, folders, and its walls."""

    wall: float
    memory: int
    disk: int
    layers: tuple[str, ...]
    scratch: str = ""
    """The only folder that the job may write to."""
    reads: tuple[str, ...] = ()
    """The files that the job may read, beside our own code and libraries."""

    def to_json(self) -> bytes:
        """Write down, for the other side of a pipe."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Cage:
        """Read what :meth:`to_json` wrote."""
        said = json.loads(text)
        said["layers"], said["reads"] = tuple(said["layers"]), tuple(said["reads"])
        return cls(**said)


def offered(off: Collection[str] = ()) -> tuple[str, ...]:
    """Name the layers that this machine has, less those switched off."""
    there = {
        "memory_watch": LINUX and os.access("/proc/self/statm", os.R_OK),
        "no_new_privs": LINUX,
        "landlock": landlock.abi() > 0,
        "seccomp": seccomp.available(),
    }
    kept = [name for name in SWITCHES if there[name] and name not in off]
    if "no_new_privs" not in kept:  # the kernel asks for it before the two others
        kept = [name for name in kept if name == "memory_watch"]
    return tuple(kept)


def shown(layers: Collection[str]) -> tuple[str, ...]:
    """Name every active layer for the operator, the ones that never fail included."""
    named = [f"landlock abi {landlock.abi()}" if n == "landlock" else n for n in layers]
    return ("process", "rlimits", "wall_clock", *named)


def enter(cage: Cage, code: Collection[str]) -> None:
    """Put the walls up round this process, for good. Raises ``OSError`` where one fails.

    ``code`` are the folders of our own code and libraries, from :func:`libraries`.
    """
    os.umask(0o077)
    if cage.scratch:
        os.chdir(cage.scratch)
        tempfile.tempdir = os.environ["TMPDIR"] = os.environ["HOME"] = cage.scratch
    limits.bound(cage.wall, cage.memory, cage.disk)
    if LINUX:
        privileges.hide()
    if "no_new_privs" in cage.layers:
        privileges.renounce()
    if "landlock" in cage.layers:
        landlock.confine((*code, *cage.reads), (cage.scratch,) if cage.scratch else ())
    if "seccomp" in cage.layers:
        seccomp.install()
