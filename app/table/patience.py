"""A bound on the processor time that one step may take: strangers write regular expressions."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class OutOfPatience(BaseException):
    """The step took too long. No ``Exception``: what it interrupts must not swallow it."""


def heard() -> bool:
    """Tell whether signals are heard here: only in the main thread."""
    return threading.current_thread() is threading.main_thread()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupt the block by :class:`OutOfPatience` after so many seconds of processor time.

    Python's ``re`` looks for signals while it backtracks, so even a runaway pattern ends. Outside
    the main thread there are no signals: the sandbox's own limit is then the only one.
    """
    if not heard():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _give_up(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise OutOfPatience
