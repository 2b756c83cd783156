"""Bring a database to the tables of this version: once, alone, with a way back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from alembic.command import upgrade as run_revisions
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.errors import Problem
from app.store.engine import migrating, sqlite_file
from rules.core.text import Text

_INSTALLED = Path(__file__).parent / "migrations"
SCRIPTS = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[2] / "alembic"
"""Beside us in an installed package, at the top of the house in the source tree."""
_NEWER = Text(
    en="The database is at revision {found}, which this version does not know: start the newer "
    "version again, or restore the backup made before its upgrade.",
    fr="La base est à la révision {found}, inconnue de cette version : relancez la version plus "
    "récente, ou restaurez la sauvegarde faite avant sa mise à jour.",
)
_ALONE = Lock()  # alembic keeps its context in a global: one thread at a time


class UnknownRevision(Problem):
    """The database has been migrated by a version of Qualidata newer than this one."""

    def __init__(self, found: str) -> None:
        super().__init__("database_newer", _NEWER, status=503, facts={"found": found})

    def __str__(self) -> str:
        """Say it, for whoever reads a log."""
        return self.say("en")


def upgrade(url: str, scripts: Path = SCRIPTS) -> None:
    """Migrate to the newest revision; all or nothing, and nothing where it is there already.

    An SQLite file that holds anything is copied beside itself first. Raises ``UnknownRevision``.
    """
    with _ALONE, migrating(url) as connection:
        found, wanted = revision(connection), head(scripts)
        if found == wanted:
            return
        _require_known(found, scripts)
        file = sqlite_file(url)
        if file is not None and connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first():
            _back_up(file, found)
        run_revisions(configured(connection, scripts), "head")


def configured(connection: Connection | None = None, scripts: Path = SCRIPTS) -> Config:
    """Tell alembic where the revisions lie, and which connection to use."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config


def head(scripts: Path = SCRIPTS) -> str | None:
    """Give the newest revision known to this version."""
    return ScriptDirectory.from_config(configured(scripts=scripts)).get_current_head()


def revision(connection: Connection) -> str | None:
    """Give the revision that a database is at; ``None`` where it was never migrated."""
    return MigrationContext.configure(connection).get_current_revision()


def _require_known(found: str | None, scripts: Path) -> None:
    known = ScriptDirectory.from_config(configured(scripts=scripts)).walk_revisions()
    if found is not None and found not in {script.revision for script in known}:
        raise UnknownRevision(found)


def _back_up(file: Path, found: str | None) -> None:
    """Copy the whole database while we hold its write lock: readers are let in, writers are not."""
    copy = file.with_name(
        f"{file.name}.{found or 'unversioned'}.{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    )
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
    except sqlite3.Error:
        copy.unlink(missing_ok=True)  # half a backup is worse than none
        raise
    shutil.copymode(file, copy)
