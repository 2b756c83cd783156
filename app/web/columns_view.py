"""The columns of a table as the report shows them: how full, what inside, from where to where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.web import charts
from app.web.formats import visible
from app.web.shapes import AssessmentShape, ColumnShape
from app.web.voice import Voice

MOST_COLUMNS = 250
"""A page must stay readable and quick to open; the JSON holds every column."""
_ORDERED = frozenset({"integer", "number", "date", "datetime", "time", "year"})
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column; ``share`` and ``empty`` are ``None`` where the number of rows is unknown."""

    shape: ColumnShape
    share: float | None
    empty: int | None
    content: str
    extent: str


def columns_view(shape: AssessmentShape, voice: Voice) -> dict[str, object]:
    """Give the report the columns it shows, the chart over them, and how many it leaves out."""
    rows = shape.resource.rows if shape.resource else None
    columns = [_row(column, rows, voice) for column in shape.profile.columns]
    shown = columns[:MOST_COLUMNS]
    return {
        "columns": shown,
        "hidden_columns": len(columns) - len(shown),
        "skyline": _skyline(shown, voice),
        "skyline_text": _least_filled(columns, voice),
    }


def _row(column: ColumnShape, rows: int | None, voice: Voice) -> ColumnRow:
    return ColumnRow(
        shape=column,
        share=column.filled / rows if rows else None,
        empty=max(0, rows - column.filled) if rows else None,
        content=_content(column, voice),
        extent=_extent(column, voice),
    )


def _content(column: ColumnShape, voice: Voice) -> str:
    if column.meaning and column.type not in {column.meaning, "datetime"}:
        return voice.code("meaning", column.meaning)
    return voice.code("type", column.type) if column.type else ""


def _extent(column: ColumnShape, voice: Voice) -> str:
    """Give the least and the greatest of what has an order, the lengths of all other text."""
    if column.type in _ORDERED and column.minimum is not None and column.maximum is not None:
        low, high = visible(column.minimum, _LONGEST), visible(column.maximum, _LONGEST)
        return low if low == high else voice.say("between", low=low, high=high)
    if column.max_length is None:
        return ""
    if column.min_length in {None, column.max_length}:
        return voice.say("one_length", high=column.max_length)
    return voice.say("lengths", low=column.min_length or 0, high=column.max_length)


def _skyline(columns: Sequence[ColumnRow], voice: Voice) -> Markup | None:
    known = [
        (f"{visible(c.shape.label)} – {voice.percent(c.share)}", c.share)
        for c in columns
        if c.share is not None
    ]
    return charts.skyline(known, voice.say("skyline_name")) if known else None


def _least_filled(columns: Sequence[ColumnRow], voice: Voice) -> str:
    known = [(c.share, c.shape.label) for c in columns if c.share is not None]
    share, label = min(known, key=lambda pair: pair[0], default=(1.0, ""))
    if share >= 1:
        return voice.say("skyline_full")
    return voice.say("skyline_worst", column=visible(label), share=voice.percent(share))
