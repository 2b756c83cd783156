"""Fake portals and a town's file server on loopback, and the real line that asks them."""

from __future__ import annotations

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.assess import Line, Order
from app.collect.fetch import Fetcher
from app.collect.portals.resolve import Portals
from app.collect.schemas import SchemaLibrary
from app.sandbox import Sandbox
from app.settings import Settings
from rules.core.evidence import Metadata

ROOT = Path(__file__).parents[2]
GOOD = (ROOT / "demo" / "files" / "subventions-2026.csv").read_bytes()
BAD = (ROOT / "demo" / "files" / "subventions-a-corriger.csv").read_bytes()
CSV, JSON, HTML = "text/csv", "application/json", "text/html"
PAGE = b"<!doctype html><html><head><title>Portail</title></head><body>Bonjour</body></html>"


class Site:
    """Answers what a test publishes, path and query first, then path alone; remembers the asks."""

    def __init__(self) -> None:
        pages: dict[str, tuple[int, str, bytes, dict[str, str]]] = {}
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                asked.append(self.path)
                found = pages.get(self.path) or pages.get(urlsplit(self.path).path)
                status, kind, body, more = found or (404, HTML, PAGE, {})
                self.send_response(status)
                for name, value in {"content-type": kind, **more}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.pages, self.asked = pages, asked
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, path: str, body: object, kind: str = "", status: int = 200, **more: str) -> str:
        """Publish bytes, or anything else as JSON, and give the address."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = kind or (CSV if isinstance(body, bytes) else JSON)
        self.pages[path] = (status, kind, raw, more)
        return self.base + path

    def clear(self) -> None:
        self.pages.clear()
        self.asked.clear()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="session")
def _site():
    site = Site()
    yield site
    site.close()


@pytest.fixture
def site(_site):
    """An empty portal, with a good and a bad file beside it."""
    _site.clear()
    _site.put("/files/good.csv", GOOD)
    _site.put("/files/bad.csv", BAD)
    return _site


@pytest.fixture(scope="session")
def portal_settings(_site, tmp_path_factory):
    return Settings(
        data_dir=tmp_path_factory.mktemp("data"),
        fetch_allow_networks=(ip_network("127.0.0.1/32"),),
        fetch_allow_ports=(urlsplit(_site.base).port,),
        fetch_deadline=10,
        fetch_headers_timeout=5,
        schema_registries=(),
        expectations=False,
    )


@pytest.fixture(scope="session")
def _line(portal_settings):
    with asyncio.Runner() as runner:
        fetcher = Fetcher(portal_settings)
        parts = {
            "settings": portal_settings,
            "fetcher": fetcher,
            "schemas": SchemaLibrary(fetcher, portal_settings),
            "sandbox": Sandbox(portal_settings, quiet=True),
            "portals": Portals(fetcher, portal_settings, quiet=True),
        }
        yield runner, Line(**parts)
        parts["portals"].close()
        parts["sandbox"].close()
        runner.run(fetcher.close())


@pytest.fixture
def assess(_line):
    """Run one order through the real line: fetch, sandbox, judgement."""
    runner, line = _line

    def run(url: str, **more):
        return runner.run(line.assess(Order(url=url, **more)))

    return run


@pytest.fixture
def resolve(_line, tmp_path):
    """Only find out what an address is."""
    runner, line = _line
    return lambda url: runner.run(line.portals.resolve(url, tmp_path))


@pytest.fixture(scope="session")
def payload():
    """Read a real payload by its path in the corpus; skip where the corpus is absent."""
    folder = ROOT.parent / "shared" / "corpus" / "payloads"

    def read(path: str) -> bytes:
        file = folder / path
        if not file.exists():
            pytest.skip("the corpus of real payloads is not here")
        return file.read_bytes()

    return read


def _udata(base, files=("good", "bad"), **changes):
    """A dataset as udata's API v1 gives it."""
    resources = [
        {
            "id": f"r-{name}",
            "title": f"Fichier {name}",
            "url": f"{base}/files/{name}.csv",
            "latest": f"{base}/fr/datasets/r/r-{name}",
            "type": "main",
            "format": "csv",
            "mime": "text/csv",
            "filesize": 1234,
            "last_modified": "2026-10-01T08:00:00+00:00",
            "schema": {"name": "scdl/subventions", "version": "2.1.1", "url": None},
            "extras": {},
        }
        for name in files
    ]
    return {
        "id": "57343feb88ee3823b0d1b934",
        "slug": "subventions",
        "title": "Subventions versées",
        "description": "Les subventions que la commune a versées aux associations. " * 4,
        "frequency": "annual",
        "license": "lov2",
        "tags": ["subventions", "associations"],
        "last_update": "2026-10-01T08:00:00+00:00",
        "created_at": "2020-01-01T08:00:00+00:00",
        "organization": {"name": "Val-Fleuri", "id": "1"},
        "contact_points": [{"name": "Mairie", "email": "data@val-fleuri.example"}],
        "temporal_coverage": {"start": "2025-01-01", "end": "2025-12-31"},
        "spatial": {"zones": ["fr:commune:44109"], "granularity": "fr:commune"},
        "quality": {"score": 1},
        "badges": [],
        "private": False,
        "archived": None,
        "deleted": None,
        "harvest": None,
        "extras": {},
        "page": f"{base}/fr/datasets/subventions/",
        "uri": f"{base}/api/1/datasets/subventions/",
        "resources": resources,
        **changes,
    }


def _ckan(base, files=("good", "bad"), **changes):
    """An answer of CKAN's package_show."""
    result = {
        "id": "pkg-1",
        "name": "subventions",
        "title": "Subventions versées",
        "notes": "<p>Les subventions que la commune a versées.</p>",
        "license_id": "etalab-2.0",
        "isopen": True,
        "state": "active",
        "private": False,
        "metadata_created": "2020-01-01T10:00:00",
        "metadata_modified": "2026-11-01T10:00:00",
        "organization": {"title": "Val-Fleuri", "name": "val-fleuri"},
        "maintainer_email": "data@val-fleuri.example",
        "tags": [{"name": "subventions"}],
        "extras": [{"key": "frequency", "value": "annuelle"}],
        "resources": [
            {
                "id": f"r-{name}",
                "name": f"Fichier {name}",
                "url": f"{base}/files/{name}.csv",
                "format": "CSV",
                "mimetype": "text/csv",
                "size": "42 octets",
                "last_modified": "2026-10-01T08:00:00",
                "state": "active",
                "schema": "scdl/subventions",
                "package_id": "pkg-1",
            }
            for name in files
        ],
        **changes,
    }
    return {"help": f"{base}/api/3/action/help_show", "success": True, "result": result}


@pytest.fixture
def udata(site):
    return lambda files=("good", "bad"), **changes: _udata(site.base, files, **changes)


@pytest.fixture
def ckan(site):
    return lambda files=("good", "bad"), **changes: _ckan(site.base, files, **changes)


@pytest.fixture(scope="session")
def nothing_said():
    return Metadata()
