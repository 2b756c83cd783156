"""The one place where the parts meet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app import __version__
from app.conformity import Conformity
from app.jobs import Desk, Runner, open_yard
from app.sandbox import walls
from app.settings import Settings
from app.web import (
    api_page,
    assessments,
    badges,
    book,
    datasets,
    definition_pages,
    expectations,
    health,
    jobs,
    problems,
    site,
    waiting,
)
from app.web.context import Context
from app.web.described import Described
from app.web.headers import SecurityHeaders
from app.web.methods import Methods
from app.web.validata import routes as validata

GRACE = 8
"""Seconds that requests, then jobs, get to end by themselves."""
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

    app = Described(
        title="Qualidata",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        max_body_size=int(settings.api_max_body),
        docs_url=None,  # ours runs offline: app/web/api_page.py
        redoc_url=None,
        redirect_slashes=False,  # a redirect would echo the Host header
    )
    problems.install(app)
    app.add_middleware(Methods)
    app.add_middleware(SecurityHeaders)
    for router in (
        datasets.router,
        book.router,
        definition_pages.router,
        expectations.router,
        health.router,
        badges.router,
        api_page.router,
        jobs.router,
        waiting.router,
    ):
        app.include_router(router)
    app.include_router(assessments.router(settings))
    app.include_router(site.router(settings))
    app.include_router(validata.router(settings))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


@asynccontextmanager
async def _running(settings: Settings) -> AsyncIterator[Context]:
    async with AsyncExitStack() as stack:
        yard = await stack.enter_async_context(open_yard(settings, at_work=settings.workers > 0))
        if settings.workers:
            runner = Runner(yard, settings.workers)
            await stack.enter_async_context(runner.running(GRACE))
        yield Context(
            settings=settings,
            store=yard.store,
            schemas=yard.line.schemas,
            sandbox=yard.line.sandbox,
            desk=Desk(yard),
            conformity=Conformity(settings, yard.line.fetcher, yard.line.sandbox),
        )


class Service(uvicorn.Server):
    """The web server; told to end, it first sends away those who wait for nothing any more."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        app = self.config.app
        if isinstance(app, FastAPI) and hasattr(app.state, "context"):
            app.state.context.desk.close()
        super().handle_exit(sig, frame)


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until told to end; requests and jobs in hand are finished first."""
    config = uvicorn.Config(
        create_app(settings),
        host=host,
        port=port,
        timeout_graceful_shutdown=GRACE,
        server_header=False,
    )
    Service(config).run()
