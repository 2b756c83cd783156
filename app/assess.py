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


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The parts that an assessment needs, ready to run any number of orders."""

    settings: Settings
    fetcher: Fetcher
    schemas: SchemaLibrary
    sandbox: Sandbox

    async def assess(self, order: Order) -> Assessment:
        """Collect, read, judge. Raises ``Problem`` only where the request itself is at fault."""
        seen_at = datetime.now(UTC)
        schema, gaps = await self._schema(order)
        with self.sandbox.scratch.folder() as folder:
            download = await self._collect(order, Path(folder))
            evidence = Evidence(
                seen_at=seen_at,
                access=download.access,
                metadata=order.metadata,
                gaps={**download.gaps, **gaps},
            )
            if download.path is not None:
                evidence = await self._read(evidence, download, schema, order)
                evidence = replace(evidence, gaps={**evidence.gaps, **gaps})
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

    async def _collect(self, order: Order, folder: Path) -> Download:
        if order.path is not None:
            return local_file(order.path, order.name or order.path.name)
        return await self.fetcher.fetch(order.url, folder)

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
