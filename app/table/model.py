"""What goes into the table room and what comes out: plain values that cross a process border."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rules.core.evidence import (
    Conformance,
    Expectations,
    File,
    Finding,
    SchemaRef,
    Table,
)

TABULAR = frozenset({"csv", "tsv", "xlsx", "xls", "ods", "json", "jsonl", "geojson", "parquet"})

Labels = Literal["near", "exact", "caseless"]
"""How a label finds its field: by all that people write for it, letter by letter, or but for case."""


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
    look_first: bool = False
    """Let the engine go over a file before it checks it, even one that begins as plain UTF-8."""


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
    suite: str = ""
    """A suite given with the order, as JSON text; it takes the place of the schema's own."""
    limits: Limits = field(default_factory=Limits)
    labels: Labels = "near"
    list_errors: int = 0
    """Errors of rows and cells wanted one by one, the first so many; they are counted to the end."""
    list_rows: int = 0
    """Rows wanted as they are written, the header among them."""

    @property
    def asked_suite(self) -> str:
        """Give the suite to hold the table against; empty: none."""
        if not self.expectations:
            return ""
        return self.suite or (self.schema.suite if self.schema else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellError:
    """One thing wrong with one row, or with one cell of it."""

    code: str
    """As in a finding: ``type-error``, ``blank-row`` …"""
    row: int
    """Ordinal of the record in the file, from 1."""
    fault: str = ""
    """What was broken: ``type``, the name of a constraint, or of a check."""
    column: str = ""
    """Field name; empty where the whole row is at fault."""
    position: int = 0
    """Of the column in the file, from 1; 0 where the whole row is at fault."""
    cells: tuple[str, ...] = ()
    """What is written there: one cell, several that are compared, or none."""
    others: str = ""
    """What the cells are held against: “>= DELIB_DATE”."""
    fixed: str | None = None
    """The right value, where it is sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What was asked for one by one."""

    errors: tuple[CellError, ...] = ()
    """The first ones, in the order of the file."""
    count: int = 0
    """How many errors there are of this kind, listed or not."""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Everything seen in one file."""

    file: File
    table: Table | None = None
    conformance: Conformance | None = None
    expectations: Expectations | None = None
    findings: tuple[Finding, ...] = ()
    proposal: SchemaRef | None = None
    listed: Listed = field(default_factory=Listed)
    gaps: Mapping[str, str] = field(default_factory=dict)
    """Why ``table``, ``conformance`` or ``expectations`` is ``None``."""
