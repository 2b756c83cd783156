"""Cron expressions of scheduled catalogues, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cronsim import CronSim, CronSimError

from app.errors import BadRequest
from rules.core.text import Text

_LONGEST = 100
_LEAST = timedelta(minutes=10)
_LOOKED = 200
_FIELDS = 5
_BAD = Text(
    en="“{schedule}” is no schedule: write five cron fields, for example 0 3 * * 1 (Mondays at 3:00 UTC).",
    fr="« {schedule} » n’est pas une planification : écrivez cinq champs cron, par exemple 0 3 * * 1 (le lundi à 3 h UTC).",
)
_OFTEN = Text(
    en="“{schedule}” runs more often than every ten minutes: portals would not bear it.",
    fr="« {schedule} » revient plus souvent que toutes les dix minutes : les portails ne le supporteraient pas.",
)


def next_time(schedule: str, after: datetime) -> datetime | None:
    """Give the next time of a schedule; ``None`` where there is none (``30 February``)."""
    if not schedule:
        return None
    try:
        return next(CronSim(schedule, after.astimezone(UTC)), None)
    except CronSimError:
        return None


def check_schedule(schedule: str) -> str:
    """Give a schedule as it is kept; empty: none. Raises ``BadRequest``."""
    text = " ".join(schedule.split())
    if not text:
        return ""
    facts = {"schedule": text[:_LONGEST]}
    try:
        fits = len(text) <= _LONGEST and len(text.split()) == _FIELDS
        times = CronSim(text, datetime.now(UTC)) if fits else None
    except CronSimError:
        times = None
    first = next(times, None) if times else None
    if times is None or first is None:
        raise BadRequest("bad_schedule", _BAD, facts=facts)
    before = first
    for _, at in zip(range(_LOOKED), times, strict=False):
        if at - before < _LEAST:
            raise BadRequest("bad_schedule", _OFTEN, facts=facts)
        before = at
    return text
