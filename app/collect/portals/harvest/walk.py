"""Asking a portal for its catalogue: recognised by asking, then page by page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from app.collect.fetch import Download, Fetcher
from app.collect.portals.asked import Asked
from app.collect.portals.harvest.cursor import Cursor
from app.collect.portals.harvest.door import Door, counted, doors, of_organisation, organisation_url
from app.collect.portals.harvest.item import PORTION, QUESTION, Portion, Question
from app.errors import Problem, Refused
from app.sandbox import Died, Sandbox
from app.settings import Settings
from rules.core.outcomes import may_pass

_JOB = "app.collect.portals.harvest.job"
_SMALL = 1 << 20
_LARGE = frozenset({"too_large", "bomb"})
UNKNOWN = "catalog_unknown"


class Unusable(Exception):
    """A page that cannot be had or read just now, or ever."""

    def __init__(self, code: str, *, passing: bool = False, wait: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.passing = passing
        """True where trying again later makes sense."""
        self.wait = wait
        """Seconds that the portal asks for."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a catalogue turned out to be."""

    kind: str
    start: str
    title: str = ""
    total: int | None = None


class Harvester:
    """One for each process that harvests; what portals answer is read in a process of its own."""

    def __init__(self, fetcher: Fetcher, settings: Settings, *, quiet: bool = False) -> None:
        self._fetcher = fetcher
        self._sandbox = Sandbox(settings, job=f"{_JOB}:run", quiet=quiet, light=_JOB)

    def host(self, url: str) -> str:
        """Judge an address by its text alone; give the ``name:port`` asked. Raises ``Refused``."""
        return self._fetcher.host(url)

    async def recognise(self, url: str, kind: str = "") -> Found:
        """Find out what a catalogue is and where to begin.

        Raises ``Unusable``: ``catalog_unknown``, or what kept the address itself from answering.
        """
        self._fetcher.host(url)
        ill: Unusable | None = None
        for door in doors(url, kind):
            try:
                found = await self._try(door)
            except Unusable as failure:
                if isinstance(failure.__cause__, Refused):
                    raise  # its name leads where we never ask: so do the other doors
                ill = failure if failure.passing and ill is None else ill
                continue
            if found is not None:
                return found
        raise ill or Unusable(UNKNOWN)

    async def pages(self, cursor: Cursor, home: str) -> AsyncIterator[Portion]:
        """Fetch one page and give it portion by portion. Raises ``Unusable``.

        ``home``: where the catalogue begins; its entries are named after it, whatever their page.
        """
        with self._sandbox.scratch.folder() as name:
            download = await self._fetch(cursor.url, Path(name))
            kind = "opendatasoft" if cursor.exported else cursor.kind
            start: int | None = 0
            while start is not None:
                portion = await self._ask(
                    Question(
                        path=str(download.path),
                        asked=_asked(home, download),
                        kind=kind,
                        start=start,
                    )
                )
                if portion.code:
                    raise Unusable(portion.code)
                yield portion
                start = portion.more

    async def local(self, path: Path) -> AsyncIterator[Portion]:
        """Read a list that is a file here. Raises ``Unusable``."""
        start: int | None = 0
        while start is not None:
            asked = Asked(url="", answered="")
            question = Question(path=str(path), asked=asked, kind="list", start=start)
            portion = await self._ask(question)
            if portion.code or (not portion.items and start == 0):
                raise Unusable(portion.code or UNKNOWN)
            yield portion
            start = portion.more

    def close(self) -> None:
        """End the processes that read pages."""
        self._sandbox.close()

    async def _try(self, door: Door) -> Found | None:
        if door.organisation:
            identifier = await self._organisation(door)
            if not identifier:
                return None
            door = of_organisation(door, identifier)
        with self._sandbox.scratch.folder() as name:
            url = counted(door)
            download = await self._fetch(url, Path(name))
            asked = _asked(url, download)
            portion = await self._ask(
                Question(path=str(download.path), asked=asked, kind=door.kind, most=1)
            )
        if portion.code or not portion.kind or (not portion.count and portion.kind == "list"):
            return None
        start = doors(door.url, portion.kind)[0].url if not door.kind else door.url
        return Found(portion.kind, start, portion.title, portion.total)

    async def _organisation(self, door: Door) -> str:
        try:
            told = json.loads(await self._fetcher.fetch_bytes(organisation_url(door), _SMALL))
        except (Problem, ValueError, RecursionError):
            return ""
        identifier = told.get("id") if isinstance(told, dict) else None
        return identifier if isinstance(identifier, str) and identifier.isalnum() else ""

    async def _fetch(self, url: str, folder: Path) -> Download:
        try:
            download = await self._fetcher.fetch(url, folder)
        except Refused as refusal:
            raise Unusable(refusal.code) from refusal
        if download.path is not None:
            return download
        access = download.access
        code = access.outcome if access else "internal"
        status = access.status if access else None
        wait = (access.retry_after or 0) if access else 0
        if code in _LARGE:
            code = "catalog_page_too_large"
        raise Unusable(code, passing=may_pass(code, status), wait=wait)

    async def _ask(self, question: Question) -> Portion:
        try:
            payload = QUESTION.dump_json(question)
            answer = await self._sandbox.call(payload, reads=(question.path,))
            return await asyncio.to_thread(PORTION.validate_json, answer)
        except (Died, ValueError) as death:
            code = death.code if isinstance(death, Died) else "catalog_page_malformed"
            raise Unusable(code) from death


def _asked(home: str, download: Download) -> Asked:
    final = download.access.final_url if download.access else ""
    return Asked(url=home, answered=final or home)
