"""Every metric, dimension, grade, policy and reason under its own address: what we mean by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from app.web.linked import words_def
from app.web.rules_view import general
from rules import RULES
from rules.core.grading import GRADES, POLICY, WEIGHTS
from rules.core.outcomes import OUTCOMES
from rules.core.reasons import DIMENSION_TITLES, REASONS
from rules.core.rule import Dimension, Rule
from rules.core.text import Text

Kind = Literal["policies", "grades", "dimensions", "metrics", "reasons"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One thing that has an address here: ``/def/{kind}/{id}``."""

    kind: Kind
    id: str
    title: Text
    text: Text
    note: Text | None = None
    dimensions: tuple[Dimension, ...] = ()
    """Of a metric: what it measures."""
    datatype: Literal["decimal", "integer"] = "decimal"
    """Of a metric: the xsd type of its values."""


def dimension_metric(dimension: str) -> str:
    """Name the metric that is a dimension's score; rules have no hyphen in their names."""
    return f"{dimension}-score"


def known(kind: Kind) -> tuple[Definition, ...]:
    """List the definitions of one kind, in the order of the policy."""
    return tuple(d for d in DEFINITIONS.values() if d.kind == kind)


def _policies() -> Iterator[Definition]:
    title = _said(words_def.POLICY_TITLE, policy=POLICY)
    yield Definition(kind="policies", id=POLICY, title=title, text=words_def.POLICY_TEXT)


def _grades() -> Iterator[Definition]:
    for place, (floor, grade) in enumerate(GRADES):
        text = _said(words_def.BEST_TEXT, floor=floor)
        if place:
            text = _said(words_def.GRADE_TEXT, floor=floor, below=GRADES[place - 1][0])
        yield Definition(
            kind="grades",
            id=grade,
            title=_said(words_def.GRADE, grade=grade),
            text=text,
        )


def _dimensions() -> Iterator[Definition]:
    total = sum(WEIGHTS.values())
    for dimension in Dimension:
        weight = WEIGHTS.get(dimension)
        note = words_def.BESIDE
        if weight is not None:
            note = _said(words_def.DIMENSION_WEIGHT, weight=weight, total=total)
        yield Definition(
            kind="dimensions",
            id=dimension.value,
            title=DIMENSION_TITLES[dimension],
            text=words_def.DIMENSIONS[dimension],
            note=note,
        )


def _metrics() -> Iterator[Definition]:
    graded = tuple(WEIGHTS)
    for name, (title, text) in words_def.TOTALS.items():
        own = name in {"mqa-points", "udata-score"}
        yield Definition(
            kind="metrics",
            id=name,
            title=title,
            text=text,
            dimensions=(Dimension.DOCUMENTATION,) if own else graded,
            datatype="integer" if name == "mqa-points" else "decimal",
        )
    for dimension, title in DIMENSION_TITLES.items():
        yield Definition(
            kind="metrics",
            id=dimension_metric(dimension),
            title=Text(
                en=words_def.DIMENSION_SCORE.say("en", {"dimension": title.en}),
                fr=words_def.DIMENSION_SCORE.say("fr", {"dimension": title.fr}),
            ),
            text=words_def.DIMENSION_SCORE_TEXT,
            dimensions=(dimension,),
        )
    yield from (_rule(rule) for rule in RULES)


def _rule(rule: Rule) -> Definition:
    return Definition(
        kind="metrics",
        id=rule.id,
        title=_general(rule.title),
        text=_general(rule.why),
        note=_said(words_def.RULE_SCALE, weight=rule.weight, version=rule.version),
        dimensions=(rule.dimension,),
    )


def _reasons() -> Iterator[Definition]:
    texts = {**REASONS, **{code: outcome.text for code, outcome in OUTCOMES.items()}}
    for code, text in sorted(texts.items()):
        title = _said(words_def.REASON_TITLE, code=code)
        yield Definition(kind="reasons", id=code, title=title, text=_general(text))


def _said(text: Text, **facts: str | float) -> Text:
    return Text(en=text.say("en", facts), fr=text.say("fr", facts))


def _general(text: Text) -> Text:
    return Text(en=general(text, "en"), fr=general(text, "fr"))


DEFINITIONS: Mapping[tuple[Kind, str], Definition] = MappingProxyType(
    {
        (d.kind, d.id): d
        for family in (_policies(), _grades(), _dimensions(), _metrics(), _reasons())
        for d in family
    }
)
