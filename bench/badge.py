"""Time the read path: badges a second, and how long one takes, at rest and while workers burn the machine.

    .venv/bin/python bench/badge.py
    .venv/bin/python bench/badge.py --seconds 10 --datasets 5000 --connections 64

A server of ours (uvicorn, one process, SQLite) holds that many assessed datasets. Measured on it:
a constant text answered before the framework (the most that this server can do), a constant text
by a FastAPI route, badges as 200 and as 304, and the health page (a plain route). Then the same
with a full queue: two `qualidata worker` processes score files from a loopback server, one after
the other, on every core.

Uses `wrk` where it is installed (`apt-get install wrk`): a client in Python is slower than the
server, so without wrk the figures are those of the client, and the first line says so.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from jobs import Town

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.store import Store  # noqa: E402
from rules.core.advice import Plan  # noqa: E402
from rules.core.assessment import Assessment, DatasetRef, dataset_id  # noqa: E402
from rules.core.evidence import Access, Evidence  # noqa: E402
from rules.core.grading import DimensionScore, Verdict, grade_of  # noqa: E402
from rules.core.rule import Dimension  # noqa: E402

QUEUED = 20_000
WORKERS = 2
ROWS = 20_000
LUA = """
local requests, n, i = {}, 0, 0
for line in io.lines("%s") do
  local path, tag = line:match("^(%%S+)%%s*(.*)$")
  local headers = {}
  if tag ~= "" then headers["If-None-Match"] = tag end
  n = n + 1
  requests[n] = {path, headers}
end
init = function()
  for k = 1, n do requests[k] = wrk.format("GET", requests[k][1], requests[k][2]) end
end
request = function() i = i %% n + 1; return requests[i] end
done = function(s, latency)
  local bad = s.errors.status + s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout
  io.write(string.format("{\\"rate\\": %%.1f, \\"p50\\": %%.3f, \\"p99\\": %%.3f, \\"bad\\": %%d}\\n",
    s.requests / s.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad))
end
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many is shown")
    parser.add_argument("--datasets", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.serve)
        return
    client = "wrk" if shutil.which("wrk") else "a client in Python (install wrk: it is the limit)"
    print(
        f"{os.cpu_count()} cores, {asked.connections} connections, {asked.datasets} datasets, {client}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        urls = fill(folder, asked.datasets)
        with server(folder) as port:
            paths = [f"/badge.svg?url={quote(url, safe='')}" for url in urls]
            tags = [fetch(port, path) for path in paths]  # also warms the cache
            show("queue empty", port, paths, tags, asked)
            with burning(folder):
                show(
                    f"queue full ({QUEUED:,} waiting, {WORKERS} workers)", port, paths, tags, asked
                )
            print(f"memory of the server process: {memory(port)} MB")


def show(title, port, paths, tags, asked) -> None:
    print(f"{title:<48}{'req/s':>10}{'of raw':>8}{'p50 ms':>9}{'p99 ms':>9}{'errors':>8}")
    kinds = {
        "constant text, before the framework": (["/raw"], None),
        "constant text, a route": (["/constant"], None),
        "badge, 200": (paths, None),
        "badge, 304": (paths, tags),
        "health, a route": (["/healthz"], None),
    }
    rounds: dict[str, list[dict[str, float]]] = {kind: [] for kind in kinds}
    for _ in range(asked.rounds):  # in turn, so that a neighbour's noise meets them all alike
        for kind, (some, known) in kinds.items():
            rounds[kind].append(load(port, some, known, asked))
    most = 0.0
    for kind, every in rounds.items():
        found = {name: statistics.median(one[name] for one in every) for name in every[0]}
        most = most or found["rate"]
        share = f"{found['rate'] / most:.0%}"
        print(
            f"  {kind:<46}{found['rate']:>10,.0f}{share:>8}{found['p50']:>9.2f}"
            f"{found['p99']:>9.2f}{found['bad']:>8.0f}",
            flush=True,
        )


def load(port, paths, tags, asked) -> dict[str, float]:
    if not shutil.which("wrk"):
        return asyncio.run(python_client(port, paths, tags, asked))
    with tempfile.TemporaryDirectory() as name:
        listed, script = Path(name) / "requests", Path(name) / "bench.lua"
        lines = (
            f"{path} {tag}" for path, tag in zip(paths, tags or [""] * len(paths), strict=True)
        )
        listed.write_text("\n".join(lines))
        script.write_text(LUA % listed)
        words = ["wrk", "-t1", f"-c{asked.connections}", f"-d{asked.seconds}s", "-s", str(script)]
        run = [*words, "--latency", f"http://127.0.0.1:{port}"]
        said = subprocess.run(run, check=True, capture_output=True, text=True).stdout
        return json.loads(said.strip().splitlines()[-1])


async def python_client(port, paths, tags, asked) -> dict[str, float]:
    took: list[float] = []
    bad, until = 0, time.perf_counter() + asked.seconds

    async def one(number: int) -> None:
        nonlocal bad
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            number = (number + asked.connections) % len(paths)
            known = f"If-None-Match: {tags[number]}\r\n" if tags else ""
            began = time.perf_counter()
            writer.write(f"GET {paths[number]} HTTP/1.1\r\nHost: bench\r\n{known}\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
            if length and b" 304 " not in head[:20]:
                await reader.readexactly(int(length))
            took.append(1000 * (time.perf_counter() - began))
            bad += head[9:12] not in {b"200", b"304"}
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one(n) for n in range(asked.connections)))
    cuts = statistics.quantiles(took, n=100)
    rate = len(took) / (time.perf_counter() - began)
    return {"rate": rate, "p50": cuts[49], "p99": cuts[98], "bad": bad}


