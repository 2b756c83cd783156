"""Which workers live: each signs every few seconds, and whoever has not signed for long is gone."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import text

from app.store.engine import Engines
from app.store.outage import answering
from app.store.work_rows import clock

SILENCE = 20.0
"""Seconds without a sign after which a worker is taken to be gone."""
_FORGOTTEN = 3600.0
_SEEN = "worker_seen"
_FIGURES = ("slots", "resident", "rate")
_SIGN = text(
    """INSERT INTO tally (name, labels, value) VALUES (:name, :labels, :value)
ON CONFLICT (name, labels) DO UPDATE SET value = excluded.value"""
)
_LEAVE = text("DELETE FROM tally WHERE name LIKE 'worker#_%' ESCAPE '#' AND labels = :labels")
_ALL = text("SELECT name, labels, value FROM tally WHERE name LIKE 'worker#_%' ESCAPE '#'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A worker that lives."""

    name: str
    place: str
    """The machine, or the container, that it runs on."""
    slots: int
    resident: int
    """Bytes of memory of the worker and its warm parents; 0: the system does not say."""
    rate: float
    """Jobs a second, over the last minute."""


class Roll:
    """Every call is one short transaction. Any raises ``Unavailable`` in an outage."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def sign(self, worker: Present) -> None:
        """Say that a worker lives."""
        labels = _labels(worker.name, worker.place)
        with answering(), self._engines.write.begin() as connection:
            values = {_SEEN: clock(connection)}
            values |= {f"worker_{name}": float(getattr(worker, name)) for name in _FIGURES}
            rows = [{"name": n, "labels": labels, "value": v} for n, v in values.items()]
            connection.execute(_SIGN, rows)

    def leave(self, name: str, place: str) -> None:
        """Say that a worker ends."""
        with answering(), self._engines.write.begin() as connection:
            connection.execute(_LEAVE, {"labels": _labels(name, place)})

    def present(self) -> tuple[Present, ...]:
        """Give the workers that live."""
        known, now = self._known()
        alive = (who for who, what in known.items() if now - what.get(_SEEN, 0.0) < SILENCE)
        return tuple(_present(who, known[who]) for who in sorted(alive))

    def forget(self) -> None:
        """Drop those that were killed long ago."""
        known, now = self._known()
        for who, what in known.items():
            if now - what.get(_SEEN, 0.0) > _FORGOTTEN:
                self.leave(*json.loads(who))

    def _known(self) -> tuple[dict[str, dict[str, float]], float]:
        known: dict[str, dict[str, float]] = {}
        with answering(), self._engines.read.connect() as connection:
            for row in connection.execute(_ALL):
                known.setdefault(row.labels, {})[row.name] = row.value
            return known, clock(connection)


def _labels(name: str, place: str) -> str:
    return json.dumps([name, place])


def _present(labels: str, figures: dict[str, float]) -> Present:
    name, place = json.loads(labels)
    slots, resident, rate = (figures.get(f"worker_{figure}", 0.0) for figure in _FIGURES)
    return Present(name=name, place=place, slots=int(slots), resident=int(resident), rate=rate)
