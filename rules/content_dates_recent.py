"""Do the dates inside the data reach the present?"""

from __future__ import annotations

from datetime import date, timedelta

from rules.core.evidence import Column, Evidence, Table
from rules.core.freshness import GRACE_DAYS, expected_period, timeliness
from rules.core.rule import SEEN, Dimension, Skip, Value, rule
from rules.core.text import Fact, Text

_NEW = Column(position=1, label="dateConvention", last_date=date(2025, 11, 3))
_OLD = Column(position=1, label="dateConvention", last_date=date(2019, 12, 2))


@rule(
    dimension=Dimension.FRESHNESS,
    weight=1,
    effort="medium",
    title=Text(
        en="The dates in the data reach the present",
        fr="Les dates contenues dans les données sont récentes",
    ),
    why=Text(
        en="A file touched yesterday whose last row dates from 2019 is not up to date.",
        fr="Un fichier modifié hier dont la dernière ligne date de 2019 n’est pas à jour.",
    ),
    fix=Text(
        en="The latest date in the file is {date} (column “{column}”), {age} days ago: add the rows since then. If the data ends there for good, declare that it is no longer updated; if these dates are old by nature, leave them.",
        fr="La date la plus récente du fichier est {date} (colonne « {column} »), il y a {age} jours : ajoutez les lignes parues depuis. Si les données s’arrêtent là pour de bon, déclarez qu’elles ne sont plus mises à jour ; si ces dates sont anciennes par nature, laissez-les.",
    ),
    good=(Evidence(seen_at=SEEN, table=Table(rows=9, columns=(_NEW,))),),
    bad=(Evidence(seen_at=SEEN, table=Table(rows=9, columns=(_OLD,))),),
)
def content_dates_recent(table: Table, evidence: Evidence) -> Value | Skip:
    """Allow two periods, as rows describe the time before they are published; then fall to ½.

    No lower: a column may hold old dates by nature (foundations, monuments). One that reaches
    into the future (deadlines, validity) tells nothing about the present.
    """
    period, today = expected_period(evidence), evidence.seen_at.date()
    if period.days is None:
        return Skip("no_update_expected")
    ages = [((today - c.last_date).days, c.label) for c in table.columns if c.last_date]
    past = [(days, label) for days, label in ages if days >= -GRACE_DAYS]
    if not past:
        return Skip("no_dates")
    days, label = min(past)
    latest = (today - timedelta(days=days)).isoformat()
    facts: dict[str, Fact] = {"age": max(0, days), "column": label or "—", "date": latest}
    return Value(0.5 + 0.5 * timeliness(days - period.days, period.days), facts)
