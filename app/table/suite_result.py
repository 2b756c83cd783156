"""An outcome as the ``result`` object of Great Expectations: its keys, its percentages, our row numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from app.table.cells import cut, show
from app.table.outcome import Outcome
from app.table.suite import Expected

LISTED = 20
"""Most values listed, as in Great Expectations."""


def written(expected: Expected, outcome: Outcome) -> str:
    """Write the result as JSON."""
    if outcome.elements is not None:
        result = _of_cells(expected, outcome)
    elif outcome.strange is not None or outcome.absent is not None:
        result = _of_set(outcome)
    else:
        result = {"observed_value": _plain(outcome.observed)}
        result |= {"details": json.loads(outcome.details)} if outcome.details else {}
    return json.dumps(result)


def figures(outcome: Outcome) -> dict[str, object]:
    """Give the counts and percentages of an expectation about cells or rows."""
    wrong, elements, missing = outcome.wrong, outcome.elements or 0, outcome.missing
    total = wrong / elements * 100 if elements else None
    found: dict[str, object] = {"element_count": elements, "unexpected_count": wrong}
    if missing is None:
        return found | {"unexpected_percent": total}
    judged = elements - missing
    share = wrong / judged * 100 if judged else None
    return found | {
        "unexpected_percent": share,
        "missing_count": missing,
        "missing_percent": missing / elements * 100 if elements else None,
        "unexpected_percent_total": total,
        "unexpected_percent_nonmissing": share,
    }


def _of_cells(expected: Expected, outcome: Outcome) -> dict[str, object]:
    values = [_values(value) for value in outcome.values[:LISTED]]
    rows = zip(outcome.rows, values, strict=False)
    names = expected.columns
    return figures(outcome) | {
        "partial_unexpected_list": [
            value[0] if len(names) == 1 else dict(zip(names, value, strict=False))
            for value in values
        ],
        "unexpected_index_column_names": ["row"],
        "partial_unexpected_index_list": [
            {"row": row, **dict(zip(names, value, strict=False))} for row, value in rows
        ],
    }


def _of_set(outcome: Outcome) -> dict[str, object]:
    result: dict[str, object] = {"observed_value": None}
    if outcome.strange is not None:
        result["unexpected_count"] = outcome.strange
        result["partial_unexpected_list"] = [_plain(v) for v in outcome.values[:LISTED]]
    if outcome.absent is not None:
        result["missing_count"] = outcome.absent
        result["partial_missing_list"] = [_plain(v) for v in outcome.lacking[:LISTED]]
    return result


def _values(value: object) -> list[object]:
    several: Sequence[object] = value if isinstance(value, tuple) else (value,)
    return [_plain(one) for one in several]


def _plain(value: object) -> object:
    """Give what JSON has a way for; texts are cut where they are long."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None
    if isinstance(value, str):
        return cut(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, date) else show(value)
