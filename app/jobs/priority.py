"""Who is waiting: a portal that published, a person, a batch."""

from __future__ import annotations

from enum import IntEnum

from app.store.work_model import BATCH, PERSON, PUBLISH, Lane

AGED = 60.0
"""Seconds after which a waiting order may be taken out of its turn."""
_EVERY = 8


class Priority(IntEnum):
    """The lowest number goes first."""

    PUBLISH = PUBLISH
    PERSON = PERSON
    BATCH = BATCH


_USUAL = tuple(Lane(priority=priority) for priority in Priority)
_AGED = tuple(Lane(priority=priority, waited=AGED) for priority in (BATCH, PERSON))
EXPRESS = _USUAL[:2]
"""For the slot kept beside those that batches fill."""


def lanes(turn: int) -> tuple[Lane, ...]:
    """Give where to look for work: every eighth time first at those that have waited long.

    So nobody starves, and a publish never stands behind a whole aged batch.
    """
    return (*_AGED, *_USUAL) if out_of_turn(turn) else _USUAL


def out_of_turn(turn: int) -> bool:
    """Tell whether it is the turn of those that have waited long."""
    return turn % _EVERY == 0
