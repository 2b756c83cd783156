"""One file against one schema, now: no grade, nothing kept. For those who only ask “is it valid?”."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from app.collect.fetch import Download, Fetcher, local_file
from app.sandbox import Sandbox
from app.settings import Settings
from app.table import Inspection, Labels, Limits, SchemaSpec, TableJob, examine


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to hold against a schema: an address, or a file dropped on us."""

    url: str = ""
    path: Path | None = None
    name: str = ""
    labels: Labels = "exact"
    errors: int = 1_000
    """Most errors listed one by one."""
    rows: int = 0
    """Most rows handed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file shows under a schema."""

    inspection: Inspection | None
    """``None``: no file came."""
    reason: str
    """Why there is no table, a reason code; empty where there is one."""
    status: int | None
    """HTTP status of the address, where it was asked."""
    seconds: float


class Conformity:
    """Answers such questions, a few at a time."""

    def __init__(self, settings: Settings, fetcher: Fetcher, sandbox: Sandbox) -> None:
        """Share the running service's parts."""
        self._settings = settings
        self._fetcher = fetcher
        self._sandbox = sandbox
        self._free = asyncio.Semaphore(max(1, settings.workers))

    async def read(self, question: Question, schema: SchemaSpec) -> Reading:
        """Fetch and read the file. Raises ``Problem`` only where the address is at fault."""
        async with self._free:
            with self._sandbox.scratch.folder() as folder:
                download = await self._collect(question, Path(folder))
                started = perf_counter()
                status = download.access.status if download.access else None
                seen = await self._look(question, download, schema) if download.path else None
                seconds = perf_counter() - started
        gaps = seen.gaps if seen else download.gaps
        return Reading(
            inspection=seen, reason=gaps.get("table", ""), status=status, seconds=seconds
        )

    async def _collect(self, question: Question, folder: Path) -> Download:
        if question.path is None:
            return await self._fetcher.fetch(question.url, folder)
        return await asyncio.to_thread(local_file, question.path, question.name, folder)

    async def _look(self, question: Question, download: Download, schema: SchemaSpec) -> Inspection:
        limits = self._settings
        job = TableJob(
            path=str(download.path),
            name=download.name,
            media_type=download.access.media_type if download.access else "",
            sha256=download.sha256,
            schema=schema,
            expectations=False,
            limits=Limits(
                max_rows=limits.max_rows, max_columns=limits.max_columns, max_line=limits.max_line
            ),
            labels=question.labels,
            list_errors=question.errors,
            list_rows=question.rows,
        )
        return await examine(self._sandbox, job)
