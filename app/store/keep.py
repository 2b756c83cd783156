"""Keep one assessment, inside whatever transaction its caller is in."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.store import queries, rows
from app.store.catalog_news import Brief
from app.store.document import visible
from app.store.hook_model import News
from app.store.outbox import Change, with_grade
from app.store.tables import AssessmentRow, DatasetRow
from rules.core.assessment import Assessment, dataset_id
from rules.core.grading import Grade


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

    def keep(self, session: Session) -> tuple[Change, ...]:
        """Store it, once; it becomes its dataset's head unless a newer one is there.

        The assessments of its files are kept with it, and its other addresses lead to it. Gives
        what changed by that, for those who want to be told.
        """
        changes = []
        every = (*self._parts, self)
        # In one order for everybody: two datasets that share an address never wait in a circle.
        wanted = sorted((id_, number) for number, one in enumerate(every) for id_ in one.urls)
        claimed = {(id_, number): every[number].claim(session, id_) for id_, number in wanted}
        for number, one in enumerate(every):
            if session.execute(queries.KNOWN, {"id": one.id}).first() is None:
                changes.append(
                    one.change(claimed[one.row.dataset_id, number], part=one is not self)
                )
                for id_ in one.urls:
                    rows.advance(claimed[id_, number], one.row, one.title)
                session.add(AssessmentRow(**one.row.model_dump()))
                one.tell(session)
        session.flush()  # who is told next reads the rows themselves
        return tuple(changes)

    def change(self, before: DatasetRow, *, part: bool) -> Change:
        """Say what it changes, seen from the dataset as it was before."""
        row = self.row
        news = News(
            event="assessment.completed",
            at=row.assessed_at,
            dataset=row.dataset_id,
            url=self.urls[row.dataset_id],
            title=self.title or before.title,
            assessment=row.id,
        )
        # What comes late has no “before”: the grade that is there now was earned after it.
        if before.graded_at is not None and before.graded_at <= row.assessed_at:
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

    def tell(self, session: Session) -> None:
        """Tell the catalogues that list it."""
        self._brief.tell(session, self.urls)

    def claim(self, session: Session, id_: str) -> DatasetRow:
        """Make sure that the dataset is there, and lock it until the end of the transaction."""
        is_postgresql = session.get_bind().dialect.name == "postgresql"
        insert = postgresql.insert if is_postgresql else sqlite.insert
        first = insert(DatasetRow).values(
            id=id_,
            url=self.urls[id_],
            title=self.title,
            assessment_id=self.row.id,
            assessed_at=self.row.assessed_at,
        )
        session.execute(first.on_conflict_do_nothing())
        return session.get_one(DatasetRow, id_, with_for_update=True)
