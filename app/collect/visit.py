"""One address followed to its last byte: every hop checked, one clock over all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

from app.collect.addresses import FetchPolicy, Place
from app.collect.answer import Headers
from app.collect.body import Body, Caps
from app.collect.pinned import Answer, Method, Pinned
from app.collect.stopped import Stopped
from app.collect.turns import Turns
from app.collect.validators import Validators
from app.errors import Refused
from rules.core.evidence import Access

Write = Callable[[bytes], object]
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WHOLE = frozenset({200, 203})
_NOT_MODIFIED = 304
_LATER = frozenset({429, 503})
_CODES = {204: "empty", 205: "empty", 206: "truncated"}
"""Good statuses that bring no whole file: nothing at all, or a part that nobody asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How visits are made: what is allowed, for how long, and under which name."""

    policy: FetchPolicy
    pinned: Pinned
    turns: Turns
    deadline: float
    headers_timeout: float
    max_redirects: int
    user_agent: str

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """What every request says; no cookie and no credentials, ever."""
        return (
            ("User-Agent", self.user_agent),
            ("Accept", "*/*"),
            ("Accept-Encoding", "gzip, deflate"),
            ("Connection", "close"),
        )


class Visit:
    """A download on its way; ``run`` is called once."""

    method: Method = "GET"

    def __init__(
        self, url: str, manners: Manners, caps: Caps, known: Validators | None = None
    ) -> None:
        self.url = self.final_url = url
        self.headers = Headers()
        self.unchanged = False
        """True once the server has said that what ``known`` stands for is still there."""
        self._known = known
        self.manners = manners
        self._caps = caps
        self.status: int | None = None
        self._redirects = 0
        self._spent = 0.0
        self._wait = 0

    async def run(self, write: Write) -> Access:
        """Follow the address, hand its bytes to ``write``.

        Raises ``Refused`` only where the address itself is at fault, and what ``write`` raises.
        """
        outcome = "ok"
        place = self.manners.policy.check_url(self.url)
        try:
            await self._follow(place, write)
        except Stopped as stop:
            outcome = stop.code
        return self._access(outcome)

    async def _follow(self, place: Place, write: Write) -> None:
        while True:
            self._wait = self.manners.turns.resting(_door(place))
            if self._wait:
                raise Stopped("host_resting")
            async with self.manners.turns.take(place.host):
                await self._hop(write)
            if self.status not in _REDIRECTS or not self.headers.first("location"):
                return
            place = self._redirect()

    async def _hop(self, write: Write) -> None:
        """Ask one server, within what is left of the time; waiting for a turn is not counted."""
        started = monotonic()
        left = self.manners.deadline - self._spent
        answered = False
        try:
            first = min(left, self.manners.headers_timeout - self._spent)
            async with (
                asyncio.timeout(first) as alarm,
                self.manners.pinned.get(self.final_url, self.said(), self.method) as answer,
            ):
                answered = self.read(answer)
                if answered:
                    alarm.reschedule(asyncio.get_running_loop().time() + left)
                    await self._receive(answer, write)
        except TimeoutError:
            raise Stopped("deadline" if answered else "headers_timeout") from None
        except Refused:
            if self._redirects:
                raise Stopped("redirect_refused") from None
            raise
        finally:
            self._spent += monotonic() - started

    def said(self) -> tuple[tuple[str, str], ...]:
        """Put conditions only to the address that stated what they stand on."""
        known = self._known
        conditions = known.headers if known and known.url == self.final_url else ()
        return (*self.manners.headers, *conditions)

    def read(self, answer: Answer) -> bool:
        """Take note of the headers; tell whether the body is what we came for."""
        self.status = answer.status
        self.headers = Headers.read(answer.headers)
        if answer.status in _REDIRECTS and self.headers.first("location"):
            return False
        if answer.status == _NOT_MODIFIED:
            self.unchanged = self._unchanged()
            return False
        if answer.status in _LATER:
            asked = self.headers.retry_after(datetime.now(UTC)) or 0
            self.manners.turns.rest(_door(self.manners.policy.check_url(self.final_url)), asked)
        if answer.status not in _WHOLE:
            raise Stopped(_CODES.get(answer.status, "http_status"))
        if (self.headers.size or 0) > self._caps.wire:
            raise Stopped("too_large")
        return True

    def _unchanged(self) -> bool:
        """Believe “not modified” only where we asked. Raises ``Stopped`` where nobody did."""
        known = self._known
        if known is None or known.url != self.final_url:
            raise Stopped("protocol_error")
        return not known.contradicted_by(self.headers.etag)

    async def _receive(self, answer: Answer, write: Write) -> None:
        body = Body(self.headers.codings, self._caps)
        started = monotonic()
        async for raw in answer.body:
            for piece in body.feed(raw, monotonic() - started):
                write(piece)
                await asyncio.sleep(0)  # inflating must not keep the others, or the alarm, waiting
        body.end()
        stated = self.headers.size
        if stated is None:
            return
        framed = bool(self.headers.first("transfer-encoding"))  # then it says itself where it ends
        if body.wire != stated or (not framed and await answer.overflows(stated)):
            raise Stopped("length_mismatch")

    def _redirect(self) -> Place:
        if self._redirects >= self.manners.max_redirects:
            raise Stopped("too_many_redirects")
        try:
            url = self.headers.next_url(self.final_url)
            place = self.manners.policy.check_url(url)
        except (Refused, ValueError) as refusal:
            ours = isinstance(refusal, Refused) and refusal.code == "host_denied"
            raise Stopped("egress_refused" if ours else "redirect_refused") from None
        self._redirects += 1
        self.final_url = url
        return place

    def _access(self, outcome: str) -> Access:
        answered = self.status is not None and self.status not in _REDIRECTS
        seen = self.headers if answered else Headers()
        now = datetime.now(UTC)
        return Access(
            url=self.url,
            final_url=self.final_url,
            outcome=outcome,
            status=self.status,
            media_type=seen.media_type,
            size_stated=seen.size is not None,
            etag=seen.etag,
            last_modified=seen.last_modified(now),
            redirects=self._redirects,
            retry_after=self._wait or seen.retry_after(now),
        )


def _door(place: Place) -> str:
    return f"{place.host}:{place.port}"
