"""The tables of what is sent out: webhooks, the outbox, and the resources of portals.

A message is written in the transaction of the grade that it tells of, so that neither is there
without the other. Instants are seconds since 1970 by the database's own clock.
"""

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

from app.store.tables import METADATA


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


class WebhookRow(SQLModel, table=True):
    """Someone to tell; with a ``job_id``, of that one job only."""

    metadata = METADATA
    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("state IN ('enabled', 'disabled', 'spent')", name="state"),
        Index(None, "owner", "created_at"),
        _partial("ix_webhook_job_id", "job_id", where="state = 'enabled' AND job_id <> ''"),
        _partial("ix_webhook_enabled", "id", where="state = 'enabled' AND job_id = ''"),
    )

    id: str = Field(primary_key=True)
    owner: str
    """Who may manage it; empty: whoever may write."""
    url: str
    host: str
    """``name:port`` that is asked."""
    label: str
    secret: str
    former: str
    """The secret before, which signs too until ``former_until``; empty: none."""
    former_until: float
    events: str
    """Names, parted by spaces."""
    dataset: str
    """Only of this address; empty: any."""
    prefix: str
    """Only of addresses that begin so."""
    catalog: str
    """Only of this catalogue's runs."""
    below: str
    """Only of grades worse than this letter."""
    drops: bool
    """Only where the grade fell."""
    state: str
    reason: str
    """Why it is disabled: ``asked gone failing``."""
    created_at: float
    delivered_at: float | None
    """When its receiver last took something."""
    job_id: str


class DeliveryRow(SQLModel, table=True):
    """One message to one receiver."""

    metadata = METADATA
    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'sending', 'paused', 'delivered', 'failed', 'dropped')",
            name="state",
        ),
        Index(None, "webhook_id", "number"),
        _partial("ix_delivery_host", "host", "due", where="state = 'waiting'"),
        _partial("ix_delivery_sending", "lease_until", where="state = 'sending'"),
        _partial(
            "ix_delivery_order",
            "webhook_id",
            "dataset",
            "number",
            where="state IN ('waiting', 'sending')",
        ),
        # One waiting word a resource: it tells of whatever is newest when it goes.
        _partial(
            "uq_delivery_resource_id",
            "resource_id",
            where="state = 'waiting' AND resource_id IS NOT NULL",
            unique=True,
        ),
        _partial("ix_delivery_ended", "ended_at", where="ended_at IS NOT NULL"),
    )

    number: int | None = Field(
        default=None,
        primary_key=True,
        # SQLite numbers rows by itself only under INTEGER.
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
    )
    id: str = Field(unique=True)
    """``webhook-id``: the same at every try, so that receivers know it again."""
    webhook_id: str | None = Field(foreign_key="webhook.id", ondelete="CASCADE")
    resource_id: str | None = Field(foreign_key="portal_resource.id", ondelete="CASCADE")
    """The portal's resource that is written to, where it is no webhook."""
    host: str
    event: str
    dataset: str
    facts: str = Field(sa_type=Text)
    """What happened, as JSON (:class:`app.store.hook_model.News`)."""
    state: str
    created_at: float
    due: float
    attempts: int
    """Tries made, since it was last sent by hand."""
    taken: int
    """Times taken up: whoever writes how a try ended must know the number."""
    lease_until: float | None
    worker: str
    ended_at: float | None
    status: int | None
    """Of the last try."""
    code: str
    """Why the last try failed."""
    tries: str = Field(sa_type=Text)
    """Each try as JSON: when, status, code, seconds."""


class PortalResourceRow(SQLModel, table=True):
    """A resource that a portal announced."""

    metadata = METADATA
    __tablename__ = "portal_resource"
    __table_args__ = (
        Index("uq_portal_resource_key", "portal", "resource_id", unique=True),
        Index(None, "dataset"),
    )

    id: str = Field(primary_key=True)
    portal: str
    """Its address; empty: nobody to write back to."""
    resource_id: str
    dataset_id: str
    """Of the portal's dataset."""
    dataset: str
    """Id under which we keep its assessments."""
    host: str
    writes: bool
    """Whether the portal wants to be told."""
    seen: str
    """Digest of the announcement, what we write there left out."""
    pushed: str
    """Digest of what was last written there."""
    deleted: bool
    updated_at: float
