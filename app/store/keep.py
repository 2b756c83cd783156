"""Keep one assessment, inside whatever transaction its caller is in."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.store import queries, rows
from app.store.document import visible
from app.store.tables import AssessmentRow, DatasetRow
from rules.core.assessment import Assessment


class Kept:
    """An assessment made ready to be stored: the costly part, done before any lock is taken."""

    def __init__(self, assessment: Assessment) -> None:
        self._row = rows.assessment_row(assessment)
        self._url = visible(assessment.dataset.url)
        self._title = visible(assessment.dataset.title)
        self.id = self._row.id

    def keep(self, session: Session) -> None:
        """Store it, once; it becomes its dataset's head unless a newer one is there."""
        dataset = self._claim(session)
        if session.execute(queries.KNOWN, {"id": self.id}).first() is None:
            rows.advance(dataset, self._row, self._title)
            session.add(AssessmentRow(**self._row.model_dump()))

    def _claim(self, session: Session) -> DatasetRow:
        """Make sure that the dataset is there, and lock it until the end of the transaction."""
        is_postgresql = session.get_bind().dialect.name == "postgresql"
        insert = postgresql.insert if is_postgresql else sqlite.insert
        first = insert(DatasetRow).values(
            id=self._row.dataset_id,
            url=self._url,
            title=self._title,
            assessment_id=self._row.id,
            assessed_at=self._row.assessed_at,
        )
        session.execute(first.on_conflict_do_nothing())
        return session.get_one(DatasetRow, self._row.dataset_id, with_for_update=True)
