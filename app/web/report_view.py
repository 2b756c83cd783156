"""What the report shows of an assessment: sorted, counted and cut to a page's length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from app.redact import CUT
from app.web.charts import Point
from app.web.embed import is_web, short_name
from app.web.page_data import HistoryPoint
from app.web.shapes import AssessmentShape, FindingShape, Grade, SuggestionShape
from app.web.voice import Voice

MOST_FINDINGS, FIRST_FIXES, MOST_HISTORY = 60, 8, 50
"""A page must stay readable and quick to open; the JSON holds everything."""
_SEVERITIES = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Fix:
    """One suggestion, its gain in words, and the number of the finding behind it (0: none)."""

    id: str
    title: str
    text: str
    column: str | None
    effort: str
    repairable: bool
    grade_after: Grade | None
    gain_text: str
    documentation_text: str
    finding: int
    resource: str | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """The one thing to do first; empty where the summary has said it already."""

    title: str
    column: str | None
    text: str
    gain_text: str
    grade_after: Grade | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One past assessment; ``change`` is the difference with the score before, where known."""

    id: str
    at: datetime
    grade: Grade | None
    score: float | None
    change: float | None


def ranked_findings(shape: AssessmentShape) -> tuple[FindingShape, ...]:
    """Put the gravest first, then the most frequent."""
    return tuple(sorted(shape.findings, key=lambda f: (_SEVERITIES[f.severity], -f.count)))


def fixes_of(shape: AssessmentShape, voice: Voice) -> tuple[Fix, ...]:
    """Give the suggestions in their order, each tied to its finding on the page."""
    shown = enumerate(ranked_findings(shape)[:MOST_FINDINGS], start=1)
    places = {(f.rule, f.cause, f.column, f.resource): number for number, f in shown}
    return tuple(_fix(s, places, voice) for s in shape.suggestions)


def history_of(history: tuple[HistoryPoint, ...]) -> tuple[HistoryRow, ...]:
    """Give the past assessments, newest first, each with its change."""
    ordered = sorted(history, key=lambda point: point.assessed_at)
    rows: list[HistoryRow] = []
    before: float | None = None
    for p in ordered:
        known = p.score is not None and before is not None
        change = round((p.score or 0) - (before or 0), 1) if known else None
        rows.append(HistoryRow(p.id, p.assessed_at, p.grade, p.score, change))
        before = p.score if p.score is not None else before
    return tuple(reversed(rows))


def trend_of(rows: tuple[HistoryRow, ...]) -> tuple[Point, ...]:
    """Give the points of the curve."""
    return tuple(Point(row.at, row.score) for row in rows)


def name_of(shape: AssessmentShape) -> str:
    """Name the dataset: its title, else its file's name."""
    return shape.dataset.title or short_name(shape.dataset.url)


def advice_of(shape: AssessmentShape, fixes: tuple[Fix, ...]) -> Advice | None:
    """Give the one thing to do first: the best suggestion, else what a limit asks for."""
    if fixes:
        best = fixes[0]
        title = "" if best.title in shape.summary else best.title
        return Advice(title, best.column, best.text, best.gain_text, best.grade_after)
    asked = next((limit.fix for limit in shape.limit_texts if limit.fix), "")
    return Advice("", None, asked, "", None) if asked else None


def again(shape: AssessmentShape, voice: Voice, schema: str = "") -> str:
    """Link to the form filled in with the same order; empty where the address is not to be shown.

    That is a file that was dropped, or an address with a secret in it.
    """
    if not is_web(shape.dataset.url) or CUT in shape.dataset.url:
        return ""
    given = shape.schema_.name if shape.schema_ and shape.schema_.source == "given" else ""
    asked = {"url": shape.dataset.url, "schema": schema or given, "lang": voice.lang}
    return "/?" + urlencode({name: value for name, value in asked.items() if value})


def _fix(
    suggestion: SuggestionShape,
    places: Mapping[tuple[str, str, str | None, str | None], int],
    voice: Voice,
) -> Fix:
    gain, documentation = suggestion.gain, suggestion.documentation_gain
    said = voice.say("gain_documentation", points=_points(documentation, voice))
    return Fix(
        id=suggestion.id,
        title=suggestion.title,
        text=suggestion.text,
        column=suggestion.column,
        effort=suggestion.effort,
        repairable=suggestion.repairable,
        grade_after=suggestion.grade_after,
        gain_text=_gain(gain, voice) if gain or documentation <= 0 else said,
        documentation_text=said if gain and documentation > 0 else "",
        finding=places.get(_place(suggestion), 0),
        resource=suggestion.resource,
    )


def _place(suggestion: SuggestionShape) -> tuple[str, str, str | None, str | None]:
    return suggestion.rule, suggestion.cause or "", suggestion.column, suggestion.resource


def _gain(gain: float | None, voice: Voice) -> str:
    if gain is None:
        return voice.say("gain_unknown")
    return _points(gain, voice) if gain > 0 else voice.say("gain_none")


def _points(gain: float, voice: Voice) -> str:
    one = gain < 2 if voice.lang == "fr" else gain == 1  # noqa: PLR2004 # French plurals begin at two
    return voice.say("points_one" if one else "points_many", points=voice.points(gain, signed=True))
