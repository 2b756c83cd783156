"""What the pages are given beside an assessment: plain values, no sentences but an error's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.core.grading import Grade

Field = Literal["", "url", "file", "schema", "frequency", "key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPoint:
    """One past assessment of a dataset."""

    assessed_at: datetime
    score: float | None
    grade: Grade | None
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentAssessment:
    """One line of the home page; ``report`` is the path or address of its page."""

    title: str
    url: str
    report: str
    grade: Grade | None
    score: float | None
    assessed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaChoice:
    """A schema that may be asked for by name; ``url`` is its home page, if it has one."""

    name: str
    title: str = ""
    version: str = ""
    fields: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageError:
    """Why the form was refused, in the reader's language, and which field to look at."""

    text: str
    field: Field = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """What the form holds already: typed before, or asked for in the address."""

    url: str = ""
    schema: str = ""
    frequency: str = ""
    keyed: bool = False
    """True: this service takes no work without an API key. What was typed there is not given back."""
