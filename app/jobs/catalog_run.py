"""One run under way: recognise the catalogue, list it page by page, choose, order.

Its place is written after every page, in one transaction with what the page brought: whoever takes
over goes on from there.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from app.collect.portals.harvest.cursor import (
    CURSOR,
    SIZE,
    Cursor,
    begin,
    following,
    loops,
    narrower,
    skipped,
)
from app.collect.portals.harvest.item import Portion
from app.collect.portals.harvest.walk import Unusable
from app.errors import Refused
from app.jobs.catalog_entry import draft
from app.jobs.yard import Yard
from app.store import Unavailable
from app.store.catalog_model import Catalog, Draft, Leaf, Run, Trouble, whole_harvest
from app.store.catalog_runs import Holder

MOST_MEMBERS = 5_000_000
"""Most datasets taken in of one catalogue."""
_CHUNK = 100
_OVERLAP = timedelta(hours=1)
"""Clocks differ: what changed a little before the last harvest is asked for again."""
_PAUSE, _LONGEST = 1.0, 3600.0
T = TypeVar("T")


class Rested(Exception):
    """The run was put aside until its portal is well again."""


class Walk:
    """Everything that one run does before its orders are left to the workers."""

    def __init__(self, yard: Yard, run: Run, holder: Holder) -> None:
        self._yard = yard
        self._run = run
        self._holder = holder
        self._seen = run.seen

    async def go(self) -> None:
        """List, then choose. Raises ``Lost`` where the run is no longer ours, and ``Rested``."""
        runs = self._yard.store.runs
        if self._run.state == "harvesting":
            code, whole = await self._list()
            await _kept(runs.listed, self._run, self._holder, code=code, whole=whole)
        after: int | None = self._run.after
        while after is not None:
            after = await _kept(runs.choose, self._run, self._holder, after)
            self._yard.board.wake.set()

    async def _list(self) -> tuple[str, bool]:
        """List the catalogue; give the code of what cut that short, and whether all was seen."""
        catalog = await _kept(self._yard.store.catalogs.get, self._run.catalog)
        if catalog is None or self._run.harvest == "none" or catalog.url.startswith("urn:"):
            return "", False
        try:
            catalog = await self._recognised(catalog)
        except Unusable as failure:
            return await self._unknown(failure, catalog), False
        place = self._begin(catalog)
        while True:
            if loops(place):
                return "catalog_loops", False
            if self._seen >= MOST_MEMBERS:
                return "catalog_too_long", False
            try:
                after = await self._page(place, catalog.start)
            except Unusable as failure:
                past = await self._trouble(place, failure)
                if isinstance(past, str):
                    return past, False
                after = past
            if after is None:
                return "", place.whole
            place = after

    async def _recognised(self, catalog: Catalog) -> Catalog:
        """Find out what a catalogue is, once. Raises ``Unusable``."""
        if catalog.kind and catalog.start:
            return catalog
        try:
            found = await self._yard.harvester.recognise(catalog.url, catalog.kind)
        except Refused as refusal:
            raise Unusable(refusal.code) from refusal
        keep = self._yard.store.catalogs.recognised
        await _kept(keep, catalog.id, found.kind, found.start, found.title)
        return replace(catalog, kind=found.kind, start=found.start)

    def _begin(self, catalog: Catalog) -> Cursor:
        """Go on where the run was, or begin."""
        if self._run.cursor.startswith("{"):
            return replace(CURSOR.validate_json(self._run.cursor), barren=0)
        since = None
        if catalog.harvested_at and not whole_harvest(catalog, self._run):
            since = catalog.harvested_at - _OVERLAP
        return begin(catalog.kind, catalog.start, since)

    async def _page(self, cursor: Cursor, home: str) -> Cursor | None:
        """List one page; give the place after it. Raises ``Unusable`` and ``Lost``."""
        count = fresh = 0
        last = Portion()
        async for portion in self._yard.harvester.pages(cursor, home):
            fresh += await self._keep(portion, CURSOR.dump_json(cursor).decode(), cursor.url)
            count += portion.count
            last = portion
        after = following(cursor, replace(last, count=count), fresh)
        place = CURSOR.dump_json(after or cursor).decode()
        await self._turn(Leaf(cursor=place, page=True, total=last.total))
        return after

    async def _keep(self, portion: Portion, place: str, page: str) -> int:
        """Keep what a portion lists, a hundred at a time; give how many were new in this run."""
        fresh = 0
        host, catalog = self._yard.harvester.host, self._run.catalog
        made = await asyncio.to_thread(
            lambda: [draft(item, catalog, host) for item in portion.items]
        )
        for start in range(0, len(made), _CHUNK):
            some = made[start : start + _CHUNK]
            drafts = tuple(one for one in some if isinstance(one, Draft))
            troubles = tuple(_placed(one, page) for one in some if isinstance(one, Trouble))
            leaf = Leaf(drafts=drafts, troubles=troubles, cursor=place, page=False)
            fresh += await self._turn(leaf)
            self._yard.board.wake.set()
        return fresh

    async def _turn(self, leaf: Leaf) -> int:
        kept = await _kept(self._yard.store.runs.turn, self._run, self._holder, leaf)
        self._seen += kept.fresh
        return kept.fresh

    async def _trouble(self, cursor: Cursor, failure: Unusable) -> Cursor | str:
        """Decide after a page that cannot be had: later, less at once, past it, or the end."""
        if cursor.since and not cursor.asked and not failure.passing:
            return replace(cursor, since=None, tries=0)  # it cannot say what changed: all, then
        patient = failure.passing and cursor.size == SIZE  # a part of a page is tried but once
        if patient and cursor.tries + 1 < self._yard.settings.max_attempts:
            again = replace(cursor, tries=cursor.tries + 1)
            await self._rest(failure, cursor.tries, CURSOR.dump_json(again).decode())
        less = narrower(cursor)
        if less is not None:
            return less
        await self._tell(cursor.url, failure.code, CURSOR.dump_json(cursor).decode())
        return skipped(cursor) or failure.code

    async def _unknown(self, failure: Unusable, catalog: Catalog) -> str:
        """Decide after the catalogue could not even be recognised."""
        tries = int(self._run.cursor or 0)
        if failure.passing and tries + 1 < self._yard.settings.max_attempts:
            await self._rest(failure, tries, str(tries + 1))
        await self._tell(catalog.url, failure.code, "")
        return failure.code

    async def _rest(self, failure: Unusable, tries: int, place: str) -> None:
        usual = self._yard.settings.retry_delay.total_seconds() * 4**tries
        jitter = 0.75 + 0.5 * random.random()  # noqa: S311 # keeps those who wait apart
        seconds = min(max(failure.wait, usual * jitter), _LONGEST)
        await _kept(self._yard.store.runs.rest, self._run, self._holder, seconds, place)
        raise Rested

    async def _tell(self, url: str, code: str, place: str) -> None:
        await self._turn(Leaf(troubles=(Trouble(url=url, code=code),), cursor=place, page=False))


def _placed(trouble: Trouble, page: str) -> Trouble:
    """Name an entry that has no name by its page and its place there."""
    named = trouble.url and not trouble.url.startswith("#")
    return trouble if named else replace(trouble, url=f"{page}{trouble.url}")


async def _kept(step: Callable[..., T], *facts: Any, **more: Any) -> T:
    """Say it to the database, however long it is away."""
    while True:
        try:
            return await asyncio.to_thread(step, *facts, **more)
        except Unavailable:
            await asyncio.sleep(_PAUSE)
