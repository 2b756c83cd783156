"""The public shapes of a catalogue's summary. Keys are frozen; add, never rename."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from app.web.shape import Shape
from rules.core.grading import Grade
from rules.core.text import Lang


class TrendShape(Shape):
    """Then and now: the median some months ago, and what has changed."""

    month: str
    """``2026-08``."""
    median: float | None
    graded: int
    change: float | None
    """Points won since; null where one of the two is unknown."""


class TrendsShape(Shape):
    """How things have gone; null where nothing is known of that time."""

    months_3: TrendShape | None
    months_12: TrendShape | None


class GroupShape(Shape):
    """Grades of some datasets together."""

    id: str
    name: str | None
    datasets: int
    assessed: int
    graded: int
    median: float | None
    """Score in the middle of those graded, 0..100."""
    grades: dict[Grade, int]


class SocleItemShape(Shape):
    """One schema of the socle commun des données locales, and where an organisation stands."""

    schema_name: str
    title: str
    status: Literal["published", "missing"]
    source: Literal["declared", "detected"] | None
    datasets: int
    dataset: str | None
    """Its best one."""
    grade: Grade | None
    score: float | None
    updated_at: datetime | None
    age_days: int | None
    peers: int
    """Organisations of this catalogue that publish it."""
    report: str | None


class StartShape(Shape):
    """Where to start, and why there."""

    schema_name: str
    reason: Literal["mend", "publish", "update", "improve"]
    text: str


class SocleShape(Shape):
    """An organisation held against the socle commun des données locales (SCDL)."""

    published: int
    missing: int
    items: list[SocleItemShape]
    start: StartShape | None
    """Null where everything is published, fresh and graded A."""


class OrganisationShape(GroupShape):
    """One organisation of the catalogue."""

    trend: TrendsShape
    socle: SocleShape
    report: str


class FixShape(Shape):
    """One fix, over all the datasets that need it."""

    rule: str
    cause: str | None
    title: str
    text: str
    datasets: int
    gain: float | None
    """Points, added up over these datasets; null where nothing can be known before it is made."""


class SummaryShape(Shape):
    """A catalogue, or one organisation in it, summed up."""

    catalog: str
    organisation: str | None
    datasets: int
    assessed: int
    graded: int
    median: float | None
    grades: dict[Grade, int]
    trend: TrendsShape
    organisations: list[OrganisationShape]
    """The largest first; ``organisations_total`` counts all."""
    organisations_total: int
    themes: list[GroupShape]
    formats: list[GroupShape]
    fixes: list[FixShape]
    """Those that would gain most, all datasets together."""
    computed_at: datetime
    lang: Lang
