"""An assessment as text for a terminal: a report that one would like to paste."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text as Line

from app.web.shapes import AssessmentShape, DimensionShape, FindingShape, SuggestionShape
from rules.core.text import Lang, Text, write

_COLOURS = {
    "A": "green",
    "B": "green3",
    "C": "yellow3",
    "D": "dark_orange",
    "E": "red",
    None: "grey50",
}
_MOST = 8
_BAR = 20
_WORDS = {
    "no_grade": Text(en="not graded", fr="non noté"),
    "coverage": Text(en="measured: {share} %", fr="mesuré : {share} %"),
    "not_measured": Text(en="not measured", fr="non mesuré"),
    "documentation": Text(
        en="Documentation (beside the grade)", fr="Documentation (à côté de la note)"
    ),
    "mqa": Text(
        en="data.europa.eu (forecast): {points} points of {max} – {rating}, {at_most} at most",
        fr="data.europa.eu (prévision) : {points} points sur {max} – {rating}, {at_most} au plus",
    ),
    "udata": Text(
        en="data.gouv.fr (forecast): {met} criteria of {of} met, {at_most} at most",
        fr="data.gouv.fr (prévision) : {met} critères remplis sur {of}, {at_most} au plus",
    ),
    "first": Text(en="What to change first", fr="À corriger d’abord"),
    "points": Text(en="+{gain} points", fr="+{gain} points"),
    "plan": Text(
        en="To reach {to}: do the items marked with an arrow.",
        fr="Pour atteindre {to} : faire les points marqués d’une flèche.",
    ),
    "more": Text(en="and further suggestions: {count}", fr="et d’autres suggestions : {count}"),
    "findings": Text(en="What was found", fr="Ce qui a été constaté"),
    "column": Text(en="column", fr="colonne"),
    "count": Text(en="count", fr="nombre"),
    "rows": Text(en="rows", fr="lignes"),
    "example": Text(en="example", fr="exemple"),
    "files": Text(en="Files", fr="Fichiers"),
    "left_out": Text(en="not assessed: {count}", fr="non évalués : {count}"),
    "header": Text(en="header in row {row}", fr="en-tête en ligne {row}"),
    "sheet": Text(en="sheet “{name}”", fr="feuille « {name} »"),
    "size": Text(
        en="rows: {rows} · columns: {columns}", fr="lignes : {rows} · colonnes : {columns}"
    ),
    "schema": Text(en="schema {name}", fr="schéma {name}"),
}


def print_report(shape: AssessmentShape, console: Console) -> None:
    """Print the whole report."""
    lang: Lang = shape.lang
    for part in (
        _head(shape, lang),
        _resources(shape, lang),
        _dimensions(shape, lang),
        _forecasts(shape, lang),
        _suggestions(shape, lang),
        _findings(shape, lang),
    ):
        if part is not None:
            console.print(part)


def _head(shape: AssessmentShape, lang: Lang) -> RenderableType:
    colour = _COLOURS[shape.grade]
    title = Line()
    if shape.grade:
        title.append(f" {shape.grade} ", style=f"bold reverse {colour}")
        title.append(f"  {write(shape.score or 0.0, lang)} / 100", style="bold")
    else:
        title.append(_say("no_grade", lang), style=f"bold {colour}")
    title.append("   " + _say("coverage", lang, share=round(100 * shape.coverage)), style="dim")
    sentences = [Line("• " + said) for said in (*shape.summary, *(n.text for n in shape.notes))]
    name = shape.dataset.title or shape.dataset.url
    return Panel(
        Group(title, Line(_facts(shape, lang), style="dim"), Line(), *sentences),
        title=Line(name[:100]),
        title_align="left",
        border_style=colour,
    )


def _facts(shape: AssessmentShape, lang: Lang) -> str:
    resource = shape.resource
    if resource is None or resource.format is None:
        return ""
    sheet = _say("sheet", lang, name=resource.sheet[:60]) if resource.sheet else ""
    parts = [resource.format.upper(), sheet or resource.encoding or ""]
    if resource.delimiter:
        parts.append(repr(resource.delimiter).replace("'", "“", 1).replace("'", "”", 1))
    if resource.rows is not None:
        parts.append(_say("size", lang, rows=resource.rows, columns=resource.columns or 0))
    if resource.header_row and resource.header_row > 1:
        parts.append(_say("header", lang, row=resource.header_row))
    if shape.schema_:
        name = f"{shape.schema_.name} {shape.schema_.version or ''}".strip()
        parts.append(_say("schema", lang, name=name))
    return " · ".join(part for part in parts if part)


def _resources(shape: AssessmentShape, lang: Lang) -> RenderableType | None:
    """List the files of a dataset of several, and what was left out with the reason."""
    if not shape.resources and not shape.left_out:
        return None
    table = Table(box=None, padding=(0, 1), show_header=False)
    for item in shape.resources:
        grade = Line(f" {item.grade or '–'} ", style=f"bold reverse {_COLOURS[item.grade]}")
        score = "–" if item.score is None else write(item.score, lang)
        table.add_row(grade, score, Line((item.title or item.url)[:80]), Line(item.format or ""))
    lines: list[RenderableType] = [Line("\n" + _say("files", lang), style="bold"), table]
    if shape.left_out:
        lines.append(Line("   " + _say("left_out", lang, count=len(shape.left_out)), style="dim"))
    for left in shape.left_out[:_MOST]:
        name = (
            f"   – {(left.title or left.url)[:60]} : "
            if lang == "fr"
            else f"   – {left.title or left.url}: "
        )
        lines.append(Line(name + left.reason_text, style="dim"))
    return Group(*lines)


def _dimensions(shape: AssessmentShape, lang: Lang) -> RenderableType:
    table = Table(box=None, padding=(0, 1), show_header=False, title_justify="left")
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim")
    for dimension in shape.dimensions:
        table.add_row(*_dimension(dimension, lang))
    score = shape.documentation.score
    if score is not None:
        name = _say("documentation", lang)
        table.add_row(Line(name, style="dim"), _bar(score), write(round(score), lang), "")
    return Padding(table, (1, 0, 0, 0))


def _dimension(dimension: DimensionShape, lang: Lang) -> tuple[RenderableType, ...]:
    name = f"{dimension.title} ({dimension.weight} %)"
    if dimension.score is None:
        why = f"{_say('not_measured', lang)} – {dimension.reason_text or ''}"
        return name, Line("·" * _BAR, style="grey50"), "–", why
    return name, _bar(dimension.score), write(round(dimension.score), lang), ""


def _bar(score: float) -> Line:
    full = round(score / 100 * _BAR)
    colour = next(
        c
        for floor, c in ((75, "green3"), (55, "yellow3"), (35, "dark_orange"), (0, "red"))
        if score >= floor
    )
    return Line("█" * full, style=colour) + Line("░" * (_BAR - full), style="grey50")


def _forecasts(shape: AssessmentShape, lang: Lang) -> RenderableType | None:
    """Give one line for each portal whose own score could be foretold."""
    lines: list[RenderableType] = []
    mqa, udata = shape.documentation.mqa, shape.documentation.udata
    if mqa:
        rating, most = mqa.rating_text or mqa.rating, mqa.points_at_most or mqa.points
        line = _say("mqa", lang, points=mqa.points, max=mqa.max, rating=rating, at_most=most)
        lines.append(Line(line, style="dim"))
    if udata and udata.criteria:
        counted = [criterion.status for criterion in udata.criteria]
        met, of = counted.count("met"), len(counted)
        line = _say("udata", lang, met=met, of=of, at_most=met + counted.count("unknown"))
        lines.append(Line(line, style="dim"))
    return Padding(Group(*lines), (0, 0, 0, 1)) if lines else None


def _suggestions(shape: AssessmentShape, lang: Lang) -> RenderableType | None:
    if not shape.suggestions:
        return None
    lines: list[RenderableType] = [Line("\n" + _say("first", lang), style="bold")]
    lines += [_suggestion(n, s, shape, lang) for n, s in enumerate(shape.suggestions[:_MOST], 1)]
    if len(shape.suggestions) > _MOST:
        more = _say("more", lang, count=len(shape.suggestions) - _MOST)
        lines.append(Line(f"   … {more}", style="dim"))
    if shape.plan.to:
        lines.append(Line("   → " + _say("plan", lang, to=shape.plan.to), style="dim"))
    return Group(*lines)


def _suggestion(
    number: int, suggestion: SuggestionShape, shape: AssessmentShape, lang: Lang
) -> RenderableType:
    mark = "→" if suggestion.id in shape.plan.suggestions else " "
    head = Line(f"{mark}{number:>2}. ", style="bold")
    head.append(suggestion.title, style="bold")
    if suggestion.column:
        head.append(f"  [{suggestion.column[:60]}]", style="cyan")
    if suggestion.resource:
        names = {item.url: item.title or item.url for item in shape.resources}
        head.append(f"  {names.get(suggestion.resource, suggestion.resource)[:60]}", style="dim")
    if suggestion.gain:
        head.append("  " + _say("points", lang, gain=suggestion.gain), style="green3")
    return Group(head, Padding(Line(suggestion.text), (0, 0, 0, 5)))


def _findings(shape: AssessmentShape, lang: Lang) -> RenderableType | None:
    if not shape.findings:
        return None
    table = Table(box=None, padding=(0, 1), title=Line("\n" + _say("findings", lang), style="bold"))
    table.title_justify = "left"
    for name in ("findings", "column", "count", "rows", "example"):
        table.add_column(
            "" if name == "findings" else _say(name, lang),
            justify="right" if name == "count" else "left",
            header_style="dim",
        )
    for finding in shape.findings:
        table.add_row(*_finding(finding, lang))
    return table


def _finding(finding: FindingShape, lang: Lang) -> tuple[RenderableType, ...]:
    sign = {"error": "✗", "warning": "!", "info": "i"}[finding.severity]
    rows = ", ".join(str(row) for row in finding.rows[:5]) + ("…" if len(finding.rows) > 5 else "")  # noqa: PLR2004
    example = ""
    if finding.samples:
        sample = finding.samples[0]
        example = sample.value[:40] + (
            f" → {sample.fixed[:40]}" if sample.fixed is not None else ""
        )
    return (
        Line(f"{sign} {finding.title}"),
        Line((finding.column or "")[:40], style="cyan"),
        write(finding.count, lang),
        Line(rows, style="dim"),
        Line(example),
    )


def _say(word: str, lang: Lang, **facts: str | float) -> str:
    return _WORDS[word].say(lang, facts)
