"""What HTTP expects beside GET and POST: HEAD wherever GET works, and the preflight of CORS."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OPEN = ("/v1/", "/badge", "/validate")
"""What scripts of other sites may ask for."""
_OWN = ("/v1/webhooks",)
"""But for this: it belongs to the holder of a key."""
_PREFLIGHT = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"content-type, prefer, idempotency-key"),
    (b"access-control-max-age", b"86400"),
)


class Methods:
    """Answers HEAD as GET without its body, and OPTIONS by itself; one ASGI layer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, as GET where it was HEAD."""
        method = scope.get("method") if scope["type"] == "http" else None
        path = scope.get("path", "")
        if method == "OPTIONS" and path.startswith(_OPEN) and not path.startswith(_OWN):
            await send({"type": "http.response.start", "status": 204, "headers": [*_PREFLIGHT]})
            await send({"type": "http.response.body"})
        elif method == "HEAD" and not path.endswith("/events"):  # a stream has no end to wait for
            await self.app({**scope, "method": "GET"}, receive, _bodiless(send))
        else:
            await self.app(scope, receive, send)


def _bodiless(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] != "http.response.body":
            await send(message)
        elif not message.get("more_body"):
            await send({"type": "http.response.body"})

    return sent
