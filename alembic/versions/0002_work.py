"""Work that waits, runs and ends: jobs, batches, hosts that asked for patience, idempotency keys."""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import AutoString

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None

_STATES = "state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')"


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "batch",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_table(
        "host_policy",
        sa.Column("host", AutoString(), nullable=False),
        sa.Column("not_before", sa.Float(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_policy")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("fingerprint", AutoString(), nullable=False),
        sa.Column("job_id", AutoString(), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_idempotency_key")),
    )
    op.create_index(op.f("ix_idempotency_key_expires_at"), "idempotency_key", ["expires_at"])
    op.create_table(
        "work_item",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("topic", AutoString(), nullable=False),
        sa.Column("dataset", AutoString(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("host", AutoString(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("batch_id", AutoString(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("not_before", sa.Float(), nullable=False),
        sa.Column("latest", sa.Float(), nullable=False),
        sa.Column("started_at", sa.Float(), nullable=True),
        sa.Column("ended_at", sa.Float(), nullable=True),
        sa.Column("worker", AutoString(), nullable=False),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("crashes", sa.Integer(), nullable=False),
        sa.Column("losses", sa.Integer(), nullable=False),
        sa.Column("step", AutoString(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("content", AutoString(), nullable=False),
        sa.Column("assessment_id", AutoString(), nullable=True),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("successor", AutoString(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.CheckConstraint(_STATES, name=op.f("ck_work_item_state")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_work_item_batch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_work_item")),
        sa.UniqueConstraint("id", name=op.f("uq_work_item_id")),
    )
    _index("uq_work_item_topic", ["topic"], "state = 'queued'", unique=True)
    _index("ix_work_item_lane", ["priority", "not_before", "number"], "state = 'queued'")
    _index("ix_work_item_host", ["priority", "host", "not_before"], "state = 'queued'")
    _index("ix_work_item_running", ["lease_until"], "state = 'running'")
    _index("ix_work_item_ended", ["ended_at"], "ended_at IS NOT NULL")
    _index("ix_work_item_crashed", ["content"], "crashes > 0")
    _index("ix_work_item_batch", ["batch_id", "state"], "batch_id IS NOT NULL")


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("work_item")
    op.drop_table("idempotency_key")
    op.drop_table("host_policy")
    op.drop_table("batch")


def _index(name: str, columns: list[str], where: str, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(
        name,
        "work_item",
        columns,
        unique=unique,
        sqlite_where=condition,
        postgresql_where=condition,
    )
