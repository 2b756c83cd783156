"""A real receiver of messages, a town, two real databases, a service that is quick to try again."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from standardwebhooks import Webhook

from app.settings import Settings
from app.store import Bid, End, Hook, Lane, Mark, NewHook, Round, Store, Submission
from app.store.migrate import upgrade
from rules.core.advice import Plan
from rules.core.assessment import Assessment, DatasetRef, dataset_id
from rules.core.evidence import Access, Evidence
from rules.core.grading import DimensionScore, Verdict
from rules.core.rule import Dimension
from tests.jobs.conftest import Village, _served, unused_port
from tests.postgresql import database

__all__ = ["unused_port"]
ALLOWED = (ip_network("127.0.0.1/32"),)


@dataclass
class Got:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def data(self):
        return self.json["data"]


@dataclass
class Reply:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    body: bytes = b"ok"


class Mailbox:
    """Takes whatever is sent to it; answers each path as a test says, one reply after the other."""

    def __init__(self):
        self.got: list[Got] = []
        self.replies: dict[str, list[Reply]] = {}
        mailbox = self

        class Handler(BaseHTTPRequestHandler):
            def _take(self):
                size = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(size)
                if len(body) < size:
                    return  # its sender was killed in the middle of it: never a message
                headers = {k.lower(): v for k, v in self.headers.items()}
                mailbox.got.append(Got(self.command, self.path, headers, body, time.monotonic()))
                replies = mailbox.replies.get(self.path.split("?")[0]) or [Reply()]
                reply = replies.pop(0) if len(replies) > 1 else replies[0]
                time.sleep(reply.delay)
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            def do_POST(self):
                self._take()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # who is killed does not say goodbye
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def box(self, *replies: Reply) -> str:
        """Give an address of its own, answering so."""
        path = f"/{uuid4().hex}"
        self.replies[path] = list(replies)
        return f"http://127.0.0.1:{self.port}{path}"

    def at(self, url: str) -> list[Got]:
        path = "/" + url.split("/", 3)[3]
        return [got for got in tuple(self.got) if got.path == path]

    def wait(self, url: str, count: int = 1, seconds: float = 30) -> list[Got]:
        """Wait until so many messages came to an address."""
        return wait_for(lambda: (found := self.at(url)) and len(found) >= count and found, seconds)


def wait_for(what, seconds=30):
    deadline = time.monotonic() + seconds
    while not (seen := what()):
        assert time.monotonic() < deadline, "too long"
        time.sleep(0.02)
    return seen


def verified(got: Got, secret: str):
    """Check a message as its receiver should, by the standard library of such receivers."""
    return Webhook(secret).verify(got.body, got.headers)


@pytest.fixture(scope="session")
def mailbox():
    mailbox = Mailbox()
    yield mailbox
    mailbox.server.shutdown()
    mailbox.server.server_close()


@pytest.fixture(scope="session")
def town():
    town = Village()
    yield town
    town.server.shutdown()
    town.server.server_close()


def quick(folder, *ports, **more):
    """Settings of a service that is impatient enough for tests."""
    usual = {
        "data_dir": folder,
        "database_url": "",
        "fetch_allow_networks": ALLOWED,
        "fetch_allow_ports": ports,
        "schema_registries": (),
        "expectations": False,
        "retry_delay": 0.2,
        "max_attempts": 2,
        "webhook_timeout": 3,
        "webhook_attempts": 3,
        "webhook_retry_delay": 0.05,
        "publish_debounce": 0.1,
    }
    return Settings(**usual | more)


@pytest.fixture(scope="session")
def office(town, mailbox, tmp_path_factory):
    """A running service that may fetch from the town and write to the mailbox."""
    settings = quick(tmp_path_factory.mktemp("hooks-data"), town.port, mailbox.port)
    with _served(settings) as client:
        yield client


@pytest.fixture
def register(office):
    """Register a webhook; it is removed at the end."""
    made = []

    def run(url, **more):
        answer = office.post("/v1/webhooks", json={"url": url, **more})
        assert answer.status_code == 201, answer.text
        made.append(answer.json()["id"])
        return answer.json()

    yield run
    for id_ in made:
        office.delete(f"/v1/webhooks/{id_}")


@pytest.fixture
def publish(town):
    """Publish a small file under a fresh address, or again under the same one."""

    def run(body=b"nom,montant\nAlpha,1\nBeta,2\n", path=None, **more):
        return town.publish(path or f"/{uuid4().hex}.csv", body=body, **more)

    return run


@pytest.fixture
def assess(office):
    def run(url, **more):
        answer = office.post(
            "/v1/assessments", json={"url": url, **more}, headers={"prefer": "wait=60"}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    return run


@pytest.fixture(scope="session")
def hooks_migrated(postgresql_server):
    with database(postgresql_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def hooks_url(request, tmp_path):
    """The URL of a database with our tables and no rows, on either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'qualidata.db'}"
        upgrade(url)
        return url
    url = request.getfixturevalue("hooks_migrated")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "TRUNCATE dataset, work_item, webhook, delivery, portal_resource CASCADE"
        )
    engine.dispose()
    return url


