"""The calls to the Linux kernel that the standard library does not offer."""

from __future__ import annotations

import ctypes
import os
import sys

LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None, use_errno=True)


def syscall(number: int, *arguments: int | bytes | None) -> int:
    """Call the kernel by number. Raises ``OSError``."""
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    answer: int = _libc.syscall(ctypes.c_long(number), *wide)
    return _checked(answer)


def prctl(option: int, *arguments: int) -> int:
    """Change something about this process. Raises ``OSError``."""
    four = (*arguments, 0, 0, 0, 0)[:4]
    answer: int = _libc.prctl(option, *(ctypes.c_ulong(a) for a in four))
    return _checked(answer)


def _checked(answer: int) -> int:
    if answer < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return answer
