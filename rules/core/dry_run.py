"""How we foretell another portal's score: one question for each of its criteria."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from rules.core.evidence import Evidence, Metadata
from rules.core.text import Fact, Text

Status = Literal["met", "not_met", "unknown"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a criterion is met; ``reason`` says why that is unknown, ``facts`` feed the advice."""

    status: Status
    reason: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


Question = Callable[[Evidence, Metadata], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A criterion in words: its name, and what to do where it is not met."""

    title: Text
    fix: Text


def held(met: object, **facts: Fact) -> Answer:
    """Answer yes or no."""
    return Answer("met" if met else "not_met", "", facts)


def unknown(reason: str, **facts: Fact) -> Answer:
    """Answer that we could not look: never a pass, never a zero."""
    return Answer("unknown", reason, facts)


def stated(text: str) -> str:
    """Quote what was stated, shortened; a dash for nothing."""
    return " ".join(text.split())[:80] or "—"
