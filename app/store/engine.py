"""The doors to the database: one for writers, one for readers, one for migrations.

SQLite: write-ahead log, one writer at a time by ``BEGIN IMMEDIATE`` (a deferred ``BEGIN`` loses
updates or fails with “database is locked”), readers on connections of their own that never wait.
``synchronous=NORMAL``: a power cut may lose the last commits, never the file.
PostgreSQL: psycopg 3, read committed; writers lock the rows that they read.
Error messages never quote what was being stored: it belongs to strangers.
"""

from __future__ import annotations

import math
import select
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    NullPool,
    QueuePool,
    create_engine,
    event,
    exc,
    make_url,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

PATIENCE = 30.0
"""Seconds that a writer waits for its turn, and a reader for a free connection."""
_IDLE = 1.0
"""Seconds after which a connection is asked whether it lives."""
_UPGRADE_LOCK = 7_146_202_611
"""PostgreSQL advisory lock held by whoever migrates; any number that nobody else uses."""
_POSTGRESQL = {
    "connect_timeout": 10,
    "tcp_user_timeout": 15_000,  # a server that vanished is an error, not a hang
    "application_name": "qualidata",
    "prepare_threshold": None,  # a pooler in transaction mode knows no prepared statements
}


@dataclass(frozen=True, slots=True)
class Engines:
    """Both ways into one database."""

    write: Engine
    read: Engine

    def close(self) -> None:
        """Close every idle connection; on SQLite the last one folds the log into the file."""
        self.read.dispose()
        self.write.dispose()


def address(url: str) -> URL:
    """Parse a database URL. Raises ``ValueError`` unless it is PostgreSQL or an SQLite file."""
    with suppress(exc.ArgumentError):
        parsed = make_url(url)
        if parsed.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
            return parsed.set(drivername="postgresql+psycopg")
        if parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:"):
            return parsed
    raise ValueError("the database URL must be postgresql+psycopg://… or sqlite:///a/file")


def sqlite_file(url: str) -> Path | None:
    """Give the absolute path of an SQLite database, ``None`` for PostgreSQL."""
    parsed = address(url)
    return Path(parsed.database or "").absolute() if parsed.drivername == "sqlite" else None


def server(url: str) -> str:
    """Give the address of a PostgreSQL database as its own tools know it; empty for SQLite."""
    parsed = address(url)
    if parsed.drivername == "sqlite":
        return ""
    return parsed.set(drivername="postgresql").render_as_string(hide_password=False)


def open_engines(url: str) -> Engines:
    """Prepare both doors; nothing is connected before the first query."""
    file = sqlite_file(url)
    if file is None:
        engine = _pinged(_postgresql(url))
        return Engines(engine, engine.execution_options(isolation_level="AUTOCOMMIT"))
    # One writer: threads queue for it here, in order, rather than poll for the file's lock.
    pool = {"poolclass": QueuePool, "pool_timeout": PATIENCE}
    return Engines(
        _writer(_connector(file, "rw", foreign_keys=True), pool_size=1, max_overflow=0, **pool),
        _sqlite(_connector(file, "ro"), max_overflow=59, **pool),
    )


@contextmanager
def migrating(url: str) -> Iterator[Connection]:
    """Give the one connection that may change tables, in a transaction; others wait their turn.

    Foreign keys are off on SQLite: altering a table there means dropping its old self, and
    ``ON DELETE CASCADE`` would empty its children. They are checked before the commit.
    """
    file = sqlite_file(url)
    if file is None:
        engine = _postgresql(url, poolclass=NullPool)
        with _disposed(engine), engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")
            yield connection
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    _write_ahead(file)
    engine = _writer(_connector(file, "rw"), poolclass=NullPool)
    with _disposed(engine), engine.begin() as connection:
        yield connection
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("the migration would leave rows without their parents")


@contextmanager
def _disposed(engine: Engine) -> Iterator[None]:
    try:
        yield
    finally:
        engine.dispose()


def _postgresql(url: str, **options: Any) -> Engine:
    return create_engine(address(url), connect_args=_POSTGRESQL, hide_parameters=True, **options)


def _pinged(engine: Engine) -> Engine:
    """Ask a connection whether it lives before it is lent out, where there is reason to doubt it.

    A restarted server costs nobody an error then, and those in steady use no question each time:
    one that the server has cut has something to be read.
    """

    @event.listens_for(engine, "checkin")
    def _(_: object, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _(connection: DBAPIConnection, record: ConnectionPoolEntry, _: object) -> None:
        idle = time.monotonic() - record.info.get("idle_since", math.inf)
        try:
            if idle > _IDLE or _stirs(connection):
                engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise exc.DisconnectionError from error  # the pool tries another one

    return engine


def _stirs(connection: Any) -> bool:
    """Tell whether a server has said something that nobody asked for: mostly that it goes."""
    ears = select.poll()
    ears.register(connection.fileno(), select.POLLIN)
    return bool(ears.poll(0))


def _sqlite(connect: Callable[[], sqlite3.Connection], **options: Any) -> Engine:
    return create_engine("sqlite://", creator=connect, hide_parameters=True, **options)


def _writer(connect: Callable[[], sqlite3.Connection], **options: Any) -> Engine:
    engine = _sqlite(connect, **options)
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _connector(
    file: Path, mode: str, *, foreign_keys: bool = False
) -> Callable[[], sqlite3.Connection]:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{file.as_uri()}?mode={mode}",
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,  # we say BEGIN ourselves
            check_same_thread=False,  # the pool lends it to one thread at a time
        )
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(f"PRAGMA foreign_keys={foreign_keys:d}")
        return connection

    return connect


def _write_ahead(file: Path) -> None:
    """Switch the file to its write-ahead log, for good; SQLite never waits here, so we do."""
    deadline = time.monotonic() + PATIENCE
    with closing(_connector(file, "rwc")()) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return
