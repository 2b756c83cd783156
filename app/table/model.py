"""What goes into the table room and what comes out: plain values that cross a process border."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.core.evidence import (
    Conformance,
    Expectations,
    File,
    Finding,
    SchemaRef,
    Table,
)

TABULAR = frozenset({"csv", "tsv", "xlsx", "xls", "ods", "json", "jsonl", "geojson", "parquet"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaSpec:
    """A Table Schema to hold the table against."""

    ref: SchemaRef
    descriptor: str
    """The Table Schema as JSON text."""
    suite: str = ""
    """A Great Expectations 1.x suite as JSON text; empty: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A known schema that might fit a table without one: names only, compared with the header."""

    ref: SchemaRef
    required: tuple[str, ...]
    optional: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where reading stops."""

    max_rows: int = 5_000_000
    max_columns: int = 4096
    max_line: int = 1 << 20
    samples: int = 20
    bulk_from: int | None = 1 << 20
    """Bytes from which delimited text goes through the block engine; ``None``: never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableJob:
    """One file to look into. ``path`` is a file of ours; ``name`` and ``media_type`` are hints."""

    path: str
    name: str = ""
    media_type: str = ""
    sha256: str = ""
    schema: SchemaSpec | None = None
    candidates: tuple[Candidate, ...] = ()
    expectations: bool = True
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Everything seen in one file."""

    file: File
    table: Table | None = None
    conformance: Conformance | None = None
    expectations: Expectations | None = None
    findings: tuple[Finding, ...] = ()
    proposal: SchemaRef | None = None
    gaps: Mapping[str, str] = field(default_factory=dict)
    """Why ``table``, ``conformance`` or ``expectations`` is ``None``."""
