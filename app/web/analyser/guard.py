"""Which portal is speaking: the one place that looks at its token; a key of ours does, too."""

from __future__ import annotations

from hmac import compare_digest

from fastapi import Request

from app.portal import Portal
from app.settings import Settings
from app.web.gate import caller_of


class Unknown(Exception):
    """Nobody that we know: 401 without a token, 403 with a wrong one."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def speaking(request: Request, settings: Settings) -> Portal | None:
    """Give the portal whose token this is. Raises ``Unknown``; ``Problem`` where a key lacks a right.

    ``None``: a key of ours announces, or, where no portal is known and no key required, anyone, as
    anyone may order an assessment; nothing is then written back.
    """
    caller = caller_of(request)
    if caller.key is not None:
        caller.must("submit")
        return None
    if not settings.portals and not settings.require_key:
        return None
    stated = request.headers.get("authorization")
    if stated is None:
        raise Unknown(401, "Missing authorization header")
    scheme, _, token = stated.strip().partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unknown(403, "Invalid authorization header")
    said = token.strip().encode()
    known = [
        p for p in settings.portals if compare_digest(p.token.get_secret_value().encode(), said)
    ]
    if not known:
        raise Unknown(403, "Token doesn't exist")
    return known[0]
