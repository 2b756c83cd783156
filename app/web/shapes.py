"""The public shapes: what the API takes and gives. Keys are frozen; add, never rename."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from app.web.shape import Shape
from app.web.shapes_dataset import LeftOutShape, NoteShape, ResourceItemShape
from app.web.shapes_documentation import DocumentationShape
from app.web.shapes_expectations import ExpectationsShape

Grade = Literal["A", "B", "C", "D", "E"]
Status = Literal["measured", "not_measured"]


class DatasetShape(Shape):
    """What was assessed."""

    id: str
    url: str
    title: str | None = None


class ResourceShape(Shape):
    """The file behind the address; facts that are unknown are null."""

    url: str
    media_type: str | None = None
    format: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    rows: int | None = None
    columns: int | None = None


class SchemaShape(Shape):
    """The schema that the table was held against."""

    name: str
    version: str | None = None
    title: str | None = None
    source: Literal["declared", "detected", "given"]
    fit: float | None = None


class DimensionShape(Shape):
    """One family of rules; score 0..100, null where nothing of it could be measured."""

    id: str
    title: str
    score: float | None
    weight: int
    status: Status
    reason: str | None = None
    reason_text: str | None = None


class MeasurementShape(Shape):
    """One rule's answer."""

    rule: str
    title: str
    version: int
    dimension: str
    status: Status
    value: float | None
    weight: int
    reason: str | None = None
    reason_text: str | None = None
    facts: dict[str, Any] = Field(default_factory=dict)


class SampleShape(Shape):
    """One place to look at."""

    row: int
    value: str
    fixed: str | None = None


class FindingShape(Shape):
    """One cause of trouble in one column, counted over the whole file."""

    code: str
    severity: Literal["error", "warning", "info"]
    dimension: str
    rule: str
    column: str | None
    count: int
    of: int
    rows: list[int]
    samples: list[SampleShape]
    cause: str
    title: str
    message: str
    resource: str | None = None
    """Address of the file, in a dataset of several."""


class SuggestionShape(Shape):
    """One thing to change, and the points it wins."""

    id: str
    rule: str
    cause: str | None
    column: str | None
    title: str
    text: str
    gain: float | None
    documentation_gain: float
    grade_after: Grade | None
    effort: Literal["low", "medium", "high"]
    repairable: bool
    resource: str | None = None
    """Address of the file, in a dataset of several; null: the dataset's page."""


class PlanShape(Shape):
    """The shortest list of fixes to the next grade."""

    to: Grade | None
    suggestions: list[str]


class ColumnShape(Shape):
    """One column, profiled over every row."""

    position: int
    label: str
    field: str | None
    required: bool
    filled: int
    distinct: int | None
    type: str | None
    meaning: str | None
    minimum: str | None
    maximum: str | None
    min_length: int | None
    max_length: int | None
    top: list[tuple[str, int]]


class ProfileShape(Shape):
    """The table's columns."""

    columns: list[ColumnShape]


class LinksShape(Shape):
    """Where the same assessment can be had in other forms; null: not offered yet."""

    self: str  # the field's own name in the frozen contract
    report: str
    badge: str
    repaired: str | None = None
    history: str
    expectation_suite: str | None = None
    validation_result: str | None = None


class LimitShape(Shape):
    """Why the grade is held down, or missing, in words."""

    code: str
    text: str
    fix: str


class AssessmentShape(Shape):
    """One explained grade."""

    id: str
    dataset: DatasetShape
    resource: ResourceShape | None
    """Null where the dataset has several files: see ``resources``."""
    resources: list[ResourceItemShape] = Field(default_factory=list)
    left_out: list[LeftOutShape] = Field(default_factory=list)
    notes: list[NoteShape] = Field(default_factory=list)
    schema_: SchemaShape | None = Field(alias="schema", serialization_alias="schema")
    proposal: SchemaShape | None = None
    assessed_at: datetime
    policy: str
    grade: Grade | None
    score: float | None
    coverage: float
    limits: list[str]
    limit_texts: list[LimitShape]
    summary: list[str]
    """Up to three sentences: why this grade."""
    dimensions: list[DimensionShape]
    documentation: DocumentationShape
    measurements: list[MeasurementShape]
    findings: list[FindingShape]
    suggestions: list[SuggestionShape]
    plan: PlanShape
    profile: ProfileShape
    expectations: ExpectationsShape | None = None
    """Null where no suite was held against the table."""
    valid_rows: int | None
    lang: Literal["fr", "en"]
    links: LinksShape | None
    """Null where no service holds the assessment (command line)."""
