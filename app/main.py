"""The one place where the parts meet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app import __version__
from app.assess import Line
from app.collect.fetch import Fetcher
from app.collect.portals.resolve import Portals
from app.collect.schemas import SchemaLibrary
from app.jobs import LocalRunner
from app.quarantine import Quarantine
from app.sandbox import Sandbox, walls
from app.scratch import sweep
from app.settings import Settings
from app.store import Store
from app.web import (
    api_page,
    assessments,
    badges,
    book,
    datasets,
    definition_pages,
    health,
    problems,
    site,
)
from app.web.context import Context
from app.web.headers import SecurityHeaders

STATIC = Path(__file__).parent / "web" / "static"
DESCRIPTION = (
    "Grades open data files A to E, says why, and says exactly what to change next. "
    "Every sentence comes in French (default) or English: `?lang=` or `Accept-Language`."
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the service. Nothing is opened before it starts; raises ``Problem`` where it may not."""
    settings = settings or Settings()
    walls(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with _running(settings) as context:
            app.state.context = context
            yield

    app = FastAPI(
        title="Qualidata",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        max_body_size=int(settings.api_max_body),
        docs_url=None,  # ours runs offline: app/web/api_page.py
        redoc_url=None,
    )
    problems.install(app)
    app.add_middleware(SecurityHeaders)
    for router in (
        datasets.router,
        book.router,
        definition_pages.router,
        health.router,
        badges.router,
        api_page.router,
    ):
        app.include_router(router)
    app.include_router(assessments.router(settings))
    app.include_router(site.router(settings))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


@asynccontextmanager
async def _running(settings: Settings) -> AsyncIterator[Context]:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database)
    await asyncio.to_thread(store.migrate)
    await asyncio.to_thread(sweep)
    quarantine = Quarantine(settings.data_dir / "quarantine.txt")
    fetcher, sandbox = Fetcher(settings), Sandbox(settings, quarantine=quarantine)
    schemas = SchemaLibrary(fetcher, settings)
    portals = Portals(fetcher, settings)
    line = Line(
        settings=settings, fetcher=fetcher, schemas=schemas, sandbox=sandbox, portals=portals
    )
    # Importing the validators takes seconds: done now, so that no caller waits for it.
    warming = asyncio.create_task(sandbox.warm(heavy=settings.expectations))
    try:
        yield Context(
            settings=settings,
            store=store,
            schemas=schemas,
            sandbox=sandbox,
            runner=LocalRunner(line, store, settings.workers),
        )
    finally:
        warming.cancel()
        with suppress(asyncio.CancelledError):
            await warming
        portals.close()
        sandbox.close()
        await fetcher.close()
        store.close()
