"""Resource limits: the walls that every Unix has."""

from __future__ import annotations

import os
import resource
from contextlib import suppress

FILES, PROCESSES = 128, 512
NICE = 10
"""How far jobs step back for everything else on the machine."""
_SHARED = 1 << 30
"""Address space beyond the memory allowed: threads and libraries reserve more than they use."""


def bound(seconds: float, memory: int, disk: int) -> None:
    """Bound processor time, memory, file size, open files, processes and core dumps."""
    whole = int(seconds) + 1
    _limit(resource.RLIMIT_CPU, whole, whole + 1)
    # What the warm parent had reserved is no fault of the file: the libraries take a gigabyte.
    space, data = _reserved()
    _limit(resource.RLIMIT_DATA, data + memory)
    if space:
        _limit(resource.RLIMIT_AS, space + memory + _SHARED)
    _limit(resource.RLIMIT_FSIZE, disk)
    _limit(resource.RLIMIT_NOFILE, FILES)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NPROC, PROCESSES)
    with suppress(OSError):
        os.nice(max(0, NICE - os.nice(0)))  # a worker may have given way already


def _limit(which: int, soft: int, hard: int | None = None) -> None:
    """Set a limit, never above the one that is there."""
    most = resource.getrlimit(which)[1]
    wanted = (soft, soft if hard is None else hard)
    if most != resource.RLIM_INFINITY:
        wanted = (min(wanted[0], most), min(wanted[1], most))
    resource.setrlimit(which, wanted)


def _reserved() -> tuple[int, int]:
    """Give the bytes of address space and of data taken now; zeros where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 # no path to build
            pages = [int(word) for word in file.read().split()]
    except OSError:
        return 0, 0
    return pages[0] * resource.getpagesize(), pages[5] * resource.getpagesize()
