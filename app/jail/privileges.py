"""What a Linux process may renounce for good: rights, and being looked into."""

from __future__ import annotations

import os
import signal
import struct

from app.jail.kernel import prctl, syscall

_PDEATHSIG, _DUMPABLE, _SUBREAPER, _NO_NEW_PRIVS = 1, 4, 36, 38
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION = 0x20080522


def hide() -> None:
    """Let nobody trace this process or read its memory."""
    prctl(_DUMPABLE, 0)


def renounce() -> None:
    """Give up every capability, and every way to get one back."""
    number = _CAPSET.get(os.uname().machine)
    if number is not None:
        syscall(number, struct.pack("=Ii", _CAPABILITY_VERSION, 0), bytes(24))
    prctl(_NO_NEW_PRIVS, 1)


def die_with_parent() -> None:
    """Be killed as soon as the parent is gone."""
    parent = os.getppid()
    prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def adopt_orphans() -> None:
    """Become the parent of every descendant that loses its own, so that none gets away."""
    prctl(_SUBREAPER, 1)
