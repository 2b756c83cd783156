"""A real service and a town's real file server, both on loopback; the corpus where it is."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote

import httpx2
import pytest
import uvicorn

from app.main import create_app
from app.settings import Settings

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


class Town:
    """A file server whose pages a test may set; the query is part of a page's name."""

    def __init__(self) -> None:
        pages: dict[str, tuple[int, str, bytes]] = {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, kind, body = pages.get(unquote(self.path), (404, "text/plain", b"nothing"))
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.pages = pages
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def publish(self, path: str, body: bytes | str, kind: str = "text/csv", status: int = 200):
        self.pages[path] = (status, kind, body if isinstance(body, bytes) else body.encode())
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="session")
def town():
    town = Town()
    yield town
    town.close()


@pytest.fixture(scope="session")
def client(town, tmp_path_factory):
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("data"),
        database_url="",
        fetch_allow_networks=(ip_network("127.0.0.1/32"),),
        fetch_allow_ports=(town.port,),
        schema_registries=(),
        fetch_deadline=5,
        fetch_headers_timeout=3,
        upload_max=1 << 20,
        expectations=False,
    )
    config = uvicorn.Config(create_app(settings), port=0, log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with httpx2.Client(base_url=base, timeout=60, trust_env=False) as client:
        yield client
    server.should_exit = True
    thread.join(15)


@pytest.fixture(scope="session")
def corpus() -> Path:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files lies beside the repository; it is not here")
    return CORPUS
