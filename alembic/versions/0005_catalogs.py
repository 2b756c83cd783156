"""Catalogues: what they list, what was found of it, the runs over them, how they stood each month."""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import AutoString

from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "catalog",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("start", AutoString(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("schedule", AutoString(), nullable=False),
        sa.Column("policy", AutoString(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=True),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("harvested_at", sa.Float(), nullable=True),
        sa.Column("whole_at", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog")),
    )
    op.create_index(op.f("ix_catalog_next_at"), "catalog", ["next_at"])

    op.create_table(
        "catalog_dataset",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("catalog_id", AutoString(), nullable=False),
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("dataset", AutoString(), nullable=False),
        sa.Column("host", AutoString(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("organisation", AutoString(), nullable=False),
        sa.Column("org", AutoString(), nullable=False),
        sa.Column("modified", sa.Float(), nullable=True),
        sa.Column("digest", AutoString(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=True),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("changed_at", sa.Float(), nullable=False),
        sa.Column("seen_run", sa.BigInteger(), nullable=False),
        sa.Column("ordered_run", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("assessment_id", AutoString(), nullable=True),
        sa.Column("assessed_at", sa.Float(), nullable=True),
        sa.Column("grade", AutoString(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("updated", sa.Float(), nullable=True),
        sa.Column("due_at", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["catalog_id"],
            ["catalog.id"],
            name=op.f("fk_catalog_dataset_catalog_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_catalog_dataset")),
    )
    op.create_index(
        op.f("ix_catalog_dataset_catalog_id_number"), "catalog_dataset", ["catalog_id", "number"]
    )
    op.create_index(
        op.f("ix_catalog_dataset_catalog_id_org_number"),
        "catalog_dataset",
        ["catalog_id", "org", "number"],
    )
    op.create_index(op.f("ix_catalog_dataset_dataset"), "catalog_dataset", ["dataset"])
    op.create_index("uq_catalog_dataset_key", "catalog_dataset", ["catalog_id", "key"], unique=True)

    op.create_table(
        "catalog_snapshot",
        sa.Column("catalog_id", AutoString(), nullable=False),
        sa.Column("org", AutoString(), nullable=False),
        sa.Column("month", AutoString(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("graded", sa.Integer(), nullable=False),
        sa.Column("median", sa.Float(), nullable=True),
        sa.Column("a", sa.Integer(), nullable=False),
        sa.Column("b", sa.Integer(), nullable=False),
        sa.Column("c", sa.Integer(), nullable=False),
        sa.Column("d", sa.Integer(), nullable=False),
        sa.Column("e", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["catalog_id"],
            ["catalog.id"],
            name=op.f("fk_catalog_snapshot_catalog_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("catalog_id", "org", "month", name=op.f("pk_catalog_snapshot")),
    )
    op.create_table(
        "run",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("catalog_id", AutoString(), nullable=False),
        sa.Column("policy", AutoString(), nullable=False),
        sa.Column("harvest", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("started_at", sa.Float(), nullable=True),
        sa.Column("ended_at", sa.Float(), nullable=True),
        sa.Column("worker", AutoString(), nullable=False),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.Column("not_before", sa.Float(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("troubles", sa.Integer(), nullable=False),
        sa.Column("ordered", sa.Integer(), nullable=False),
        sa.Column("merged", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'harvesting', 'choosing', 'assessing', 'succeeded', 'failed', 'cancelled')",
            name=op.f("ck_run_state"),
        ),
        sa.ForeignKeyConstraint(
            ["catalog_id"], ["catalog.id"], name=op.f("fk_run_catalog_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_run")),
        sa.UniqueConstraint("id", name=op.f("uq_run_id")),
    )
    op.create_index(op.f("ix_run_catalog_id_number"), "run", ["catalog_id", "number"])
    op.create_index(
        "uq_run_live",
        "run",
        ["catalog_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "catalog_fix",
        sa.Column("catalog_id", AutoString(), nullable=False),
        sa.Column("rule", AutoString(), nullable=False),
        sa.Column("cause", AutoString(), nullable=False),
        sa.Column(
            "member",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("gain", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["catalog_id"],
            ["catalog.id"],
            name=op.f("fk_catalog_fix_catalog_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member"],
            ["catalog_dataset.number"],
            name=op.f("fk_catalog_fix_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "catalog_id", "rule", "cause", "member", name=op.f("pk_catalog_fix")
        ),
    )
    op.create_index(op.f("ix_catalog_fix_member"), "catalog_fix", ["member"])

    op.create_table(
        "catalog_label",
        sa.Column("catalog_id", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("value", AutoString(), nullable=False),
        sa.Column(
            "member",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("grade", AutoString(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["catalog_id"],
            ["catalog.id"],
            name=op.f("fk_catalog_label_catalog_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member"],
            ["catalog_dataset.number"],
            name=op.f("fk_catalog_label_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "catalog_id", "kind", "value", "member", name=op.f("pk_catalog_label")
        ),
    )
    op.create_index(op.f("ix_catalog_label_member"), "catalog_label", ["member"])

    op.create_table(
        "run_trouble",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", AutoString(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("detail", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name=op.f("fk_run_trouble_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_run_trouble")),
    )
    op.create_index(op.f("ix_run_trouble_run_id_number"), "run_trouble", ["run_id", "number"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("run_trouble")
    op.drop_table("catalog_label")
    op.drop_table("catalog_fix")
    op.drop_table("run")
    op.drop_table("catalog_snapshot")
    op.drop_table("catalog_dataset")
    op.drop_table("catalog")
