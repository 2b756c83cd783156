"""Every request gets an id, a count and a line in the log; answers of the read path only a count."""

from __future__ import annotations

import re
from time import perf_counter
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logs import journal, mark_of, marked
from app.meters import REQUEST_SECONDS, REQUESTS
from app.web.slip import Slip, slip_of

_SANE = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked for every few seconds by machines: logged only when they fail."""
log = journal("app.access")


def request_id() -> str:
    """Give the id of the request being answered; empty outside of one."""
    return mark_of("request_id")


class Accounts:
    """One ASGI layer before the framework."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, under its id."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = next((v for name, v in scope["headers"] if name == b"x-request-id"), b"")
        own = given if _SANE.fullmatch(given) else uuid4().hex.encode()
        slip, began, status = slip_of(scope), perf_counter(), 500

        async def signed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message.get("headers", ()), (b"x-request-id", own)]
                message = {**message, "headers": headers}
            await send(message)

        with marked(request_id=own.decode()):
            try:
                await self.app(scope, receive, signed)
            finally:
                _enter(scope, slip, status, perf_counter() - began)


def _enter(scope: Scope, slip: Slip, status: int, seconds: float) -> None:
    method = scope["method"] if scope["method"] in _METHODS else "other"
    route = slip.route or "none"
    REQUESTS.labels(method, route, status).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)
    if route in _QUIET and status < 400:  # noqa: PLR2004
        return
    log.info(
        "request",
        method=method,
        path=scope["path"][:500],
        route=route,
        status=status,
        ms=round(1000 * seconds, 1),
        client=(scope.get("client") or ("",))[0],
    )


class RouteNote:
    """The innermost layer: notes on the slip which route answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; note its route on the way back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        slip = slip_of(scope)

        async def noted(message: Message) -> None:
            if not slip.route:
                slip.route = getattr(scope.get("route"), "path", "")
            await send(message)

        await self.app(scope, receive, noted)
