"""The port that every engine fits: it brings claimed items to our hands, and nothing else.

What is asked for, merged, cancelled, tried again or set aside is settled in our own table, the
same for all of them: an engine may lose, double or reorder what it was given without any harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.errors import Problem
from app.jobs.hands import Hands
from app.jobs.yard import Yard
from rules.core.text import Text

NO_ENGINE = Text(
    en="QUALIDATA_JOB_ENGINE=procrastinate needs PostgreSQL: set QUALIDATA_DATABASE_URL, or leave "
    "the engine to “auto”.",
    fr="QUALIDATA_JOB_ENGINE=procrastinate demande PostgreSQL : indiquez QUALIDATA_DATABASE_URL, ou "
    "laissez le moteur sur « auto ».",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How an engine is."""

    engine: str
    well: bool


class Engine(Protocol):
    """Brings work for as long as it runs."""

    async def run(self) -> None:
        """Bring work until told to stop; an outage of the database is waited for, not raised.

        Raises ``Problem`` where this version may not work on this database any more.
        """

    def stop(self) -> None:
        """Bring nothing more; what was brought already is not touched."""

    async def health(self) -> Health:
        """Say how it is, without waiting."""


def engine_for(yard: Yard, hands: Hands) -> Engine:
    """Give the engine that the settings ask for. Raises ``Problem`` where there is none."""
    wanted, server = yard.settings.job_engine, yard.store.server
    if wanted == "procrastinate" and not server:
        raise Problem("no_engine", NO_ENGINE, status=503)
    # Each is imported only where it is used: the engine's libraries cost time and memory.
    if wanted == "local" or not server:
        from app.jobs.local import LocalEngine  # noqa: PLC0415

        return LocalEngine(yard, hands)
    from app.jobs.distributed import DistributedEngine  # noqa: PLC0415

    return DistributedEngine(yard, hands, server)
