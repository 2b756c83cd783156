"""The public shape of what an expectation suite found. Keys are frozen; add, never rename."""

from __future__ import annotations

from typing import Literal

from app.web.shape import Shape


class ExpectationShape(Shape):
    """One expectation; ``success`` is null where it could not be judged, for ``reason``."""

    type: str
    column: str | None
    dimension: Literal["completeness", "schema"]
    severity: Literal["error", "warning", "info"]
    success: bool | None
    share: float | None
    observed: str | None
    reason: str | None
    reason_text: str | None
    engine: Literal["native", "great_expectations"] | None
    """Who judged it: ourselves, or Great Expectations; null: nobody."""


class ExpectationsShape(Shape):
    """A suite held against the table."""

    suite: str | None
    engine: str
    results: list[ExpectationShape]
