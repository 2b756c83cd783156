"""Three sentences for someone in a hurry: the grade, what holds it down, what to look at first."""

from __future__ import annotations

from rules.core.assessment import Assessment
from rules.core.evidence import Finding
from rules.core.grading import AT_MOST_B, DimensionScore
from rules.core.outcomes import OUTCOMES
from rules.core.reasons import DIMENSION_TITLES, LIMITS, reason_text
from rules.core.text import Fact, Lang, Text
from rules.core.words import finding_message, outcome_facts

_SENTENCES = 3
_GRADED = Text(
    en="Grade {grade} ({score} out of 100). Strongest: {best} ({best_score}); weakest: {worst} ({worst_score}).",
    fr="Note {grade} ({score} sur 100). Point fort : {best} ({best_score}) ; point faible : {worst} ({worst_score}).",
)
_EVEN = Text(
    en="Grade {grade} ({score} out of 100).",
    fr="Note {grade} ({score} sur 100).",
)
_FLAWLESS = Text(
    en="Nothing to correct was found in what could be measured.",
    fr="Rien à corriger dans ce qui a pu être mesuré.",
)
_SEVERAL = Text(
    en="Files checked: {count}; the weakest: “{title}” ({grade}).",
    fr="Fichiers évalués : {count} ; le plus faible : « {title} » ({grade}).",
)
_ROWS = Text(
    en="Rows without any error: {valid} of {rows}.",
    fr="Lignes sans aucune erreur : {valid} sur {rows}.",
)


def summarise(assessment: Assessment, lang: Lang) -> tuple[str, ...]:
    """Give up to three sentences: why this grade, worst first."""
    verdict = assessment.verdict
    ended = next((code for code in verdict.limits if code in OUTCOMES), None)
    if ended:
        outcome, facts = OUTCOMES[ended], outcome_facts(assessment.evidence)
        return outcome.text.say(lang, facts), outcome.fix.say(lang, facts)
    if verdict.score is None:
        reason = next((d.reason for d in verdict.dimensions if d.reason), "no_file")
        return (reason_text(reason, lang),)
    said = [_opening(assessment, lang), *_several(assessment, lang)]
    said += [*_held_down(assessment, lang), *_worst(assessment, lang)]
    if len(said) < _SENTENCES:
        said += _rows(assessment, lang)
    return tuple(said[:_SENTENCES])


def _opening(assessment: Assessment, lang: Lang) -> str:
    verdict = assessment.verdict
    measured = [d for d in verdict.dimensions if d.score is not None]
    best, worst = max(measured, key=_points), min(measured, key=_points)
    facts: dict[str, Fact] = {
        "grade": str(verdict.grade),
        "score": verdict.score or 0.0,
        "best": DIMENSION_TITLES[best.id].say(lang).lower(),
        "best_score": round(_points(best)),
        "worst": DIMENSION_TITLES[worst.id].say(lang).lower(),
        "worst_score": round(_points(worst)),
    }
    uneven = round(_points(best)) != round(_points(worst))
    return (_GRADED if uneven else _EVEN).say(lang, facts)


def _several(assessment: Assessment, lang: Lang) -> list[str]:
    graded = [r for r in assessment.resources if r.score is not None]
    if not graded:
        return []
    worst = min(graded, key=lambda r: r.score or 0.0)
    name = worst.title or worst.url.rstrip("/").rpartition("/")[2]
    facts: dict[str, Fact] = {
        "count": len(assessment.resources),
        "title": name[:80],
        "grade": str(worst.grade),
    }
    return [_SEVERAL.say(lang, facts)]


def _points(dimension: DimensionScore) -> float:
    return dimension.score or 0.0


def _held_down(assessment: Assessment, lang: Lang) -> list[str]:
    verdict = assessment.verdict
    # Further down the errors speak for themselves: this rung only keeps A out of reach.
    mute = {"rows_in_error"} if (verdict.score or 0.0) < AT_MOST_B else set()
    return [LIMITS[c][0].say(lang) for c in verdict.limits if c in LIMITS and c not in mute][:1]


def _worst(assessment: Assessment, lang: Lang) -> list[str]:
    """Explain the findings whose removal wins most, in the order of the suggestions."""
    found = {(f.rule, f.cause, f.column, f.resource): f for f in assessment.evidence.findings}
    keys = ((s.rule, s.cause or "", s.column or "", s.resource) for s in assessment.suggestions)
    ranked = (found.get(key) for key in keys)
    said = [finding_message(f, lang) for f in ranked if isinstance(f, Finding)]
    if said:
        return said[:2]
    return [] if assessment.suggestions else [_FLAWLESS.say(lang)]


def _rows(assessment: Assessment, lang: Lang) -> list[str]:
    conformance, table = assessment.evidence.conformance, assessment.evidence.table
    if conformance is None or table is None:
        return []
    return [_ROWS.say(lang, {"valid": conformance.valid_rows, "rows": table.rows})]
