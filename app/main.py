"""The one place where the parts meet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from socket import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app import __version__
from app.conformity import Conformity
from app.connection import Connection
from app.jobs import Catalogues, Desk, Overseer, Postman, Runner, open_yard
from app.logs import set_up
from app.sandbox import walls
from app.settings import Settings
from app.store import Store
from app.supervised import Inherited
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
    metrics,
    problem_pages,
    problems,
    site,
    waiting,
)
from app.web.accounts import RouteNote
from app.web.analyser import routes as analyser
from app.web.catalogs import badge as catalog_badge
from app.web.catalogs import exports as catalog_exports
from app.web.catalogs import page_routes as catalog_pages
from app.web.catalogs import routes as catalogs
from app.web.catalogs import runs as catalog_runs
from app.web.catalogs import whole as catalog_whole
from app.web.context import Context
from app.web.doorstep import Doorstep
from app.web.gate.body import BodyLimit
from app.web.gate.gate import Gate
from app.web.gate.meter import Meter
from app.web.headers import SecurityHeaders
from app.web.hooks import messages
from app.web.hooks import routes as webhooks
from app.web.methods import Methods
from app.web.validata import routes as validata

GRACE = 4
"""Seconds that requests, then jobs, get to end by themselves: both and the rest within ten."""
STATIC = Path(__file__).parent / "web" / "static"
DESCRIPTION = (
    "Grades open data files A to E, says why, and says exactly what to change next. "
    "Every sentence comes in French (default) or English: `?lang=` or `Accept-Language`."
)


def create_app(settings: Settings | None = None, wire: socket | None = None) -> FastAPI:
    """Build the service. Nothing is opened before it starts; raises ``Problem`` where it may not.

    ``wire`` leads to the worker process beside it, where there is one.
    """
    settings = settings or Settings()
    walls(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with _running(settings, wire) as context, app.fresh.watching(context.store.news()):
            app.state.context = context
            yield

    app = Doorstep(
        settings,
        title="Qualidata",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        webhooks=messages.router,
        docs_url=None,  # ours runs offline: app/web/api_page.py
        redoc_url=None,
        redirect_slashes=False,  # a redirect would echo the Host header
    )
    app.require_key = settings.require_key
    problems.install(app)
    app.state.meter = Meter(settings)
    # The last one added is the first to see a request.
    app.add_middleware(RouteNote)
    app.add_middleware(BodyLimit, settings=settings)
    app.add_middleware(Gate, settings=settings, meter=app.state.meter)
    app.add_middleware(Methods)
    app.add_middleware(SecurityHeaders, hsts=settings.hsts)
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
        webhooks.router,
        analyser.router,
        catalog_badge.router,
        catalog_exports.router,
        catalog_pages.router,
        catalog_runs.router,
        catalog_whole.router,
        problem_pages.router,
    ):
        app.include_router(router)
    app.include_router(metrics.router(settings, app.shelf))
    app.include_router(assessments.router(settings))
    app.include_router(catalogs.router(settings))
    app.include_router(site.router(settings))
    app.include_router(validata.router(settings))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


@asynccontextmanager
async def _running(settings: Settings, wire: socket | None) -> AsyncIterator[Context]:
    async with AsyncExitStack() as stack:
        yard = await stack.enter_async_context(
            open_yard(settings, at_work=settings.workers > 0, wire=wire)
        )
        if settings.workers:
            await stack.enter_async_context(Postman(yard).running())
            runner = Runner(yard, settings.workers)
            await stack.enter_async_context(runner.running(GRACE))
            await stack.enter_async_context(Overseer(yard).running())
        yield Context(
            settings=settings,
            store=yard.store,
            schemas=yard.line.schemas,
            sandbox=yard.line.sandbox,
            desk=Desk(yard),
            catalogues=Catalogues(yard),
            conformity=Conformity(settings, yard.line.fetcher, yard.line.sandbox),
        )


class Service(uvicorn.Server):
    """The web server; told to end, it first sends away those who wait for nothing any more."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        app = self.config.app
        if isinstance(app, FastAPI) and hasattr(app.state, "context"):
            app.state.closing = True
            app.state.context.desk.close()
        super().handle_exit(sig, frame)


def serve(settings: Settings, host: str, port: int, given: Inherited | None = None) -> None:
    """Serve until told to end; requests and jobs in hand are finished first.

    ``given`` is what a supervisor handed us. Raises ``Problem`` where the service may not start.
    """
    set_up(settings.log_format, settings.log_level)
    given = given or Inherited()
    store = Store(settings.database)
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        store.migrate()  # said here, a refusal is a sentence; in the web server, a trace
    finally:
        store.close()
    config = uvicorn.Config(
        create_app(settings, given.wire),
        host=host,
        port=port,
        http=Connection,
        timeout_graceful_shutdown=GRACE,
        server_header=False,
        proxy_headers=False,  # the gate reads them, from the proxies that the settings name
        log_config=None,
        access_log=False,  # ours knows the route and the request's id: app/web/accounts.py
    )
    Service(config).run(sockets=[given.listen] if given.listen else None)
