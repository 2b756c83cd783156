"""The only way out to strangers' programs: a small body sent, of the answer its status kept.

Addresses are checked and pinned as for every fetch. No redirect is followed, no cookie and none of
our own credentials are sent but those in the letter, and what comes back is thrown away.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic

from app.collect.addresses import FetchPolicy
from app.collect.answer import Headers
from app.collect.ask import Ask
from app.collect.pinned import Answer, Pinned
from app.collect.resolver import Lookup, Resolver, absolute_lookup, system_lookup
from app.collect.stopped import Stopped
from app.errors import Refused
from app.settings import Settings

DISCARDED = 4 << 10
"""Bytes of an answer that are read, to be polite, before the line is closed."""
_DRAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A request to send."""

    url: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    method: str = "POST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came of a letter: a status, or the outcome code that says why there is none."""

    status: int | None = None
    code: str = ""
    retry_after: float = 0.0
    """Seconds that the receiver asks for."""
    seconds: float = 0.0

    @property
    def delivered(self) -> bool:
        """Tell whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004


class Poster:
    """Sends letters, one connection each."""

    def __init__(self, settings: Settings, lookup: Lookup | None = None) -> None:
        """Read the limits; ``lookup`` replaces the system's resolver."""
        self._policy = FetchPolicy.for_webhooks(settings)
        ask = lookup or (system_lookup if self._policy.allowed else absolute_lookup)
        self._resolver = Resolver(settings.dns_timeout.total_seconds(), ask)
        proxy = settings.egress_proxy.get_secret_value()
        self._pinned = Pinned(self._policy, self._resolver, proxy)
        self._patience = settings.webhook_timeout.total_seconds()
        self._agent = settings.fetch_user_agent

    def host(self, url: str) -> str:
        """Judge an address by its text alone; give its ``name:port``. Raises ``Refused``."""
        place = self._policy.check_url(url)
        return f"{place.host.rstrip('.')}:{place.port}"

    async def send(self, letter: Letter) -> Receipt:
        """Send a letter and wait for its receipt; whatever goes wrong is in it. Never raises."""
        started, receipt = monotonic(), Receipt(code="deadline")
        try:
            async with asyncio.timeout(self._patience), self._pinned.send(self._ask(letter)) as got:
                receipt = _receipt(got)
                await _drain(got)
        except TimeoutError:
            pass  # without a status, the deadline; with one, an answer whose end nobody awaits
        except (Refused, Stopped) as why:
            if receipt.status is None:
                receipt = Receipt(code=why.code)
        return replace(receipt, seconds=round(monotonic() - started, 3))

    def close(self) -> None:
        """Let go of the look-up threads."""
        self._resolver.close()

    def _ask(self, letter: Letter) -> Ask:
        self._policy.check_url(letter.url)
        ours = (
            ("User-Agent", self._agent),
            ("Content-Type", "application/json"),
            ("Accept", "application/json, */*;q=0.1"),
            ("Connection", "close"),
        )
        return Ask(letter.url, (*ours, *letter.headers), letter.method, letter.body)


def _receipt(answer: Answer) -> Receipt:
    asked = Headers.read(answer.headers).retry_after(datetime.now(UTC)) or 0
    receipt = Receipt(status=answer.status, retry_after=asked)
    return receipt if receipt.delivered else replace(receipt, code="http_status")


async def _drain(answer: Answer) -> None:
    """Take the start of the body off the line; what the receiver says there is not our business."""
    taken = 0
    async with asyncio.timeout(_DRAIN_SECONDS):
        async for piece in answer.body:
            taken += len(piece)
            if taken >= DISCARDED:
                return
