"""What becomes of a job after an attempt: ended, tried again later, or set aside. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.errors import Problem
from app.sandbox import KILLED
from app.store import Claim, End
from rules.core.assessment import Assessment
from rules.core.outcomes import OUTCOMES, may_pass
from rules.core.text import Text

MOST_CRASHES = 3
"""Deaths of its reader after which a content is set aside."""
MOST_LOSSES = 10
"""Deaths of its worker after which an order is set aside: those beside it die as often."""
_MOST_MISTAKES = 3
_LONGEST = 3600.0
_GROWTH = 4.0
_OVERRUN = frozenset({429, 503})
"""Statuses that say something of the whole host, not of one address."""
_UNREACHED = frozenset({"dns_timeout", "connect_failed", "headers_timeout"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often and how long apart an unwell server is tried."""

    attempts: int
    delay: float


def ending(assessment: Assessment, claim: Claim, patience: Patience, chance: float) -> End:
    """Decide from what was found. ``chance`` 0..1 keeps those who wait apart.

    Whatever was found is kept, even where nothing could be measured: whoever waits gets it at
    once, the badge shows the grade before, and a later attempt adds to the history.
    """
    first = assessment.parts[:1]
    assessment = _speaker(assessment)
    code, status = _outcome(assessment)
    access = assessment.evidence.access
    if code == "quarantined":
        return End(state="failed", code=code)
    if code == "parse_crashed":
        return _crashed(claim)
    if code == "no_space":
        return out_of_room(patience, chance)
    if not may_pass(code, status):
        # What takes all time or memory once takes it again: no retry, but the fourth is not begun.
        well = access is not None and access.status is not None
        return End(state="succeeded", crashed=code in KILLED, host_well=well)
    asked = float(access.retry_after or 0) if access else 0.0
    asked = min(asked, _LONGEST)
    ours = not first or first[0] is assessment  # the host that the order waited for
    # Where it says how long, that holds for everyone; else batches rest for as long as we think fit.
    unwell = ours and not asked and (status in _OVERRUN or code in _UNREACHED)
    rest = patience.delay * _jitter(chance) if unwell else 0.0
    host = asked if ours else 0.0
    if claim.retries + 1 >= patience.attempts:
        return End(state="succeeded", code=code, host_wait=host, host_rest=rest)
    wait = max(asked, _backoff(claim.retries, patience, chance))
    return End(state="queued", code=code, wait=wait, retried=True, host_wait=host, host_rest=rest)


def out_of_room(patience: Patience, chance: float) -> End:
    """Wait for room on our disk, however long: neither the file nor its server is at fault."""
    return End(state="queued", code="no_space", wait=patience.delay * _jitter(chance))


def refused(problem: Problem) -> End:
    """End what could not be done as asked."""
    return End(state="failed", code=problem.code, problem=pack_problem(problem))


def broken(claim: Claim) -> End:
    """End, or try again, after a mistake of ours: no fault of the content."""
    if claim.losses + 1 < _MOST_MISTAKES:
        return End(state="queued", code="internal", wait=1.0 + claim.losses, lost=True)
    return End(state="failed", code="internal", lost=True)


def _crashed(claim: Claim) -> End:
    if claim.crashes + 1 < MOST_CRASHES:
        return End(state="queued", code="parse_crashed", wait=1.0 + claim.crashes, crashed=True)
    return End(state="failed", code="quarantined", crashed=True)


def _backoff(retries: int, patience: Patience, chance: float) -> float:
    longest: float = min(patience.delay * _GROWTH**retries, _LONGEST)
    return longest * _jitter(chance)


def _jitter(chance: float) -> float:
    return 0.75 + 0.5 * chance


def _speaker(assessment: Assessment) -> Assessment:
    """Give who speaks for a dataset of several files: one whose server is unwell, if any."""
    ill = (part for part in assessment.parts if may_pass(*_outcome(part)))
    return next(ill, assessment)


def _outcome(assessment: Assessment) -> tuple[str, int | None]:
    access, file = assessment.evidence.access, assessment.evidence.file
    if access is not None and access.outcome != "ok":
        return access.outcome, access.status
    return (file.outcome if file else "ok"), None


def pack_problem(problem: Problem) -> str:
    """Write a refusal as JSON, so that another process may say it."""
    text = {"en": problem.text.en, "fr": problem.text.fr}
    said = {"code": problem.code, "status": problem.status, "text": text, "facts": problem.facts}
    return json.dumps(said)


def problem_of(code: str, packed: str) -> Problem:
    """Give the refusal that ended a job."""
    if packed:
        said = json.loads(packed)
        text = Text(en=said["text"]["en"], fr=said["text"]["fr"])
        return Problem(said["code"], text, status=said["status"], facts=said["facts"])
    outcome = OUTCOMES.get(code, OUTCOMES["internal"])
    return Problem(code, outcome.text, status=409 if code == "cancelled" else 500)
