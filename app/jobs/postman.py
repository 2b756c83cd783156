"""The postman: takes messages out of the outbox, sends them, writes what came of it.

A message that was taken up by a worker that died is taken up again: sent twice, perhaps, never lost.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

from app.collect.post import Receipt
from app.jobs.chores import forever
from app.jobs.letters import letter_to
from app.jobs.portal_letters import PortalLetter, letter_back
from app.jobs.receipts import Persistence, settled
from app.jobs.yard import Yard
from app.store import Errand, PortalResource, Round, Sent, Unavailable

POLL = 0.5
"""Seconds between two looks for messages that came by another process."""
SLOTS = 8
"""Messages under way at once."""
_PER_HOST = 4
_PAUSE = 1.0
_GRACE = 3.0
log = logging.getLogger(__name__)


class Postman:
    """One process's postman."""

    def __init__(self, yard: Yard) -> None:
        """Prepare; nothing is sent before ``running``."""
        settings = yard.settings
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:8]}"
        self._yard = yard
        self._mail = yard.store.mail
        self._poster = yard.poster
        self._base = settings.public_base_url
        self._portals = {portal.url: portal for portal in settings.portals}
        self._lease = 2 * settings.webhook_timeout.total_seconds() + 5
        self._persistence = Persistence(
            attempts=settings.webhook_attempts,
            delay=settings.webhook_retry_delay.total_seconds(),
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self._after = ""
        self._stopped = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send for as long as the block lasts; what is under way then gets a little time."""
        feed = asyncio.create_task(self._feed())
        chores = [
            asyncio.create_task(forever(self._sweep, min(2.0, self._lease / 3))),
            asyncio.create_task(forever(self._forget, 3600.0)),
        ]
        try:
            yield
        finally:
            self._stopped = True
            self._yard.board.mail.set()
            await feed
            await self._finish()
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)

    async def _finish(self) -> None:
        """Wait a little for what is under way; the rest is put back for another worker."""
        if self._tasks:
            _, late = await asyncio.wait(tuple(self._tasks), timeout=_GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _feed(self) -> None:
        wake = self._yard.board.mail
        while not self._stopped:
            wake.clear()
            more = False
            try:
                more = await self._take()
            except Unavailable:
                await asyncio.sleep(_PAUSE)
            except Exception:  # a postman who lives but takes nothing would be missed by nobody
                log.exception("cannot take up messages")
                await asyncio.sleep(_PAUSE)
            if not more and not self._stopped:
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await wake.wait()

    async def _take(self) -> bool:
        """Fill the free slots; tell whether there may be more to take."""
        free = SLOTS - len(self._tasks)
        if free <= 0 or not await asyncio.to_thread(self._mail.waiting):
            return False
        bid = Round(
            worker=self.name,
            slots=free,
            per_host=_PER_HOST,
            lease=self._lease,
            after=self._after,
        )
        errands, self._after = await asyncio.to_thread(self._mail.claim, bid)
        for errand in errands:
            task = asyncio.create_task(self._deliver(errand))
            self._tasks.add(task)
            task.add_done_callback(self._done)
        return bool(errands)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._yard.board.mail.set()

    async def _deliver(self, errand: Errand) -> None:
        try:
            sent = await self._send(errand)
        except asyncio.CancelledError:
            sent = Sent(state="waiting", code="cancelled", tried=False)
        except Exception:
            log.exception("cannot send message %s", errand.id)
            sent = self._settled(errand, Receipt(code="internal"))
        await asyncio.shield(asyncio.ensure_future(self._close(errand, sent)))

    async def _send(self, errand: Errand) -> Sent:
        if errand.resource is not None:
            return await self._write_back(errand, errand.resource)
        assert errand.hook is not None
        letter = letter_to(errand.hook, errand.id, errand.news, self._base)
        return self._settled(errand, await self._poster.send(letter))

    async def _write_back(self, errand: Errand, resource: PortalResource) -> Sent:
        """Tell a portal of the newest assessment, unless it knows already: so no echo goes on."""
        written = await asyncio.to_thread(self._letter_back, resource)
        if written is None:
            return Sent(state="dropped", code="nothing_to_tell", tried=False)
        if written.digest == resource.pushed:
            return Sent(state="dropped", code="unchanged", tried=False)
        sent = self._settled(errand, await self._poster.send(written.letter))
        if sent.state == "failed":
            log.warning("%s took no grade: %s %s", resource.portal, sent.code, sent.status)
        if sent.state != "delivered":
            return sent
        return Sent(
            state="delivered", status=sent.status, seconds=sent.seconds, pushed=written.digest
        )

    def _letter_back(self, resource: PortalResource) -> PortalLetter | None:
        portal = self._portals.get(resource.portal)
        if portal is None or not portal.key.get_secret_value() or resource.deleted:
            return None
        newest = self._yard.store.latest(resource.dataset)
        return letter_back(portal, resource, newest, self._base) if newest else None

    def _settled(self, errand: Errand, receipt: Receipt) -> Sent:
        return settled(errand, receipt, self._persistence, random.random())  # noqa: S311 # jitter

    async def _close(self, errand: Errand, sent: Sent) -> None:
        """Write how it ended, however long the database is away; the lease may run out meanwhile."""
        while True:
            try:
                await asyncio.to_thread(self._mail.finish, errand, sent)
            except Unavailable:
                await asyncio.sleep(_PAUSE)
            except Exception:
                log.exception("cannot write what became of message %s", errand.id)
                return
            else:
                return

    async def _sweep(self) -> None:
        if await asyncio.to_thread(self._mail.sweep):
            self._yard.board.mail.set()

    async def _forget(self) -> None:
        days = self._yard.settings.retention_deliveries_days
        await asyncio.to_thread(self._yard.store.hooks.forget, days)
