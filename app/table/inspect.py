"""One file, looked into from end to end: opened, its header matched, its rows checked."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import replace

from app.table.detect import detect
from app.table.layout import Layout, with_schema, without_schema
from app.table.listing import Listing
from app.table.model import TABULAR, Inspection, Listed, SchemaSpec, TableJob
from app.table.open import open_records
from app.table.records import Records, Surprise, Unreadable, Unsupported
from app.table.suite import columns_needed
from app.table.validate import Checked, check
from rules.core.evidence import Conformance, Expectations, File, Finding

log = logging.getLogger(__name__)
_PARTS = ("table", "conformance", "expectations")


def inspect_file(job: TableJob) -> Inspection:
    """Look into a file. Whatever is wrong with it is in the answer: only our own bugs raise."""
    if job.list_errors and job.limits.bulk_from is not None:
        job = _by_rows(job)  # the block engine counts errors and does not list them
    opened = open_records(job)
    if isinstance(opened, File):
        return _without_table(opened, ())
    try:
        return _inspect(job, opened)
    except Surprise as reason:
        log.info("the block engine starts again: %s", reason)
        return inspect_file(replace(job, limits=replace(job.limits, look_first=True)))
    except Unsupported as reason:
        log.info("the block engine passes: %s", reason)
        return inspect_file(_by_rows(job))
    except Unreadable as end:
        return _without_table(replace(opened.file, outcome=end.code), opened.findings)


def _by_rows(job: TableJob) -> TableJob:
    return replace(job, limits=replace(job.limits, bulk_from=None))


def _without_table(file: File, findings: tuple[Finding, ...]) -> Inspection:
    tabular = file.outcome != "ok" or file.format in TABULAR
    reason = (file.outcome if file.outcome != "ok" else "no_table") if tabular else "not_tabular"
    return Inspection(file=file, findings=findings, gaps=dict.fromkeys(_PARTS, reason))


def _inspect(job: TableJob, records: Records) -> Inspection:
    schema = job.schema
    layout = _layout(job, records)
    listing = Listing(layout, job) if job.list_errors else None
    if records.bulk is not None:
        records, checked = records.bulk(layout, job.limits.samples)
    else:
        checked = check(records, layout, job.limits.samples, listing)
    gaps: dict[str, str] = {}
    conformance = _conformance(schema, layout, checked)
    if conformance is None:
        gaps["conformance"] = "no_schema"
    expectations, unmet = _expectations(job, layout, checked, gaps)
    return Inspection(
        file=records.file,
        table=checked.table,
        conformance=conformance,
        expectations=expectations,
        findings=(
            *records.findings,
            *records.state.findings,
            *_late(records),
            *_broken(records, checked.table.rows),
            *layout.findings,
            *checked.findings,
            *unmet,
        ),
        proposal=None if schema else detect(records.labels, job.candidates),
        listed=listing.listed() if listing else Listed(),
        gaps=gaps,
    )


def _layout(job: TableJob, records: Records) -> Layout:
    suite = job.asked_suite
    asked = columns_needed(suite) if suite else frozenset()
    if job.schema is None:
        return replace(without_schema(records.labels, asked), suite=suite)
    descriptor: Mapping[str, object] = json.loads(job.schema.descriptor)
    header_row = max(1, records.file.header_row)
    layout = with_schema(
        records.labels, descriptor, asked, header_row, job.limits.samples, job.labels
    )
    return replace(layout, suite=suite)


def _conformance(schema: SchemaSpec | None, layout: Layout, checked: Checked) -> Conformance | None:
    if schema is None or layout.header is None:
        return None
    return Conformance(
        schema=replace(schema.ref, fit=round(layout.header.fit, 3)),
        fields=layout.schema_fields,
        required_fields=layout.required_fields,
        cells=checked.cells,
        required_cells=checked.required_cells,
        keyed_rows=checked.keyed_rows,
        valid_rows=checked.valid_rows,
    )


def _expectations(
    job: TableJob, layout: Layout, checked: Checked, gaps: dict[str, str]
) -> tuple[Expectations | None, tuple[Finding, ...]]:
    if not (job.suite or (job.schema and job.schema.suite)):
        gaps["expectations"] = "no_suite"
    elif not job.expectations:
        gaps["expectations"] = "expectations_off"
    elif checked.judged:
        return checked.judged
    elif checked.collected.too_many:
        gaps["expectations"] = "too_large"
    else:
        from app.table.suite_run import run_suite  # noqa: PLC0415 # Arrow, for those who need it

        collected = checked.collected
        rows = tuple(collected.rows)
        return run_suite(job.asked_suite, collected.columns, rows, layout.names)
    return None, ()


def _broken(records: Records, rows: int) -> tuple[Finding, ...]:
    """Report lines of JSON Lines that are no JSON: each one is a record lost."""
    state = records.state
    if not state.broken:
        return ()
    return (
        Finding(
            rule="rows_are_rectangular",
            code="json-line",
            cause="json-line",
            count=state.broken,
            of=rows + state.broken,
            rows=tuple(sample.row for sample in state.broken_samples),
            samples=tuple(state.broken_samples),
        ),
    )


def _late(records: Records) -> tuple[Finding, ...]:
    """Report JSON keys that came too late to become columns."""
    late = sorted(records.state.late_labels)
    if not late:
        return ()
    return (
        Finding(
            rule="rows_are_rectangular",
            code="extra-cell",
            cause="keys-late",
            severity="warning",
            count=len(late),
            of=len(records.labels) + len(late),
            facts={"keys": ", ".join(late[:10])[:300]},
        ),
    )
