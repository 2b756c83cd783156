"""The line: an order → what it is → evidence → verdict and advice. One way, no way back.

Only ``collect`` and ``table`` touch the world; judging is pure; storing is the caller's last step.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from app.collect.fetch import Download, Fetcher, NotModified, local_file
from app.collect.portals.record import Record, Resource, metadata_of, overlaid
from app.collect.portals.resolve import NoRecord, Portals
from app.collect.schemas import SchemaLibrary
from app.collect.spelling import bare
from app.dataset import assess_dataset, ended_early, glanced, known_under
from app.errors import Problem, Refused
from app.reading import (
    Memory,
    Terms,
    carried,
    forgetful,
    holds,
    limits_of,
    same,
    signed,
    still,
    validators,
)
from app.sandbox import Sandbox
from app.settings import Settings
from app.subject import Subject, unopened
from app.table import SchemaSpec, examine, mark_of
from app.table.discreet import discreet
from rules import RULES
from rules.core.assessment import Assessment, conclude
from rules.core.evidence import Evidence, Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to assess: an address, or a file dropped on us (``path`` and its ``name``)."""

    url: str = ""
    path: Path | None = None
    name: str = ""
    schema: str | Mapping[str, object] | None = None
    """Name known here or in a registry (``scdl/subventions``), URL, or a descriptor itself."""
    metadata: Metadata | None = field(default_factory=Metadata)
    """``None``: a dropped file about which nothing was said, so nothing is held against it."""
    expectations: bool = True
    suite: str = ""
    """An expectation suite given with the order, as JSON text: used instead of the schema's own."""
    member: str = ""
    """Names what a catalogue said of it when it was harvested, so that nobody asks it again."""


Records = Callable[[str], Record | None]
"""Gives what a catalogue said of a member, from any thread."""


