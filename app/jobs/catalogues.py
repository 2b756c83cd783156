"""Where catalogues are added, run over, asked after and forgotten; workers do the rest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from app.collect.addresses import tidied
from app.collect.portals.harvest.item import Portion
from app.collect.portals.harvest.walk import Unusable
from app.errors import BadRequest, NotFound, Problem
from app.jobs.catalog_entry import catalog_id, draft
from app.jobs.catalog_schedule import check_schedule, next_time
from app.jobs.yard import Yard
from app.store import JobState
from app.store.catalog_model import Catalog, Draft, Harvest, Policy, Run, Trouble
from rules.core.text import Text

_LOOK = 1.0
_CHUNK = 100
_NO_LIST = Text(
    en="This file lists no address: a CSV with one column of addresses is needed (url, title, organisation …).",
    fr="Ce fichier ne liste aucune adresse : il faut un CSV avec une colonne d’adresses (url, titre, organisation…).",
)
NO_CATALOG = Text(en="No catalogue has this id.", fr="Aucun catalogue ne porte cet identifiant.")
NO_RUN = Text(
    en="This catalogue has no run with this id.",
    fr="Ce catalogue n’a pas de passage portant cet identifiant.",
)
_BUSY = Text(
    en="A run over this catalogue is under way: wait for its end, or cancel it. Its id: {run}.",
    fr="Un passage sur ce catalogue est déjà en cours : attendez sa fin, ou annulez-le. Son identifiant : {run}.",
)
_ENDED = Text(
    en="This run has ended: there is nothing left to cancel.",
    fr="Ce passage est achevé : il n’y a plus rien à annuler.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is asked of a new catalogue."""

    url: str
    kind: str = ""
    title: str = ""
    schedule: str | None = None
    """Cron; empty: none any more; ``None``: as it was."""
    policy: Policy = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A run, and what has become of its orders."""

    run: Run
    states: Mapping[JobState, int] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()

    @property
    def done(self) -> int:
        """Orders that brought an assessment."""
        return self.run.done if self.run.ended else self.states.get("succeeded", 0)

    @property
    def failed(self) -> int:
        """Orders that brought none."""
        return self.run.failed if self.run.ended else self.states.get("failed", 0)


class Catalogues:
    """One for each process. Any call raises ``Unavailable`` in an outage."""

    def __init__(self, yard: Yard) -> None:
        self._yard = yard
        self._store = yard.store

    async def add(self, plan: Plan) -> Catalog:
        """Keep a catalogue; the same address again changes its title and schedule.

        Raises ``Refused`` on an address that is never asked, ``BadRequest`` on a bad schedule.
        """
        url = tidied(plan.url)
        self._yard.line.fetcher.host(url)
        return await self._add(url, plan)

    async def add_list(self, path: Path, digest: str, title: str) -> Catalog:
        """Keep a catalogue that is a file of addresses: it has no address to be asked again.

        Raises ``BadRequest`` where the file lists none.
        """
        plan = Plan(url=f"urn:sha256:{digest}", kind="list", title=title)
        catalog: Catalog | None = None
        try:
            async for portion in self._yard.harvester.local(path):
                catalog = catalog or await self._add(plan.url, plan)
                await asyncio.to_thread(self._take_in, catalog.id, portion)
        except Unusable as failure:
            raise BadRequest("not_a_list", _NO_LIST) from failure
        if catalog is None:
            raise BadRequest("not_a_list", _NO_LIST)
        return catalog

    async def get(self, identifier: str) -> Catalog:
        """Give a catalogue. Raises ``NotFound``."""
        found = await asyncio.to_thread(self._store.catalogs.get, identifier[:64])
        if found is None:
            raise NotFound(NO_CATALOG)
        return found

    async def drop(self, identifier: str) -> None:
        """Forget a catalogue and cancel what runs over it; assessments stay. Raises ``NotFound``."""
        catalog = await self.get(identifier)
        for run in await asyncio.to_thread(self._store.runs.of, catalog.id, 1):
            if not run.ended:
                await self.cancel(catalog.id, run.id)
        await asyncio.to_thread(self._store.catalogs.drop, catalog.id)

    async def start(self, identifier: str, policy: Policy, harvest: Harvest = "auto") -> Run:
        """Begin a run. Raises ``NotFound``, or ``Problem`` 409 run_in_progress."""
        catalog = await self.get(identifier)
        if harvest == "auto" and policy == "failed":
            harvest = "none"
        begin = self._store.runs.start
        run, new = await asyncio.to_thread(begin, uuid4().hex, catalog.id, policy, harvest)
        if not new:
            raise Problem("run_in_progress", _BUSY, status=409, facts={"run": run.id})
        return run

    async def run(self, identifier: str, run_id: str) -> Run:
        """Give a run as it stands. Raises ``NotFound``."""
        run = await asyncio.to_thread(self._store.runs.get, run_id[:64])
        if run is None or run.catalog != identifier:
            raise NotFound(NO_RUN)
        return run

    async def progress(self, identifier: str, run_id: str, troubles: int = 20) -> Progress:
        """Give a run with counts and troubles. Raises ``NotFound``."""
        run = await self.run(identifier, run_id)
        states = await asyncio.to_thread(self._store.upkeep.progress, run.id)
        told: tuple[Trouble, ...] = ()
        if run.troubles and troubles:
            told = await asyncio.to_thread(self._store.runs.troubles, run.id, troubles)
        return Progress(run=run, states=states, troubles=told)

    async def cancel(self, identifier: str, run_id: str) -> Run:
        """Cancel a run and what waits of it. Raises ``NotFound``, or ``Problem`` 409 run_ended."""
        seen = await self.run(identifier, run_id)
        run = await asyncio.to_thread(self._store.runs.cancel, seen)
        if run is None and seen.state != "cancelled":
            raise Problem("run_ended", _ENDED, status=409)
        await asyncio.to_thread(self._store.upkeep.cancel_batch, seen.id)
        return run or seen

    async def follow(self, identifier: str, run_id: str) -> AsyncIterator[Progress]:
        """Give a run each time that it has changed, until it has ended. Raises ``NotFound``."""
        last: Progress | None = None
        while True:
            now = await self.progress(identifier, run_id)
            if now != last:
                yield now
            if now.run.ended or self._yard.board.closing:
                return
            last = now
            await asyncio.sleep(_LOOK)

    def _take_in(self, identifier: str, portion: Portion) -> None:
        host = self._yard.harvester.host
        made = [draft(item, identifier, host) for item in portion.items]
        drafts = [one for one in made if isinstance(one, Draft)]
        for start in range(0, len(drafts), _CHUNK):
            self._store.catalogs.take_in(identifier, drafts[start : start + _CHUNK])

    async def _add(self, url: str, plan: Plan) -> Catalog:
        schedule = check_schedule(plan.schedule or "")
        given = Catalog(
            id=catalog_id(url),
            url=url,
            kind=plan.kind,
            title=plan.title,
            schedule=schedule,
            policy=plan.policy,
            next_at=next_time(schedule, datetime.now(UTC)),
        )
        scheduled = plan.schedule is not None
        return await asyncio.to_thread(self._store.catalogs.add, given, scheduled=scheduled)
