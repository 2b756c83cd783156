"""The pages of catalogues: pure functions from values to HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from app.store.catalog_model import Catalog, Member
from app.web.catalogs.shapes import RunShape
from app.web.catalogs.shapes_summary import SummaryShape
from app.web.charts import grades_bar
from app.web.embed import short_name, snippets
from app.web.page_data import FormValues, PageError
from app.web.rendering import render
from app.web.voice import Voice
from rules.core.grading import grade_of
from rules.core.text import Lang

_ALT = {"en": "Quality of this catalogue", "fr": "Qualité de ce catalogue"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogView:
    """All that the page of a catalogue, or of one organisation in it, shows."""

    catalog: Catalog
    summary: SummaryShape
    runs: Sequence[RunShape]
    members: Sequence[Member]
    cursor: str
    base: str
    keyed: bool = False
    """True: the forms ask for an API key."""


def catalogs_page(
    catalogs: Sequence[Catalog],
    cursor: str,
    lang: Lang,
    error: PageError | None = None,
    values: FormValues | None = None,
) -> str:
    """Write the list of catalogues, and the form that adds one."""
    voice = Voice(lang)
    context = {
        "catalogs": catalogs,
        "following": voice.to(f"/catalogs?after={quote(cursor)}") if cursor else "",
        "error": error,
        "values": values or FormValues(),
        "here": "/catalogs",
        "switch": f"/catalogs?lang={voice.other}",
    }
    return render("catalogs.html", voice, context)


def catalog_page(view: CatalogView, lang: Lang) -> str:
    """Write the page of a catalogue, or of one organisation in it."""
    voice, summary, catalog = Voice(lang), view.summary, view.catalog
    one = (
        summary.organisations[0]
        if summary.organisation is not None and summary.organisations
        else None
    )
    own = f"/catalogs/{catalog.id}"
    if summary.organisation is not None:
        own += f"?organisation={quote(summary.organisation)}"
    following = ""
    if view.cursor:
        following = voice.to(f"{own}{'&' if '?' in own else '?'}after={quote(view.cursor)}")
    newest = view.runs[0] if view.runs else None
    context = {
        "catalog": catalog,
        "summary": summary,
        "organisation": summary.organisation,
        "heading": _heading(view, voice),
        "median_grade": None if summary.median is None else grade_of(summary.median),
        "live": newest if newest and newest.ended_at is None else None,
        "runs": view.runs,
        "troubles": newest.troubles if newest else (),
        "keyed": view.keyed,
        "socle": one.socle if one else None,
        "members": view.members,
        "following": following,
        "here_again": voice.to(own),
        "here": "",
        "switch": f"{own}{'&' if '?' in own else '?'}lang={voice.other}",
        "grades_bar": grades_bar,
        "snippets": snippets(
            f"{view.base}/v1/catalogs/{catalog.id}/badge.svg",
            f"{view.base}/catalogs/{catalog.id}",
            _ALT[lang],
            lang,
        ),
    }
    return render("catalog.html", voice, context)


def _heading(view: CatalogView, voice: Voice) -> str:
    summary, catalog = view.summary, view.catalog
    if summary.organisation is not None:
        name = summary.organisations[0].name if summary.organisations else summary.organisation
        return name or voice.say("no_organisation")
    return catalog.title or short_name(catalog.url)
