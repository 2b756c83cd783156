"""The tables of catalogues: what they list, what was found of it, and the runs over them.

Instants are seconds since 1970 by the database's own clock, as in the tables of work.
"""

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from app.store.tables import METADATA

_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only under INTEGER


class CatalogRow(SQLModel, table=True):
    """A portal's list of datasets."""

    metadata = METADATA
    __tablename__ = "catalog"

    id: str = Field(primary_key=True)
    url: str
    kind: str
    """``ckan udata opendatasoft dcat datajson list``; empty: not recognised yet."""
    start: str
    """Where harvesting begins, once the kind is known."""
    title: str
    schedule: str
    """Cron expression; empty: only when asked."""
    policy: str
    """Of the runs that the schedule starts."""
    next_at: float | None = Field(index=True)
    created_at: float
    harvested_at: float | None
    """When the newest complete harvest began: the next one may ask for what changed since."""
    whole_at: float | None
    """The same, of the newest that saw everything and so noticed what is gone."""


class MemberRow(SQLModel, table=True):
    """One dataset that a catalogue lists, and in brief what was found of it."""

    metadata = METADATA
    __tablename__ = "catalog_dataset"
    __table_args__ = (
        Index("uq_catalog_dataset_key", "catalog_id", "key", unique=True),
        Index(None, "catalog_id", "number"),
        Index(None, "catalog_id", "org", "number"),
        Index(None, "dataset"),
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    catalog_id: str = Field(foreign_key="catalog.id", ondelete="CASCADE")
    key: str
    """Digest of what the catalogue knows it by."""
    url: str
    """The address under which it is assessed."""
    dataset: str
    """Id of that address."""
    host: str
    """``name:port`` of its first file: what politeness goes by."""
    title: str
    organisation: str
    org: str
    """The organisation in one plain word, for filters."""
    modified: float | None
    """As the portal states it."""
    digest: str
    """Of its description: another one is a change."""
    request: str = Field(sa_type=Text)
    """The order to give; empty where it cannot be assessed."""
    record: bytes | None = Field(sa_type=LargeBinary)
    """Its description, compressed; this room never looks inside."""
    code: str
    """Why it cannot be assessed; empty: it can."""
    changed_at: float
    seen_run: int = Field(sa_type=BigInteger)
    """The run that saw it listed last."""
    ordered_run: int = Field(sa_type=BigInteger)
    """The run that judged last whether to assess it."""
    gone: bool
    assessment_id: str | None
    assessed_at: float | None
    grade: str | None
    score: float | None
    """The newest earned ones."""
    stale: bool
    """True where the newest look earned none."""
    outcome: str
    """What ended the newest look early; ``ok``."""
    updated: float | None
    """When the data last changed, by all that is known."""
    due_at: float | None
    """When it should be looked at again."""


class LabelRow(SQLModel, table=True):
    """A theme, format or schema of a member: what lists are filtered and summed up by."""

    metadata = METADATA
    __tablename__ = "catalog_label"
    __table_args__ = (Index(None, "member"),)

    catalog_id: str = Field(primary_key=True, foreign_key="catalog.id", ondelete="CASCADE")
    kind: str = Field(primary_key=True)
    """``theme format schema``."""
    value: str = Field(primary_key=True)
    member: int = Field(
        primary_key=True,
        sa_type=_NUMBER,
        sa_column_kwargs={"autoincrement": False},
        foreign_key="catalog_dataset.number",
        ondelete="CASCADE",
    )
    source: str
    """``portal`` says so, or the file: ``declared given detected read``."""
    grade: str | None
    score: float | None
    """Of the file that follows the schema."""


class FixRow(SQLModel, table=True):
    """One thing to mend in a member: its gain adds up over the catalogue."""

    metadata = METADATA
    __tablename__ = "catalog_fix"
    __table_args__ = (Index(None, "member"),)

    catalog_id: str = Field(primary_key=True, foreign_key="catalog.id", ondelete="CASCADE")
    rule: str = Field(primary_key=True)
    cause: str = Field(primary_key=True)
    member: int = Field(
        primary_key=True,
        sa_type=_NUMBER,
        sa_column_kwargs={"autoincrement": False},
        foreign_key="catalog_dataset.number",
        ondelete="CASCADE",
    )
    gain: float


class RunRow(SQLModel, table=True):
    """One pass over a catalogue: list what is in it, then assess what the policy picks."""

    metadata = METADATA
    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'harvesting', 'choosing', 'assessing', "
            "'succeeded', 'failed', 'cancelled')",
            name="state",
        ),
        # One at a time for each catalogue.
        Index(
            "uq_run_live",
            "catalog_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "catalog_id", "number"),
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    id: str = Field(unique=True)
    """Also that of its batch of work."""
    catalog_id: str = Field(foreign_key="catalog.id", ondelete="CASCADE")
    policy: str
    harvest: str
    """``auto full changes none``."""
    state: str
    created_at: float
    started_at: float | None
    ended_at: float | None
    worker: str
    lease_until: float | None
    not_before: float
    """The portal asked for patience until then."""
    cursor: str = Field(sa_type=Text)
    """Where to go on listing; this room never looks inside."""
    after: int = Field(sa_type=BigInteger)
    """The last member judged."""
    pages: int
    seen: int
    added: int
    changed: int
    gone: int
    troubles: int
    ordered: int
    merged: int
    """Of those ordered: waiting already for someone else."""
    total: int | None
    """What the portal says that it lists."""
    done: int
    failed: int
    """Final counts, once it has ended."""
    code: str
    """What cut it short."""


class TroubleRow(SQLModel, table=True):
    """A page or an entry of a catalogue that could not be used."""

    metadata = METADATA
    __tablename__ = "run_trouble"
    __table_args__ = (Index(None, "run_id", "number"),)

    number: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    run_id: str = Field(foreign_key="run.id", ondelete="CASCADE")
    url: str
    """The page, or the entry's address."""
    code: str
    detail: str


class SnapshotRow(SQLModel, table=True):
    """How a catalogue, or one organisation in it, stood at the end of a month's last run."""

    metadata = METADATA
    __tablename__ = "catalog_snapshot"

    catalog_id: str = Field(primary_key=True, foreign_key="catalog.id", ondelete="CASCADE")
    org: str = Field(primary_key=True)
    """``*``: the whole catalogue; empty: datasets without an organisation."""
    month: str = Field(primary_key=True)
    """``2026-11``."""
    at: float
    members: int
    graded: int
    median: float | None
    a: int
    b: int
    c: int
    d: int
    e: int
