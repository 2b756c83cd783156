"""What the child process runs: one job in, one inspection out, both as JSON."""

from __future__ import annotations

from app.table import INSPECTION, JOB
from app.table.inspect import inspect_file


def run(payload: bytes) -> bytes:
    """Read the job, look into its file, write down what was seen."""
    return INSPECTION.dump_json(inspect_file(JOB.validate_json(payload)))
