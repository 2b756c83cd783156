"""The report: one assessment, from the grade at a glance down to every measurement."""

from __future__ import annotations

from markupsafe import Markup

from app.web import charts, embed, report_view
from app.web.badge import BadgeState, badge_of
from app.web.columns_view import columns_view
from app.web.documentation_view import documentation_view
from app.web.embed import short_name
from app.web.expectations_view import expectations_view
from app.web.file_facts import file_facts
from app.web.page_data import HistoryPoint
from app.web.rendering import render
from app.web.report_view import HistoryRow
from app.web.shapes import AssessmentShape
from app.web.voice import Voice
from rules.core.reasons import DIMENSION_TITLES
from rules.core.text import Lang

_MOST_ROWS = 30
_MOST_LEFT_OUT = 100
Context = dict[str, object]


def report_page(
    shape: AssessmentShape,
    history: tuple[HistoryPoint, ...],
    lang: Lang,
    *,
    standalone: bool = False,
) -> str:
    """Write the report. ``standalone``: one file that needs no service (command line, archive)."""
    voice = Voice(lang)
    context = (
        _verdict(shape, voice)
        | _fixes(shape, voice)
        | _findings(shape)
        | documentation_view(shape, voice)
        | expectations_view(shape, voice)
        | columns_view(shape, voice)
        | _history(history, voice)
        | _file(shape, voice)
        | ({} if standalone else _service(shape, voice))
        | {"standalone": standalone}
    )
    return render("report.html", voice, context | {"contents": _contents(context, voice)})


def _verdict(shape: AssessmentShape, voice: Voice) -> Context:
    return {
        "shape": shape,
        "policy": shape.policy,
        "name": report_view.name_of(shape),
        "ladder": _ladder(shape, voice),
        "titles": {d.value: title.say(voice.lang) for d, title in DIMENSION_TITLES.items()},
        "again": "",
        "again_with": "",
        "snippets": (),
    }


def _ladder(shape: AssessmentShape, voice: Voice) -> Markup:
    if shape.grade is None or shape.score is None:
        return charts.ladder(None, "", voice.say("ladder_none"))
    score = voice.points(shape.score)
    name = voice.say("ladder_name", grade=shape.grade, score=score)
    return charts.ladder(shape.grade, voice.say("out_of_100", score=score), name)


def _fixes(shape: AssessmentShape, voice: Voice) -> Context:
    fixes = report_view.fixes_of(shape, voice)
    first = report_view.advice_of(shape, fixes)
    by_id, titles = {fix.id: fix for fix in fixes}, {fix.title for fix in fixes}
    return {
        "first": first,
        "summary": [text for text in shape.summary if first is None or text != first.text],
        "limits": [limit for limit in shape.limit_texts if limit.text not in titles],
        "fixes": fixes[: report_view.FIRST_FIXES],
        "more_fixes": fixes[report_view.FIRST_FIXES :],
        "plan": [by_id[i] for i in shape.plan.suggestions if i in by_id] if shape.plan.to else [],
    }


def _findings(shape: AssessmentShape) -> Context:
    findings = report_view.ranked_findings(shape)
    return {
        "findings": findings[: report_view.MOST_FINDINGS],
        "hidden_findings": max(0, len(findings) - report_view.MOST_FINDINGS),
        "most_rows": _MOST_ROWS,
    }


def _history(history: tuple[HistoryPoint, ...], voice: Voice) -> Context:
    rows = report_view.history_of(history)[: report_view.MOST_HISTORY]
    return {"history": rows, "sparkline": _sparkline(rows, voice)}


def _sparkline(rows: tuple[HistoryRow, ...], voice: Voice) -> Markup | None:
    if len(rows) < 2:  # noqa: PLR2004 # one point is no trend
        return None
    first, last = voice.when(rows[-1].at), voice.when(rows[0].at)
    name = voice.say("history_name", first=first, last=last)
    return charts.sparkline(report_view.trend_of(rows), name)


def _file(shape: AssessmentShape, voice: Voice) -> Context:
    return {
        "file_facts": lambda file: file_facts(file, voice),
        "measured": bool(shape.measurements),
        "file_names": {r.url: r.title or short_name(r.url) for r in shape.resources},
        "short_name": short_name,
        "listed": bool(shape.resources or shape.left_out),
        "most_left_out": _MOST_LEFT_OUT,
    }


def _service(shape: AssessmentShape, voice: Voice) -> Context:
    """Give what only a running service can offer: the form filled in again, the badge, the JSON."""
    proposed = shape.proposal.name if shape.proposal else ""
    forms: Context = {
        "again": report_view.again(shape, voice),
        "again_with": report_view.again(shape, voice, proposed) if proposed else "",
    }
    if shape.links is None:
        return forms
    state: BadgeState = "graded" if shape.grade else "not_measured"
    label, message, _ = badge_of(shape.grade, shape.score, state, voice.lang)
    return forms | {
        "snippets": embed.snippets(shape.links.badge, shape.links.report, label, voice.lang),
        "badge_image": embed.in_language(embed.same_origin(shape.links.badge), voice.lang),
        "badge_alt": f"{label}: {message}",
        "json_link": shape.links.history.removesuffix("/history"),
    }


def _contents(context: Context, voice: Voice) -> list[tuple[str, str]]:
    there = (
        ("fixes", "fixes", True),
        ("resources", "resources", context["listed"]),
        ("dimensions", "dimensions_title", True),
        ("documentation", "documentation", True),
        ("findings", "findings", context["findings"]),
        ("expectations", "expectations", context["expectation_rows"]),
        ("columns", "columns", context["columns"]),
        ("history", "history", context["history"]),
        ("measurements", "measurements", context["measured"]),
        ("file", "file", True),
        ("share", "share", context["snippets"]),
    )
    return [(anchor, voice.say(word)) for anchor, word, present in there if present]
