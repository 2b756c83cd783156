"""The public shapes of a dataset of several files. Keys are frozen; add, never rename."""

from __future__ import annotations

from pydantic import BaseModel, Field

from rules.core.grading import Grade


class ResourceItemShape(BaseModel, frozen=True):
    """One file of a dataset of several, in brief; ``assessment`` has the rest."""

    id: str
    """Of its own dataset: ``/v1/datasets/{id}``."""
    url: str
    title: str | None = None
    grade: Grade | None = None
    score: float | None = None
    assessment: str
    format: str | None = None
    media_type: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    rows: int | None = None
    limits: list[str] = Field(default_factory=list)
    report: str | None = None
    """Its page; null where no service holds it."""


class LeftOutShape(BaseModel, frozen=True):
    """A resource that was not assessed, and why."""

    url: str
    title: str | None = None
    reason: str
    reason_text: str
    outcome: str | None = None
    """Whether its link answers: ``ok`` or a code; null where nobody looked."""
    bytes: int | None = None
    """Its size as its server states it."""


class NoteShape(BaseModel, frozen=True):
    """What else the portal says of the dataset."""

    code: str
    text: str
