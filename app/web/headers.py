"""Security headers on every answer: pages run no script but ours, badges run none at all."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
IMAGE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}
_PUBLIC = ("/badge", "/v1/", "/def", "/openapi.json")
"""What pages of other sites may read."""


class SecurityHeaders:
    """Adds the headers as the answer leaves; one ASGI layer, no copy of the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; mark the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, receive, marked)


def _mark(headers: MutableHeaders, path: str) -> None:
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    svg = headers.get("content-type", "").startswith("image/svg")
    headers.setdefault("content-security-policy", IMAGE if svg else PAGE)
    if path.startswith(_PUBLIC):
        headers.setdefault("access-control-allow-origin", "*")
