"""The line: an order → what it is → evidence → verdict and advice. One way, no way back.

Only ``collect`` and ``table`` touch the world; judging is pure; storing is the caller's last step.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from app.collect.fetch import Download, Fetcher, local_file
from app.collect.portals.record import Record, Resource, metadata_of, overlaid
from app.collect.portals.resolve import NoRecord, Portals
from app.collect.schemas import SchemaLibrary
from app.dataset import assess_dataset, ended_early, known_under
from app.errors import Problem, Refused
from app.sandbox import Sandbox
from app.settings import Settings
from app.table import Limits, SchemaSpec, TableJob, examine
from rules import RULES
from rules.core.assessment import Assessment, conclude
from rules.core.evidence import Evidence, File, Metadata


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

    async def may_read(self, sha256: str) -> bool:
        """Say whether these bytes may be opened: not where they killed their readers before."""
        del sha256
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One file under assessment, and what is said of it."""

    url: str
    """The address under which its assessment is kept."""
    download: Download
    metadata: Metadata | None
    seen_at: datetime
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The parts that an assessment needs, ready to run any number of orders."""

    settings: Settings
    fetcher: Fetcher
    schemas: SchemaLibrary
    sandbox: Sandbox
    portals: Portals

    async def assess(self, order: Order, watch: Watch | None = None) -> Assessment:
        """Collect, read, judge. Raises ``Problem`` only where the request itself is at fault."""
        watch = watch or Watch()
        seen_at = datetime.now(UTC)
        watch.step("fetching")
        given = await self.schemas.find(order.schema, source="given") if order.schema else None
        with self.sandbox.scratch.folder() as name:
            folder = Path(name)
            found = await self._find(order, folder)
            if isinstance(found, Record):
                return await self._dataset(order, found, given, seen_at, watch)
            if isinstance(found, NoRecord):
                return ended_early(order.url, found.code, seen_at, order.metadata)
            watch.taken(found.bytes)
            url = order.url or f"urn:sha256:{found.sha256}"
            subject = Subject(url=url, download=found, metadata=order.metadata, seen_at=seen_at)
            return await self._file(subject, given, order, watch)

    async def _find(self, order: Order, folder: Path) -> Download | Record | NoRecord:
        if order.path is not None:
            return local_file(order.path, order.name or order.path.name)
        return await self.portals.resolve(order.url, folder)

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
            with self.sandbox.scratch.folder() as name:
                try:
                    download = await self.fetcher.fetch(part.url, Path(name), watch.taken)
                except Refused:
                    return ended_early(url, "resource_refused", seen_at, metadata)
                title = part.title if url == part.url else ""
                subject = Subject(
                    url=url, download=download, metadata=metadata, seen_at=seen_at, title=title
                )
                return await self._file(subject, given, order, watch, part.descriptor)

        said = overlaid(record.metadata, order.metadata)
        whole = await assess_dataset(record, run, self.settings.max_resources, seen_at, said)
        return known_under(whole, order.url, record.api)

    async def _file(
        self,
        subject: Subject,
        given: SchemaSpec | None,
        order: Order,
        watch: Watch,
        declared: Mapping[str, object] | None = None,
    ) -> Assessment:
        """Read one file and judge it."""
        schema, gaps = given, {} if subject.metadata else {"metadata": "no_metadata"}
        if schema is None and subject.metadata:
            schema, lost = await self._declared(declared or subject.metadata.declared_schema)
            gaps |= lost
        download = subject.download
        evidence = Evidence(
            seen_at=subject.seen_at,
            access=download.access,
            metadata=subject.metadata,
            gaps={**download.gaps, **gaps},
        )
        if download.path is not None:
            watch.step("reading")
            if await watch.may_read(download.sha256):
                evidence = await self._read(evidence, download, schema, order, watch)
                evidence = replace(evidence, gaps={**evidence.gaps, **gaps})
            else:
                evidence = _unopened(evidence, download)
        watch.read(evidence.table.rows if evidence.table else 0)
        watch.step("judging")
        # A hostile table has thousands of findings: weighing them must not hold up other callers.
        return await asyncio.to_thread(conclude, subject.url, evidence, RULES, subject.title)

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
        self,
        evidence: Evidence,
        download: Download,
        schema: SchemaSpec | None,
        order: Order,
        watch: Watch,
    ) -> Evidence:
        limits = self.settings
        job = TableJob(
            path=str(download.path),
            name=download.name,
            media_type=download.access.media_type if download.access else "",
            sha256=download.sha256,
            schema=schema,
            candidates=() if schema else self.schemas.candidates(),
            expectations=order.expectations and self.settings.expectations,
            suite=order.suite,
            limits=Limits(
                max_rows=limits.max_rows, max_columns=limits.max_columns, max_line=limits.max_line
            ),
        )
        seen = await examine(self.sandbox, job, watch.heard)
        return replace(
            evidence,
            file=replace(seen.file, bytes=download.bytes, sha256=download.sha256),
            table=seen.table,
            conformance=seen.conformance,
            expectations=seen.expectations,
            findings=seen.findings,
            proposal=seen.proposal,
            gaps={**evidence.gaps, **seen.gaps},
        )


def _unopened(evidence: Evidence, download: Download) -> Evidence:
    """Say of bytes that killed their readers before that nobody opened them."""
    code = "quarantined"
    file = File(name=download.name, outcome=code, bytes=download.bytes, sha256=download.sha256)
    gaps = dict.fromkeys(("table", "conformance", "expectations"), code)
    return replace(evidence, file=file, gaps={**gaps, **evidence.gaps})
