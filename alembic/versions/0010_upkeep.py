"""Counts of all workers' work, chores done once for all, and the way from an assessment to its datasets."""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import AutoString

from alembic import op

revision: str = "0010"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "chore",
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chore")),
    )
    op.create_table(
        "tally",
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("labels", AutoString(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", "labels", name=op.f("pk_tally")),
    )
    op.create_index(op.f("ix_dataset_assessment_id"), "dataset", ["assessment_id"])
    op.create_index(op.f("ix_dataset_graded_id"), "dataset", ["graded_id"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_index(op.f("ix_dataset_graded_id"), "dataset")
    op.drop_index(op.f("ix_dataset_assessment_id"), "dataset")
    op.drop_table("tally")
    op.drop_table("chore")
