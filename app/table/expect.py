"""The one door to Great Expectations: a cut frame in, plain outcomes out, for what we do not judge.

Measured on 2,000 rows x 10 expectations, warm: 0.05 s with one validation of the whole suite, one
context per process and ``SUMMARY`` results; each validation alone would hash the frame again.
"""

from __future__ import annotations

import json
import os
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar

from app.table.outcome import Outcome
from app.table.patience import OutOfPatience, within
from app.table.suite_feed import Fed, frame_name
from app.table.suite_verdict import MAX_ROWS

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

FAILED, TOO_SLOW = "expectation_failed", "expectation_too_slow"
_SECONDS, _SECONDS_PER_CELL = 5.0, 1e-5
_FORMAT = {"result_format": "SUMMARY", "partial_unexpected_count": MAX_ROWS}
"""Exact counts and the first rows; ``COMPLETE`` would list a million rows to show a hundred."""
_QUANTILES = "expect_column_quantile_values_to_be_between"
_T = TypeVar("_T")
Asked = dict[int, tuple[str, dict[str, object]]]
"""Position in the suite → type and arguments, ready for the engine."""


def engine_name() -> str:
    """Name Great Expectations and its version, without importing it."""
    return f"great_expectations {version('great_expectations')}"


def ask(asked: Asked, fed: Fed, rows: int) -> dict[int, Outcome | str]:
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


def _try(asked: Asked, frame: pd.DataFrame, patience: float) -> dict[int, Outcome | str] | None:
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


def _validate(asked: Asked, frame: pd.DataFrame) -> dict[int, Outcome | str]:
    """Validate in rounds: the engine takes all quantiles of a column for those asked for first."""
    rounds: dict[int, Asked] = {}
    counts: Counter[object] = Counter()
    for place, (name, arguments) in asked.items():
        column = arguments.get("column") if name == _QUANTILES else None
        rounds.setdefault(counts[column], {})[place] = (name, arguments)
        counts[column] += column is not None
    answers: dict[int, Outcome | str] = {}
    for some in rounds.values():
        answers |= _together(some, frame)
    return answers


def _together(asked: Asked, frame: pd.DataFrame) -> dict[int, Outcome | str]:
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
        answers |= _together({place: asked[place]}, frame)
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
    if "element_count" in result:
        return _of_cells(result, success=bool(answer.success))
    observed = result.get("observed_value")
    observed = observed.item() if hasattr(observed, "item") else observed
    return Outcome(
        success=bool(answer.success),
        observed=observed,
        unmet=_unmet(result),
        details=_details(result),
        native=False,
    )


def _details(result: Mapping[str, Any]) -> str:
    """Write which quantiles are within their ranges."""
    details = result.get("details") or {}
    good = details.get("success_details")
    return json.dumps({"success_details": [*map(bool, good)]}) if good is not None else ""


def _of_cells(result: Mapping[str, Any], *, success: bool) -> Outcome:
    elements, missing = result["element_count"], result.get("missing_count")
    values = result.get("partial_unexpected_list", ())
    return Outcome(
        success=success,
        looked=elements - (missing or 0),
        wrong=result.get("unexpected_count") or 0,
        positions=tuple(int(place) for place in result.get("partial_unexpected_index_list", ())),
        values=tuple(tuple(one.values()) if isinstance(one, dict) else one for one in values),
        elements=elements,
        missing=missing,
        native=False,
    )


def _unmet(result: Mapping[str, Any]) -> float | None:
    """Give the share of quantiles out of range, or say that the most common value is strange."""
    details = result.get("details") or {}
    if "success_details" in details:
        good = details["success_details"]
        return 1 - sum(map(bool, good)) / max(1, len(good))
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
