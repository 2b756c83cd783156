"""One vocabulary for what can go wrong: every code, whose problem it is, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.core.outcome import Effect, Outcome, Whose
from rules.core.outcomes_address import ADDRESS
from rules.core.outcomes_answer import ANSWER
from rules.core.outcomes_catalog import CATALOG
from rules.core.outcomes_file import FILE
from rules.core.outcomes_job import JOB
from rules.core.outcomes_limits import LIMITS
from rules.core.outcomes_link import LINK
from rules.core.outcomes_portal import PORTAL

__all__ = ["OUTCOMES", "Effect", "Outcome", "Whose", "effect_of", "may_pass"]

OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        outcome.code: outcome
        for outcome in (*ADDRESS, *LINK, *ANSWER, *FILE, *LIMITS, *JOB, *PORTAL, *CATALOG)
    }
)

_PASSING = frozenset({202, 408, 425, 429})
"""Statuses below 500 that say “later”, not “never”; 202 is an export still being prepared."""


def effect_of(code: str, status: int | None = None) -> Effect:
    """Give what a code does to the grade; a server's passing trouble never makes a bad grade."""
    if code == "http_status" and _passing(status):
        return "unmeasured"
    return OUTCOMES[code].effect if code in OUTCOMES else "unmeasured"


def may_pass(code: str, status: int | None = None) -> bool:
    """Tell whether trying again later makes sense."""
    if code == "http_status":
        return _passing(status)
    return code in OUTCOMES and OUTCOMES[code].retry


def _passing(status: int | None) -> bool:
    return status is not None and (status >= 500 or status in _PASSING)  # noqa: PLR2004
