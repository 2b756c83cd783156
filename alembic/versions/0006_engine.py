"""What an engine needs: items handed to it, its own tables, and hosts that are left in peace."""

from pathlib import Path

import sqlalchemy as sa

from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

_SCHEMA = Path(__file__).parent.parent / "engine" / "procrastinate-3.10.0.sql"
_TABLES = ("events", "periodic_defers", "jobs", "workers")
_TYPES = ("job_to_defer_v1", "job_event_type", "job_status")
_BUSY = "autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000"
"""These tables change all the time: their dead rows are cleared early."""


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("work_item", sa.Column("admitted_at", sa.Float(), nullable=True))
    admitted = sa.text("state = 'queued' AND admitted_at IS NOT NULL")
    op.create_index(
        "ix_work_item_admitted",
        "work_item",
        ["admitted_at"],
        sqlite_where=admitted,
        postgresql_where=admitted,
    )
    zero = sa.text("0")
    op.add_column(
        "host_policy", sa.Column("failures", sa.Integer(), nullable=False, server_default=zero)
    )
    op.add_column(
        "host_policy", sa.Column("rest_until", sa.Float(), nullable=False, server_default=zero)
    )
    if op.get_bind().dialect.name == "postgresql":
        # Many statements at once, with % and : in them: only the driver takes them as they are.
        op.get_bind().connection.cursor().execute(_SCHEMA.read_text(encoding="utf-8"))
        op.execute(f"ALTER TABLE work_item SET ({_BUSY})")
        op.execute(f"ALTER TABLE procrastinate_jobs SET ({_BUSY})")


def downgrade() -> None:
    """Go back to the revision before."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE work_item RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)")
        _drop_engine()
    op.drop_column("host_policy", "rest_until")
    op.drop_column("host_policy", "failures")
    op.drop_index("ix_work_item_admitted", table_name="work_item")
    op.drop_column("work_item", "admitted_at")


def _drop_engine() -> None:
    for table in _TABLES:
        op.execute(f"DROP TABLE procrastinate_{table} CASCADE")
    ours = sa.text(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname = current_schema() AND starts_with(p.proname, 'procrastinate_')"
    )
    for (function,) in op.get_bind().execute(ours).all():
        op.execute(f"DROP FUNCTION {function} CASCADE")
    for name in _TYPES:
        op.execute(f"DROP TYPE procrastinate_{name}")
