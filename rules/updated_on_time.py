"""Is the data as fresh as its publisher promised?"""

from __future__ import annotations

from datetime import timedelta

from rules.core.evidence import Evidence, Metadata
from rules.core.freshness import age, expected_period, last_update, timeliness
from rules.core.rule import SEEN, Dimension, Skip, Value, rule
from rules.core.text import Fact, Text

_NOW = Metadata(frequency="monthly", modified=SEEN - timedelta(days=20))
_LATE = Metadata(frequency="monthly", modified=SEEN - timedelta(days=90))


@rule(
    dimension=Dimension.FRESHNESS,
    weight=3,
    effort="medium",
    title=Text(en="Updated as often as promised", fr="Mis à jour aussi souvent que promis"),
    why=Text(
        en="Nothing shows that data is out of date: late data misleads silently.",
        fr="Rien ne signale une donnée périmée : en retard, elle trompe sans prévenir.",
    ),
    fix=Text(
        en="Publish an update, or correct the announced frequency. Last update: {date}; age in days: {age}, expected at most: {period}.",
        fr="Publiez une mise à jour, ou corrigez la fréquence annoncée. Dernière mise à jour : {date} ; âge en jours : {age}, attendu au plus : {period}.",
    ),
    good=(Evidence(seen_at=SEEN, metadata=_NOW),),
    bad=(Evidence(seen_at=SEEN, metadata=_LATE),),
)
def updated_on_time(evidence: Evidence) -> Value | Skip:
    """1 while on time, then half as much for each period late."""
    period, update = expected_period(evidence), last_update(evidence)
    if period.days is None:
        return Skip("no_update_expected")
    if update is None:
        return Skip("no_date")
    days = age(update.at, evidence)
    facts: dict[str, Fact] = {
        "age": max(0, int(days)),
        "period": period.days,
        "date": update.at.date().isoformat(),
    }
    return Value(timeliness(days, period.days), facts)
