"""Time one score as its users meet it: the command line from a cold start, the warm service.

    .venv/bin/python bench/score.py            # 2,000 rows, the SCDL subventions schema

Prints, in seconds: the whole `qualidata score` process, and the service's answer to one
`POST /v1/assessments` over loopback, with and without the expectation suite.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUALIDATA = Path(sys.executable).parent / "qualidata"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "subventions.csv"
        write(path, asked.rows)
        print(f"{asked.rows} rows, {path.stat().st_size:,} bytes\n")
        print(f"{'':<44}{'min':>8}{'median':>8}{'max':>8}  s")
        for switch in ("off", "on"):
            command = [QUALIDATA, "score", path, "--schema", "scdl/subventions", "--format", "json"]
            command += ["--expectations", switch]
            show(f"qualidata score, expectations {switch}", cold(command, min(asked.runs, 5)))
        warm(Path(folder), path.name, asked.runs)


def write(path: Path, rows: int) -> None:
    lines = (
        (ROOT / "demo" / "files" / "subventions-2026.csv").read_text(encoding="utf-8").splitlines()
    )
    body = (lines[1:] * (1 + rows // (len(lines) - 1)))[:rows]
    # Every row its own reference: repeated rows would be a finding, and a different work load.
    text = [
        line.replace(",2026-", f",2026-{n:06d}-", 2).replace(f",2026-{n:06d}-", ",2026-", 1)
        for n, line in enumerate(body)
    ]
    path.write_text("\n".join([lines[0], *text]) + "\n", encoding="utf-8")


def cold(command: list[object], runs: int) -> list[float]:
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return times


def warm(folder: Path, name: str, runs: int) -> None:
    files = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=files.serve_forever, daemon=True).start()
    port = 18_431
    settings = {
        "QUALIDATA_DATA_DIR": str(folder / "data"),
        "QUALIDATA_DATABASE_URL": "",
        "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
        "QUALIDATA_FETCH_ALLOW_PORTS": str(files.server_port),
    }
    service = subprocess.Popen(
        [QUALIDATA, "serve", "--port", str(port)],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        base = f"http://127.0.0.1:{port}"
        wait(base)
        for expectations in (False, True):
            order = {
                "url": f"http://127.0.0.1:{files.server_port}/{name}",
                "schema": "scdl/subventions",
                "expectations": expectations,
            }
            times = [ask(base, order) for _ in range(runs + 2)][2:]
            state = "on" if expectations else "off"
            show(f"POST /v1/assessments, expectations {state}", times)
    finally:
        service.terminate()
        service.wait(15)
        files.shutdown()


def wait(base: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{base}/readyz", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    sys.exit("the service did not start")


def ask(base: str, order: dict[str, object]) -> float:
    request = urllib.request.Request(
        f"{base}/v1/assessments",
        data=json.dumps(order).encode(),
        headers={"content-type": "application/json"},
    )
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=120) as answer:
        answer.read()
    return time.perf_counter() - began


def show(name: str, times: list[float]) -> None:
    print(f"{name:<44}{min(times):8.3f}{statistics.median(times):8.3f}{max(times):8.3f}")


if __name__ == "__main__":
    main()
