"""What those who take orders and those who do them have in common."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from app.assess import Line
from app.collect.fetch import Fetcher
from app.collect.portals.resolve import Portals
from app.collect.schemas import SchemaLibrary
from app.jobs.board import Board
from app.jobs.uploads import Uploads
from app.quarantine import Quarantine
from app.sandbox import Sandbox
from app.scratch import sweep
from app.settings import Settings
from app.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Yard:
    """One process's part in the work."""

    settings: Settings
    store: Store
    line: Line
    board: Board
    uploads: Uploads


@asynccontextmanager
async def open_yard(settings: Settings, *, at_work: bool) -> AsyncIterator[Yard]:
    """Open everything, the database brought up to date first; ``at_work``: jobs are done here."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database)
    await asyncio.to_thread(store.migrate)
    await asyncio.to_thread(sweep)
    quarantine = Quarantine(settings.data_dir / "quarantine.txt")
    fetcher, sandbox = Fetcher(settings), Sandbox(settings, quarantine=quarantine)
    schemas, portals = SchemaLibrary(fetcher, settings), Portals(fetcher, settings)
    # Importing the validators takes a second: done now, so that no caller waits for it. Great
    # Expectations (300 MB) comes when a suite asks for what we do not judge ourselves.
    warm = sandbox.warm(heavy=False) if at_work else asyncio.sleep(0)
    warming = asyncio.create_task(warm)
    try:
        yield Yard(
            settings=settings,
            store=store,
            line=Line(
                settings=settings,
                fetcher=fetcher,
                schemas=schemas,
                sandbox=sandbox,
                portals=portals,
            ),
            board=Board(),
            uploads=Uploads(settings.data_dir / "uploads"),
        )
    finally:
        warming.cancel()
        with suppress(asyncio.CancelledError):
            await warming
        portals.close()
        sandbox.close()
        await fetcher.close()
        store.close()
