"""Who asks: a key or a network; and the one word by which a route says which key it wants."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from app.api_key import Scope, read
from app.settings import Settings
from app.store import ApiKey, Keys, Unavailable
from app.web.gate.meter import Meter
from app.web.gate.words import (
    key_expired,
    key_invalid,
    key_missing,
    scope_missing,
    too_many_requests,
)

CALLER = "qualidata.caller"
"""Where the gate leaves the caller, in the ASGI scope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whoever sent a request."""

    network: str
    key: ApiKey | None = None

    @property
    def owner(self) -> str:
        """Name whose key it is; empty without one."""
        return self.key.owner if self.key else ""

    def must(self, scope: Scope) -> None:
        """Go on only with a key that opens this. Raises ``Problem`` 401 or 403."""
        if self.key is None:
            raise key_missing()
        if not self.key.opens(scope):
            raise scope_missing(scope)


def caller_of(request: Request) -> Caller:
    """Give whoever sent this request."""
    caller: Caller = request.scope[CALLER]
    return caller


Asker = Annotated[Caller, Depends(caller_of)]


def needs(scope: Scope) -> Any:
    """Guard a route where keys are required: ``dependencies=[needs("catalog")]``.

    As a parameter, ``caller: Caller = needs("catalog")``, it also says who asks.
    """

    async def admitted(request: Request) -> Caller:
        caller = caller_of(request)
        settings: Settings = request.app.state.context.settings
        if settings.require_key:
            caller.must(scope)
        return caller

    return Depends(admitted)


def charge(request: Request, points: int) -> None:
    """Charge the caller for work that only the route knows of. Raises ``Problem`` 429."""
    caller = caller_of(request)
    meter: Meter = request.app.state.meter
    allowance = meter.spend(*account(caller), points)
    if allowance and allowance.wait:
        raise too_many_requests(allowance.wait)


def account(caller: Caller) -> tuple[str, str]:
    """Name the account that a caller's points go to."""
    return ("key", caller.key.id) if caller.key else ("anonymous", caller.network)


def shown(request: Request) -> str | None:
    """Find the key that a request shows; ``None`` where it shows none of our kind.

    Another scheme (``Basic``, of a proxy in front of us) is none of our business.
    """
    scheme, _, rest = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    given = request.headers.get("x-api-key")
    return None if given is None else given.strip()


async def holder(keys: Keys, text: str) -> ApiKey:
    """Find the key behind a text. Raises ``Problem`` 401; ``Unavailable`` in an outage."""
    presented = read(text)
    if presented is None:  # a typing error, or an invention: the database need not know
        raise key_invalid()
    key = await asyncio.to_thread(keys.find, presented.id, presented.digest)
    if key is None or key.revoked_at:
        raise key_invalid()
    if key.expired:
        raise key_expired()
    with suppress(Unavailable):  # being seen is a detail
        await asyncio.to_thread(keys.used, key)
    return key
