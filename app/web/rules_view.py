"""What the rule book's page shows: every figure comes from the policy and the rules themselves."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

from app.web.voice import Voice
from rules.core.evidence import Finding
from rules.core.freshness import DEFAULT_PERIOD_DAYS, GRACE_DAYS, timeliness
from rules.core.grading import GRADES, WEIGHTS, Grade
from rules.core.reasons import DIMENSION_TITLES
from rules.core.rule import Dimension, Rule, eased
from rules.core.text import Lang, Text


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in words."""

    id: str
    title: str
    why: str
    fix: str
    weight: str
    share: str
    effort: str
    version: int


@dataclass(frozen=True, slots=True)
class DimensionRows:
    """One dimension and its rules, heaviest first."""

    id: str
    title: str
    said_weight: str
    rules: tuple[RuleRow, ...]


def grade_floors(voice: Voice) -> tuple[tuple[Grade, float, str | None], ...]:
    """Give each grade, its lowest score, and the score where the next grade begins."""
    return tuple(
        (grade, floor, next((voice.number(f) for f, _ in reversed(GRADES) if f > floor), None))
        for floor, grade in GRADES
    )


def damping(voice: Voice, wrong_of_100: int) -> str:
    """Say how far a rule is met where so many cells of a hundred are wrong."""
    finding = Finding(rule="", code="", cause="", count=wrong_of_100, of=100)
    return voice.percent(eased((finding,)))


def lateness(voice: Voice) -> str:
    """Say how far an update is on time when it is one whole period late."""
    age = 2 * DEFAULT_PERIOD_DAYS + GRACE_DAYS
    return voice.percent(timeliness(age, DEFAULT_PERIOD_DAYS))


def rule_rows(rules: tuple[Rule, ...], voice: Voice) -> tuple[DimensionRows, ...]:
    """Group the rules by dimension, in the order of the policy."""
    return tuple(
        _dimension(d, tuple(r for r in rules if r.dimension is d), voice) for d in Dimension
    )


def general(text: Text, lang: Lang) -> str:
    """Write a sentence about no file in particular: each fact becomes […]."""
    parts = Formatter().parse(getattr(text, lang))
    return "".join(literal + ("[…]" if field is not None else "") for literal, field, _, _ in parts)


def _dimension(dimension: Dimension, rules: tuple[Rule, ...], voice: Voice) -> DimensionRows:
    weight = WEIGHTS.get(dimension)
    said = voice.say("weight_beside") if weight is None else _share(weight, voice)
    total = sum(rule.weight for rule in rules)
    ranked = sorted(rules, key=lambda rule: (-rule.weight, rule.id))
    return DimensionRows(
        id=dimension.value,
        title=DIMENSION_TITLES[dimension].say(voice.lang),
        said_weight=said,
        rules=tuple(_rule(rule, total, voice) for rule in ranked),
    )


def _share(weight: int, voice: Voice) -> str:
    return voice.say("weight_share", share=round(100 * weight / sum(WEIGHTS.values()), 1))


def _rule(rule: Rule, total: int, voice: Voice) -> RuleRow:
    return RuleRow(
        id=rule.id,
        title=voice.prose(general(rule.title, voice.lang)),
        why=voice.prose(general(rule.why, voice.lang)),
        fix=voice.prose(general(rule.fix, voice.lang)),
        weight=voice.number(rule.weight),
        share=voice.percent(rule.weight / total) if total else "–",
        effort=rule.effort,
        version=rule.version,
    )
