"""Who does what now and then for all: the first worker that finds a chore due."""

from __future__ import annotations

from sqlalchemy import text, update
from sqlmodel import col

from app.store.engine import Engines
from app.store.outage import answering
from app.store.upkeep_tables import ChoreRow
from app.store.work_rows import clock

_TAKE = text(
    """INSERT INTO chore (name, next_at, place) VALUES (:name, :next, 0)
ON CONFLICT (name) DO UPDATE SET next_at = :next WHERE chore.next_at <= :now
RETURNING place"""
)


class Chores:
    """Any call raises ``Unavailable`` in an outage."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def take(self, name: str, every: float) -> int | None:
        """Take a chore on that is due each so many seconds; give how far it has come, or ``None``."""
        with answering(), self._engines.write.begin() as connection:
            now = clock(connection)
            given = {"name": name, "now": now, "next": now + every}
            return connection.execute(_TAKE, given).scalar()

    def reach(self, name: str, place: int) -> None:
        """Note how far a chore has come."""
        done = update(ChoreRow).where(col(ChoreRow.name) == name).values(place=place)
        with answering(), self._engines.write.begin() as connection:
            connection.execute(done)
