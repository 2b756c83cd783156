"""The tables of work: what is waiting, running or done, and how each host wants to be treated.

Instants are seconds since 1970 by the database's own clock (on SQLite: this machine's), so that
bounds can be computed in plain SQL and no worker's clock matters.
"""

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

from app.store.tables import METADATA


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


class BatchRow(SQLModel, table=True):
    """Many orders given at once, whose progress is asked for together."""

    metadata = METADATA
    __tablename__ = "batch"

    id: str = Field(primary_key=True)
    created_at: float


class HostRow(SQLModel, table=True):
    """A host that asked for patience, or has a limit of its own; every other host has no row."""

    metadata = METADATA
    __tablename__ = "host_policy"

    host: str = Field(primary_key=True)
    not_before: float = 0.0
    """Nothing is asked of it before."""
    most: int | None = None
    """Most jobs at once; ``None``: the settings’ limit."""
    failures: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    """Times in a row that it was unwell; 0 once it answers."""
    rest_until: float = Field(default=0.0, sa_column_kwargs={"server_default": text("0")})
    """Batches leave it in peace until then: our own manners, it asked for nothing."""


class KeyRow(SQLModel, table=True):
    """An ``Idempotency-Key`` seen lately, and the job that it stands for."""

    metadata = METADATA
    __tablename__ = "idempotency_key"

    key: str = Field(primary_key=True)
    fingerprint: str
    """Of the whole order: the same key with another order is a mistake."""
    job_id: str
    expires_at: float = Field(index=True)


class WorkRow(SQLModel, table=True):
    """One assessment asked for."""

    metadata = METADATA
    __tablename__ = "work_item"
    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')", name="state"
        ),
        # One waiting item a topic; a running one does not count, so that it can run once more.
        _partial("uq_work_item_topic", "topic", where="state = 'queued'", unique=True),
        _partial("ix_work_item_lane", "priority", "not_before", "number", where="state = 'queued'"),
        _partial("ix_work_item_host", "priority", "host", "not_before", where="state = 'queued'"),
        _partial(
            "ix_work_item_admitted",
            "admitted_at",
            where="state = 'queued' AND admitted_at IS NOT NULL",
        ),
        _partial("ix_work_item_running", "lease_until", where="state = 'running'"),
        _partial("ix_work_item_ended", "ended_at", where="ended_at IS NOT NULL"),
        _partial("ix_work_item_crashed", "content", where="crashes > 0"),
        _partial("ix_work_item_batch", "batch_id", "state", where="batch_id IS NOT NULL"),
    )

    number: int | None = Field(
        default=None,
        primary_key=True,
        # SQLite numbers rows by itself only under INTEGER.
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
    )
    id: str = Field(unique=True)
    """What callers know it by."""
    topic: str
    """What waiting items are merged by: the dataset and the question asked of it."""
    dataset: str
    url: str
    host: str
    """``name:port`` that is asked; ``-`` for a dropped file."""
    place: str
    """Where a dropped file lies; empty: any worker will do."""
    batch_id: str | None = Field(foreign_key="batch.id", ondelete="CASCADE")
    priority: int
    """0 publish, 1 person, 2 batch."""
    state: str
    created_at: float
    not_before: float
    latest: float
    """No merging moves ``not_before`` beyond it."""
    admitted_at: float | None = None
    """When it was handed to an engine, which is to bring it to a worker; it waits until that starts."""
    started_at: float | None
    ended_at: float | None
    worker: str
    lease_until: float | None
    attempts: int
    """Times taken up: whoever finishes it must know the number, or has lost it."""
    retries: int
    """Times put back because the host was unwell."""
    crashes: int
    """Times that its reader died: three for one content, and nobody opens it any more."""
    losses: int
    """Times that its worker died, or that we made a mistake: never held against the content."""
    step: str
    bytes: int = Field(sa_type=BigInteger)
    rows: int = Field(sa_type=BigInteger)
    content: str
    """Stands for what is being read, with what it is held against: crashes are counted by it."""
    assessment_id: str | None
    code: str
    """Why it failed, or why it is tried again."""
    problem: str = Field(sa_type=Text)
    """The refusal as JSON, for whoever asked."""
    successor: str
    """The job that took its place."""
    request: str = Field(sa_type=Text)
    """The order; this room never looks inside."""
