"""The gate itself: one ASGI layer, before a single byte of a body is read."""

from __future__ import annotations

import logging
from urllib.parse import quote

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api_key import read
from app.errors import Problem
from app.settings import Settings
from app.store import ApiKey
from app.web.context import Context
from app.web.gate.callers import CALLER, Caller, account, holder, shown
from app.web.gate.guards import SAFE, SCORE, guard_of, points_of, takes_tokens
from app.web.gate.meter import Allowance, Meter
from app.web.gate.networks import network_of
from app.web.gate.words import cross_site, too_many_requests
from app.web.problems import refusal

log = logging.getLogger(__name__)
_FILE = "multipart/form-data"
_YES = frozenset({"true", "1", "yes", "on"})


class Gate:
    """Lets in who may come in, and says to everybody what they have left."""

    def __init__(self, app: ASGIApp, settings: Settings, meter: Meter) -> None:
        self.app = app
        self.settings = settings
        self.meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        peer = scope.get("client")
        network = network_of(
            peer[0] if peer else None,
            request.headers.getlist("x-forwarded-for"),
            self.settings.trusted_proxies,
        )
        try:
            _refuse_forged(request)
            caller = await self._caller(request, network)
            allowance = self._spend(request, caller)
        except Problem as problem:
            # Percent-encoded, a path cannot break the line.
            log.warning(
                "%s: %s %s from %s",
                problem.code,
                request.method,
                quote(scope["path"], errors="replace"),
                network,
            )
            await refusal(request, problem)(scope, receive, send)
            return
        scope[CALLER] = caller
        await self.app(scope, receive, _telling(send, allowance) if allowance else send)

    async def _caller(self, request: Request, network: str) -> Caller:
        text, path = shown(request), request.scope["path"]
        if takes_tokens(path) and (text is None or read(text) is None):
            return Caller(network=network)
        guard = guard_of(request.method, path)
        if text is None:
            caller = Caller(network=network)
        else:
            caller = Caller(network=network, key=await self._holder(request, network, text))
        if self.settings.require_key and guard is not None and guard.scope is not None:
            caller.must(guard.scope)
        return caller

    async def _holder(self, request: Request, network: str, text: str) -> ApiKey:
        parts: Context = request.app.state.context
        try:
            return await holder(parts.store.keys, text)
        except Problem as refused:
            if refused.status == 401:  # noqa: PLR2004 # guessing is work, too
                self._allowed(self.meter.spend("anonymous", network, SCORE))
            raise

    def _spend(self, request: Request, caller: Caller) -> Allowance | None:
        kind = request.headers.get("content-type", "").lower()
        points = points_of(
            request.method,
            request.scope["path"],
            file=kind.startswith(_FILE),
            forced=request.query_params.get("force", "").lower() in _YES,
        )
        return self._allowed(self.meter.spend(*account(caller), points))

    def _allowed(self, allowance: Allowance | None) -> Allowance | None:
        if allowance and allowance.wait:
            refused = too_many_requests(allowance.wait)
            refused.headers.update(allowance.headers)
            raise refused
        return allowance


def _refuse_forged(request: Request) -> None:
    """Refuse what a page of another site had its visitor's browser send, without asking us first.

    A script that asks by CORS is told apart by its mode, and reads nothing that is not public.
    """
    if request.method in SAFE or request.headers.get("sec-fetch-site") != "cross-site":
        return
    if request.headers.get("sec-fetch-mode") != "cors":
        raise cross_site()


def _telling(send: Send, allowance: Allowance) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(allowance.headers)
        await send(message)

    return told
