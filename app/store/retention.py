"""What is forgotten of assessments as they age: the crowd of old ones, examples, dropped files.

The newest assessment of an address, and its newest with a grade, always stay. Everything is done
in short transactions, and what is to go is looked up before the write lock is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row, Select, String, cast, delete, func, or_, select, update
from sqlmodel import col

from app.store.document import pack, unpack
from app.store.engine import Engines
from app.store.outage import answering
from app.store.tables import AssessmentRow, DatasetRow
from rules.core.assessment import Assessment
from rules.core.evidence import Column, Evidence

_CHUNK = 500
_FEW = 50
"""Documents rewritten in one transaction."""
_number, _id = col(AssessmentRow.number), col(AssessmentRow.id)
_own, _at = col(AssessmentRow.dataset_id), col(AssessmentRow.assessed_at)
_dataset = col(DatasetRow.id)
_MEASURED = frozenset({"integer", "number", "date", "datetime", "year", "time"})
"""Types whose least and greatest value are no example of anybody."""


class Retention:
    """Any call raises ``Unavailable`` in an outage; what was done until then stays done."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def thin(self, days: int) -> int:
        """Keep, of what is older than so many days, the last assessment of each month; give how many went."""
        gone, after = 0, ""
        while ids := self._ask(_datasets_after(after)):
            after = ids[-1].id
            crowd = self._ask(_crowd(ids[0].id, after, _before(days)))
            for start in range(0, len(crowd), _CHUNK):
                numbers = [row.number for row in crowd[start : start + _CHUNK]]
                gone += self._do(delete(AssessmentRow).where(_number.in_(numbers)))
        return gone

    def cut_examples(self, days: int, place: int) -> int:
        """Cut examples out of what is older than so many days; begin after a place, give the new one."""
        before = _before(days)
        while True:
            found = self._ask(
                select(_number, _at).where(_number > place).order_by(_number).limit(_FEW)
            )
            for row in found:
                if row.assessed_at >= before:
                    return place
                self._cut(row.number)
                place = row.number
            if len(found) < _FEW:
                return place

    def drop_uploads(self, days: int) -> int:
        """Forget dropped files assessed longer ago than so many days, and all about them."""
        gone, before = 0, _before(days)
        dropped = (col(DatasetRow.assessed_at) < before, col(DatasetRow.url).startswith("urn:"))
        while found := self._ask(select(_dataset).where(*dropped).limit(_CHUNK)):
            ids = [row.id for row in found]
            gone += self._do(delete(DatasetRow).where(_dataset.in_(ids), *dropped))
        return gone

    def _cut(self, number: int) -> None:
        for row in self._ask(select(col(AssessmentRow.document)).where(_number == number)):
            try:
                text = pack(without_examples(unpack(row.document)))
            except ValidationError:  # of a version that we no longer read: nothing shows it either
                return
            self._do(update(AssessmentRow).where(_number == number).values(document=text))

    def _ask(self, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
        with answering(), self._engines.read.connect() as connection:
            return connection.execute(query).all()

    def _do(self, statement: Any) -> int:
        with answering(), self._engines.write.begin() as connection:
            return int(connection.execute(statement).rowcount)


def without_examples(assessment: Assessment) -> Assessment:
    """Give the assessment without any value out of the data's cells; every count stays."""
    evidence = assessment.evidence
    findings = tuple(replace(finding, samples=()) for finding in evidence.findings)
    return replace(assessment, evidence=_untold(replace(evidence, findings=findings)))


def _untold(evidence: Evidence) -> Evidence:
    if evidence.table is None:
        return evidence
    columns = tuple(map(_bare, evidence.table.columns))
    return replace(evidence, table=replace(evidence.table, columns=columns))


def _bare(column: Column) -> Column:
    if column.type in _MEASURED:
        return replace(column, top=())
    return replace(column, top=(), minimum="", maximum="")


def _before(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def _datasets_after(after: str) -> Select[*tuple[Any, ...]]:
    return select(_dataset).where(_dataset > after).order_by(_dataset).limit(_CHUNK)


def _crowd(first: str, last: str, before: datetime) -> Select[*tuple[Any, ...]]:
    """Find what is not the last of its month, and which no address shows."""
    month = func.substr(cast(_at, String), 1, 7)
    rank = func.row_number().over(partition_by=(_own, month), order_by=(_at.desc(), _number.desc()))
    old = (
        select(_number.label("number"), _id.label("id"), rank.label("rank"))
        .where(_own >= first, _own <= last, _at < before)
        .subquery()
    )
    shown = or_(
        select(1).where(col(DatasetRow.assessment_id) == old.c.id).exists(),
        select(1).where(col(DatasetRow.graded_id) == old.c.id).exists(),
    )
    return select(old.c.number).where(old.c.rank > 1, ~shown)
