"""Run over a catalogue of many datasets on many hosts, killed half way; and sum up a big one.

    .venv/bin/python bench/catalogs.py                    # 1,000 datasets over 20 hosts
    .venv/bin/python bench/catalogs.py --figures 1000000  # time the questions asked of a big one

The portal is CKAN's API on loopback; its files lie on 127.0.0.1 … 127.0.0.20, each a host of its own.
The first worker is killed (SIGKILL) when half of the files have been asked for, a second one goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.jobs.catalog_entry import catalog_id  # noqa: E402 # found by the line above
from app.store import Store  # noqa: E402 # the same
from app.store.catalog_model import Catalog, Draft, Filter, Leaf  # noqa: E402 # the same
from app.store.catalog_runs import Holder  # noqa: E402 # the same
from app.web.catalogs.summary import Wanted, summarise  # noqa: E402 # the same

GOOD = (ROOT / "demo" / "files" / "subventions-2026.csv").read_bytes()
RUN = "from app.cli import main; main()"


class Portal:
    """A portal and twenty file servers in one."""

    def __init__(self, datasets: int, hosts: int) -> None:
        self.asked: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        now: Counter[str] = Counter()
        lock = threading.Lock()
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                host = self.headers["host"].partition(":")[0]
                file = parts.path.startswith("/files/")
                with lock:
                    now[host] += file
                    if file:
                        portal.asked[self.path] += 1
                    portal.most[host] = max(portal.most[host], now[host])
                body = GOOD if file else portal.page(parse_qs(parts.query))
                self.send_response(200)
                self.send_header("content-type", "text/csv" if file else "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                with lock:
                    now[host] -= file

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
        self.server.handle_error = lambda *_: None
        self.port = self.server.server_port
        self.packages = [self.package(n, hosts) for n in range(datasets)]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def package(self, number: int, hosts: int) -> dict[str, object]:
        url = f"http://127.0.0.{1 + number % hosts}:{self.port}/files/{number}.csv"
        return {
            "id": f"p{number}",
            "name": f"jeu-{number}",
            "title": f"Jeu {number}",
            "notes": "",
            "state": "active",
            "organization": {"title": f"Ville {number % 40}"},
            "resources": [{"id": "r", "url": url, "format": "CSV", "state": "active"}],
        }

    def page(self, query: dict[str, list[str]]) -> bytes:
        start, rows = int(query.get("start", ["0"])[0]), int(query.get("rows", ["10"])[0])
        result = {"count": len(self.packages), "results": self.packages[start : start + rows]}
        return json.dumps({"success": True, "help": "", "result": result}).encode()


def run(datasets: int, hosts: int, per_host: int, slots: int) -> None:
    portal = Portal(datasets, hosts)
    url = f"http://127.0.0.1:{portal.port}/"
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "QUALIDATA_DATA_DIR": folder,
            "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "QUALIDATA_FETCH_ALLOW_PORTS": str(portal.port),
            "QUALIDATA_FETCH_PER_HOST": str(per_host),
            "QUALIDATA_SCHEMA_REGISTRIES": "",
            "QUALIDATA_EXPECTATIONS": "false",
        }

        def start(*words: str) -> subprocess.Popen[bytes]:
            words = (sys.executable, "-c", RUN, "catalog", *words)
            return subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL)

        start("add", url, "--kind", "ckan").wait()
        began = time.monotonic()
        first = start("run", url, "--slots", str(slots))
        while len(portal.asked) < datasets // 2:
            time.sleep(0.05)
        first.send_signal(signal.SIGKILL)
        first.wait()
        killed = time.monotonic()
        print(f"killed after {killed - began:.1f} s, {len(portal.asked)} files asked for")
        second = start("run", url, "--slots", str(slots))
        half = len(portal.asked)
        while len(portal.asked) <= half + 2 * slots and second.poll() is None:
            time.sleep(0.05)
        print(f"at work again {time.monotonic() - killed:.1f} s later")
        code = second.wait()
        took = time.monotonic() - began
        with closing(Store(f"sqlite:///{folder}/qualidata.db")) as store:
            (seen,) = store.runs.of(catalog_id(url))
            whole = store.figures.whole(seen.catalog)
        twice = sum(portal.asked.values()) - len(portal.asked)
        print(
            f"{seen.state} (exit {code}): {seen.done} done, {seen.failed} failed, {whole.graded} graded"
        )
        print(f"{took:.1f} s, {datasets / took:.1f} datasets a second, kill included")
        print(f"most at once on one host: {max(portal.most.values())} (allowed: {per_host})")
        print(f"files asked for twice: {twice}")


def figures(members: int, url: str) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Store(url or f"sqlite:///{folder}/f.db")) as store,
    ):
        store.migrate()
        store.catalogs.add(Catalog(id="c", url="https://big.example/"))
        store.runs.start("r", "c", "failed", "full")
        held = store.runs.take(Holder("bench", 3600.0))
        assert held is not None
        began = time.monotonic()
        for start in range(0, members, 1000):
            drafts = tuple(_draft(n) for n in range(start, min(members, start + 1000)))
            store.runs.turn(held, Holder("bench", 3600.0), Leaf(drafts=drafts, cursor=str(start)))
        print(f"{members} members kept and ordered in {time.monotonic() - began:.0f} s")
        with store._engines.write.begin() as connection:  # noqa: SLF001 # results without assessing
            connection.exec_driver_sql(
                "UPDATE catalog_dataset SET assessed_at = 1, score = (number * 7919 % 1000) / 10.0, "
                "grade = CASE number % 5 WHEN 0 THEN 'A' WHEN 1 THEN 'B' WHEN 2 THEN 'C' "
                "WHEN 3 THEN 'D' ELSE 'E' END"
            )
            for rule, part in (("filled_cells", 2), ("secure_link", 3), ("size_stated", 1)):
                connection.exec_driver_sql(
                    "INSERT INTO catalog_fix (catalog_id, rule, cause, member, gain) "
                    f"SELECT 'c', '{rule}', '', number, 1.5 FROM catalog_dataset WHERE number % {part} = 0"
                )
        for name, ask in {
            "summary of all": lambda: summarise(store, Wanted(catalog="c")),
            "summary of one organisation": lambda: summarise(
                store, Wanted(catalog="c", org="org-7")
            ),
            "first page": lambda: store.catalogs.members("c", Filter(), limit=100),
            "page by organisation": lambda: store.catalogs.members("c", Filter(org="org-7")),
            "page by theme and grade": lambda: store.catalogs.members(
                "c", Filter(theme="theme-3", grade="E")
            ),
            "progress of the run": lambda: store.upkeep.progress("r"),
            "all of it, chunk by chunk": lambda: sum(
                len(c) for c in store.catalogs.stream("c", Filter())
            ),
        }.items():
            began = time.monotonic()
            ask()
            print(f"{name}: {time.monotonic() - began:.2f} s")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory of this process: {peak:.0f} MB")


def _draft(number: int) -> Draft:
    return Draft(
        key=f"k{number}",
        url=f"https://big.example/dataset/{number}",
        dataset=f"{number:032x}",
        host=f"files{number % 500}.example:443",
        title=f"Jeu de données {number}",
        organisation=f"Organisation {number % 3000}",
        org=f"org-{number % 3000}",
        modified=1.7e9,
        digest="d",
        request='{"upload": "", "url": "x"}',
        record=b"x" * 800,
        code="",
        themes=(f"theme-{number % 20}",),
        formats=("csv",),
        schemas=("scdl/subventions",) if number % 50 == 0 else (),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datasets", type=int, default=1000)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--per-host", type=int, default=2)
    parser.add_argument("--slots", type=int, default=4)
    parser.add_argument(
        "--figures", type=int, default=0, help="members of a big catalogue to sum up"
    )
    parser.add_argument("--database", default="", help="URL of an empty database for --figures")
    asked = parser.parse_args()
    if asked.figures:
        figures(asked.figures, asked.database)
    else:
        run(asked.datasets, asked.hosts, asked.per_host, asked.slots)


if __name__ == "__main__":
    main()
