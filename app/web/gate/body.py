"""Bodies have a size and a pace: beyond the one, or below the other, nobody listens any longer.

FastAPI's own limit answers in plain text; ours is a problem like any other, in the reader's language.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic

from fastapi import Request
from starlette.datastructures import State
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings
from app.web.gate.guards import takes_file
from app.web.gate.words import body_too_large
from app.web.problems import refusal

_FORM = 1 << 20
"""Bytes that a form may have round its file."""
_LOOK = 0.5
"""Seconds between two looks at whether the service is about to end."""
_PATIENCE, _PACE = 20.0, 1024
"""Seconds that anybody gets, and bytes that win one more."""


class BodyLimit:
    """Refuses what announces too much at once, stops what sends too much or too slowly."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.most = int(settings.api_max_body)
        self.most_file = int(settings.upload_max) + _FORM

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body watched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        most = self.most_file if takes_file(scope["path"]) else self.most
        stated = request.headers.get("content-length", "")
        # Ten digits are more than anyone accepts; int() of a million of them takes a while.
        if stated.isdecimal() and (len(stated) > 15 or int(stated) > most):  # noqa: PLR2004
            await refusal(request, body_too_large(most))(scope, receive, send)
            return
        body = _Body(receive, send, most, request.app.state)
        await self.app(scope, body.receive, body.send)


class _Body:
    """One request's body, watched until it is there, or until an answer begins without it."""

    def __init__(self, receive: Receive, send: Send, most: int, state: State) -> None:
        self._receive, self._send, self._most, self._state = receive, send, most, state
        self._taken, self._done, self._began = 0, False, monotonic()

    async def send(self, message: Message) -> None:
        """Pass an answer on; once it has begun, what is left of the request holds up nobody."""
        self._done = True
        await self._send(message)

    async def receive(self) -> Message:
        """Give the next part. Raises ``HTTPException`` 408, 413, or 503 where the service ends."""
        if self._done:  # what comes now is the end of the connection, whenever that is
            return await self._receive()
        message = await self._next()
        self._taken += len(message.get("body", b""))
        if self._taken > self._most:
            raise HTTPException(413)
        self._done = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def _next(self) -> Message:
        while not self._done:
            left = self._began + _PATIENCE + self._taken / _PACE - monotonic()
            with suppress(TimeoutError):
                return await asyncio.wait_for(self._receive(), max(0.001, min(left, _LOOK)))
            if left <= 0 and not self._done:
                raise HTTPException(408)
            if getattr(self._state, "closing", False) and not self._done:
                raise HTTPException(503)
        return await self._receive()
