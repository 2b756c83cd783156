"""Findings, suggestions and outcomes in words: facts meet the sentences written for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rules.core.advice import Suggestion
from rules.core.causes import CAUSES
from rules.core.evidence import Evidence, Finding
from rules.core.outcomes import OUTCOMES
from rules.core.rule import Measurement, Rule
from rules.core.text import Fact, Lang

_SHOWN = 80
"""Longest value quoted in a sentence; the sample itself keeps more."""


def finding_facts(finding: Finding) -> Mapping[str, Fact]:
    """Gather what a cause's sentences may name; the first sample stands for all, “—” for nothing."""
    first = finding.samples[0] if finding.samples else None
    row: Fact = first.row if first else (finding.rows[0] if finding.rows else "—")
    known: dict[str, Fact] = {
        "column": finding.column or "—",
        "count": finding.count,
        "of": finding.of,
        "row": row,
        "value": _short(first.value) if first else "—",
        "fixed": _short(first.fixed) if first and first.fixed is not None else "—",
        **{k: _short(v) if isinstance(v, str) else v for k, v in finding.facts.items()},
    }
    # An assessment stored by an older version may lack a fact that a sentence names today.
    return defaultdict(lambda: "—", known)


def finding_title(finding: Finding, lang: Lang) -> str:
    """Name the trouble in a few words."""
    cause = CAUSES.get(finding.cause)
    return cause.title.say(lang, finding_facts(finding)) if cause else finding.code


def finding_message(finding: Finding, lang: Lang) -> str:
    """Say what is wrong, with the value and the row."""
    cause = CAUSES.get(finding.cause)
    return cause.text.say(lang, finding_facts(finding)) if cause else finding.code


def suggestion_words(
    suggestion: Suggestion,
    evidence: Evidence,
    measurements: tuple[Measurement, ...],
    rules: Mapping[str, Rule],
    lang: Lang,
) -> tuple[str, str]:
    """Give a suggestion's title and text."""
    if suggestion.cause in OUTCOMES:
        outcome, named = OUTCOMES[suggestion.cause or ""], outcome_facts(evidence)
        named |= suggestion.facts
        return outcome.text.say(lang, named), outcome.fix.say(lang, named)
    finding = _behind(suggestion, evidence)
    if finding is not None and finding.cause in CAUSES:
        facts = finding_facts(finding)
        cause = CAUSES[finding.cause]
        return cause.title.say(lang, facts), cause.fix.say(lang, facts)
    rule = rules[suggestion.rule]
    known = suggestion.facts or next((m.facts for m in measurements if m.rule == rule.id), {})
    return rule.title.say(lang), rule.fix.say(lang, defaultdict(lambda: "—", known))


def outcome_facts(evidence: Evidence) -> dict[str, Fact]:
    """Gather what an outcome's sentences may name."""
    status = evidence.access.status if evidence.access else None
    return {"status": str(status) if status else "—", "detail": "—"}


def _behind(suggestion: Suggestion, evidence: Evidence) -> Finding | None:
    wanted = (suggestion.rule, suggestion.cause, suggestion.column or "", suggestion.resource)
    found = (f for f in evidence.findings if (f.rule, f.cause, f.column, f.resource) == wanted)
    return next(found, None)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"
