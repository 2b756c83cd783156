"""The table room: bytes in, facts about a table out. Only this door is used from outside.

The heavy libraries are imported by the child process that reads the file, never by the caller.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app import __version__
from app.progress import Heard
from app.sandbox import Died, Sandbox
from app.table.model import (
    Candidate,
    CellError,
    Inspection,
    Labels,
    Limits,
    SchemaSpec,
    TableJob,
)
from app.table.suite import needs_great_expectations
from rules.core.evidence import File, Finding

# Read by the libraries when they are first imported, which is later. Arrow's own allocator sets a
# gigabyte of addresses aside, nearly all that a job's limit leaves. No job has a place to spill to, and
# Polars, which goes by a count of its own rather than by its budget, panics in the attempt: so no
# frame is ever large enough to be spilt.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
os.environ.setdefault("POLARS_OOC_SPILL_MIN_BYTES", str(1 << 60))

__all__ = [
    "Candidate",
    "CellError",
    "Inspection",
    "Labels",
    "Limits",
    "SchemaSpec",
    "TableJob",
    "examine",
    "mark_of",
]

JOB = TypeAdapter(TableJob)
INSPECTION = TypeAdapter(Inspection)
FINDINGS = TypeAdapter(tuple[Finding, ...])
_AT_ONCE = 200
"""Findings in one line of an answer: while a line is read, nothing else runs in the service."""


async def examine(sandbox: Sandbox, job: TableJob, heard: Heard | None = None) -> Inspection:
    """Look into one file in a process of its own; whatever ends that process is a finding.

    ``heard`` is told how many rows are done. Where the call is cancelled, the process ends.
    """
    job = _absolute(job)
    heavy = needs_great_expectations(job.asked_suite)
    payload = JOB.dump_json(job)
    try:
        answer = await sandbox.call(payload, heavy=heavy, reads=(job.path,), heard=heard)
        return await asyncio.to_thread(read, answer)
    except Died as death:
        code = death.code
    except ValidationError:  # no reader of ours answers so: the file answered in its place
        code = "parse_crashed"
    gaps = dict.fromkeys(("table", "conformance", "expectations"), code)
    return Inspection(file=File(name=job.name, sha256=job.sha256, outcome=code), gaps=gaps)


def write(seen: Inspection) -> bytes:
    """Write an inspection down: a line with its first findings, then the others, some a line."""
    found = seen.findings
    parts = (found[at : at + _AT_ONCE] for at in range(_AT_ONCE, len(found), _AT_ONCE))
    first = INSPECTION.dump_json(replace(seen, findings=found[:_AT_ONCE]))
    return b"\n".join([first, *map(FINDINGS.dump_json, parts)])


def read(answer: bytes) -> Inspection:
    """Read what :func:`write` wrote, trusting none of it. Raises ``ValidationError``."""
    first, *rest = answer.split(b"\n")
    seen = INSPECTION.validate_json(first)
    found = [finding for line in rest for finding in FINDINGS.validate_json(line)]
    return replace(seen, findings=(*seen.findings, *found))


def _absolute(job: TableJob) -> TableJob:
    return replace(job, path=str(Path(job.path).absolute()))  # the child works in another folder


def mark_of(job: TableJob) -> str:
    """Name the bytes together with what they are held against, and by which version.

    The bytes alone would not do: a costly schema, sent three times, would lock out an honest file.
    """
    schema = job.schema.descriptor if job.schema else ""
    parts = (__version__, job.sha256, schema, job.asked_suite)
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
