"""Two real databases, a town whose files come as slowly as a test likes, real services."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from uuid import uuid4

import httpx2
import pytest
import uvicorn
from sqlalchemy import create_engine, text

from app.main import create_app
from app.settings import Settings
from app.store import Bid, Lane, Mark, Store, Submission
from app.store.migrate import upgrade
from rules.core.advice import Plan
from rules.core.assessment import Assessment, DatasetRef, dataset_id
from rules.core.evidence import Access, Evidence, File
from rules.core.grading import DimensionScore, Verdict
from rules.core.rule import Dimension
from tests.postgresql import database

SMALL = b"nom,montant\nAlpha,1\nBeta,2\n"


@pytest.fixture(scope="session")
def jobs_migrated(postgresql_server):
    with database(postgresql_server) as url:
        yield url


@pytest.fixture(scope="session")
def jobs_house_database(postgresql_server):
    """A PostgreSQL database for whole services: nobody empties it under them."""
    with database(postgresql_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def jobs_url(request, tmp_path):
    """The URL of a database with our tables and no rows, on either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'qualidata.db'}"
        upgrade(url)
        return url
    url = request.getfixturevalue("jobs_migrated")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "TRUNCATE dataset, work_item, batch, host_policy, idempotency_key, chore, tally, catalog, procrastinate_jobs CASCADE"
        )
    engine.dispose()
    return url


@pytest.fixture
def jobs_store(jobs_url):
    store = Store(jobs_url)
    yield store
    store.close()


@pytest.fixture
def work(jobs_store):
    return jobs_store.work


@pytest.fixture
def sql(jobs_store):
    """Change or look at the table behind everybody's back: how tests make time pass."""

    def run(statement, **facts):
        with jobs_store._engines.write.begin() as connection:
            found = connection.execute(text(statement), facts)
            return found.all() if found.returns_rows else found.rowcount

    return run


def _ask(topic="a", **more):
    url = more.pop("url", f"https://mairie.example/{topic}.csv")
    given = {"host": "mairie.example:443", "request": '{"upload": ""}', "dataset": dataset_id(url)}
    return Submission(id=uuid4().hex, topic=topic, url=url, **given | more)


@pytest.fixture
def ask():
    """Build a submission: minimal, but for what a test cares about."""
    return _ask


@pytest.fixture
def take(work):
    """Claim as a worker does; give the claims."""
    usual = tuple(Lane(priority=p) for p in (0, 1, 2))

    def bid(slots=1, worker="one", **more):
        given = {"place": "here", "lanes": usual, "lease": 30.0, "per_host": 100} | more
        return Bid(worker=worker, slots=slots, **given)

    def run(slots=1, worker="one", **more):
        claims, _ = work.claim(bid(slots, worker, **more))
        return claims

    run.bid = bid
    return run


@pytest.fixture
def mark():
    return lambda claim, **more: Mark(claim=claim, step="judging", **more)


@pytest.fixture
def found():
    """Build an assessment: of this outcome, this status, with this much patience asked for."""

    def build(url="https://mairie.example/a.csv", outcome="ok", status=200, **more):
        file = File(outcome=more.pop("file")) if "file" in more else None
        access = Access(url=url, outcome=outcome, status=status, **more)
        none = DimensionScore(id=Dimension.DOCUMENTATION, score=None, weight=0)
        verdict = Verdict(
            policy="2026.1",
            score=None,
            grade=None,
            coverage=0.0,
            limits=(),
            dimensions=(),
            documentation=none,
            measurements=(),
        )
        return Assessment(
            id=uuid4().hex,
            dataset=DatasetRef(id=dataset_id(url), url=url),
            evidence=Evidence(seen_at=datetime.now(UTC), access=access, file=file),
            verdict=verdict,
            suggestions=(),
            plan=Plan(to=None, suggestions=()),
        )

    return build


@dataclass
class Sheet:
    body: bytes = SMALL
    status: int = 200
    delay: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    group: str = ""
    """Pages of one group are counted together: how many are asked for at once."""


class Village:
    """A file server that is slow, unwell or busy where a test says so, and counts its visitors."""

    def __init__(self):
        self.sheets: dict[str, Sheet] = {}
        self.visits: Counter[str] = Counter()
        self.crowd: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self._counting = threading.Lock()
        village = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                path = self.path.split("?")[0]
                sheet = village.sheets.get(path) or village.unknown(path)
                with village.counted(path, sheet.group):
                    time.sleep(sheet.delay)
                self.send_response(sheet.status)
                headers = {"content-type": "text/csv", "content-length": str(len(sheet.body))}
                for name, value in (headers | sheet.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(sheet.body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # who is killed does not say goodbye
        self.port = self.server_port = self.server.server_port
        self.everywhere: float | None = None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def unknown(self, path):
        """Nothing is there, unless a test lets every path be a file, no two alike."""
        if self.everywhere is None:
            return Sheet(status=404, body=b"nothing here")
        return Sheet(body=f"nom,montant\n{path},1\n".encode(), delay=self.everywhere)

    @contextmanager
    def counted(self, path, group):
        with self._counting:
            self.visits[path] += 1
            self.crowd[group] += 1
            self.most[group] = max(self.most[group], self.crowd[group])
        yield
        with self._counting:
            self.crowd[group] -= 1

    def publish(self, path, **sheet):
        self.sheets[path] = Sheet(**sheet)
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture
def unused_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="session")
def village():
    village = Village()
    yield village
    village.server.shutdown()
    village.server.server_close()


@contextmanager
def _served(settings):
    config = uvicorn.Config(create_app(settings), port=0, log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        base = f"http://127.0.0.1:{port}"
        with httpx2.Client(base_url=base, timeout=60, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="session")
def desk(village, tmp_path_factory):
    """A service with one slot, impatient enough for tests."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("jobs-data"),
        database_url="",
        fetch_allow_networks=(ip_network("127.0.0.1/32"),),
        fetch_allow_ports=(village.port,),
        schema_registries=(),
        expectations=False,
        workers=2,
        retry_delay=0.5,
        publish_debounce=1,
        max_attempts=3,
    )
    with _served(settings) as client:
        client.data_dir = settings.data_dir
        yield client
