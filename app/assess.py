"""The line: an order → evidence → verdict and advice. One way, no way back.

Only ``collect`` and ``table`` touch the world; judging is pure; storing is the caller's last step.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from app.collect.fetch import Download, Fetcher, local_file
from app.collect.schemas import SchemaLibrary
from app.errors import Problem
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


class Watch:
    """Someone who looks on: how far an order is, and whether its content may be opened at all."""

    def step(self, name: str) -> None:
        """Hear that a step begins: ``fetching``, ``reading`` or ``judging``."""

    def taken(self, size: int) -> None:
        """Hear how many bytes are there."""

    def read(self, rows: int) -> None:
        """Hear how many rows there are."""

    async def may_read(self, sha256: str) -> bool:
        """Say whether these bytes may be opened: not where they killed their readers before."""
        del sha256
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The parts that an assessment needs, ready to run any number of orders."""

    settings: Settings
    fetcher: Fetcher
    schemas: SchemaLibrary
    sandbox: Sandbox

    async def assess(self, order: Order, watch: Watch | None = None) -> Assessment:
        """Collect, read, judge. Raises ``Problem`` only where the request itself is at fault."""
        watch = watch or Watch()
        seen_at = datetime.now(UTC)
        watch.step("fetching")
        schema, gaps = await self._schema(order)
        with self.sandbox.scratch.folder() as folder:
            download = await self._collect(order, Path(folder), watch)
            evidence = Evidence(
                seen_at=seen_at,
                access=download.access,
                metadata=order.metadata,
                gaps={**download.gaps, **gaps},
            )
            if download.path is not None:
                watch.step("reading")
                if await watch.may_read(download.sha256):
                    evidence = await self._read(evidence, download, schema, order)
                    evidence = replace(evidence, gaps={**evidence.gaps, **gaps})
                else:
                    evidence = _unopened(evidence, download)
        watch.read(evidence.table.rows if evidence.table else 0)
        watch.step("judging")
        url = order.url or f"urn:sha256:{download.sha256}"
        # A hostile table has thousands of findings: weighing them must not hold up other callers.
        return await asyncio.to_thread(conclude, url, evidence, RULES)

    async def _schema(self, order: Order) -> tuple[SchemaSpec | None, dict[str, str]]:
        """Find the schema asked for; one that only a portal declares may be missing, and says so."""
        gaps = {} if order.metadata else {"metadata": "no_metadata"}
        if order.schema:
            return await self.schemas.find(order.schema, source="given"), gaps
        if order.metadata and order.metadata.declared_schema:
            try:
                declared = order.metadata.declared_schema
                return await self.schemas.find(declared, source="declared"), gaps
            except Problem as problem:
                return None, {**gaps, "conformance": problem.code}
        return None, gaps

    async def _collect(self, order: Order, folder: Path, watch: Watch) -> Download:
        if order.path is not None:
            download = local_file(order.path, order.name or order.path.name)
            watch.taken(download.bytes)
            return download
        return await self.fetcher.fetch(order.url, folder, watch.taken)

    async def _read(
        self, evidence: Evidence, download: Download, schema: SchemaSpec | None, order: Order
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
            limits=Limits(
                max_rows=limits.max_rows, max_columns=limits.max_columns, max_line=limits.max_line
            ),
        )
        seen = await examine(self.sandbox, job)
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
