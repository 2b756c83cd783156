"""The first tables: datasets, each with its newest assessment in brief, and all assessments."""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "dataset",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("assessment_id", AutoString(), nullable=False),
        sa.Column("assessed_at", UTCDateTime(), nullable=False),
        sa.Column("grade", AutoString(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("graded_id", AutoString(), nullable=True),
        sa.Column("graded_at", UTCDateTime(), nullable=True),
        sa.Column("graded_grade", AutoString(), nullable=True),
        sa.Column("graded_score", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset")),
    )
    op.create_index(op.f("ix_dataset_assessed_at_id"), "dataset", ["assessed_at", "id"])
    op.create_table(
        "assessment",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("dataset_id", AutoString(), nullable=False),
        sa.Column("assessed_at", UTCDateTime(), nullable=False),
        sa.Column("policy", AutoString(), nullable=False),
        sa.Column("grade", AutoString(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("limits", AutoString(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset_id"],
            ["dataset.id"],
            name=op.f("fk_assessment_dataset_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_assessment")),
        sa.UniqueConstraint("id", name=op.f("uq_assessment_id")),
    )
    op.create_index(
        op.f("ix_assessment_dataset_id_assessed_at_number"),
        "assessment",
        ["dataset_id", "assessed_at", "number"],
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("assessment")
    op.drop_table("dataset")
