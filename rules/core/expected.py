"""How far a table meets what its expectation suite says: shared by the rules that read it."""

from __future__ import annotations

from math import fsum
from typing import Literal

from rules.core.evidence import ExpectationResult, Expectations, Finding
from rules.core.rule import Skip, Value
from rules.core.text import Fact


def met(
    expectations: Expectations,
    findings: tuple[Finding, ...],
    dimension: Literal["completeness", "schema"],
) -> Value | Skip:
    """Average how far the expectations of one dimension are met; the unevaluated do not count.

    A result costs only while a finding tells of it: so the gain of mending each can be computed,
    and what the suite's author marked as mere information stays free.
    """
    told = {(f.code, f.column) for f in findings}
    asked = [r for r in expectations.results if r.dimension == dimension and r.success is not None]
    if not asked:
        return Skip("no_expectations")
    shares = [_share(r) if (r.type, r.column) in told else 1.0 for r in asked]
    share, worst = min(
        zip(shares, asked, strict=True), key=lambda p: (p[0], p[1].type, p[1].column)
    )
    facts: dict[str, Fact] = {
        "met": sum(s >= 1 for s in shares),
        "asked": len(asked),
        "expectation": worst.type,
        "column": worst.column or "—",
        "observed": worst.observed or "—",
        "share": share,
    }
    return Value(fsum(shares) / len(shares), facts)


def _share(result: ExpectationResult) -> float:
    """Give how far one is met; one that fails without saying how far is not met at all."""
    stated = float(bool(result.success)) if result.share is None else result.share
    return min(1.0, max(0.0, stated))
