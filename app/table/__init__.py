"""The table room: bytes in, facts about a table out. Only this door is used from outside.

The heavy libraries are imported by the child process that reads the file, never by the caller.
"""

from __future__ import annotations

from pydantic import TypeAdapter

from app.sandbox import Died, Sandbox
from app.table.model import Candidate, Inspection, Limits, SchemaSpec, TableJob
from rules.core.evidence import File

__all__ = ["Candidate", "Inspection", "Limits", "SchemaSpec", "TableJob", "examine"]

JOB = TypeAdapter(TableJob)
INSPECTION = TypeAdapter(Inspection)


async def examine(sandbox: Sandbox, job: TableJob) -> Inspection:
    """Look into one file in a process of its own; whatever ends that process is a finding."""
    heavy = bool(job.expectations and job.schema and job.schema.suite)
    try:
        answer = await sandbox.call(JOB.dump_json(job), heavy=heavy)
    except Died as death:
        gaps = dict.fromkeys(("table", "conformance", "expectations"), death.code)
        file = File(name=job.name, sha256=job.sha256, outcome=death.code)
        return Inspection(file=file, gaps=gaps)
    return INSPECTION.validate_json(answer)
