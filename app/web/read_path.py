"""The read path: badges and latest grades, given again before the framework wakes up.

What a route has answered is kept as it left, all headers included, for a while or until its
dataset is assessed again, by whichever process. An answer that is too old is looked up again by
one caller while the others still get it; where the database is away, it is given as it is.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.context import accepted_language
from app.web.shelf import Answer, Header, Key, Place, Shelf, answer_of, knows
from app.web.slip import SLIP, Slip

PATIENCE = 5.0
"""Seconds that others get the old answer while one caller looks for a new one."""
_DATASETS = "/v1/datasets"
_PRIVATE = frozenset({b"authorization", b"x-api-key", b"cookie"})
"""Whoever says who they are gets an answer of their own."""
_ANY = frozenset({b"", b"*/*", b"application/json"})
_LARGEST = 256 << 10
log = logging.getLogger(__name__)
_EMPTY: Message = {"type": "http.response.body", "body": b""}


@dataclass(slots=True)
class _Asked:
    """What of a request decides its answer."""

    key: Key
    known: bytes
    head: bool


@dataclass(slots=True)
class _Heard:
    """An answer as a route gives it."""

    slip: Slip = field(default_factory=Slip)
    messages: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> None:
        """Hear one part of it."""
        self.messages.append(message)

    @property
    def body(self) -> bytes:
        """Give the whole body."""
        return b"".join(message.get("body", b"") for message in self.messages[1:])

    @property
    def failed(self) -> bool:
        """Tell whether it is no answer to what was asked."""
        return self.slip.failed or not self.messages or self.messages[0]["status"] >= 500  # noqa: PLR2004

    @property
    def keepable(self) -> bool:
        """Tell whether others may get the same."""
        begun = bool(self.slip.dataset and self.messages) and self.messages[0]["status"] == 200  # noqa: PLR2004
        return begun and len(self.body) <= _LARGEST


class ReadPath:
    """One ASGI layer before all others."""

    def __init__(self, app: ASGIApp, shelf: Shelf) -> None:
        self.app = app
        self._shelf = shelf
        self._filling: dict[Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the shelf where that is possible, else pass the request on."""
        asked = _asked(scope) if scope["type"] == "http" else None
        if asked is None:
            await self.app(scope, receive, send)
            return
        place = self._shelf.find(asked.key)
        if place is None:
            await self._first(asked, scope, receive, send)
        elif monotonic() < place.until:
            self._shelf.counts.hits += 1
            await self._give(place, asked, send)
        else:
            place.until = monotonic() + PATIENCE
            await self._again(place, asked, scope, receive, send)

    async def _first(self, asked: _Asked, scope: Scope, receive: Receive, send: Send) -> None:
        """Look an answer up; whoever asks the same meanwhile waits for it."""
        filling = self._filling.get(asked.key)
        if filling is not None:
            await filling.wait()
            place = self._shelf.find(asked.key)
            if place is not None:
                self._shelf.counts.hits += 1
                await self._give(place, asked, send)
                return
        event = self._filling[asked.key] = asyncio.Event()
        try:
            heard, answer = await self._ask(asked, scope, receive)
        finally:
            event.set()
            if self._filling.get(asked.key) is event:
                del self._filling[asked.key]
        self._shelf.counts.misses += 1
        await _pass_on(heard, answer, asked, send)

    async def _again(
        self, place: Place, asked: _Asked, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Look an answer up that is too old; where there is none, the old one is better."""
        heard, answer = await self._ask(asked, scope, receive)
        if heard.failed:
            self._shelf.counts.stale += 1
            await self._give(place, asked, send)
            return
        self._shelf.counts.misses += 1
        await _pass_on(heard, answer, asked, send)

    async def _ask(
        self, asked: _Asked, scope: Scope, receive: Receive
    ) -> tuple[_Heard, Answer | None]:
        """Have the route answer as to a plain GET; keep what it says where others may get it."""
        heard, age = _Heard(), self._shelf.age
        plain = [header for header in scope["headers"] if header[0] != b"if-none-match"]
        inner = {**scope, "method": "GET", "headers": plain, SLIP: heard.slip}
        try:
            await self.app(inner, receive, heard.send)
        except Exception:
            if not heard.messages:
                raise
            log.exception("%s broke", asked.key[0][:80])
        if not heard.keepable:
            return heard, None
        said: list[Header] = heard.messages[0]["headers"]
        answer = answer_of((h for h in said if h[0] != b"x-request-id"), heard.body)
        if age == self._shelf.age:  # else it may be of before the news
            self._shelf.keep(asked.key, answer, heard.slip.dataset, heard.slip.route, monotonic())
        return heard, answer

    async def _give(self, place: Place, asked: _Asked, send: Send) -> None:
        status = await _send(place.answer, asked, send)
        given = self._shelf.counts.given
        given[place.route, status] = given.get((place.route, status), 0) + 1


async def _pass_on(heard: _Heard, answer: Answer | None, asked: _Asked, send: Send) -> None:
    if answer is not None:
        await _send(answer, asked, send)
        return
    for message in heard.messages:
        hide = asked.head and message["type"] == "http.response.body"
        await send({**message, "body": b""} if hide else message)


async def _send(answer: Answer, asked: _Asked, send: Send) -> int:
    """Send an answer, or only that it is the same; give the status."""
    if asked.known and knows(asked.known, answer.tag):
        await send({"type": "http.response.start", "status": 304, "headers": answer.bare})
        await send(_EMPTY)
        return 304
    await send({"type": "http.response.start", "status": 200, "headers": answer.headers})
    await send(_EMPTY if asked.head else {"type": "http.response.body", "body": answer.body})
    return 200


def _asked(scope: Scope) -> _Asked | None:
    """Read what matters of a request; ``None``: it is not for the shelf."""
    path, method = scope["path"], scope["method"]
    latest = path.startswith(_DATASETS)
    if not (latest or path.startswith("/badge.")) or method not in {"GET", "HEAD"}:
        return None
    known = spoken = accept = b""
    for name, value in scope["headers"]:
        if name == b"accept-language":
            spoken = value
        elif name == b"if-none-match":
            known = value
        elif name == b"accept":
            accept = value
        elif name in _PRIVATE:
            return None
    if latest and accept not in _ANY and not path.endswith("/badge.svg"):
        return None
    return _Asked((path, scope["query_string"], _language(spoken)), known, method == "HEAD")


@lru_cache(maxsize=1024)
def _language(header: bytes) -> str:
    return accepted_language(header.decode("latin-1"))
