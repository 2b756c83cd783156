"""A catalogue summed up on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.redact import redact_text
from app.store.catalog_model import Catalog
from app.web.catalogs.shapes_summary import SummaryShape
from app.web.formats import visible
from rules.core.grading import Grade
from rules.core.text import Fact, Lang, Text, write

_MOST = 30
_WORDS: Mapping[str, Text] = {
    "counts": Text(
        en="Datasets: {datasets}. Graded: {graded}. Median score: {median}.",
        fr="Jeux de données : {datasets}. Notés : {graded}. Score médian : {median}.",
    ),
    "organisation": Text(en="Organisation", fr="Organisation"),
    "id": Text(en="Id", fr="Identifiant"),
    "datasets": Text(en="Datasets", fr="Jeux"),
    "median": Text(en="Median", fr="Médiane"),
    "grades": Text(en="A B C D E", fr="A B C D E"),
    "socle": Text(en="Socle commun", fr="Socle commun"),
    "fixes": Text(en="Fixes that pay most", fr="Corrections les plus utiles"),
    "gain": Text(
        en="points: {gain}, datasets: {datasets}", fr="points : {gain}, jeux : {datasets}"
    ),
    "unknown": Text(en="datasets: {datasets}", fr="jeux : {datasets}"),
    "missing": Text(en="not published", fr="non publié"),
    "without": Text(en="(none)", fr="(aucune)"),
}


def print_summary(summary: SummaryShape, console: Console, title: str = "") -> None:
    """Print a summary; of one organisation, its socle commun too."""
    lang = summary.lang
    if title:
        console.print(f"[bold]{escape(visible(title, 100))}[/bold]")
    facts: dict[str, Fact] = {
        "datasets": summary.datasets,
        "graded": summary.graded,
        "median": _median(summary.median, lang),
    }
    console.print(_WORDS["counts"].say(lang, facts), f"  {_letters(summary.grades)}")
    console.print(_organisations(summary))
    if summary.organisation is not None:
        _socle(summary, console)
    if summary.fixes:
        console.print(f"[bold]{_WORDS['fixes'].say(lang)}[/bold]")
    for number, fix in enumerate(summary.fixes, 1):
        known = "unknown" if fix.gain is None else "gain"
        counted = {"gain": fix.gain or 0, "datasets": fix.datasets}
        console.print(f"{number}. {escape(fix.title)} – {_WORDS[known].say(lang, counted)}")


def print_catalogs(catalogs: Iterable[Catalog], console: Console) -> None:
    """Print one line a catalogue: id, kind, title or address."""
    for catalog in catalogs:
        name = visible(redact_text(catalog.title or catalog.url), 100)
        console.print(f"{catalog.id}  {catalog.kind or '–':<12} {escape(name)}", soft_wrap=True)


def _organisations(summary: SummaryShape) -> Table:
    lang = summary.lang
    table = Table(box=None, pad_edge=False)
    for name in ("organisation", "id", "datasets", "median", "grades", "socle"):
        right = name in {"datasets", "median", "socle"}
        table.add_column(_WORDS[name].say(lang), justify="right" if right else "left")
    for item in summary.organisations[:_MOST]:
        table.add_row(
            escape(visible(item.name or _WORDS["without"].say(lang), 40)),
            escape(item.id),
            str(item.datasets),
            _median(item.median, lang),
            _letters(item.grades),
            f"{item.socle.published}/{item.socle.published + item.socle.missing}",
        )
    return table


def _socle(summary: SummaryShape, console: Console) -> None:
    lang = summary.lang
    for item in (one for org in summary.organisations for one in org.socle.items):
        grade = item.grade or "–" if item.status == "published" else _WORDS["missing"].say(lang)
        console.print(f"  {item.title} ({item.schema_name}) : {grade}", highlight=False)
    for org in summary.organisations:
        if org.socle.start:
            console.print(f"[bold]→ {escape(org.socle.start.text)}[/bold]")


def _letters(grades: Mapping[Grade, int]) -> str:
    return " ".join(str(count) for count in grades.values())


def _median(value: float | None, lang: Lang) -> str:
    return "–" if value is None else write(value, lang)