def serve(port: int) -> None:
    """Run the very application and server of `qualidata serve`, with two constant texts more."""
    from fastapi import Response

    from app import main as house
    from app.settings import Settings

    app = house.create_app(Settings(rate_anonymous=0))

    async def constant() -> Response:
        return Response("A", media_type="text/plain")

    app.add_api_route("/constant", constant)
    before = app.way_in
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"1")]

    async def raw(scope, receive, send) -> None:
        if scope.get("path") != "/raw":
            await before(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"A"})

    app.way_in = raw
    house.create_app = lambda *_: app
    house.serve(Settings(rate_anonymous=0), "127.0.0.1", port)


@contextmanager
def server(folder: Path, more: dict[str, str] | None = None):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = [sys.executable, str(Path(__file__).resolve()), "--serve", str(port)]
    env = (
        environment(folder)
        | {"QUALIDATA_WORKERS": "0", "QUALIDATA_LOG_LEVEL": "warning"}
        | (more or {})
    )
    process = subprocess.Popen(run, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def environment(folder: Path) -> dict[str, str]:
    ours = {
        "QUALIDATA_DATA_DIR": str(folder / "data"),
        "QUALIDATA_EXPECTATIONS": "false",
        "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
        "QUALIDATA_FETCH_PER_HOST": "64",
        "PYTHONPATH": str(ROOT),
    }
    return {**os.environ, **ours}


def wait_for(port: int, process) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("the server does not start")


def fetch(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.headers["etag"]


def fill(folder: Path, datasets: int) -> list[str]:
    """Keep so many assessments, of every grade."""
    (folder / "data").mkdir()
    store = Store(f"sqlite:///{folder / 'data' / 'qualidata.db'}")
    store.migrate()
    urls = [f"https://data.mairie.example/jeux/{n}/ressource.csv" for n in range(datasets)]
    for n, url in enumerate(urls):
        store.save(assessment(url, 100 * n / datasets))
    store.close()
    return urls


def assessment(url: str, score: float) -> Assessment:
    none = DimensionScore(id=Dimension.DOCUMENTATION, score=None, weight=0)
    verdict = Verdict(
        policy="bench",
        score=score,
        grade=grade_of(score),
        coverage=1.0,
        limits=(),
        dimensions=(),
        documentation=none,
        measurements=(),
    )
    return Assessment(
        id=uuid4().hex,
        dataset=DatasetRef(id=dataset_id(url), url=url),
        evidence=Evidence(seen_at=datetime.now(UTC), access=Access(url=url, outcome="ok")),
        verdict=verdict,
        suggestions=(),
        plan=Plan(to=None, suggestions=()),
    )


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def burning(folder: Path):
    """Fill the queue, and have workers at it until both cores burn."""
    files = folder / "files"
    files.mkdir()
    lines = [f"{n},Association {n},{n * 10},2026-01-15" for n in range(ROWS)]
    (files / "a.csv").write_text("\n".join(["id,nom,montant,date", *lines]) + "\n")
    town = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(files)))
    threading.Thread(target=town.serve_forever, daemon=True).start()
    env = environment(folder) | {"QUALIDATA_FETCH_ALLOW_PORTS": str(town.server_port)}
    store = Store(f"sqlite:///{folder / 'data' / 'qualidata.db'}")
    queued = Town(town.server_port)
    store.upkeep.start_batch("bench", (queued.order(f"a.csv?{n}") for n in range(QUEUED)))
    run = [sys.executable, "-c", "from app.cli import main; main()", "worker", "--slots", "2"]
    fleet = [
        subprocess.Popen(run, cwd=ROOT, env=env, stderr=subprocess.DEVNULL) for _ in range(WORKERS)
    ]
    try:
        while store.upkeep.progress("bench").get("succeeded", 0) < 2 * WORKERS:
            time.sleep(0.2)
        yield
        done = store.upkeep.progress("bench")
        print(
            f"  meanwhile the workers did {done.get('succeeded', 0)} jobs; {done.get('queued', 0):,} wait"
        )
    finally:
        for process in fleet:
            process.send_signal(signal.SIGKILL)
        for process in fleet:
            process.wait(30)
        store.close()
        town.shutdown()


def memory(port: int) -> int:
    """Give what the process that listens on a port takes, in MB."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = line.split()
        if words[1].endswith(f":{port:04X}") and words[3] == "0A":
            inode = f"socket:[{words[9]}]"
            for handle in Path("/proc").glob("[0-9]*/fd/*"):
                with suppress(OSError):
                    if str(handle.readlink()) == inode:
                        pages = int((handle.parents[1] / "statm").read_text().split()[1])
                        return pages * os.sysconf("SC_PAGE_SIZE") >> 20
    return 0


if __name__ == "__main__":
    main()
