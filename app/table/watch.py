"""Whoever looks on while a table is read: told how many rows are done, free to stop it there.

    with watched_by(look):
        inspect_file(job)

``look`` takes a step (``reading`` or ``expecting``) and the rows done so far, between two blocks;
what it raises ends the reading: :class:`Stopped` is no ``Exception``, so nothing swallows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Look = Callable[[str, int], None]
_LOOK: ContextVar[Look | None] = ContextVar("look", default=None)


class Stopped(BaseException):
    """The reading was told to stop."""


@contextmanager
def watched_by(look: Look) -> Iterator[None]:
    """Have someone look on for as long as the block lasts."""
    token = _LOOK.set(look)
    try:
        yield
    finally:
        _LOOK.reset(token)


def tell(step: str, rows: int) -> None:
    """Tell whoever looks on how far the reading is."""
    look = _LOOK.get()
    if look is not None:
        look(step, rows)
