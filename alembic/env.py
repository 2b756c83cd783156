"""Bind the migrations to our tables: ``Store`` hands in a connection, the command line opens one."""

from sqlalchemy import Connection

from alembic import context
from app.settings import Settings
from app.store.engine import migrating
from app.store.tables import ENGINE_TABLES, METADATA


def ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """Tell whether a table is ours: an engine keeps its own beside them."""
    return kind != "table" or not (name or "").startswith(ENGINE_TABLES)


def run(connection: Connection) -> None:
    """Run what was asked for on this connection, inside its transaction."""
    context.configure(
        connection=connection, target_metadata=METADATA, render_as_batch=True, include_object=ours
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is None:
    with migrating(Settings().database) as opened:
        run(opened)
else:
    run(given)
