"""What a rule is: one question, its weight, its words, its examples."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from math import fsum, sqrt
from typing import Literal, get_args, get_type_hints

from rules.core.evidence import Evidence, Finding
from rules.core.text import Fact, Text

Effort = Literal["low", "medium", "high"]
SEEN = datetime(2026, 1, 31, tzinfo=UTC)
"""The instant at which every rule's examples were observed."""
log = logging.getLogger(__name__)


class Dimension(StrEnum):
    """Families of rules; the first five make the grade, documentation stands beside it."""

    SCHEMA = "schema"
    COMPLETENESS = "completeness"
    FRESHNESS = "freshness"
    READABILITY = "readability"
    ACCESSIBILITY = "accessibility"
    DOCUMENTATION = "documentation"


@dataclass(frozen=True, slots=True)
class Value:
    """What a rule answers: a ratio from 0 (bad) to 1 (good) and the facts behind it."""

    ratio: float
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skip:
    """Why a rule has no answer: never a pass, never a zero."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One rule's answer about one resource (DQV: a quality measurement)."""

    rule: str
    version: int
    dimension: Dimension
    weight: int
    value: float | None
    """0..1, or ``None`` where it was not measured, for ``reason``."""
    reason: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One question asked of the evidence (DQV: a metric)."""

    id: str
    dimension: Dimension
    weight: int
    version: int
    effort: Effort
    title: Text
    why: Text
    fix: Text
    check: Callable[..., Value | Skip]
    needs: tuple[str, ...]
    also: tuple[str, ...]
    """Other rules whose findings this one sees too: one cause may cost twice, and is mended once."""
    good: tuple[Evidence, ...]
    bad: tuple[Evidence, ...]

    def measure(self, evidence: Evidence) -> Measurement:
        """Ask the question, unless what it needs was not observed."""
        answer = self._ask(evidence)
        return Measurement(
            rule=self.id,
            version=self.version,
            dimension=self.dimension,
            weight=self.weight,
            value=None if isinstance(answer, Skip) else min(1.0, max(0.0, answer.ratio)),
            reason=answer.reason if isinstance(answer, Skip) else None,
            facts={} if isinstance(answer, Skip) else answer.facts,
        )

    def _ask(self, evidence: Evidence) -> Value | Skip:
        counted = (self.id, *self.also)
        mine = (f for f in evidence.findings if f.rule in counted and f.severity != "info")
        seen = replace(evidence, findings=tuple(mine))
        parts = {name: seen if name == "evidence" else getattr(seen, name) for name in self.needs}
        for name, part in parts.items():
            if part is None:
                return Skip(evidence.gaps.get(name, f"no_{name}"))
        try:
            return self.check(**parts)
        except Exception:  # a rule that crashes is our fault: it costs the publisher nothing
            log.exception("rule %s crashed", self.id)
            return Skip("internal")


def rule(  # noqa: PLR0913 # ten things make a rule
    *,
    dimension: Dimension,
    weight: int,
    version: int = 1,
    effort: Effort = "low",
    also: tuple[str, ...] = (),
    title: Text,
    why: Text,
    fix: Text,
    good: tuple[Evidence, ...],
    bad: tuple[Evidence, ...],
) -> Callable[[Callable[..., Value | Skip]], Rule]:
    """Turn a pure function into a rule; its parameters name the evidence it needs.

    A parameter that was not observed skips the rule; one called ``evidence`` receives the whole,
    for rules that can do without a part. Of the findings a rule only ever sees those that name
    it (or a rule in ``also``), and never those of severity ``info``: they are told, not judged.
    Raises ``TypeError`` at import where a parameter is no part of :class:`Evidence`.
    """

    def wrap(check: Callable[..., Value | Skip]) -> Rule:
        needs = _needs(check)
        return Rule(
            id=check.__name__,
            dimension=dimension,
            weight=weight,
            version=version,
            effort=effort,
            title=title,
            why=why,
            fix=fix,
            check=check,
            needs=needs,
            also=also,
            good=good,
            bad=bad,
        )

    return wrap


def _needs(check: Callable[..., Value | Skip]) -> tuple[str, ...]:
    offered = {**get_type_hints(Evidence), "evidence": Evidence}
    asked = get_type_hints(check)
    needs = tuple(inspect.signature(check).parameters)
    unknown = [
        name
        for name in needs
        if name not in offered or asked.get(name) not in (offered[name], *get_args(offered[name]))
    ]
    if unknown:
        raise TypeError(f"rule {check.__name__}: no such evidence: {', '.join(unknown)}")
    return needs


def eased(findings: tuple[Finding, ...]) -> float:
    """Turn defects into a ratio that falls fast at first, then slowly: repeats are damped.

    The square root makes 1 % of bad rows cost 10 points in a hundred and 25 % cost 50; it has
    no step, so one more bad row never makes the score jump.
    """
    return 1 - sqrt(min(1.0, fsum(finding.share for finding in findings)))


def noted(findings: tuple[Finding, ...]) -> dict[str, Fact]:
    """Give the facts that a fix may name: {count} in all, {column} and {row} of the worst one."""
    worst = max(findings, key=lambda f: (f.share, f.count, f.column, f.cause), default=None)
    return {
        "count": sum(finding.count for finding in findings),
        "column": worst.column if worst and worst.column else "—",
        "row": worst.rows[0] if worst and worst.rows else "—",
    }
