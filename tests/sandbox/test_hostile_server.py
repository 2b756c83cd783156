"""Hostile files at a live server: it never dies, and keeps answering as if nothing came."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import quantiles

import httpx2
import pytest

ROOT = Path(__file__).parents[2]
NAMES = {
    "hostile": [
        "a cell at the far corner",
        "lying strings",
        "a lying dimension",
        "a gzip bomb",
        "five thousand equal headers",
        "quotes and separators",
        "JSON 200,000 deep",
        "a workbook of a hundred million bytes",
        "an ODS that repeats itself",
        "backtracking bait",
    ],
    "hostile_text": [
        "an entity that grows slowly",
        "marks heaped on a letter",
        "quotes of every kind",
    ],
    "hostile_boxes": ["a gzip of 20,000 empty members", "a Parquet file shaken once"],
}
GOOD = "nom;montant\nMairie;1\nÉcole;2\n".encode()


def made():
    files = {}
    for module, names in NAMES.items():
        found = spec_from_file_location(module, Path(__file__).with_name(f"{module}.py"))
        loaded = module_from_spec(found)
        found.loader.exec_module(loaded)
        kinds = getattr(loaded, {"hostile": "FILES", "hostile_text": "TEXTS"}.get(module, "BOXES"))
        files |= {name: kinds[name]() for name in names}
    return files


@pytest.fixture
def server(tmp_path):
    """The service in a process of its own, as people run it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "PYTHONPATH": str(ROOT),
        "QUALIDATA_DATA_DIR": str(tmp_path / "data"),
        "QUALIDATA_SCHEMA_REGISTRIES": "",
        "QUALIDATA_EXPECTATIONS": "false",
        "QUALIDATA_PARSE_WALL": "25",
    }
    words = ["-c", "from app.cli import main; main()", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, *words],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as client:
        until = time.monotonic() + 60
        while True:
            try:
                client.get("/readyz").raise_for_status()
                break
            except httpx2.HTTPError:
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.1)
        yield client, process
    process.terminate()
    process.wait(30)


@pytest.fixture
def control():
    """A server that does nothing: what it takes to answer is this machine's own slowness."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    idle = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=idle.serve_forever, daemon=True).start()
    with httpx2.Client(base_url=f"http://127.0.0.1:{idle.server_port}", trust_env=False) as client:
        yield client
    idle.shutdown()
    idle.server_close()


def timed(client, path):
    began = time.perf_counter()
    assert client.get(path).status_code < 400
    return time.perf_counter() - began


def test_a_live_server_answers_while_hostile_files_are_read(server, control):
    client, process = server
    files, ends = made(), {}

    def send(names):
        for name in names:
            answer = client.post(
                "/v1/assessments",
                files={"file": (name, files[name])},
                headers={"Prefer": "wait=60"},
            )
            ends[name] = (answer.status_code, answer.json())

    client.post("/v1/assessments", files={"file": ("good.csv", GOOD)})  # whatever loads at first
    names = list(files)
    senders = [threading.Thread(target=send, args=(names[n::3],)) for n in range(3)]
    for sender in senders:
        sender.start()
    beside, own = [], []
    while any(sender.is_alive() for sender in senders):
        own.append(timed(client, "/healthz"))
        beside.append(timed(control, "/"))
        time.sleep(0.02)

    assert process.poll() is None
    assert {status for status, _ in ends.values()} <= {200, 202}
    for name, (status, said) in ends.items():
        for part in said["dimensions"] if status == 200 else ():
            assert part["score"] is not None or part["reason_text"], name
    # Nine of ten answers come at once, beyond what a machine in demand takes for any answer.
    slow, usual = quantiles(own, n=10)[-1], quantiles(beside, n=10)[-1]
    assert slow - usual < 0.1, (slow, usual)
    good = client.post("/v1/assessments", files={"file": ("good.csv", GOOD)})
    assert (good.status_code, good.json()["resource"]["rows"]) == (200, 2)
