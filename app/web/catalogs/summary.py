"""A catalogue summed up: by organisation, theme and format, the fixes that pay most, the trend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.store import Store
from app.store.catalog_figures import Figures
from app.store.catalog_model import WHOLE, Followed, Past, Tally, TopFix
from app.web.catalogs import shapes_summary as shapes
from app.web.catalogs.socle import NOT_GRADED, SOCLE, Part, parts_of, start_of
from app.web.rules_view import general
from rules import RULES
from rules.core.causes import CAUSES
from rules.core.grading import Grade
from rules.core.outcomes import OUTCOMES
from rules.core.text import Lang, Text

_RULES = {rule.id: rule for rule in RULES}
_GRADES: tuple[Grade, ...] = ("A", "B", "C", "D", "E")
_BACK = (3, 12)
_SLACK = 3
"""Months before the one asked for that will do where it has no figures."""
MOST_LABELS = 50
_TOO_FEW = 2
"""So many words are no sentence."""
_SENTENCES, _GAP = re.compile(r"(?<=[.!?])\s+"), "[…]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to sum up, and for whom."""

    catalog: str
    org: str | None = None
    most: int = 100
    """Organisations told one by one."""
    fixes: int = 10
    lang: Lang = "fr"
    base: str = ""


def summarise(store: Store, wanted: Wanted) -> shapes.SummaryShape:
    """Sum up a catalogue, or one organisation in it. Takes seconds for a million datasets."""
    figures, now = store.figures, datetime.now(UTC)
    if wanted.org is None:
        whole, every = figures.sums(wanted.catalog)
    else:
        every = figures.by_organisation(wanted.catalog, wanted.org)
        whole = every[0] if every else Tally(key=wanted.org, name="")
    shown = every[: wanted.most]
    past = _Past(figures, wanted.catalog, now)
    socles = _socles(figures, wanted, shown, now)
    of_all = wanted.org is None
    return shapes.SummaryShape(
        catalog=wanted.catalog,
        organisation=wanted.org,
        datasets=whole.members,
        assessed=whole.assessed,
        graded=whole.graded,
        median=whole.median,
        grades=_grades(whole),
        trend=past.of(WHOLE if of_all else whole.key, whole.median),
        organisations=[_organisation(tally, past, socles[tally.key], wanted) for tally in shown],
        organisations_total=len(every),
        themes=_groups(figures, wanted, "theme") if of_all else [],
        formats=_groups(figures, wanted, "format") if of_all else [],
        fixes=[
            _fix(fix, wanted.lang)
            for fix in figures.fixes(wanted.catalog, wanted.org, wanted.fixes)
        ],
        computed_at=now,
        lang=wanted.lang,
    )


def fix_words(fix: TopFix, lang: Lang) -> tuple[str, str]:
    """Give a fix's title and text, about no file in particular."""
    outcome, cause, rule = OUTCOMES.get(fix.cause), CAUSES.get(fix.cause), _RULES.get(fix.rule)
    texts: tuple[Text, Text] | None = None
    if outcome is not None:
        texts = outcome.title or outcome.text, outcome.fix
    elif cause is not None:
        texts = cause.title, cause.fix
    elif rule is not None:
        texts = rule.title, rule.fix
    if texts is None:  # of an older policy
        return fix.rule, ""
    return _told(texts[0], lang), _told(texts[1], lang)


def _told(text: Text, lang: Lang) -> str:
    """Say of a sentence what holds for any file: what names facts of one is left out."""
    said = general(text, lang)
    whole = [part for part in _SENTENCES.split(said) if _GAP not in part]
    if whole:
        return " ".join(whole)
    clause, colon, _ = said.partition(_GAP)[0].rpartition(":")
    if colon and len(clause.split()) > _TOO_FEW:  # an example follows the colon
        return f"{clause.rstrip()}."
    return said.replace(_GAP, "…")


