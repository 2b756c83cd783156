"""What is sent out: webhooks, the outbox, and the resources that portals announced."""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import AutoString

from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None

_STATES = "state IN ('waiting', 'sending', 'paused', 'delivered', 'failed', 'dropped')"


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "webhook",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("owner", AutoString(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("host", AutoString(), nullable=False),
        sa.Column("label", AutoString(), nullable=False),
        sa.Column("secret", AutoString(), nullable=False),
        sa.Column("former", AutoString(), nullable=False),
        sa.Column("former_until", sa.Float(), nullable=False),
        sa.Column("events", AutoString(), nullable=False),
        sa.Column("dataset", AutoString(), nullable=False),
        sa.Column("prefix", AutoString(), nullable=False),
        sa.Column("catalog", AutoString(), nullable=False),
        sa.Column("below", AutoString(), nullable=False),
        sa.Column("drops", sa.Boolean(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("delivered_at", sa.Float(), nullable=True),
        sa.Column("job_id", AutoString(), nullable=False),
        sa.CheckConstraint(
            "state IN ('enabled', 'disabled', 'spent')", name=op.f("ck_webhook_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_owner_created_at"), "webhook", ["owner", "created_at"])
    _index("ix_webhook_job_id", "webhook", ["job_id"], "state = 'enabled' AND job_id <> ''")
    _index("ix_webhook_enabled", "webhook", ["id"], "state = 'enabled' AND job_id = ''")
    op.create_table(
        "portal_resource",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("portal", AutoString(), nullable=False),
        sa.Column("resource_id", AutoString(), nullable=False),
        sa.Column("dataset_id", AutoString(), nullable=False),
        sa.Column("dataset", AutoString(), nullable=False),
        sa.Column("host", AutoString(), nullable=False),
        sa.Column("writes", sa.Boolean(), nullable=False),
        sa.Column("seen", AutoString(), nullable=False),
        sa.Column("pushed", AutoString(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_resource")),
    )
    op.create_index(
        "uq_portal_resource_key", "portal_resource", ["portal", "resource_id"], unique=True
    )
    op.create_index(op.f("ix_portal_resource_dataset"), "portal_resource", ["dataset"])
    op.create_table(
        "delivery",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("webhook_id", AutoString(), nullable=True),
        sa.Column("resource_id", AutoString(), nullable=True),
        sa.Column("host", AutoString(), nullable=False),
        sa.Column("event", AutoString(), nullable=False),
        sa.Column("dataset", AutoString(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("due", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.Column("worker", AutoString(), nullable=False),
        sa.Column("ended_at", sa.Float(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("tries", sa.Text(), nullable=False),
        sa.CheckConstraint(_STATES, name=op.f("ck_delivery_state")),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["portal_resource.id"],
            name=op.f("fk_delivery_resource_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_delivery_webhook_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_delivery")),
        sa.UniqueConstraint("id", name=op.f("uq_delivery_id")),
    )
    op.create_index(
        op.f("ix_delivery_webhook_id_number"), "delivery", ["webhook_id", "number"]
    )
    _index("ix_delivery_host", "delivery", ["host", "due"], "state = 'waiting'")
    _index("ix_delivery_sending", "delivery", ["lease_until"], "state = 'sending'")
    _index(
        "ix_delivery_order",
        "delivery",
        ["webhook_id", "dataset", "number"],
        "state IN ('waiting', 'sending')",
    )
    _index(
        "uq_delivery_resource_id",
        "delivery",
        ["resource_id"],
        "state = 'waiting' AND resource_id IS NOT NULL",
        unique=True,
    )
    _index("ix_delivery_ended", "delivery", ["ended_at"], "ended_at IS NOT NULL")


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("delivery")
    op.drop_table("portal_resource")
    op.drop_table("webhook")


def _index(name: str, table: str, columns: list[str], where: str, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )
