"""The pages people see: pure functions from plain values to HTML. Nothing is fetched in here."""

from __future__ import annotations

from collections.abc import Sequence

from app.web import rules_view
from app.web.definitions_view import definition_page, definitions_page
from app.web.page_data import FormValues, HistoryPoint, PageError, RecentAssessment, SchemaChoice
from app.web.rendering import STATIC, render
from app.web.report_page import report_page
from app.web.voice import Voice
from rules import RULES
from rules.core.frequency import FREQUENCIES
from rules.core.grading import AT_MOST_C, GRADES, grade_of
from rules.core.reasons import LIMITS
from rules.core.rule import Rule
from rules.core.text import Lang

__all__ = [
    "STATIC",
    "FormValues",
    "HistoryPoint",
    "PageError",
    "RecentAssessment",
    "SchemaChoice",
    "definition_page",
    "definitions_page",
    "error_page",
    "home_page",
    "report_page",
    "rules_page",
    "schemas_page",
]


def home_page(
    recent: Sequence[RecentAssessment],
    schemas: Sequence[SchemaChoice],
    lang: Lang,
    error: PageError | None = None,
    values: FormValues | None = None,
) -> str:
    """Write the home page: the form, with what was typed and what was wrong; the latest grades."""
    voice = Voice(lang)
    context = {
        "recent": recent,
        "schemas": schemas,
        "error": error,
        "values": values or FormValues(),
        "frequencies": tuple(FREQUENCIES.values()),
        "here": "/",
        "switch": f"/?lang={voice.other}",
    }
    return render("home.html", voice, context)


def rules_page(lang: Lang, rules: tuple[Rule, ...] = RULES) -> str:
    """Write the rule book, every figure from the policy itself."""
    voice = Voice(lang)
    context = {
        "here": "/rules",
        "grades": rules_view.grade_floors(voice),
        "ladder": [voice.prose(text.say(lang)) for text, _ in LIMITS.values()],
        "cap_c": grade_of(AT_MOST_C),
        "at_most_c": AT_MOST_C,
        "worst": GRADES[-1][1],
        "few": rules_view.damping(voice, 1),
        "many": rules_view.damping(voice, 25),
        "late": rules_view.lateness(voice),
        "dimensions": rules_view.rule_rows(rules, voice),
    }
    return render("rules.html", voice, context)


def schemas_page(schemas: Sequence[SchemaChoice], lang: Lang) -> str:
    """Write the list of known schemas."""
    return render("schemas.html", Voice(lang), {"schemas": schemas, "here": "/schemas"})


def error_page(title: str, text: str, status: int, lang: Lang) -> str:
    """Write a refusal for a person: what happened, and the way back."""
    voice = Voice(lang)
    context = {
        "heading": title,
        "text": text,
        "status": status,
        "switch": f"/?lang={voice.other}",
    }
    return render("error.html", voice, context)
