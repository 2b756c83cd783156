"""The answers of ``/validate``, key by key as Validata 0.13 writes them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Switch = Literal["true", "false"]


class ErrorShape(BaseModel):
    """One error; what it has no place for is left out."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    title: str
    message: str
    type: str
    tags: list[str]
    row_number: int | None = None
    field_name: str | None = None
    field_number: int | None = None
    cell: str | None = None
    cells: list[str] | None = None


class StatsShape(BaseModel):
    """Counts: exact, whatever is listed."""

    errors: int
    warnings: int
    seconds: float
    fields: int
    rows: int
    rows_processed: int


class ReportShape(BaseModel):
    """The report."""

    valid: bool
    stats: StatsShape
    warnings: list[str]
    errors: list[ErrorShape]


class OptionsShape(BaseModel):
    """The options, as text."""

    ignore_header_case: Switch
    include_resource_data: Switch


class ValidationShape(BaseModel):
    """A validation that took place, whatever it found."""

    model_config = ConfigDict(populate_by_name=True)

    schema_: str = Field(alias="schema")
    url: str
    options: OptionsShape
    version: str
    date: str
    report: ReportShape
    resource_data: list[list[str]] | None = None


class FailureShape(BaseModel):
    """Why no validation took place; ``code`` is this service's own."""

    message: str
    type: str
    code: str


class FailedShape(BaseModel):
    """A validation that did not take place."""

    error: FailureShape
