"""How old may the data be, and how old is it: shared by the freshness rules and the ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Literal

from rules.core.evidence import Evidence
from rules.core.frequency import FREQUENCIES

DEFAULT_PERIOD_DAYS = 365.0
"""What we expect of a publisher who promises nothing; the ladder then caps the grade at B."""
GRACE_DAYS = 1.0
"""One day late is on time, as on data.gouv.fr: portals and time zones round dates."""


@dataclass(frozen=True, slots=True)
class Period:
    """How often an update is expected; ``days`` is ``None`` where none ever is."""

    days: float | None
    source: Literal["declared", "schema", "default"]


@dataclass(frozen=True, slots=True)
class LastUpdate:
    """When the data last changed, and who says so."""

    at: datetime
    source: Literal["metadata", "http", "data"]


def expected_period(evidence: Evidence) -> Period:
    """Give the period between updates: declared, else the schema's, else one year.

    “Irregular” and the like promise something unknown: they count as declared, at one year.
    """
    stated = evidence.metadata.frequency if evidence.metadata else ""
    of_schema = evidence.conformance.schema.frequency if evidence.conformance else ""
    if stated in FREQUENCIES:
        return Period(_days(stated), "declared")
    if of_schema in FREQUENCIES:
        return Period(_days(of_schema), "schema")
    return Period(DEFAULT_PERIOD_DAYS, "default")


def last_update(evidence: Evidence) -> LastUpdate | None:
    """Give the best known date of update: stated, else served; the latest record where it is later.

    A record cannot be older than the update that brought it, so a stale statement never hides
    fresh data. A date in the future is no date at all.
    """
    told, record = _told(evidence), _latest_record(evidence)
    if told is None or record is None:
        return told or record
    return record if record.at > told.at else told


def _told(evidence: Evidence) -> LastUpdate | None:
    stated = evidence.metadata.modified if evidence.metadata else None
    served = evidence.access.last_modified if evidence.access else None
    if stated and age(stated, evidence) >= -GRACE_DAYS:
        return LastUpdate(aware(stated), "metadata")
    if served and age(served, evidence) >= -GRACE_DAYS:
        return LastUpdate(aware(served), "http")
    return None


def _latest_record(evidence: Evidence) -> LastUpdate | None:
    """Take the latest date in the columns that the schema names for it.

    Only where a schema names them: a birthday or an opening date tells nothing of an update.
    """
    named = evidence.conformance.schema.dates if evidence.conformance else ()
    columns = evidence.table.columns if evidence.table else ()
    dates = [c.last_date for c in columns if c.field and c.field in named and c.last_date]
    past = [
        at for at in (aware(datetime.combine(d, time.min)) for d in dates) if age(at, evidence) >= 0
    ]
    return LastUpdate(max(past), "data") if past else None


def age(at: datetime, evidence: Evidence) -> float:
    """Give the days between a date and the observation; negative in the future."""
    return (aware(evidence.seen_at) - aware(at)).total_seconds() / 86_400


def aware(at: datetime) -> datetime:
    """Take a date without a zone as UTC, as CKAN means it."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def timeliness(age_days: float, period_days: float) -> float:
    """Give 1 while on time, then half as much for each period late: no cliff, never below 0."""
    late = max(0.0, age_days - period_days - GRACE_DAYS) / max(period_days, 1.0)
    return float(2**-late)


def _days(frequency: str) -> float | None:
    known = FREQUENCIES[frequency]
    return known.days if known.days is not None or known.never else DEFAULT_PERIOD_DAYS
