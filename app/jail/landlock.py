"""Landlock (Linux 5.13): a process gives up every file, TCP port and process but those named.

Numbers and bits are those of ``linux/landlock.h``; the three calls have one number everywhere.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable
from contextlib import suppress
from functools import cache

from app.jail.kernel import LINUX, syscall

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << n for n in range(1, 6))
_MAKE_DIR, _MAKE_REG = 1 << 7, 1 << 8
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_FIRST = (1 << 13) - 1
_SINCE = ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL))
_NET_SINCE, _SCOPE_SINCE = 4, 6
_READ = _READ_FILE | _READ_DIR
_OF_FILES = _WRITE_FILE | _READ_FILE | _TRUNCATE
_WRITE = (
    _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
)


@cache
def abi() -> int:
    """Give the version of Landlock in this kernel; 0 where there is none, or none allowed."""
    if not LINUX:
        return 0
    try:
        return syscall(_CREATE, None, 0, _ASK_VERSION)
    except OSError:
        return 0


def confine(reads: Iterable[str], writes: Iterable[str]) -> None:
    """Leave this process only these files and folders. Raises ``OSError``; nothing undoes it."""
    version = abi()
    handled = _FIRST
    for since, right in _SINCE:
        handled |= right if version >= since else 0
    fields = [handled]  # then: TCP bind and connect; abstract sockets and signals
    fields += [3] if version >= _NET_SINCE else []
    fields += [3] if version >= _SCOPE_SINCE else []
    rules = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = syscall(_CREATE, rules, len(rules), 0)
    try:
        for path in reads:
            _allow(ruleset, path, _READ & handled)
        for path in writes:
            _allow(ruleset, path, _WRITE & handled)
        syscall(_RESTRICT, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    with suppress(FileNotFoundError):  # what is not there needs no rule
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(handle).st_mode):
                rights &= _OF_FILES
            syscall(_ADD, ruleset, 1, struct.pack("=Qi", rights, handle), 0)
        finally:
            os.close(handle)
