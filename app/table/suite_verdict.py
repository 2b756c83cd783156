"""What one expectation's outcome means: how far it is met, and what to show where it is not."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from app.table.cells import as_text, show
from app.table.outcome import Outcome
from app.table.records import Cell
from app.table.suite import Expected
from app.table.suite_result import written
from rules.core.evidence import ExpectationResult, Finding, Sample
from rules.core.text import Fact

MAX_ROWS = 100
MAX_SAMPLES = 20
_YEAR = 365.25
_LISTS = ("value_set", "regex_list", "type_list", "column_list", "column_set")
_RULES = {"completeness": "volumes_as_expected", "schema": "values_plausible"}


def unmeasured(expected: Expected, reason: str) -> ExpectationResult:
    """Say that an expectation could not be judged, and why."""
    return ExpectationResult(
        type=expected.type,
        column=", ".join(expected.columns),
        dimension=expected.dimension,
        kwargs="" if expected.refusal else json.dumps(expected.kwargs),
        severity=expected.severity,
        reason=reason,
    )


def located(
    expected: Expected,
    outcome: Outcome,
    columns: Mapping[str, Sequence[Cell]],
    rows: Sequence[int],
) -> Outcome:
    """Add to an outcome what is written where the first wrong rows stand."""
    named = [columns[name] for name in expected.columns if name in columns]
    places = [place for place in outcome.positions if place < len(rows)][:MAX_ROWS]
    return replace(
        outcome,
        rows=tuple(rows[place] for place in places),
        shown=tuple(" / ".join(show(cells[place]) for cells in named) for place in places),
    )


def verdict(expected: Expected, outcome: Outcome) -> tuple[ExpectationResult, Finding | None]:
    """Turn one outcome into a result and, where it failed, a finding."""
    share = 1.0 if outcome.success else min(1.0, max(0.0, _share(expected, outcome)))
    result = ExpectationResult(
        type=expected.type,
        column=", ".join(expected.columns),
        dimension=expected.dimension,
        success=outcome.success,
        share=share,
        observed=_observed(outcome),
        engine=_engine(outcome),
        kwargs=json.dumps(expected.kwargs),
        severity=expected.severity,
        result=written(expected, outcome),
    )
    return result, None if outcome.success else _finding(expected, outcome, share)


def _finding(expected: Expected, outcome: Outcome, share: float) -> Finding:
    count, of = _counted(expected, outcome)
    return Finding(
        rule=_RULES[expected.dimension],
        code=expected.type,
        cause=expected.cause,
        severity=expected.severity,
        column=", ".join(expected.columns),
        count=count,
        of=of,
        rows=outcome.rows[:MAX_ROWS],
        samples=tuple(
            Sample(row=row, value=text)
            for row, text in list(zip(outcome.rows, outcome.shown, strict=True))[:MAX_SAMPLES]
        ),
        facts={
            **_facts(expected),
            "observed": _figure(outcome),
            "met": round(share, 4),
            "engine": _engine(outcome),
        },
    )


def _engine(outcome: Outcome) -> str:
    return "native" if outcome.native else "great_expectations"


def _counted(expected: Expected, outcome: Outcome) -> tuple[int, int]:
    """Count wrong cells of those judged, rows missing or in excess, or one figure of one."""
    if outcome.looked:
        return outcome.wrong, outcome.looked
    if expected.cause != "expectation-rows" or not isinstance(outcome.observed, int):
        return 1, 1
    low, high = _bounds(expected)
    bound = low if isinstance(low, int | float) and outcome.observed <= low else high
    if not isinstance(bound, int | float):
        return 1, 1
    gap = max(1, int(abs(bound - outcome.observed)))
    return gap, max(gap, outcome.observed, int(bound))


def _bounds(expected: Expected) -> tuple[object, object]:
    value = expected.kwargs.get("value")
    return expected.kwargs.get("min_value", value), expected.kwargs.get("max_value", value)


def _facts(expected: Expected) -> dict[str, Fact]:
    mostly = expected.kwargs.get("mostly", 1)
    assert isinstance(mostly, int | float)
    facts: dict[str, Fact] = {"expected": expectation(expected), "mostly": round(mostly * 100, 2)}
    for name, key in (("min", "min_value"), ("max", "max_value")):
        value = expected.kwargs.get(key)
        if isinstance(value, str | int | float):
            facts[name] = value
    return facts


def expectation(expected: Expected) -> str:
    """Write what was asked for without words: “≥ 1”, “2000-01-01 … 2040-12-31”, “M, F, I”."""
    kwargs = expected.kwargs
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    if low is not None and high is not None:
        return f"{_plain(low)} … {_plain(high)}"
    if low is not None or high is not None:
        return f"≥ {_plain(low)}" if high is None else f"≤ {_plain(high)}"
    for key in ("value", "sum_total", "threshold", "regex", "strftime_format", "type_"):
        if key in kwargs:
            return _plain(kwargs[key])
    listed = next((kwargs[key] for key in _LISTS if key in kwargs), None)
    return show(", ".join(map(_plain, listed))) if isinstance(listed, list) else "—"


def _plain(value: object) -> str:
    return as_text(value) or show(value)


def _observed(outcome: Outcome) -> str:
    if isinstance(outcome.observed, tuple):
        return show(", ".join(map(_plain, outcome.observed)))
    if outcome.observed is not None:
        return show(outcome.observed)
    return f"{outcome.looked - outcome.wrong}/{outcome.looked}" if outcome.looked else ""


def _figure(outcome: Outcome) -> Fact:
    figure = outcome.observed
    if isinstance(figure, int | float) and not isinstance(figure, bool):
        return round(figure, 4)
    return _observed(outcome) or "—"


def _share(expected: Expected, outcome: Outcome) -> float:
    """Measure how near a failed expectation came: continuous, 1 at its own threshold."""
    if outcome.looked:
        mostly = expected.kwargs.get("mostly", 1)
        assert isinstance(mostly, int | float)
        kept = 1 - outcome.wrong / outcome.looked
        return kept / mostly if mostly else 1.0
    if outcome.unmet is not None:
        return 1 - outcome.unmet
    low, high = _bounds(expected)
    return min(_near(outcome.observed, bound, side) for bound, side in ((low, 1), (high, -1)))


def _near(observed: object, bound: object, side: int) -> float:
    """Compare what was seen with one bound: the ratio of two amounts, else the years between."""
    if isinstance(bound, str) and isinstance(observed, date):
        days = (date.fromisoformat(bound[:10]) - _day(observed)).days
        return 1 / (1 + max(0, side * days) / _YEAR)
    if not isinstance(bound, int | float) or not isinstance(observed, int | float):
        return 0.0 if bound is not None else 1.0
    gap = side * (bound - observed)
    if gap <= 0:
        return 1.0
    if bound > 0 and observed >= 0:
        return min(observed, bound) / max(observed, bound)
    return 1 / (1 + gap / max(abs(bound), 1.0))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
