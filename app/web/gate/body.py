"""Bodies have a size and a pace: beyond the one, or below the other, nobody listens any longer.

FastAPI's own limit answers in plain text; ours is a problem like any other, in the reader's language.
"""

from __future__ import annotations

import asyncio
from time import monotonic

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings
from app.web.gate.guards import takes_file
from app.web.gate.words import body_too_large
from app.web.problems import refusal

_FORM = 1 << 20
"""Bytes that a form may have round its file."""
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
        await self.app(scope, _watched(receive, most), send)


def _watched(receive: Receive, most: int) -> Receive:
    taken, ended, began = 0, False, monotonic()

    async def watched() -> Message:
        nonlocal taken, ended
        if ended:  # what comes now is the end of the connection, whenever that is
            return await receive()
        left = began + _PATIENCE + taken / _PACE - monotonic()
        try:
            message = await asyncio.wait_for(receive(), max(left, 0.001))
        except TimeoutError:
            raise HTTPException(408) from None
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413)
        ended = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    return watched
