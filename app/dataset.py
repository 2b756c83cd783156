"""A portal's dataset on the line: its files one by one, then all of them together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from app.collect.portals.choose import Choice, choose
from app.collect.portals.record import Record, Resource
from app.collect.probe import Probe
from app.errors import Refused
from rules import RULES
from rules.core.assessment import Assessment, LeftOut, conclude
from rules.core.dataset import conclude_dataset
from rules.core.evidence import Access, Evidence, Metadata

AT_ONCE = 4
"""Files of one dataset fetched and read at the same time."""
_STATES = {"private": "dataset_private", "deleted": "dataset_deleted"}
_PARTS = ("file", "table", "conformance", "expectations")
GLANCES = 50
"""Most files of one dataset that are only glanced at."""
Look = Callable[[str], Awaitable[Probe]]
Run = Callable[[Resource, str], Awaitable[Assessment]]
"""Assesses one resource, kept under an address."""


async def assess_dataset(
    record: Record, run: Run, most: int, seen_at: datetime, metadata: Metadata
) -> Assessment:
    """Assess the data among a dataset's resources; one alone stands for the dataset itself."""
    choice = choose(record, most)
    code = _end(record, choice)
    if code:
        whole = ended_early(record.url, code, seen_at, metadata)
    elif len(choice.main) == 1:
        alone = choice.main[0]
        whole = await run(alone, record.url)
        whole = replace(whole, aliases=(alone.url,))
    else:
        parts = await _each(choice.main, run)
        evidence = Evidence(seen_at=seen_at, metadata=metadata)
        whole = await asyncio.to_thread(
            conclude_dataset, record.url, evidence, parts, RULES, choice.left_out
        )
    notes = ("archived",) if record.state == "archived" else ()
    return replace(whole, left_out=choice.left_out, notes=notes)


async def glanced(left: tuple[LeftOut, ...], probe: Look) -> tuple[LeftOut, ...]:
    """Only see whether the files answer that are too many to be assessed: no content is taken."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(item: LeftOut, *, wanted: bool) -> LeftOut:
        if not wanted:
            return item
        async with turn:
            try:
                seen = await probe(item.url)
            except Refused as refusal:
                return replace(item, outcome=refusal.code)
        return replace(item, outcome=seen.access.outcome, bytes=seen.size)

    many = [number for number, item in enumerate(left) if item.reason == "too_many"][:GLANCES]
    return tuple(
        await asyncio.gather(*(one(item, wanted=n in many) for n, item in enumerate(left)))
    )


def ended_early(url: str, code: str, seen_at: datetime, metadata: Metadata | None) -> Assessment:
    """Conclude on what never came to a file: the outcome says why."""
    evidence = Evidence(
        seen_at=seen_at,
        access=Access(url=url, outcome=code),
        metadata=metadata,
        gaps=dict.fromkeys(_PARTS, code),
    )
    return conclude(url, evidence, RULES)


def known_under(assessment: Assessment, *urls: str) -> Assessment:
    """Have an assessment found under other addresses, too."""
    own = assessment.dataset.url
    others = dict.fromkeys((*urls, *assessment.aliases))
    return replace(assessment, aliases=tuple(url for url in others if url not in {"", own}))


def _end(record: Record, choice: Choice) -> str:
    if record.state in _STATES:
        return _STATES[record.state]
    if not record.resources:
        return "no_resources"
    return "" if choice.main else "no_data_resource"


async def _each(main: tuple[Resource, ...], run: Run) -> tuple[Assessment, ...]:
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(part: Resource) -> Assessment:
        async with turn:
            return await run(part, part.url)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(part)) for part in main]
    return tuple(task.result() for task in tasks)