@pytest.fixture
def store(hooks_url):
    store = Store(hooks_url)
    yield store
    store.close()


@pytest.fixture
def sql(store):
    """Change or look at the tables behind everybody's back: how tests make time pass."""

    def run(statement, **facts):
        with store._engines.write.begin() as connection:
            found = connection.execute(text(statement), facts)
            return found.all() if found.returns_rows else found.rowcount

    return run


def hook(**more):
    """A webhook: told of everything, but for what a test cares about."""
    given = {
        "id": f"wh_{uuid4().hex}",
        "url": "https://veille.example/hook",
        "host": "veille.example:443",
        "secret": "whsec_" + "A" * 43 + "=",
        "events": ("assessment.completed", "grade.changed", "run.completed"),
    }
    return NewHook(**given | more)


def registered(new):
    """The same, as the store gives it."""
    held = {field.name: getattr(new, field.name) for field in fields(new)}
    more = {"state": "enabled", "reason": "", "former": "", "delivered_at": None}
    return Hook(**held, **more, created_at=datetime.now(UTC))


_COUNT = iter(range(10**9))


def graded(url="https://mairie.example/a.csv", grade=None, score=None, **more):
    """An assessment with this grade, each a second newer than the one before."""
    score = score if score is not None else {"A": 95.0, "B": 80.0, "C": 60.0}.get(grade, 40.0)
    none = DimensionScore(id=Dimension.DOCUMENTATION, score=None, weight=0)
    verdict = Verdict(
        policy="2026.1",
        score=score if grade else None,
        grade=grade,
        coverage=0.9,
        limits=(),
        dimensions=(),
        documentation=none,
        measurements=(),
    )
    at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=next(_COUNT))
    whole = Assessment(
        id=uuid4().hex,
        dataset=DatasetRef(id=dataset_id(url), url=url, title="Budget"),
        evidence=Evidence(seen_at=at, access=Access(url=url, outcome="ok", status=200)),
        verdict=verdict,
        suggestions=(),
        plan=Plan(to=None, suggestions=()),
    )
    return replace(whole, **more)


@pytest.fixture
def run_job(store):
    """Do a job by hand: order it, take it up, end it with this assessment."""

    def run(assessment, end=None, callback=None, **more):
        url = assessment.dataset.url if assessment else "https://mairie.example/none.csv"
        ask = Submission(
            id=uuid4().hex,
            topic=uuid4().hex,
            dataset=dataset_id(url),
            url=url,
            host="mairie.example:443",
            request='{"upload": ""}',
            callback=callback,
            **more,
        )
        job_id = store.work.submit(ask)
        lanes = tuple(Lane(priority=p) for p in (0, 1, 2))
        bid = Bid(worker="w", place="", slots=1, lanes=lanes, lease=30, per_host=100)
        claims, _ = store.work.claim(bid)
        (claim,) = (claim for claim in claims if claim.id == job_id)
        mark = Mark(claim=claim, step="judging")
        return store.work.finish(mark, end or End(state="succeeded"), assessment)

    return run


@pytest.fixture
def take(store):
    """Take up messages as a postman does."""

    def run(slots=100, **more):
        given = {"worker": "postman", "per_host": 100, "lease": 30.0} | more
        taken = []
        while True:
            errands, _ = store.mail.claim(Round(slots=slots - len(taken), **given))
            taken += errands
            if not errands or len(taken) >= slots:
                return taken

    return run