class _Past:
    """How every group stood three and twelve months ago, asked for once."""

    def __init__(self, figures: Figures, catalog: str, now: datetime) -> None:
        self._then = {
            back: figures.past(catalog, _months(now, back, back + _SLACK)) for back in _BACK
        }

    def of(self, org: str, median: float | None) -> shapes.TrendsShape:
        """Compare a group with itself."""
        quarter, year = (self._trend(self._then[back].get(org), median) for back in _BACK)
        return shapes.TrendsShape(months_3=quarter, months_12=year)

    @staticmethod
    def _trend(then: Past | None, median: float | None) -> shapes.TrendShape | None:
        if then is None:
            return None
        known = median is not None and then.median is not None
        change = round((median or 0) - (then.median or 0), 1) if known else None
        return shapes.TrendShape(
            month=then.month, median=then.median, graded=then.graded, change=change
        )


def _months(now: datetime, first: int, last: int) -> Iterable[str]:
    for back in range(first, last):
        month = now.year * 12 + now.month - 1 - back
        yield f"{month // 12:04d}-{month % 12 + 1:02d}"


def _groups(figures: Figures, wanted: Wanted, kind: str) -> list[shapes.GroupShape]:
    tallies = figures.by_label(wanted.catalog, kind)[:MOST_LABELS]
    return [shapes.GroupShape(**_group(tally)) for tally in tallies]


def _group(tally: Tally) -> dict[str, Any]:
    return {
        "id": tally.key,
        "name": tally.name or None,
        "datasets": tally.members,
        "assessed": tally.assessed,
        "graded": tally.graded,
        "median": tally.median,
        "grades": _grades(tally),
    }


def _grades(tally: Tally) -> dict[Grade, int]:
    return dict(zip(_GRADES, tally.grades, strict=True))


def _organisation(
    tally: Tally, past: _Past, socle: shapes.SocleShape, wanted: Wanted
) -> shapes.OrganisationShape:
    return shapes.OrganisationShape(
        **_group(tally),
        trend=past.of(tally.key, tally.median),
        socle=socle,
        report=f"{wanted.base}/catalogs/{wanted.catalog}?organisation={tally.key}",
    )


def _fix(fix: TopFix, lang: Lang) -> shapes.FixShape:
    title, text = fix_words(fix, lang)
    return shapes.FixShape(
        rule=fix.rule,
        cause=fix.cause or None,
        title=title,
        text=text,
        datasets=fix.datasets,
        gain=fix.gain or None,
    )


def _socles(
    figures: Figures, wanted: Wanted, shown: tuple[Tally, ...], now: datetime
) -> Mapping[str, shapes.SocleShape]:
    """Hold every organisation shown against the socle, in two questions for all."""
    if not shown:
        return {}
    peers = figures.peers(wanted.catalog, SOCLE)
    followed: dict[str, list[Followed]] = {}
    for one in figures.followed(wanted.catalog, (tally.key for tally in shown), SOCLE):
        followed.setdefault(one.org, []).append(one)
    return {
        tally.key: _socle(parts_of(followed.get(tally.key, ()), peers, now), wanted)
        for tally in shown
    }


def _socle(parts: tuple[Part, ...], wanted: Wanted) -> shapes.SocleShape:
    published = sum(part.found is not None for part in parts)
    start, told = start_of(parts), None
    if start is not None:
        part = start.part
        grade = part.found.grade if part.found else None
        facts: dict[str, str | int] = {
            "title": SOCLE[part.schema].say(wanted.lang),
            "schema": part.schema,
            "grade": grade or NOT_GRADED.say(wanted.lang),
            "peers": part.peers,
            "age": part.age or 0,
        }
        told = shapes.StartShape(
            schema_name=part.schema, reason=start.reason, text=start.text.say(wanted.lang, facts)
        )
    return shapes.SocleShape(
        published=published,
        missing=len(parts) - published,
        items=[_item(part, wanted) for part in parts],
        start=told,
    )


def _item(part: Part, wanted: Wanted) -> shapes.SocleItemShape:
    found = part.found
    return shapes.SocleItemShape(
        schema_name=part.schema,
        title=SOCLE[part.schema].say(wanted.lang),
        status="published" if found else "missing",
        source=("detected" if found.source == "detected" else "declared") if found else None,
        datasets=found.datasets if found else 0,
        dataset=found.dataset if found else None,
        grade=found.grade if found else None,
        score=found.score if found else None,
        updated_at=found.updated if found else None,
        age_days=part.age,
        peers=part.peers,
        report=f"{wanted.base}/datasets/{found.dataset}" if found else None,
    )