class Watch:
    """Someone who looks on: how far an order is, and whether its content may be opened at all."""

    def step(self, name: str) -> None:
        """Hear that a step begins: ``fetching``, ``reading`` or ``judging``."""

    def taken(self, size: int) -> None:
        """Hear how many bytes are there."""

    def read(self, rows: int) -> None:
        """Hear how many rows are read so far, and in the end how many there are."""

    def heard(self, step: str, rows: int) -> None:
        """Hear how far the reading of one file is: ``reading`` or ``expecting``, and its rows."""
        self.step(step)
        self.read(rows)

    async def may_read(self, mark: str) -> bool:
        """Say whether a file may be opened: not where it killed its readers before.

        ``mark`` stands for its bytes, what they are held against, and this version.
        """
        del mark
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The parts that an assessment needs, ready to run any number of orders."""

    settings: Settings
    fetcher: Fetcher
    schemas: SchemaLibrary
    sandbox: Sandbox
    portals: Portals
    records: Records = forgetful
    memory: Memory = forgetful
    """What was found before: what has not changed since is neither fetched nor read again."""

    async def assess(self, order: Order, watch: Watch | None = None) -> Assessment:
        """Collect, read, judge. Raises ``Problem`` only where the request itself is at fault."""
        watch = watch or Watch()
        seen_at = datetime.now(UTC)
        watch.step("fetching")
        given = await self.schemas.find(order.schema, source="given") if order.schema else None
        said = await asyncio.to_thread(self.records, order.member) if order.member else None
        if said is not None:
            return await self._dataset(order, said, given, seen_at, watch)
        with self.sandbox.scratch.folder() as name:
            folder = Path(name)
            if order.path is not None:
                dropped = local_file(order.path, order.name or order.path.name, folder)
                url = order.url or f"urn:sha256:{dropped.sha256}"
                subject = Subject(url=url, metadata=order.metadata, seen_at=seen_at)
                return await self._file(await self._prepared(subject, given, order), dropped, watch)
            url = bare(order.url)
            subject = Subject(url=url, metadata=order.metadata, seen_at=seen_at)
            subject = await self._prepared(subject, given, order, asked=url)
            known = validators(subject.earlier) if subject.earlier else None
            found = await self.portals.resolve(order.url, folder, known)
            if isinstance(found, Record):
                return await self._dataset(order, found, given, seen_at, watch)
            if isinstance(found, NoRecord):
                return ended_early(order.url, found.code, seen_at, order.metadata)
            return known_under(await self._file(subject, found, watch), order.url)

    async def _dataset(
        self,
        order: Order,
        record: Record,
        given: SchemaSpec | None,
        seen_at: datetime,
        watch: Watch,
    ) -> Assessment:
        """Assess a portal's dataset: each of its files is an order like any other."""

        async def run(part: Resource, url: str) -> Assessment:
            metadata = metadata_of(record, part, order.metadata)
            title = part.title if url == part.url else ""
            subject = Subject(url=url, metadata=metadata, seen_at=seen_at, title=title)
            subject = await self._prepared(subject, given, order, part.url, part.descriptor)
            with self.sandbox.scratch.folder() as name:
                try:
                    found = await self._fetch(part.url, Path(name), subject, watch)
                except Refused:
                    return ended_early(url, "resource_refused", seen_at, metadata)
                return await self._file(subject, found, watch)

        said = overlaid(record.metadata, order.metadata)
        whole = await assess_dataset(record, run, self.settings.max_resources, seen_at, said)
        whole = replace(whole, left_out=await glanced(whole.left_out, self.fetcher.probe))
        return known_under(whole, order.url, record.api)

    async def _fetch(
        self, url: str, folder: Path, subject: Subject, watch: Watch
    ) -> Download | NotModified:
        known = validators(subject.earlier) if subject.earlier else None
        if known is None:
            return await self.fetcher.fetch(url, folder, watch.taken)
        return await self.fetcher.fetch_if_changed(url, folder, known, watch.taken)

    async def _prepared(
        self,
        subject: Subject,
        given: SchemaSpec | None,
        order: Order,
        asked: str = "",
        declared: Mapping[str, object] | None = None,
    ) -> Subject:
        """Find out what the file will be read with, and what an earlier reading left."""
        schema, gaps = given, {} if subject.metadata else {"metadata": "no_metadata"}
        if schema is None and subject.metadata:
            schema, lost = await self._declared(declared or subject.metadata.declared_schema)
            gaps |= lost
        terms = Terms(
            schema=schema,
            candidates=() if schema else self.schemas.candidates(),
            expectations=order.expectations and self.settings.expectations,
            suite=order.suite,
            limits=limits_of(self.settings),
            gaps=gaps,
        )
        subject = replace(subject, terms=terms)
        earlier = await asyncio.to_thread(self.memory, subject.url)
        good = await asyncio.to_thread(holds, earlier, terms, asked, subject.evidence)
        return replace(subject, earlier=earlier if good else None)

    async def _file(
        self, subject: Subject, found: Download | NotModified, watch: Watch
    ) -> Assessment:
        """Read one file, unless that was done before, and judge it."""
        evidence = discreet(await self._seen(subject, found, watch))
        watch.read(evidence.table.rows if evidence.table else 0)
        watch.step("judging")
        # A hostile table has thousands of findings: weighing them must not hold up other callers.
        return await asyncio.to_thread(conclude, subject.url, evidence, RULES, subject.title)

    async def _seen(
        self, subject: Subject, found: Download | NotModified, watch: Watch
    ) -> Evidence:
        evidence, earlier = subject.evidence, subject.earlier
        if isinstance(found, NotModified):
            assert earlier is not None
            return carried(replace(evidence, access=still(earlier, found)), earlier)
        watch.taken(found.bytes)
        gaps = {**found.gaps, **evidence.gaps}
        evidence = replace(evidence, access=found.access, gaps=gaps)
        if found.path is None:
            return evidence
        if earlier and same(earlier, found, subject.terms):
            return carried(evidence, earlier)
        watch.step("reading")
        if not await watch.may_read(mark_of(subject.terms.job(found))):
            return unopened(evidence, found)
        return await self._read(evidence, found, subject.terms, watch)

    async def _declared(
        self, reference: str | Mapping[str, object]
    ) -> tuple[SchemaSpec | None, dict[str, str]]:
        """Find the schema that a portal declares; one that is missing is a gap, never an error."""
        if not reference:
            return None, {}
        try:
            return await self.schemas.find(reference, source="declared"), {}
        except Problem as problem:
            return None, {"conformance": problem.code}

    async def _read(
        self, evidence: Evidence, download: Download, terms: Terms, watch: Watch
    ) -> Evidence:
        seen = await examine(self.sandbox, terms.job(download), watch.heard)
        read = replace(
            evidence,
            file=replace(seen.file, bytes=download.bytes, sha256=download.sha256),
            table=seen.table,
            conformance=seen.conformance,
            expectations=seen.expectations,
            findings=seen.findings,
            proposal=seen.proposal,
            gaps={**download.gaps, **seen.gaps, **terms.gaps},
        )
        return await asyncio.to_thread(signed, read, terms)
