"""Two real databases to run every store test on: an SQLite file, and a PostgreSQL server."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine

from app.store import Store
from app.store.migrate import upgrade
from rules.core.advice import Plan
from rules.core.assessment import Assessment, DatasetRef, dataset_id
from rules.core.evidence import Access, Evidence, File
from rules.core.grading import DimensionScore, Verdict, grade_of
from rules.core.rule import Dimension
from tests.postgresql import database

Assess = Callable[..., Assessment]


@pytest.fixture(scope="session")
def store_migrated(postgresql_server: URL) -> Iterator[str]:
    """Give a PostgreSQL database with our tables, for all tests that leave them as they are."""
    with database(postgresql_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a new database without tables, on either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'qualidata.db'}"
        return
    with database(request.getfixturevalue("postgresql_server"), migrated=False) as url:
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
