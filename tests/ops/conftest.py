"""The running service that these tests ask, and one of their own to spoil."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import httpx2
import pytest
import uvicorn

from app.main import create_app
from app.settings import Settings
from tests.running import client, service, town

__all__ = ["client", "service", "town"]


@contextmanager
def _served(app):
    config = uvicorn.Config(app, port=0, log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with httpx2.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False
        ) as caller:
            yield caller
    finally:
        server.should_exit = True
        thread.join(15)


@pytest.fixture
def own_service(tmp_path):
    """Start a service of one's own: give the application and a client of it."""
    running = []

    def start(**settings):
        app = create_app(Settings(data_dir=tmp_path / "data", workers=0, **settings))
        served = _served(app)
        running.append(served)
        return app, served.__enter__()

    yield start
    for served in running:
        served.__exit__(None, None, None)
