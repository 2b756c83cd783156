"""What we observe: plain facts, no opinion. ``None`` always means that we could not look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from rules.core.listed import Listed
from rules.core.text import Fact

Severity = Literal["error", "warning", "info"]
SchemaSource = Literal["declared", "detected", "given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How the URL answered."""

    url: str
    final_url: str = ""
    outcome: str = "ok"
    """``ok``, or a code of :mod:`rules.core.outcomes` (``http_status``, ``dns_failed`` …)."""
    status: int | None = None
    media_type: str = ""
    """As the server states it, lower case, without parameters."""
    size_stated: bool = False
    etag: str = ""
    last_modified: datetime | None = None
    redirects: int = 0
    retry_after: int | None = None
    """Seconds that the server asks us to wait, at most a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What the bytes are."""

    name: str = ""
    outcome: str = "ok"
    """``ok``, or a code of :mod:`rules.core.outcomes` (``empty``, ``not_the_data`` …)."""
    format: str = ""
    """``csv tsv xlsx xls ods json jsonl geojson parquet`` are tables; else ``html pdf zip …``."""
    media_type: str = ""
    """Of what the bytes really are."""
    bytes: int = 0
    sha256: str = ""
    encoding: str = ""
    """IANA name in lower case: ``utf-8``, ``utf-8-sig`` (with BOM), ``windows-1252`` …; text only."""
    delimiter: str = ""
    line_end: str = ""
    """``lf``, ``crlf``, ``cr`` or ``mixed``; text only."""
    header_row: int = 0
    """Ordinal of the header's record, counting from 1; 0 where there is no table."""
    sheet: str = ""
    """Name of the sheet that was read; workbooks only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the publisher says about the data."""

    title: str = ""
    description: str = ""
    publisher: str = ""
    contact: str = ""
    licence: str = ""
    frequency: str = ""
    """Canonical id of :mod:`rules.core.frequency`; empty where unknown."""
    frequency_raw: str = ""
    modified: datetime | None = None
    issued: datetime | None = None
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    spatial: str = ""
    temporal: str = ""
    declared_schema: str = ""
    format: str = ""
    media_type: str = ""
    byte_size: int | None = None
    access_url: str = ""
    download_url: str = ""
    access_rights: str = ""
    """Who may read the data (``PUBLIC`` …)."""
    rights: str = ""
    """What the reader may do with it, in a sentence."""
    granularity: str = ""
    """Which kind of place is covered (udata: ``fr:commune`` …), where no place may be named."""
    resources: tuple[Listed, ...] | None = None
    """Every file of the dataset; ``None`` where the list was not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table, as profiled over every row."""

    position: int
    label: str
    field: str = ""
    """Name of the schema field that this column holds; empty where none."""
    required: bool = False
    filled: int = 0
    distinct: int | None = None
    """Exact up to the profile's cap, ``None`` beyond it."""
    type: str = ""
    """Inferred Table Schema type: string integer number boolean date datetime year time."""
    meaning: str = ""
    """What the values look like: siret siren insee postcode email url phone date latitude …"""
    minimum: str = ""
    maximum: str = ""
    min_length: int | None = None
    max_length: int | None = None
    top: tuple[tuple[str, int], ...] = ()
    last_date: date | None = None
    """Latest date in a column of dates, future ones included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the rows say. ``rows`` counts data records, blank ones left out."""

    rows: int
    columns: tuple[Column, ...] = ()
    blank_rows: int = 0
    complete: bool = True
    """False where a budget stopped the reading: counts are then of the part read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaRef:
    """Which schema the table was held against, and why that one."""

    name: str
    version: str = ""
    title: str = ""
    source: SchemaSource = "given"
    digest: str = ""
    """sha256 of the canonical descriptor."""
    fit: float | None = None
    """Share of the schema's fields found in the header, required ones counting double."""
    frequency: str = ""
    """Expected update frequency that the schema itself states (canonical id)."""
    dates: tuple[str, ...] = ()
    """Fields that the schema names as telling how recent a record is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformance:
    """The table held against its schema; what is wrong is in the findings."""

    schema: SchemaRef
    fields: int = 0
    required_fields: int = 0
    cells: int = 0
    """Filled cells that were checked."""
    required_cells: int = 0
    """Cells of required columns present in the file (rows x such columns)."""
    keyed_rows: int = 0
    """Rows held against a primary key or a unique constraint; 0 where none is declared."""
    valid_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectationResult:
    """One Great Expectations expectation and how far the table meets it."""

    type: str
    column: str = ""
    dimension: Literal["completeness", "schema"] = "schema"
    success: bool | None = None
    """``None``: could not be evaluated, for ``reason``."""
    share: float | None = None
    """0..1: how far it is met; 1.0 where it succeeds."""
    observed: str = ""
    reason: str = ""
    engine: str = ""
    """Who judged it: ``native`` (ourselves) or ``great_expectations``; empty: nobody."""
    severity: Severity = "error"
    kwargs: str = ""
    """Its arguments, as JSON text; empty where it was refused."""
    result: str = ""
    """What was found, as the ``result`` object of Great Expectations, as JSON text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """What the expectation suite lying beside the schema, or given with the order, found."""

    suite: str
    engine: str
    results: tuple[ExpectationResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One place to look at; ``fixed`` is set only where the correction is safe."""

    row: int
    value: str = ""
    fixed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One cause of trouble in one column (or in the whole table), with its exact count."""

    rule: str
    """Id of the rule that counts it."""
    code: str
    """frictionless' error type where there is one (``type-error``), else ours."""
    cause: str
    """Key of :data:`rules.core.causes.CAUSES`: the pattern behind the errors."""
    severity: Severity = "error"
    column: str = ""
    count: int = 1
    of: int = 1
    """How many cells, rows or columns were looked at: ``count`` is a part of it."""
    rows: tuple[int, ...] = ()
    samples: tuple[Sample, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    resource: str = ""
    """Address of the file that it was found in, where a dataset has several."""

    @property
    def share(self) -> float:
        """Part of what was looked at that is touched, 0..1."""
        return min(1.0, self.count / self.of) if self.of > 0 else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything we observed about one resource at one instant."""

    seen_at: datetime
    access: Access | None = None
    file: File | None = None
    metadata: Metadata | None = None
    table: Table | None = None
    conformance: Conformance | None = None
    expectations: Expectations | None = None
    findings: tuple[Finding, ...] = ()
    proposal: SchemaRef | None = None
    """Best-fitting known schema where none was declared; a proposal, never a verdict."""
    gaps: Mapping[str, str] = field(default_factory=dict)
    """Why a part above is ``None``: part name to reason code."""
    reading: str = ""
    """Names the file's bytes with all that they were read with; empty: read again next time."""
    read_at: datetime | None = None
    """When the bytes were really read: before ``seen_at`` where they had not changed since."""
