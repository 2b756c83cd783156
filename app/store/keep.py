"""Keep one assessment, inside whatever transaction its caller is in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from sqlalchemy import Connection, Row

from app.store import keep_sql as sql
from app.store import rows
from app.store.catalog_news import Brief
from app.store.document import visible
from app.store.hook_model import News
from app.store.outbox import Change, with_grade
from rules.core.assessment import Assessment, dataset_id
from rules.core.grading import Grade

Before = Row[*tuple[Any, ...]] | None
"""A dataset as it was; ``None``: it has just been written, whole."""


class Kept:
    """An assessment made ready to be stored: the costly part, done before any lock is taken."""

    def __init__(self, assessment: Assessment) -> None:
        self.row = rows.assessment_row(assessment)
        self.title = visible(assessment.dataset.title)
        self.urls = {self.row.dataset_id: visible(assessment.dataset.url)}
        for alias in map(visible, assessment.aliases):
            self.urls.setdefault(dataset_id(alias), alias)
        self._parts = tuple(Kept(part) for part in assessment.parts)
        self.id = self.row.id
        self._brief = Brief(assessment)

    def keep(self, connection: Connection) -> tuple[Change, ...]:
        """Store it, once; it becomes its dataset's head unless a newer one is there.

        The assessments of its files are kept with it, and its other addresses lead to it. Gives
        what changed by that, for those who want to be told.
        """
        changes = []
        every = (*self._parts, self)
        # In one order for everybody: two datasets that share an address never wait in a circle.
        wanted = sorted((id_, number) for number, one in enumerate(every) for id_ in one.urls)
        before = {(id_, n): every[n].claim(connection, id_) for id_, n in wanted}
        for number, one in enumerate(every):
            if one.is_new(connection):
                own = before[one.row.dataset_id, number]
                changes.append(one.change(own, part=one is not self))
                for row in (before[id_, number] for id_ in one.urls):
                    if row is not None:
                        one.advance(connection, row)
                one.tell(connection)
        return tuple(changes)

    def change(self, before: Before, *, part: bool) -> Change:
        """Say what it changes, seen from the dataset as it was before."""
        row = self.row
        news = News(
            event="assessment.completed",
            at=row.assessed_at,
            dataset=row.dataset_id,
            url=self.urls[row.dataset_id],
            title=self.title or (before.title if before else ""),
            assessment=row.id,
        )
        # What comes late has no “before”: the grade that is there now was earned after it.
        if before and before.graded_at is not None and before.graded_at <= row.assessed_at:
            news = replace(
                news,
                before=cast("Grade | None", before.graded_grade),
                before_score=before.graded_score,
                before_assessment=before.graded_id or "",
            )
        return Change(
            news=with_grade(news, row),
            ids=tuple(self.urls),
            urls=tuple(self.urls.values()),
            part=part,
        )

    def tell(self, connection: Connection) -> None:
        """Tell the catalogues that list it."""
        self._brief.tell(connection, self.urls)

    def is_new(self, connection: Connection) -> bool:
        """Write its row; tell whether that was not there yet."""
        write = sql.WRITE[connection.dialect.name]
        return (
            connection.execute(write, self.row.model_dump(exclude={"number"})).first() is not None
        )

    def claim(self, connection: Connection, id_: str) -> Before:
        """Lock the dataset until the end of the transaction; where it is not there yet, write it."""
        found = connection.execute(sql.LOCK, {"dataset": id_}).first()
        if found is not None:
            return found
        facts = {
            "id": id_,
            "url": self.urls[id_],
            "title": self.title,
            **sql.UNGRADED,
            **rows.advanced(None, self.row, self.title),
        }
        if connection.execute(sql.BEGIN[connection.dialect.name], facts).first() is not None:
            return None
        return connection.execute(sql.LOCK, {"dataset": id_}).one()  # somebody else was quicker

    def advance(self, connection: Connection, before: Row[*tuple[Any, ...]]) -> None:
        """Let one of its addresses lead to it, unless that leads to something newer."""
        facts = rows.advanced(before, self.row, self.title)
        if facts:
            connection.execute(sql.ADVANCE[tuple(facts)], {**facts, "dataset": before.id})
