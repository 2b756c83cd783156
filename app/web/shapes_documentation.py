"""The metadata's own score and the two dry runs, as the API gives them. Add, never rename."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.web.shape import Shape

Held = Literal["met", "not_met", "unknown"]


class MqaMetricShape(Shape):
    """One of data.europa.eu's 23 metrics; ``text`` says what to add, null where it is met."""

    id: str
    dimension: str
    title: str
    status: Held
    points: int
    max: int
    text: str | None
    reason: str | None = None
    reason_text: str | None = None


class MqaDimensionShape(Shape):
    """One of data.europa.eu's five dimensions."""

    id: str
    title: str
    points: int
    points_at_most: int
    max: int


class MqaShape(Shape):
    """Predicted data.europa.eu metadata quality (405 points).

    ``points`` are surely won; ``points_at_most`` adds what could not be known.
    """

    points: int
    rating: str
    rating_text: str | None = None
    points_at_most: int | None = None
    rating_at_most: str | None = None
    max: int = 405
    dimensions: list[MqaDimensionShape] = Field(default_factory=list)
    metrics: list[MqaMetricShape] = Field(default_factory=list)


class UdataCriterionShape(Shape):
    """One of data.gouv.fr's nine criteria; ``text`` says what to do, null where it is met."""

    id: str
    title: str
    status: Held
    text: str | None
    reason: str | None = None
    reason_text: str | None = None


class UdataShape(Shape):
    """data.gouv.fr's nine criteria, 0..1; ``score_at_most`` adds what could not be known."""

    score: float
    score_at_most: float | None = None
    criteria: list[UdataCriterionShape] = Field(default_factory=list)


class DocumentationShape(Shape):
    """The metadata's own score, never mixed into the grade."""

    score: float | None
    mqa: MqaShape | None = None
    udata: UdataShape | None = None
