"""Keeps the read path's answers fresh: looks every second at what has been assessed, by anyone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.store import Newcomers, Unavailable
from app.web.shelf import Shelf

TICK = 1.0
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
log = logging.getLogger(__name__)


class Fresh:
    """Drops from the shelf what is no longer the newest.

    Also an ASGI layer: whoever has just written through this process reads what they wrote.
    """

    def __init__(self, app: ASGIApp, shelf: Shelf) -> None:
        self.app = app
        self._shelf = shelf
        self._news: Newcomers | None = None
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; after a writing one, look before the answer leaves."""
        if scope["type"] != "http" or scope["method"] in _READING:
            await self.app(scope, receive, send)
            return

        async def looked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:  # noqa: PLR2004
                await self.look()
            await send(message)

        await self.app(scope, receive, looked)

    @asynccontextmanager
    async def watching(self, news: Newcomers) -> AsyncIterator[None]:
        """Look again and again for as long as the block lasts."""
        self._news = news
        with suppress(Unavailable):
            await asyncio.to_thread(news.look)  # from here on, it is news
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
            self._news = None

    async def look(self) -> None:
        """Look once. Where the database is away, what is there stays."""
        if self._news is None or not len(self._shelf):
            return
        try:
            async with self._turn:
                fresh = await asyncio.to_thread(self._news.look)
        except Unavailable:
            return
        if fresh is None:
            self._shelf.clear()
        else:
            self._shelf.drop(fresh)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            try:
                await self.look()
            except Exception:  # a shelf that nobody freshens would be missed by nobody
                log.exception("cannot look for news")
