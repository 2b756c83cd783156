"""From what was seen in a file to Validata's report on it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.conformity import Reading
from app.table import CellError, Inspection, SchemaSpec
from app.web.validata.header import Labels, deprecations, header_errors, header_warnings
from app.web.validata.sentences import Field, message_of
from app.web.validata.shapes import ErrorShape, ReportShape, StatsShape
from app.web.validata.titles import tags_of, title_of
from rules.core.evidence import Finding
from rules.core.words import finding_message

LISTED = 1_000
"""Most errors listed; all are counted."""
_LOST = frozenset({"orphan-quote"})
"""Causes in the file itself that hide data: errors here, silence in Validata."""
_TOLD = frozenset(
    {
        "check-no-list",
        "check-unknown",
        "check-unusable",
        "constraint-unusable",
        "encoding-mixed",
        "no-header",
        "numbers-as-text",
        "pattern-too-slow",
        "preamble-rows",
    }
)
"""Causes told as warnings, beyond those of Validata: where it fails, or where nothing was checked."""
_CUT = "Lecture interrompue : le fichier a plus de lignes que ce que ce service peut lire."


def report_of(reading: Reading, schema: SchemaSpec) -> ReportShape:
    """Write the report on a file that was read as a table."""
    seen = reading.inspection
    assert seen is not None
    assert seen.table is not None
    descriptor: Mapping[str, object] = json.loads(schema.descriptor)
    header = Labels.of(seen, descriptor)
    required = frozenset(
        f.column for f in seen.findings if f.code == "missing-label" and f.severity == "error"
    )
    first = [*header_errors(header, required), *_lost(seen)]
    warnings = [*header_warnings(header, required), *deprecations(descriptor), *_told(seen)]
    count = len(first) + seen.listed.count
    stats = StatsShape(
        errors=count,
        warnings=len(warnings),
        seconds=round(reading.seconds, 3),
        fields=len(header.labels),
        rows=seen.table.rows,
        rows_processed=seen.table.rows,
    )
    listed = [*first, *_errors(seen, _fields(descriptor))][:LISTED]
    return ReportShape(valid=not count, stats=stats, warnings=warnings, errors=listed)


def _fields(descriptor: Mapping[str, object]) -> dict[str, Field]:
    stated = descriptor["fields"]
    assert isinstance(stated, list)
    return {str(field["name"]): field for field in stated}


def _errors(seen: Inspection, fields: Mapping[str, Field]) -> list[ErrorShape]:
    return [_error(error, fields.get(error.column, {})) for error in seen.listed.errors]


def _error(error: CellError, field: Field) -> ErrorShape:
    kind, shape = str(field.get("type", "string")), str(field.get("format", ""))
    one, many = len(error.cells) == 1, len(error.cells) > 1
    return ErrorShape(
        title=title_of(error.code, error.fault, kind, shape),
        message=message_of(error, field),
        type=error.code,
        tags=tags_of(error.code, whole_row=not error.position),
        row_number=error.row,
        field_name=error.column if error.position else None,
        field_number=error.position or None,
        cell=error.cells[0] if one else None,
        cells=list(error.cells) if many else None,
    )


def _lost(seen: Inspection) -> list[ErrorShape]:
    return [
        ErrorShape(
            title=title_of(finding.code),
            message=finding_message(finding, "fr"),
            type=finding.code,
            tags=tags_of(finding.code),
            row_number=finding.rows[0] if finding.rows else None,
        )
        for finding in seen.findings
        if finding.cause in _LOST
    ]


def _told(seen: Inspection) -> list[str]:
    said = [finding_message(finding, "fr") for finding in _worth_telling(seen)]
    return said if seen.table and seen.table.complete else [*said, _CUT]


def _worth_telling(seen: Inspection) -> list[Finding]:
    return [finding for finding in seen.findings if finding.cause in _TOLD]
