"""What the child process runs: one job in, one inspection out."""

from __future__ import annotations

from dataclasses import replace

from app import progress
from app.table import JOB, write
from app.table.inspect import inspect_file
from app.table.model import Inspection
from app.table.watch import watched_by

COMFORTABLE = 2 << 20
"""Bytes of answer beyond which examples are left out: thousands of findings have enough others."""
_FEW_SAMPLES, _FEW_ROWS = 2, 5


def run(payload: bytes) -> bytes:
    """Read the job, look into its file, write down what was seen."""
    with watched_by(progress.say):
        seen = inspect_file(JOB.validate_json(payload))
    answer = write(seen)
    return answer if len(answer) <= COMFORTABLE else write(_brief(seen))


def _brief(seen: Inspection) -> Inspection:
    """Keep every finding and every count, but few examples of each."""
    findings = (
        replace(finding, samples=finding.samples[:_FEW_SAMPLES], rows=finding.rows[:_FEW_ROWS])
        for finding in seen.findings
    )
    table = seen.table
    if table:
        columns = (replace(column, top=column.top[:_FEW_SAMPLES]) for column in table.columns)
        table = replace(table, columns=tuple(columns))
    return replace(seen, findings=tuple(findings), table=table)
