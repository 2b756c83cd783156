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
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_PUBLIC = ("/badge", "/v1/", "/def", "/openapi.json", "/validate")
"""What pages of other sites may read: what anybody may read, without cookies or keys."""
_OWN = ("/v1/webhooks",)
"""Not that: it belongs to the holder of a key."""
_EXPOSED = (
    "etag, link, location, preference-applied, ratelimit, ratelimit-policy, retry-after, "
    "www-authenticate"
)


class SecurityHeaders:
    """Adds the headers as the answer leaves; one ASGI layer, no copy of the body."""

    def __init__(self, app: ASGIApp, hsts: int = 0) -> None:
        """Wrap. ``hsts``: seconds for which browsers shall use https only; 0: says nothing."""
        self.app = app
        self.hsts = f"max-age={hsts}; includeSubDomains" if hsts else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; mark the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                marked(headers, scope["path"])
                if self.hsts:
                    headers.setdefault("strict-transport-security", self.hsts)
            await send(message)

        await self.app(scope, receive, sent)


def marked(headers: MutableHeaders, path: str) -> None:
    """Mark one answer."""
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    svg = headers.get("content-type", "").startswith("image/svg")
    headers.setdefault("content-security-policy", IMAGE if svg else PAGE)
    if not path.startswith(_PUBLIC) or path.startswith(_OWN):
        headers.setdefault("cross-origin-resource-policy", "same-origin")
        return
    headers.setdefault("cross-origin-resource-policy", "cross-origin")
    headers.setdefault("access-control-allow-origin", "*")
    headers.setdefault("access-control-expose-headers", _EXPOSED)
