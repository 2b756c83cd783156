"""The expectations of an assessment as the files that Great Expectations reads: suite and result."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import JsonValue

from app.web.shape import Shape
from rules.core.assessment import Assessment
from rules.core.evidence import ExpectationResult, Expectations
from rules.core.reasons import reason_text

_SEVERITIES: Mapping[str, str] = {"error": "critical", "warning": "warning", "info": "info"}


class ExpectationFile(Shape):
    """One expectation, as Great Expectations 1.x writes it."""

    type: str
    kwargs: dict[str, JsonValue]
    meta: dict[str, JsonValue]
    severity: str


class SuiteFile(Shape):
    """A suite, as Great Expectations 1.x writes it."""

    name: str
    expectations: list[ExpectationFile]
    meta: dict[str, JsonValue]


class ResultFile(Shape):
    """One expectation's result."""

    success: bool
    expectation_config: ExpectationFile
    result: dict[str, JsonValue]
    meta: dict[str, JsonValue]
    exception_info: dict[str, JsonValue]


class ValidationFile(Shape):
    """The results of a suite."""

    success: bool
    results: list[ResultFile]
    suite_name: str
    suite_parameters: dict[str, JsonValue]
    statistics: dict[str, JsonValue]
    meta: dict[str, JsonValue]


def suite_file(assessment: Assessment, expectations: Expectations) -> SuiteFile:
    """Give the suite that was run; what was refused, or makes no sense, is only named."""
    left_out: list[JsonValue] = [r.type for r in expectations.results if not _sound(r)]
    return SuiteFile(
        name=_name(expectations),
        expectations=[_expectation(r) for r in expectations.results if _sound(r)],
        meta={"qualidata": {**_origin(assessment), "left_out": left_out}},
    )


def validation_file(assessment: Assessment, expectations: Expectations) -> ValidationFile:
    """Give what came of it. Rows are those of the file, the header being row 1."""
    results = [_result(r) for r in expectations.results if _sound(r)]
    good = sum(result.success for result in results)
    share = 100 * good / len(results) if results else None
    return ValidationFile(
        success=good == len(results),
        results=results,
        suite_name=_name(expectations),
        suite_parameters={},
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": good,
            "unsuccessful_expectations": len(results) - good,
            "success_percent": share,
        },
        meta={"qualidata": {**_origin(assessment), "engine": expectations.engine}},
    )


def _sound(result: ExpectationResult) -> bool:
    """Tell what Great Expectations would take: arguments that we kept, and that make sense."""
    return bool(result.kwargs) and result.reason != "expectation_failed"


def _name(expectations: Expectations) -> str:
    return expectations.suite or "qualidata"


def _origin(assessment: Assessment) -> dict[str, JsonValue]:
    return {
        "assessment": assessment.id,
        "url": assessment.dataset.url,
        "assessed_at": assessment.evidence.seen_at.isoformat(),
    }


def _expectation(result: ExpectationResult) -> ExpectationFile:
    return ExpectationFile(
        type=result.type,
        kwargs=json.loads(result.kwargs),
        meta={"dimension": result.dimension},
        severity=_SEVERITIES[result.severity],
    )


def _result(result: ExpectationResult) -> ResultFile:
    raised = result.success is None
    return ResultFile(
        success=bool(result.success),
        expectation_config=_expectation(result),
        result=json.loads(result.result) if result.result else {},
        meta={"engine": result.engine, "reason": result.reason},
        exception_info={
            "raised_exception": raised,
            "exception_message": reason_text(result.reason, "en") if raised else None,
            "exception_traceback": None,
        },
    )
