"""Measure the memory of the service process: at its start, after assessments, after readings.

    .venv/bin/python bench/memory.py
    .venv/bin/python bench/memory.py --assessments 200

Small CSV files on a loopback server, ordered from the service and done by a `qualidata worker`
beside it; then every badge, latest grade and report is read once.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

from badge import ROOT, Quiet, environment, memory, server


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--assessments", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        town = fill(folder, asked.assessments)
        run = [sys.executable, "-c", "from app.cli import main; main()", "worker", "--slots", "2"]
        allowed = {"QUALIDATA_FETCH_ALLOW_PORTS": str(town.server_port)}
        env = environment(folder) | allowed
        with server(folder, allowed) as port, ThreadPoolExecutor(4) as threads:
            print(f"at the start: {memory(port)} MB", flush=True)
            worker = subprocess.Popen(run, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
            try:
                urls = [
                    f"http://127.0.0.1:{town.server_port}/{n}.csv" for n in range(asked.assessments)
                ]
                ids = list(threads.map(partial(assess, port), urls))
                print(f"after {len(ids)} assessments: {memory(port)} MB", flush=True)
                print(f"  its worker: {of_process(worker.pid)} MB")
            finally:
                worker.terminate()
                worker.wait(60)
            quoted = [quote(url, safe="") for url in urls]
            for what, path, each in (
                ("badge", "/badge.svg?url={}", quoted),
                ("latest grade", "/v1/datasets?url={}", quoted),
                ("report", "/datasets/{}", ids),
            ):
                list(threads.map(lambda one, p=path: read(port, p.format(one)), each))
                print(f"after reading each {what}: {memory(port)} MB", flush=True)
        size = (folder / "data" / "qualidata.db").stat().st_size
        print(f"the database: {size / asked.assessments / 1000:.1f} kB an assessment")
        town.shutdown()


def fill(folder: Path, files: int) -> ThreadingHTTPServer:
    (folder / "data").mkdir()
    site = folder / "files"
    site.mkdir()
    for n in range(files):
        lines = [f"{n}-{row},Association {row},{row * 10},2026-01-15" for row in range(200)]
        (site / f"{n}.csv").write_text("\n".join(["id,nom,montant,date", *lines]) + "\n")
    town = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=town.serve_forever, daemon=True).start()
    return town


def assess(port: int, url: str) -> str:
    body = json.dumps({"url": url}).encode()
    headers = {"content-type": "application/json", "prefer": "wait=60"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/v1/assessments", body, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["dataset"]["id"]


def read(port: int, path: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        answer.read()


def of_process(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) >> 10
    return 0


if __name__ == "__main__":
    main()
