"""Fake portals of every kind on loopback, many hosts, and the real workers that harvest them."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter, defaultdict
from contextlib import nullcontext
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from app.jobs import Catalogues, Overseer, Plan, Runner, open_yard
from app.settings import Settings
from app.store.catalog_model import Filter
from tests.running import client, service, town

__all__ = ["client", "service", "town"]

ROOT = Path(__file__).parents[2]
GOOD = (ROOT / "demo" / "files" / "subventions-2026.csv").read_bytes()
ALL = Filter()
HTML = b"<!doctype html><html><body>Maintenance</body></html>"


@dataclass
class Reply:
    body: object = b""
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0


class World:
    """One server on every address of 127.0.0.0/8: each is a host of its own."""

    def __init__(self):
        self.routes = {}
        self.asked: list[tuple[str, str]] = []
        self.times: defaultdict[str, list[float]] = defaultdict(list)
        self.most: Counter[str] = Counter()
        self._now: Counter[str] = Counter()
        self._lock = threading.Lock()
        world = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                host = (self.headers.get("host") or "").partition(":")[0]
                with world._lock:
                    world._now[host] += 1
                    world.most[host] = max(world.most[host], world._now[host])
                    world.asked.append((host, self.path))
                    world.times[host].append(time.monotonic())
                try:
                    self.answer(world.reply(host, self.path, self.headers))
                finally:
                    with world._lock:
                        world._now[host] -= 1

            def answer(self, reply):
                body = reply.body
                raw = body if isinstance(body, bytes) else json.dumps(body).encode()
                time.sleep(reply.delay)
                self.send_response(reply.status)
                headers = {"content-type": reply.kind, "content-length": str(len(raw))}
                for name, value in (headers | reply.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                if reply.status != 304:
                    self.wfile.write(raw)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # who is killed does not say goodbye
        self.port = self.server.server_port
        self.base = self.at(1)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def at(self, number):
        return f"http://127.0.0.{number}:{self.port}"

    def reply(self, host, path, headers):
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        for begin, answer in sorted(self.routes.items(), key=lambda pair: -len(pair[0])):
            if parts.path.startswith(begin):
                given = answer(query, parts.path, headers) if callable(answer) else answer
                return given if isinstance(given, Reply) else Reply(given)
        return Reply(HTML, 404, "text/html")

    def clear(self):
        self.routes.clear()
        self.asked.clear()
        self.times.clear()
        self.most.clear()
        self.routes["/files/"] = Reply(GOOD, kind="text/csv")

    def paths(self, begin):
        return [path for _, path in self.asked if path.startswith(begin)]


@pytest.fixture(scope="session")
def _world():
    world = World()
    yield world
    world.server.shutdown()
    world.server.server_close()


@pytest.fixture
def world(_world):
    _world.clear()
    return _world


def settings_for(world, folder, **more):
    usual = {
        "data_dir": folder,
        "fetch_allow_networks": (ip_network("127.0.0.0/8"),),
        "fetch_allow_ports": (world.port,),
        "fetch_deadline": 20,
        "fetch_headers_timeout": 10,
        "fetch_per_host": 4,
        "schema_registries": (),
        "expectations": False,
        "retry_delay": 0.1,
        "max_attempts": 2,
        "job_lease": 5,
    }
    return Settings(**usual | more)


@pytest.fixture
def scene(world, tmp_path):
    """Run over a catalogue with real workers; give what came of it."""

    def run(url, kind="", policy="due", harvest="auto", listing=False, **more):
        settings = settings_for(world, tmp_path / "data", **more)
        return asyncio.run(_scene(settings, Plan(url=url, kind=kind), policy, harvest, listing))

    return run


@dataclass
class Seen:
    catalog: object
    progress: object
    members: list
    troubles: Counter
    whole: object

    @property
    def run(self):
        return self.progress.run


async def _scene(settings, plan, policy, harvest, listing):
    """``listing``: only list it, and leave what was ordered to nobody."""
    async with open_yard(settings, at_work=not listing) as yard:
        catalogues = Catalogues(yard)
        catalog = await catalogues.add(plan)
        run = await catalogues.start(catalog.id, policy, harvest)
        workers = nullcontext() if listing else Runner(yard, 3).running(5)
        async with workers, Overseer(yard).running(), asyncio.timeout(120):
            async for progress in catalogues.follow(catalog.id, run.id):
                last = progress
                if listing and last.run.state == "assessing":
                    break
        members = [m for chunk in yard.store.catalogs.stream(catalog.id, ALL) for m in chunk]
        told = yard.store.runs.troubles(run.id, 1000)
        return Seen(
            catalog=await catalogues.get(catalog.id),
            progress=last,
            members=members,
            troubles=Counter(trouble.code for trouble in told),
            whole=yard.store.figures.whole(catalog.id),
        )


def package(world, number, **more):
    """A package of CKAN with one good file, on one of twenty hosts."""
    url = f"{world.at(1 + number % 20)}/files/{number}.csv"
    return {
        "id": f"p{number:05d}",
        "name": f"jeu-{number}",
        "title": f"Jeu {number}",
        "notes": "Les subventions de la commune.",
        "state": "active",
        "license_id": "etalab-2.0",
        "metadata_modified": "2026-11-01T10:00:00",
        "organization": {"title": f"Ville {number % 3}"},
        "groups": [{"name": "budget"}],
        "extras": [{"key": "frequency", "value": "annuelle"}],
        "resources": [{"id": f"r{number}", "url": url, "format": "CSV", "state": "active"}],
    } | more


def ckan(world, packages, *, page=None):
    """Publish packages as CKAN does; ``page`` may answer for some starts in its own way."""

    def search(query, _path, _headers):
        start, rows = int(query.get("start", 0)), int(query.get("rows", 10))
        own = page(start, rows) if page else None
        if own is not None:
            return own
        found = packages[start : start + rows]
        return {"success": True, "help": "", "result": {"count": len(packages), "results": found}}

    world.routes["/api/3/action/package_search"] = search
    return world.base + "/"


@pytest.fixture
def town_hall(world):
    """Publish so many packages as CKAN does."""

    def build(count, page=None, **more):
        return ckan(world, [package(world, n, **more) for n in range(count)], page=page)

    return build


@pytest.fixture(scope="session")
def payload():
    """Read a real payload by its path in the corpus; skip where the corpus is absent."""
    folder = ROOT.parent / "shared" / "corpus" / "payloads"

    def read(path):
        file = folder / path
        if not file.exists():
            pytest.skip("the corpus of real payloads is not here")
        return file.read_bytes()

    return read


@pytest.fixture
def reply():
    """Build an answer of a portal."""
    return Reply


@pytest.fixture
def one_package(world):
    """Build one package of CKAN."""
    return lambda number, **more: package(world, number, **more)


@pytest.fixture
def good_file():
    return GOOD


@pytest.fixture
def scene_settings(world, tmp_path):
    return lambda **more: settings_for(world, tmp_path / "data", **more)
