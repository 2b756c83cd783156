"""Sums over a catalogue: medians, grades, fixes, schemas, and how it all stood months ago.

The database counts scores to the tenth of a point; a median is read off those counts, so nothing
here grows with the number of datasets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import Row, bindparam, text

from app.store.catalog_model import WHOLE, Followed, Past, Tally, TopFix
from app.store.catalog_rows import moment
from app.store.catalog_sql import among
from app.store.engine import Engines
from app.store.outage import answering
from app.store.work_rows import clock

_COUNTS = """count(*) AS n, sum(CASE WHEN m.assessed_at IS NULL THEN 0 ELSE 1 END) AS assessed,
  m.grade AS grade, CAST(round(m.score * 10) AS INTEGER) AS tenth"""
_BY_ORG = f"""SELECT m.org AS key, min(m.organisation) AS name, {_COUNTS}
FROM catalog_dataset AS m WHERE m.catalog_id = :catalog AND NOT m.gone {{more}}
GROUP BY m.org, m.grade, CAST(round(m.score * 10) AS INTEGER) ORDER BY 1, 6"""  # noqa: S608 # no outside text
BY_ORG = text(_BY_ORG.format(more=""))
ONE_ORG = text(_BY_ORG.format(more="AND m.org = :org"))
BY_LABEL = text(
    f"""SELECT l.value AS key, l.value AS name, {_COUNTS}
FROM catalog_label AS l JOIN catalog_dataset AS m ON m.number = l.member
WHERE l.catalog_id = :catalog AND l.kind = :kind AND NOT m.gone
GROUP BY l.value, m.grade, CAST(round(m.score * 10) AS INTEGER) ORDER BY 1, 6"""  # noqa: S608 # no outside text
)
_FIXES = """SELECT f.rule, f.cause, count(*) AS datasets, sum(f.gain) AS gain FROM catalog_fix AS f
{join} WHERE f.catalog_id = :catalog {more}
GROUP BY f.rule, f.cause ORDER BY 4 DESC, 3 DESC, 1, 2 LIMIT :most"""
_JOIN = "JOIN catalog_dataset AS m ON m.number = f.member"
FIXES = text(_FIXES.format(join=_JOIN, more="AND NOT m.gone"))
FIXES_OF = text(_FIXES.format(join=_JOIN, more="AND NOT m.gone AND m.org = :org"))
_SCHEMAS = """FROM catalog_label AS l JOIN catalog_dataset AS m ON m.number = l.member
WHERE l.catalog_id = :catalog AND l.kind = 'schema' AND l.value IN :schemas AND NOT m.gone"""
FOLLOWED = text(
    f"""SELECT * FROM (SELECT m.org, l.value AS schema, l.source,
  COALESCE(l.grade, m.grade) AS grade, COALESCE(l.score, m.score) AS score, m.dataset, m.title,
  COALESCE(m.updated, m.modified) AS updated,
  count(*) OVER (PARTITION BY m.org, l.value) AS datasets,
  row_number() OVER (PARTITION BY m.org, l.value
    ORDER BY COALESCE(l.score, m.score) DESC NULLS LAST, m.number) AS place {_SCHEMAS}
  AND m.org IN :orgs) AS ranked WHERE place = 1 ORDER BY org, schema"""  # noqa: S608 # no outside text
).bindparams(bindparam("schemas", expanding=True), bindparam("orgs", expanding=True))
PEERS = among(
    f"SELECT l.value AS schema, count(DISTINCT m.org) AS n {_SCHEMAS} GROUP BY l.value",
    "schemas",
)
SNAP = text(
    """INSERT INTO catalog_snapshot (catalog_id, org, month, at, members, graded, median, a, b, c, d, e)
VALUES (:catalog, :org, :month, :at, :members, :graded, :median, :a, :b, :c, :d, :e)
ON CONFLICT (catalog_id, org, month) DO UPDATE SET at = :at, members = :members,
  graded = :graded, median = :median, a = :a, b = :b, c = :c, d = :d, e = :e"""
)
PAST = among(
    """SELECT org, month, median, graded, members FROM catalog_snapshot
