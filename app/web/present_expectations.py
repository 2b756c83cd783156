"""What an expectation suite found, in words."""

from __future__ import annotations

from typing import Literal, cast

from app.web.shapes_expectations import ExpectationShape, ExpectationsShape
from rules.core.evidence import ExpectationResult, Expectations
from rules.core.reasons import reason_text
from rules.core.text import Lang

_Engine = Literal["native", "great_expectations"]


def expectations(found: Expectations | None, lang: Lang) -> ExpectationsShape | None:
    """Put the results of a suite into words."""
    if found is None:
        return None
    results = [_one(result, lang) for result in found.results]
    return ExpectationsShape(suite=found.suite or None, engine=found.engine, results=results)


def _one(result: ExpectationResult, lang: Lang) -> ExpectationShape:
    return ExpectationShape(
        type=result.type,
        column=result.column or None,
        dimension=result.dimension,
        severity=result.severity,
        success=result.success,
        share=result.share,
        observed=result.observed or None,
        reason=result.reason or None,
        reason_text=reason_text(result.reason, lang) if result.reason else None,
        engine=cast("_Engine | None", result.engine or None),
    )
