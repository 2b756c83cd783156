"""A real service and a town's real file server, both on loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings


@dataclass
class Page:
    """What the town's server answers on one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "text/csv"})


class Town:
    """A file server whose pages a test may set."""

    def __init__(self) -> None:
        pages: dict[str, Page] = {}

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                page = pages.get(self.path.split("?")[0], Page(status=404, body=b"nothing here"))
                self.send_response(page.status)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(page.body)))
                self.end_headers()
                self.wfile.write(page.body)

            def log_message(self, *_: object) -> None:
                pass

        self.pages = pages
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def publish(self, path: str, body: bytes | str, **more) -> str:
        self.pages[path] = Page(body=body if isinstance(body, bytes) else body.encode(), **more)
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="session")
def town():
    town = Town()
    yield town
    town.close()


@contextmanager
def serving(settings: Settings, add: Callable[[FastAPI], object] | None = None) -> Iterator[str]:
    """Run a service with settings and routes of one's own, and give its address."""
    app = create_app(settings)
    if add is not None:
        add(app)
    config = uvicorn.Config(app, port=0, log_level="warning", lifespan="on", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(15)


@pytest.fixture(scope="session")
def service(town, tmp_path_factory):
    """The address of a running service that may fetch from the town."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("data"),
        database_url="",
        fetch_allow_networks=(ip_network("127.0.0.1/32"),),
        fetch_allow_ports=(town.port,),
        schema_registries=(f"http://127.0.0.1:{town.port}/registry.json",),
        fetch_deadline=5,
        fetch_headers_timeout=3,
    )
    with serving(settings) as address:
        yield address


@pytest.fixture(scope="session")
def client(service):
    with httpx2.Client(base_url=service, timeout=120, trust_env=False) as client:
        yield client
