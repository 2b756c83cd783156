"""The one door to Great Expectations: a filtered suite, a cut frame, plain results.

Measured on 2,000 rows x 10 expectations, warm: 0.05 s with one validation of the whole suite, one
context per process and ``SUMMARY`` results; each validation alone would hash the frame again.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar

from app.table.patience import OutOfPatience, within
from app.table.suite import Expected, read_suite
from app.table.suite_feed import Fed, feed, frame_name
from app.table.suite_verdict import MAX_ROWS, Outcome, unmeasured, verdict
from rules.core.evidence import ExpectationResult, Expectations, Finding

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

MISSING, FAILED, EMPTY = "column_missing", "expectation_failed", "no_values"
TOO_SLOW = "expectation_too_slow"
_SECONDS, _SECONDS_PER_CELL = 5.0, 1e-5
_FORMAT = {"result_format": "SUMMARY", "partial_unexpected_count": MAX_ROWS}
"""Exact counts and the first rows; ``COMPLETE`` would list a million rows to show a hundred."""
_OF_BLANKS = frozenset(
    {
        "expect_column_values_to_not_be_null",
        "expect_column_values_to_be_null",
        "expect_column_proportion_of_non_null_values_to_be_between",
    }
)
_T = TypeVar("_T")
_Asked = dict[int, tuple[str, dict[str, object]]]
"""Position in the suite → type and arguments, ready for the engine."""


def columns_needed(suite: str) -> frozenset[str]:
    """Name the columns that a suite (JSON text) looks at; an unreadable suite looks at none."""
    wanted = read_suite(suite).expected
    return frozenset(column for e in wanted if not e.refusal for column in e.columns)


def run_suite(
    suite: str, columns: Mapping[str, list[object]], rows: tuple[int, ...]
) -> tuple[Expectations, tuple[Finding, ...]]:
    """Hold a table against a suite (JSON text). Never raises for what a suite or a cell holds.

    ``columns`` are the table's cells by column, each as long as ``rows``, which are the rows'
    ordinals in the file. One process per job: the engine keeps state.
    """
    read = read_suite(suite)
    engine = f"great_expectations {version('great_expectations')}"
    if read.fault:
        result = ExpectationResult(type="", reason=read.fault)
        return Expectations(suite="", engine=engine, results=(result,)), ()
    outcomes = _outcomes(read.expected, columns, len(rows))
    results: list[ExpectationResult] = []
    findings: list[Finding] = []
    for expected, outcome in zip(read.expected, outcomes, strict=True):
        if isinstance(outcome, str):
            results.append(unmeasured(expected, outcome))
            continue
        result, finding = verdict(expected, outcome, columns, rows)
        results.append(result)
        findings += [finding] if finding else []
    return Expectations(suite=read.name, engine=engine, results=tuple(results)), tuple(findings)


def _outcomes(
    suite: tuple[Expected, ...], columns: Mapping[str, list[object]], rows: int
) -> list[Outcome | str]:
    """Answer each expectation, or say by a reason code why it has no answer."""
    answers: dict[int, Outcome | str] = {}
    fed: Fed = {}
    asked: _Asked = {}
    for place, expected in enumerate(suite):
        known = _without_engine(expected, columns, rows)
        if known is not None:
            answers[place] = known
            continue
        arguments, usable = feed(expected, columns, fed)
        if expected.columns and not usable and expected.type not in _OF_BLANKS:
            answers[place] = EMPTY
        else:
            asked[place] = (expected.type, arguments)
    answers |= _ask(asked, fed, rows) if asked else {}
    return [answers.get(place, FAILED) for place in range(len(suite))]


def _without_engine(
    expected: Expected, columns: Mapping[str, list[object]], rows: int
) -> Outcome | str | None:
    if expected.refusal:
        return expected.refusal
    if expected.type == "expect_column_to_exist":
        there = expected.columns[0] in columns
        return Outcome(success=there, unmet=0.0 if there else 1.0)
    if not all(column in columns for column in expected.columns):
        return MISSING
    return EMPTY if expected.columns and not rows else None


def _ask(asked: _Asked, fed: Fed, rows: int) -> dict[int, Outcome | str]:
    """Run the engine within a time that honest suites never need; runaway patterns go first."""
    patience = _SECONDS + _SECONDS_PER_CELL * rows * len(asked)
    patterns = {place for place, (_, arguments) in asked.items() if _has_pattern(arguments)}
    plain = {place: asked[place] for place in asked if place not in patterns}
    frame = _quietly(lambda: _frame(fed, rows))
    _quietly(_batches)  # loading the engine is not the suite's time
    for attempt in (asked, plain) if patterns else (asked,):
        answers = _try(attempt, frame, patience)
        if answers is not None:
            return dict.fromkeys(asked.keys() - attempt.keys(), TOO_SLOW) | answers
    return dict.fromkeys(asked, TOO_SLOW)


def _try(asked: _Asked, frame: pd.DataFrame, patience: float) -> dict[int, Outcome | str] | None:
    try:
        with within(patience):
            return _quietly(lambda: _validate(asked, frame))
    except OutOfPatience:
        return None


def _has_pattern(arguments: Mapping[str, object]) -> bool:
    return "regex" in arguments or "regex_list" in arguments


def _frame(fed: Fed, rows: int) -> pd.DataFrame:
    """Build the frame: never without a column, so that it has its rows."""
    import pandas as pd  # noqa: PLC0415 # importing this module must stay cheap

    series = {"row": pd.Series(range(rows), dtype="int64")}
    types = {"text": "str", "filled": "str", "number": "float64", "datetime": "datetime64[us]"}
    for place, ((kind, _), cells) in enumerate(fed.items()):
        series[frame_name(place)] = pd.Series(cells, dtype=types.get(kind, "object"))
    return pd.DataFrame(series)


def _validate(asked: _Asked, frame: pd.DataFrame) -> dict[int, Outcome | str]:
    """Validate the whole suite at once; where that fails as a whole, one by one."""
    ready = {place: _build(place, *order) for place, order in asked.items()}
    able = {place: expectation for place, expectation in ready.items() if expectation is not None}
    if not able:
        return {}
    try:
        return _judge(frame, list(able.values()))
    except Exception:  # noqa: BLE001 # the engine promises no exception types
        if len(able) == 1:
            return {}
    answers: dict[int, Outcome | str] = {}
    for place in able:
        answers |= _validate({place: asked[place]}, frame)
    return answers


def _build(place: int, name: str, arguments: dict[str, object]) -> Any:
    """Have the engine read one expectation; ``None`` where it will not."""
    from great_expectations.expectations.expectation_configuration import (  # noqa: PLC0415
        ExpectationConfiguration,
    )

    try:
        order = ExpectationConfiguration(type=name, kwargs=arguments, meta={"place": place})
        return order.to_domain_obj()
    except Exception:  # noqa: BLE001 # pydantic's, the registry's, the class's own
        return None


def _judge(frame: pd.DataFrame, expectations: list[Any]) -> dict[int, Outcome | str]:
    from great_expectations import ExpectationSuite  # noqa: PLC0415

    suite = ExpectationSuite(name="suite", expectations=expectations)
    batch = _batches().get_batch({"dataframe": frame})
    answered = batch.validate(suite, result_format=_FORMAT)
    return {
        result.expectation_config.meta["place"]: _outcome(result) for result in answered.results
    }


def _outcome(answer: Any) -> Outcome | str:
    """Take what we need out of the engine's answer; an exception within it is no verdict."""
    raised = answer.exception_info
    if raised and raised.get("raised_exception", True):
        return FAILED
    result = answer.result
    missing = result.get("missing_count") or 0
    if "element_count" in result:
        return Outcome(
            success=bool(answer.success),
            looked=result["element_count"] - missing,
            wrong=result.get("unexpected_count") or 0,
            positions=tuple(
                int(place) for place in result.get("partial_unexpected_index_list", ())
            ),
        )
    observed = result.get("observed_value")
    observed = observed.item() if hasattr(observed, "item") else observed
    wanted = answer.expectation_config.kwargs.get("value_set") or ()
    return Outcome(
        success=bool(answer.success), observed=observed, unmet=_unmet(result, len(wanted))
    )


def _unmet(result: Mapping[str, Any], wanted: int) -> float | None:
    """Give the share of quantiles out of range, or of a set's values that are strange or missing."""
    details = result.get("details") or {}
    if "success_details" in details:
        good = details["success_details"]
        return 1 - sum(map(bool, good)) / max(1, len(good))
    strange, missing = result.get("unexpected_count") or 0, result.get("missing_count") or 0
    if strange or missing:
        return float((strange + missing) / (strange + wanted))
    return 1.0 if isinstance(result.get("observed_value"), list) else None


def _quietly(step: Callable[[], _T]) -> _T:
    """Run a step of the engine's: its own deprecations are not our caller's business."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return step()


@cache
def _batches() -> Any:
    """Open the engine once per process: no progress bars, no telemetry, no thread, no network."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx  # noqa: PLC0415 # 2-3 s and 280 MB: only where a suite runs
    from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415
    from tqdm import tqdm  # type: ignore[import-untyped] # noqa: PLC0415

    tqdm.monitor_interval = 0  # or it starts a thread, even for bars that are switched off
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("table").add_dataframe_asset("frame")
    return asset.add_batch_definition_whole_dataframe("whole")
