"""A seccomp filter: system calls that a reader never makes are refused by the kernel.

A program of the kernel's classic BPF (``linux/seccomp.h``): it loads the call's number, compares,
and gives a verdict. Threads may be started, processes may not; a new call is an unknown call.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from functools import cache

from app.jail.calls import CLONE, CLONE3, DENIED, NEWEST, PRLIMIT, TGKILL, Call
from app.jail.kernel import LINUX, prctl

_SET_SECCOMP, _MODE_FILTER = 22, 2
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NO = (_RETURN, 0, 0, _REFUSE | errno.EPERM)
_UNKNOWN = (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)
_YES = (_RETURN, 0, 0, _ALLOW)
_CLONE_THREAD = 0x00010000
_Line = tuple[int, int, int, int]
"""Operation, lines to jump where true, lines to jump where false, operand."""


@cache
def available() -> bool:
    """Tell whether this kernel takes filters, and whether we know its numbers."""
    if not LINUX or os.uname().machine not in _ARCHITECTURES:
        return False
    try:
        prctl(_SET_SECCOMP, _MODE_FILTER, 0)
    except OSError as refusal:  # a filter at address nought: a kernel that has filters looks there
        return refusal.errno == errno.EFAULT
    return False


def install() -> None:
    """Put the filter on this process for good. Raises ``OSError``."""
    lines = program(os.uname().machine, os.getpid())
    code = b"".join(struct.pack("=HBBI", *line) for line in lines)
    held = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("@HP", len(lines), ctypes.addressof(held))
    header = ctypes.create_string_buffer(head, len(head))
    prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(header))


def program(machine: str, pid: int) -> list[_Line]:
    """Write the filter for an architecture and for the process ``pid``."""

    def number(call: Call) -> int | None:
        return call.x86_64 if machine == "x86_64" else call.aarch64

    lines: list[_Line] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, NEWEST),
        _UNKNOWN,
    ]
    for known in map(number, DENIED):
        lines += [(_EQUAL, 0, 1, known), _NO] if known is not None else []
    # The C library falls back on clone where there is no clone3, whose flags cannot be seen.
    lines += [(_EQUAL, 0, 1, number(CLONE3) or 0), _UNKNOWN]
    threads = [(_LOAD, 0, 0, _low(0)), (_ANY_BIT, 1, 0, _CLONE_THREAD), _NO, _YES]
    itself = [(_LOAD, 0, 0, _low(0)), (_EQUAL, 1, 0, pid), _NO, _YES]
    reading = [
        (_LOAD, 0, 0, _low(2)),
        (_EQUAL, 0, 2, 0),
        (_LOAD, 0, 0, _low(2) + 4),
        (_EQUAL, 1, 0, 0),
        _NO,
        _YES,
    ]
    for call, body in ((CLONE, threads), (TGKILL, itself), (PRLIMIT, reading)):
        lines += [(_EQUAL, 0, len(body), number(call) or 0), *body]
    return [*lines, _YES]


def _low(argument: int) -> int:
    """Give the place of the low half of an argument: both architectures are little-endian."""
    return _ARGUMENTS + 8 * argument
