"""The engine of a fleet: procrastinate, on the PostgreSQL that holds our tables.

The admission step hands it a small window of items, in the transaction that marks them: neither
without the other. It brings each to some worker, at once (LISTEN/NOTIFY) or at the next look; what
a dead worker had fetched it brings to another. Whether an item is still to be done, only our table
says: a job of the engine without a good ticket ends as if it had never been.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from functools import partial

from app.errors import Problem
from app.jobs.chores import forever
from app.jobs.engine_app import Giver, forget, known, listen, open_app, queue, rescue
from app.jobs.hands import Hands
from app.jobs.port import Health
from app.jobs.priority import AGED, lanes, out_of_turn
from app.jobs.yard import Yard
from app.store import Unavailable

POLL = 0.25
"""Seconds between two looks for work that came by another process."""
_HASTE = 0.15
"""Seconds between two looks for what is urgent."""
WINDOW = 4
"""Items handed over ahead, for each slot: more would bring back the order of a long queue."""
_SOON = 0.02
"""Seconds after which a slot that is still free means that the window holds nothing for it."""
_PAUSE = 1.0
_LOST = 60.0
"""Seconds after which we ask whether the engine still knows what it was handed."""
log = logging.getLogger(__name__)
logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it tells each step of each job


class DistributedEngine:
    """One worker's part in the fleet."""

    def __init__(self, yard: Yard, hands: Hands, server: str) -> None:
        """Prepare; ``server`` is the libpq address of our database."""
        self._yard = yard
        self._hands = hands
        self._admission = yard.store.work.admission
        self._turn, self._after = 0, ""
        # With the default lease: a sign of life each 5 s; 20 s without one, and others take over.
        self._silence = hands.lease * 4 / 3
        self._well = self._stopped = False
        self._failed: Problem | None = None
        self._giver = Giver()
        self._open = partial(open_app, server, self._bring)
        self._app = self._open()
        self._brought = 0
        """Items since the window was filled last."""
        hands.freed = self._freed

    async def run(self) -> None:
        """Bring work until told to stop. Raises ``Problem`` where this version may not any more."""
        while not self._stopping:
            self._app = self._open()
            try:
                await self._app.open_async()
                await self._work()
            except Exception:  # the engine leaves when the database goes: it is started anew
                log.warning("the engine stopped", exc_info=log.isEnabledFor(logging.DEBUG))
            finally:
                self._well = False
                with suppress(Exception):
                    await self._app.close_async()
            if self._failed:
                raise self._failed
            if not self._stopping:
                await asyncio.sleep(_PAUSE)

    def stop(self) -> None:
        """Bring nothing more."""
        self._stopped = True
        self._yard.board.wake.set()

    async def health(self) -> Health:
        """Tell whether it runs."""
        return Health(engine="procrastinate", well=self._well)

    @property
    def _stopping(self) -> bool:
        return self._stopped or self._yard.board.closing or self._failed is not None

    async def _work(self) -> None:
        """Run until told to stop, or until any part of it ends."""
        app, name, place = self._app, self._hands.name, self._yard.uploads.place
        urgent = [queue("urgent", ""), queue("urgent", place)]
        every = [*urgent, queue("batch", ""), queue("batch", place)]
        parts = [
            asyncio.create_task(part)
            for part in (
                listen(app, name, every, self._hands.slots, self._silence),
                listen(app, name, urgent, 1, self._silence, _HASTE),  # batches fill the other slots
                self._feed(),
                forever(partial(rescue, app, self._silence), self._silence / 4, strict=True),
                forever(self._reconcile, _LOST / 3, strict=True),
                forever(partial(forget, app), 3600.0, strict=True),
            )
        ]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in done:
                part.result()
        finally:
            for part in parts:
                part.cancel()  # a listener takes nothing more, and waits for what it brought
            await asyncio.gather(*parts, return_exceptions=True)

    async def _bring(self, number: int, ticket: float) -> None:
        """Do one item, if its ticket is good. What comes of it is our table's affair."""
        claim = None
        bid = self._hands.bid(1, ())
        while not self._stopping:
            try:
                claim = await asyncio.to_thread(self._admission.start, number, ticket, bid)
            except Unavailable:
                await asyncio.sleep(_PAUSE)
            except Problem as problem:
                self._failed = problem
            else:
                break
        else:
            with suppress(Unavailable):
                await asyncio.to_thread(self._admission.withdraw, [(number, ticket)])
        self._brought += 1
        if claim is None or 2 * self._brought >= WINDOW * self._hands.slots:
            self._yard.board.wake.set()
        if claim is not None:
            await asyncio.wait([self._hands.take(claim)])

    def _freed(self) -> None:
        """Fill the window where a free slot finds nothing in it; not for each job that ends."""
        asyncio.get_running_loop().call_later(_SOON, self._hungry)

    def _hungry(self) -> None:
        if self._hands.full < self._hands.slots:
            self._yard.board.wake.set()

    async def _feed(self) -> None:
        """Keep the window full."""
        wake = self._yard.board.wake
        while not self._stopping:
            wake.clear()
            self._turn += await self._admit()
            self._well = True
            if not self._stopping:
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await wake.wait()

    async def _admit(self) -> bool:
        """Hand over what there is room for; tell whether anything was."""
        self._brought = 0
        slots = WINDOW * self._hands.slots
        bid = replace(self._hands.bid(slots, lanes(self._turn), self._after), ahead=WINDOW)
        aged = AGED if out_of_turn(self._turn) else 0.0
        admit = partial(self._admission.admit, bid, aged, self._giver.hand)
        try:
            went, self._after = await asyncio.to_thread(admit)
        except Unavailable:
            await asyncio.sleep(_PAUSE)
            return False
        except Problem as problem:
            self._failed = problem
            return False
        return went > 0

    async def _reconcile(self) -> None:
        """Hand out anew what the engine has forgotten: its tables came from a backup, say."""
        overdue = await asyncio.to_thread(self._admission.overdue, _LOST)
        if overdue:
            forgotten = overdue - await known(self._app)
            await asyncio.to_thread(self._admission.withdraw, forgotten)
