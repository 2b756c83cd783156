"""The tables. A change here needs a migration: ``alembic revision --autogenerate`` on PostgreSQL."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, MetaData, Text
from sqlmodel import Field, SQLModel

ENGINE_TABLES = "procrastinate_"
"""How the job engine's own tables begin: they share the database, and are none of ours."""
METADATA = MetaData(
    # Every constraint has a name, or SQLite could never alter it.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class DatasetRow(SQLModel, table=True):
    """A dataset and its newest assessment in brief, so that a badge costs one look-up by key.

    Another address of a dataset has a row of its own, whose newest assessment is that dataset's.
    """

    metadata = METADATA
    __tablename__ = "dataset"
    __table_args__ = (Index(None, "assessed_at", "id"),)

    id: str = Field(primary_key=True)
    url: str
    title: str
    assessment_id: str = Field(index=True)
    """The newest one. No foreign key: the two tables would then need each other first."""
    assessed_at: datetime
    grade: str | None
    score: float | None
    graded_id: str | None = Field(index=True)
    """The newest one that earned a grade, with what it earned."""
    graded_at: datetime | None
    graded_grade: str | None
    graded_score: float | None


class AssessmentRow(SQLModel, table=True):
    """One assessment: what is asked for by column, and the whole of it as one text."""

    metadata = METADATA
    __tablename__ = "assessment"
    __table_args__ = (Index(None, "dataset_id", "assessed_at", "number"),)

    number: int | None = Field(
        default=None,
        primary_key=True,
        # SQLite numbers rows by itself only under INTEGER.
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
    )
    """Order of saving: settles which is newer at one same instant (a re-judgement)."""
    id: str = Field(unique=True)
    dataset_id: str = Field(foreign_key="dataset.id", ondelete="CASCADE")
    assessed_at: datetime
    policy: str
    grade: str | None
    score: float | None
    coverage: float
    outcome: str
    """``ok``, or the code of what ended the assessment early."""
    limits: str
    """Codes, parted by spaces."""
    sha256: str
    document: str = Field(sa_type=Text)
    """See :mod:`app.store.document`. The last column: reading the others never touches it."""
