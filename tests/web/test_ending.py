"""Slow visitors never keep the service from ending, nor wait for ever themselves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic

import httpx2
import pytest

ROOT = Path(__file__).parents[2]
RUN = """
import sys
from app import connection
connection.PATIENCE = float(sys.argv.pop(1))
from app.cli import main
main()
"""
SLOW = {
    "silent": b"",
    "half a head": b"POST /v1/assessments HTTP/1.1\r\nhost: h\r\nx-a",
    "half a body": b"POST /v1/assessments HTTP/1.1\r\nhost: h\r\ncontent-length: 900\r\n\r\n{",
    "half a form": b"POST /assess HTTP/1.1\r\nhost: h\r\ncontent-length: 900\r\n"
    b"content-type: multipart/form-data; boundary=x\r\n\r\n--x",
    "no reading": b"GET /static/vendor/swagger-ui-bundle.js HTTP/1.1\r\nhost: h\r\n\r\n",
}


@pytest.fixture
def serve(tmp_path):
    """Start the real command on a free port; give its process and address."""
    started = []

    def start(patience):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {**os.environ, "QUALIDATA_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(patience), "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        deadline = monotonic() + 60
        while monotonic() < deadline:
            try:
                httpx2.get(f"http://127.0.0.1:{port}/healthz", trust_env=False)
            except httpx2.TransportError:
                assert process.poll() is None
            else:
                return process, ("127.0.0.1", port)
        raise AssertionError("the service did not start")

    yield start
    for process in started:
        process.kill()
        process.wait(10)


@pytest.fixture
def plugs():
    opened = []
    yield opened
    for plug in opened:
        plug.close()


def test_the_service_ends_within_ten_seconds_of_being_told_with_50_slow_visitors(serve, plugs):
    process, address = serve(60)
    for number in range(50):
        plugs.append(socket.create_connection(address, timeout=10))
        plugs[-1].sendall(list(SLOW.values())[number % len(SLOW)])
    with httpx2.Client(base_url=f"http://127.0.0.1:{address[1]}", trust_env=False) as client:
        assert client.get("/healthz").status_code == 200  # and they keep nobody else waiting
    told = monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    assert monotonic() - told < 10


@pytest.mark.parametrize("name", ["silent", "half a head"])
def test_who_does_not_come_to_the_point_is_hung_up_on(serve, plugs, name):
    _, address = serve(0.5)
    plugs.append(socket.create_connection(address, timeout=30))
    plugs[-1].sendall(SLOW[name])
    assert plugs[-1].recv(100) == b""


def whole_answer(plug):
    """Read head and body, which may come one after the other."""
    text = b""
    while not text.endswith(b'{"status":"ok"}'):
        part = plug.recv(65536)
        assert part, text
        text += part
    return text


def test_who_comes_to_the_point_late_but_in_time_is_served_twice(serve, plugs):
    _, address = serve(20)
    plug = socket.create_connection(address, timeout=30)
    plugs.append(plug)
    for _ in range(2):
        for part in (b"GET /healthz HTTP/1.1\r\n", b"host: h\r\n", b"\r\n"):
            plug.sendall(part)
        assert whole_answer(plug).startswith(b"HTTP/1.1 200")
