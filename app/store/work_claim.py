"""Which items are taken next: by priority, politely, at a cost that knows no backlog.

The head of each lane is looked at first. Where it is blocked (thousands of files of one host that
is at its limit), the hosts are gone round by index, one item each, from where we stopped last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row

from app.store import work_sql as sql
from app.store.work_model import BATCH, UPLOAD, Bid, Lane

_HEAD = 32
_ROUND = 128
"""Hosts looked at in one go."""
_ROUNDS = 8


def unusual(connection: Connection, now: float) -> Mapping[str, Row[*tuple[Any, ...]]]:
    """Give the hosts that asked for patience, were unwell lately, or have a limit of their own."""
    return {row.host: row for row in connection.execute(sql.HOSTS, {"now": now})}


class Chooser:
    """Picks items for one bid, within one transaction."""

    def __init__(
        self,
        connection: Connection,
        bid: Bid,
        now: float,
        taken: Iterable[Row[*tuple[Any, ...]]],
        hosts: Mapping[str, Row[*tuple[Any, ...]]],
    ) -> None:
        """Prepare; ``taken`` are the items (host, topic) that use up their hosts' places already.

        ``hosts`` are those that want to be treated in a way of their own: ``unusual``.
        """
        self._connection = connection
        self._bid = bid
        self._now = now
        self._chosen: list[int] = []
        self.aged: set[int] = set()
        """Those among the chosen that were taken out of their turn."""
        held = tuple(taken)
        self._busy = Counter(row.host for row in held)
        self._topics = {row.topic for row in held}
        self._hosts = hosts
        self._lane = Lane(priority=BATCH)
        self.after = bid.after

    def choose(self) -> list[int]:
        """Give the numbers of the items to take, at most as many as there are slots."""
        for lane in self._bid.lanes:
            self._lane = lane
            if self._head(lane):
                self._round(lane)
        return self._chosen

    @property
    def _full(self) -> bool:
        return len(self._chosen) >= self._bid.slots

    def _head(self, lane: Lane) -> bool:
        """Look at the head of a lane; tell whether there is more behind it, and slots left."""
        if self._full:
            return False
        found = self._connection.execute(sql.HEAD, {**self._where(lane), "most": _HEAD}).all()
        for row in found:
            self._offer(row)
        return len(found) == _HEAD and not self._full

    def _round(self, lane: Lane) -> None:
        start, wrapped = self.after, not self.after
        for _ in range(_ROUNDS):
            facts = {**self._where(lane), "after": self.after, "most": _ROUND}
            found = self._connection.execute(sql.ROUND, facts).all()
            awake = [r.number for r in found if r.number is not None and self._free(r.host)]
            if awake:
                self._offer_all(awake)
            done = len(found) < _ROUND
            self.after = "" if done else found[-1].host
            if self._full or (wrapped and (done or self.after > start > "")):
                return
            wrapped = wrapped or done

    def _offer_all(self, numbers: list[int]) -> None:
        rows = self._connection.execute(sql.TOPICS, {"numbers": numbers}).all()
        by_number = {row.number: row for row in rows}
        for number in numbers:
            self._offer(by_number[number])

    def _offer(self, row: Row[*tuple[Any, ...]]) -> None:
        if self._full or row.topic in self._topics or not self._free(row.host):
            return
        self._busy[row.host] += 1
        self._topics.add(row.topic)
        self._chosen.append(row.number)
        if self._lane.waited:
            self.aged.add(row.number)

    def _free(self, host: str) -> bool:
        """Tell whether a host may be asked one thing more by this lane."""
        if host == UPLOAD:
            return True
        most, policy = self._bid.per_host, self._hosts.get(host)
        if policy is not None:
            most = policy.most or most
            wake = policy.not_before
            if self._lane.priority == BATCH and policy.failures:
                # Unwell lately: batches let it rest, then send one to see how it is.
                most, wake = 1, max(wake, policy.rest_until)
            if wake > self._now:
                return False
        return self._busy[host] < most

    def _where(self, lane: Lane) -> dict[str, object]:
        return {
            "lane": lane.priority,
            "due": self._now - lane.waited,
            "place": self._bid.place,
        }