WHERE catalog_id = :catalog AND month IN :months ORDER BY month""",
    "months",
)
_LETTERS = "ABCDE"
_CHUNK = 1000


class Figures:
    """Every call is one short transaction. Any raises ``Unavailable`` in an outage."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def by_organisation(self, catalog_id: str, org: str | None = None) -> tuple[Tally, ...]:
        """Sum up by organisation, the largest first; of one alone where it is named."""
        query, more = (BY_ORG, {}) if org is None else (ONE_ORG, {"org": org})
        return _ranked(_tallies(self._rows(query, catalog=catalog_id, **more)))

    def sums(self, catalog_id: str) -> tuple[Tally, tuple[Tally, ...]]:
        """Sum up all of it and each organisation, in one pass."""
        found = self._rows(BY_ORG, catalog=catalog_id)
        return _tally(WHOLE, "", found), _ranked(_tallies(found))

    def by_label(self, catalog_id: str, kind: str) -> tuple[Tally, ...]:
        """Sum up by theme or format; a dataset with two counts in both."""
        return _ranked(_tallies(self._rows(BY_LABEL, catalog=catalog_id, kind=kind)))

    def whole(self, catalog_id: str) -> Tally:
        """Sum up all of it."""
        found = self._rows(BY_ORG, catalog=catalog_id)
        return _tally(WHOLE, "", found)

    def fixes(self, catalog_id: str, org: str | None = None, most: int = 10) -> tuple[TopFix, ...]:
        """Give the fixes that would gain most, all datasets together."""
        query, more = (FIXES, {}) if org is None else (FIXES_OF, {"org": org})
        found = self._rows(query, catalog=catalog_id, most=most, **more)
        return tuple(
            TopFix(rule=r.rule, cause=r.cause, datasets=r.datasets, gain=round(float(r.gain), 1))
            for r in found
        )

    def followed(
        self, catalog_id: str, orgs: Iterable[str], schemas: Iterable[str]
    ) -> tuple[Followed, ...]:
        """Give which of these schemas these organisations follow, the best dataset of each."""
        asked = {"catalog": catalog_id, "orgs": list(orgs), "schemas": list(schemas)}
        return tuple(
            Followed(
                org=r.org,
                schema=r.schema,
                source=r.source,
                grade=r.grade,
                score=r.score,
                dataset=r.dataset,
                title=r.title,
                updated=moment(r.updated),
                datasets=r.datasets,
            )
            for r in self._rows(FOLLOWED, **asked)
        )

    def peers(self, catalog_id: str, schemas: Iterable[str]) -> Mapping[str, int]:
        """Count the organisations that publish each of these schemas."""
        found = self._rows(PEERS, catalog=catalog_id, schemas=list(schemas))
        return {row.schema: row.n for row in found}

    def past(self, catalog_id: str, months: Iterable[str]) -> Mapping[str, Past]:
        """Give how every group stood at the latest of these months that is known of it."""
        found = self._rows(PAST, catalog=catalog_id, months=list(months))
        return {
            row.org: Past(
                org=row.org,
                month=row.month,
                median=row.median,
                graded=row.graded,
                members=row.members,
            )
            for row in found
        }

    def snapshot(self, catalog_id: str) -> None:
        """Note how the catalogue stands now, for those who ask in some months."""
        found = self._rows(BY_ORG, catalog=catalog_id)
        every = (_tally(WHOLE, "", found), *_tallies(found))
        with answering(), self._engines.write.begin() as connection:
            now = clock(connection)
            at = moment(now)
            month = f"{at:%Y-%m}"
            given = [_snap(tally, catalog_id, month, now) for tally in every]
            for start in range(0, len(given), _CHUNK):
                connection.execute(SNAP, given[start : start + _CHUNK])

    def _rows(self, query: Any, **facts: object) -> list[Row[*tuple[Any, ...]]]:
        with answering(), self._engines.read.connect() as connection:
            return list(connection.execute(query, facts))


def median_of(tenths: Iterable[tuple[int, int]]) -> float | None:
    """Read the median off counts of scores in tenths of a point, lowest first."""
    counts = list(tenths)
    total = sum(count for _, count in counts)
    if not total:
        return None
    middle: list[int] = []
    for place in ((total - 1) // 2, total // 2):
        passed = 0
        for tenth, count in counts:
            passed += count
            if place < passed:
                middle.append(tenth)
                break
    return round(sum(middle) / len(middle) / 10, 1)


def _tallies(found: list[Row[*tuple[Any, ...]]]) -> tuple[Tally, ...]:
    return tuple(
        _tally(key, rows[0].name, rows)
        for key, rows in ((k, list(g)) for k, g in groupby(found, key=lambda row: str(row.key)))
    )


def _tally(key: str, name: str, found: Iterable[Row[*tuple[Any, ...]]]) -> Tally:
    rows = list(found)
    scores: dict[int, int] = {}
    grades = dict.fromkeys(_LETTERS, 0)
    for row in rows:
        if row.grade in grades and row.tenth is not None:
            grades[row.grade] += row.n
            scores[row.tenth] = scores.get(row.tenth, 0) + row.n
    a, b, c, d, e = grades.values()
    return Tally(
        key=key,
        name=name,
        members=sum(row.n for row in rows),
        assessed=sum(row.assessed for row in rows),
        median=median_of(sorted(scores.items())),
        grades=(a, b, c, d, e),
    )


def _ranked(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    return tuple(sorted(tallies, key=lambda tally: (-tally.members, tally.key)))


def _snap(tally: Tally, catalog_id: str, month: str, now: float) -> dict[str, object]:
    letters = dict(zip("abcde", tally.grades, strict=True))
    return {
        "catalog": catalog_id,
        "org": tally.key,
        "month": month,
        "at": now,
        "members": tally.members,
        "graded": tally.graded,
        "median": tally.median,
        **letters,
    }
