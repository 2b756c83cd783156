"""What those who take orders and those who do them have in common."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from socket import socket

from app.assess import Line
from app.collect.fetch import Fetcher
from app.collect.portals.harvest.walk import Harvester
from app.collect.portals.resolve import Portals
from app.collect.post import Poster
from app.collect.schemas import SchemaLibrary
from app.jobs.board import Board
from app.jobs.catalog_entry import record_of
from app.jobs.uploads import Uploads
from app.jobs.wire import Wire
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
    poster: Poster
    harvester: Harvester


@asynccontextmanager
async def open_yard(
    settings: Settings, *, at_work: bool, wire: socket | None = None
) -> AsyncIterator[Yard]:
    """Open everything, the database brought up to date first; ``at_work``: jobs are done here.

    ``wire`` leads to the process beside this one that does what this one does not.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database)
    await asyncio.to_thread(store.migrate)
    await asyncio.to_thread(sweep)
    fetcher, sandbox = Fetcher(settings), Sandbox(settings)
    poster = Poster(settings)
    schemas, portals = SchemaLibrary(fetcher, settings), Portals(fetcher, settings)
    harvester = Harvester(fetcher, settings)
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
                records=lambda member: record_of(store, member),
                memory=store.evidence,
            ),
            board=Board(Wire(wire) if wire else None),
            uploads=Uploads(settings.data_dir / "uploads"),
            poster=poster,
            harvester=harvester,
        )
    finally:
        warming.cancel()
        with suppress(asyncio.CancelledError):
            await warming
        portals.close()
        harvester.close()
        sandbox.close()
        poster.close()
        await fetcher.close()
        store.close()
