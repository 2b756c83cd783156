"""Finding out what an address is: by its look, by asking the portal, by what it answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from app.collect.fetch import Download, Fetcher, NotModified
from app.collect.portals.asked import Asked
from app.collect.portals.record import Reading, Record, Resource, with_list
from app.collect.portals.shape import Ask, Shape, shape_of
from app.collect.portals.wire import READING, RESOURCES, may_be_record, question
from app.collect.spelling import bare, tidied
from app.collect.validators import Validators
from app.errors import Problem, Refused
from app.sandbox import Died, Sandbox
from app.settings import Settings
from rules.core.outcomes import effect_of

RECORD_MAX = 5 << 20
"""Most bytes of one record."""
MOST_PAGES = 10
"""Most pages of resources followed for one record (API v2 of udata)."""
_JOB = "app.collect.portals.job"
_OURS = frozenset({"parse_timeout", "parse_memory", "parse_crashed"})
_STATUSES = {401: "dataset_private", 403: "dataset_private", 410: "dataset_deleted"}


@dataclass(frozen=True, slots=True)
class NoRecord:
    """The address belongs to a portal that gives no usable record: an outcome code says why."""

    url: str
    code: str


class Portals:
    """Asks portals about addresses. What they answer is read in a process of its own."""

    def __init__(self, fetcher: Fetcher, settings: Settings, *, quiet: bool = False) -> None:
        self._fetcher = fetcher
        self._sandbox = Sandbox(settings, job=f"{_JOB}:run", quiet=quiet, light=_JOB)

    async def resolve(
        self, url: str, folder: Path, known: Validators | None = None
    ) -> Download | NotModified | Record | NoRecord:
        """Say what an address is: a portal's record, no usable one, or simply its file.

        A file is downloaded once, into ``folder``; not even once where ``known`` still stands.
        Raises ``Refused`` where the address itself is at fault, or where it names a whole
        catalogue and not one dataset.
        """
        shape = shape_of(url)
        code = ""
        for ask in shape.asks:
            answer = await self._ask(ask, url)
            if isinstance(answer, Record):
                return answer
            code = code or answer
        download = await (
            self._fetcher.fetch_if_changed(bare(url), folder, known)
            if known
            else self._fetcher.fetch(bare(url), folder)
        )
        if isinstance(download, NotModified):
            return download
        found = await self._look(download, url, shape) if shape.look else ""
        if isinstance(found, Record):
            return found
        # A portal's page is no data: what its API said of the dataset explains more.
        code = found or (code if _explains(code, download) else "")
        return NoRecord(url, code) if code else download

    def close(self) -> None:
        """End the processes that read records."""
        self._sandbox.close()

    async def _ask(self, ask: Ask, url: str) -> Record | str:
        """Ask an API; without a record, give the code that says why, or ``""`` if it is no API."""
        try:
            body = await self._fetcher.fetch_bytes(ask.url, RECORD_MAX)
        except Refused:
            return ""
        except Problem as problem:
            if problem.code == "too_large":
                return await self._ask(Ask(ask.instead), url) if ask.instead else "record_too_large"
            return _code_of(problem)
        asked = Asked(url=url, answered=ask.url)
        reading = await self._read(body, asked)
        if reading == Reading() and body.lstrip()[:1] == b"{":
            return "record_malformed"
        return await self._understand(reading, asked, ask)

    async def _look(self, download: Download, url: str, shape: Shape) -> Record | str:
        """Look into what the address itself answered; ``""`` where it is just a file."""
        if download.path is None:
            return ""
        if download.bytes > RECORD_MAX:
            return "record_too_large" if shape.api else ""
        body = await asyncio.to_thread(download.path.read_bytes)
        final = download.access.final_url if download.access else ""
        asked = Asked(url=url, answered=final or url)
        reading = await self._read(body, asked)
        if reading.code in _OURS:  # the table room says what is wrong with a file
            return ""
        return await self._understand(reading, asked, Ask(""))

    async def _read(self, body: bytes, asked: Asked) -> Reading:
        if not may_be_record(body):
            return Reading()
        try:
            return READING.validate_json(await self._sandbox.call(question(body, asked)))
        except Died as death:
            return Reading(code=death.code)

    async def _understand(self, reading: Reading, asked: Asked, ask: Ask) -> Record | str:
        if reading.follow and asked.own(reading.follow) and not ask.led:
            return await self._ask(Ask(reading.follow, only=reading.only, led=True), asked.url)
        if effect_of(reading.code) == "refused":
            raise Refused(reading.code, detail=reading.detail)
        if reading.record is None:
            return reading.code
        record = _spelt(with_list(await self._whole(reading.record, asked)))
        if not ask.only:
            return replace(record, url=record.url or bare(asked.url), api=asked.answered)
        resources = tuple(r for r in record.resources if r.id == ask.only)
        narrowed = replace(record, url=bare(asked.url), resources=resources)
        return narrowed if resources else "dataset_not_found"

    async def _whole(self, record: Record, asked: Asked) -> Record:
        """Follow the pages of a record's resources, each only once and only on the same host."""
        resources: list[Resource] = list(record.resources)
        following, seen = record.more, set[str]()
        while following and following not in seen and len(seen) < MOST_PAGES:
            seen.add(following)
            try:
                body = await self._fetcher.fetch_bytes(following, RECORD_MAX)
                answer = await self._sandbox.call(question(body, asked, resources=True))
            except (Problem, Died):
                break
            found, after = RESOURCES.validate_json(answer)
            resources += found
            following = asked.own(after)
        return replace(record, resources=tuple(resources), more="")


def _spelt(record: Record) -> Record:
    """Spell the files' addresses as everywhere: the same file is the same dataset."""
    resources = tuple(replace(r, url=tidied(r.url)) for r in record.resources)
    return replace(record, url=tidied(record.url), resources=resources)


def _code_of(problem: Problem) -> str:
    status = problem.facts.get("status")
    if problem.code == "http_status" and isinstance(status, int):
        later = "portal_unavailable" if effect_of(problem.code, status) == "unmeasured" else ""
        return _STATUSES.get(status, later)
    return "portal_unavailable"


def _explains(code: str, download: Download) -> bool:
    """Tell whether what the API said explains more than what the address itself answered."""
    if download.path is None:
        return code in _STATUSES.values()
    stated = download.access.media_type if download.access else ""
    return stated in {"text/html", "application/xhtml+xml"}
