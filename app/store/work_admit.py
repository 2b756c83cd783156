"""The step between the table of work and an engine: a small window of items, chosen fairly.

The engine never holds the backlog: it gets a few items ahead of what its workers can do, so that
an urgent one never stands behind a catalogue. An item that was handed over still *waits*: it can
be merged with, cancelled, or handed out anew, and only its last ticket starts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from app.store import work_admit_sql as sql
from app.store import work_rows
from app.store.engine import Engines
from app.store.outage import answering
from app.store.work_claim import Chooser, unusual
from app.store.work_model import BATCH, Bid, Claim, Handed
from app.store.work_rows import clock
from app.store.work_sql import CLAIM_LOCK, RUNNING

Hand = Callable[[Any, Sequence[Handed]], None]
"""Gives items to the engine on the driver's connection: in our transaction, or not at all."""
_HOST_LOCK = 7_146_202_613


class Admission:
    """Every call is one short transaction. Any call raises ``Unavailable`` in an outage."""

    def __init__(self, engines: Engines, check: Callable[[str], None]) -> None:
        """Take the doors; ``check`` raises where this revision of the tables is not our version's."""
        self._engines = engines
        self._check = check

    def admit(self, bid: Bid, aged: float, hand: Hand) -> tuple[int, str]:
        """Fill the window up to the bid's slots: as many that are no batch, as many that are.

        What has been handed over for ``aged`` seconds and still waits is handed out anew (0: nothing
        is). Gives how many went, and where to go on round. One at a time: whoever comes second leaves
        it to the first.
        """
        with answering(), self._engines.write.begin() as connection:
            first = connection.execute(sql.ALONE, {"lock": CLAIM_LOCK}).one()
            self._check(first.revision)
            if not first.alone:
                return 0, bid.after
            now = first.now
            if aged:
                facts = {"before": now - aged, "most": max(1, bid.slots // 4)}
                connection.execute(sql.WITHDRAW_AGED, facts)
            numbers, late, after = _chosen(connection, bid, now)
            if numbers:
                rows = connection.execute(sql.ADMIT, {"numbers": numbers, "now": now}).all()
                place = {row.number: row for row in rows}
                handed = [
                    Handed(
                        number=number,
                        ticket=now,
                        place=place[number].place,
                        priority=place[number].priority,
                        aged=number in late,
                    )
                    for number in numbers
                    if number in place
                ]
                hand(connection.connection.driver_connection, handed)
            return len(numbers), after

    def start(self, number: int, ticket: float, bid: Bid) -> Claim | None:
        """Take up what an engine brings; ``None``: the ticket is void, or its host is busy just now.

        In the second case the item goes back to those that wait to be handed over.
        """
        with answering(), self._engines.write.begin() as connection:
            which = {"number": number, "ticket": ticket}
            ours = connection.execute(sql.HOST_LOCK, {**which, "lock": _HOST_LOCK}).first()
            if ours is None:
                return None
            self._check(ours.revision)
            facts = {
                **which,
                "worker": bid.worker,
                "lease": bid.lease,
                "per_host": bid.per_host,
            }
            row = connection.execute(sql.START, facts).first()
            if row is None:
                connection.execute(sql.WITHDRAW, which)
                return None
            return work_rows.claim(row, bid.worker)

    def overdue(self, seconds: float) -> frozenset[tuple[int, float]]:
        """Give what was handed over longer ago than that and still waits: number and ticket."""
        with answering(), self._engines.read.connect() as connection:
            found = connection.execute(sql.OVERDUE, {"before": clock(connection) - seconds})
            return frozenset((row.number, row.ticket) for row in found)

    def withdraw(self, tickets: Iterable[tuple[int, float]]) -> None:
        """Void tickets: their items wait to be handed over anew."""
        given = [{"number": number, "ticket": ticket} for number, ticket in tickets]
        if given:
            with answering(), self._engines.write.begin() as connection:
                connection.execute(sql.WITHDRAW, given)


def _chosen(connection: Connection, bid: Bid, now: float) -> tuple[list[int], set[int], str]:
    """Choose for both halves of the window; give numbers, the aged among them, where to go on.

    Batches that wait at an engine do not use up a host's places for those who are in more hurry.
    """
    running = connection.execute(RUNNING).all()
    waiting = connection.execute(sql.ADMITTED).all()
    hosts = unusual(connection, now)
    # Each worker keeps the window full for all that work just now.
    bid = replace(bid, slots=max(bid.slots, bid.ahead * len(running)))
    near = [row for row in waiting if row.place in {"", bid.place}]
    hurried = [row for row in waiting if row.priority < BATCH]
    express = replace(
        bid,
        slots=bid.slots - sum(row.priority < BATCH for row in near),
        lanes=tuple(lane for lane in bid.lanes if lane.priority < BATCH),
    )
    first = Chooser(connection, express, now, [*running, *hurried], hosts)
    numbers = first.choose() if express.slots > 0 else []
    batch = replace(
        bid,
        slots=bid.slots - sum(row.priority == BATCH for row in near),
        lanes=tuple(lane for lane in bid.lanes if lane.priority == BATCH),
        after=first.after,
    )
    if batch.slots <= 0:
        return numbers, first.aged, first.after
    second = Chooser(connection, batch, now, [*running, *waiting], hosts)
    return numbers + second.choose(), first.aged | second.aged, second.after
