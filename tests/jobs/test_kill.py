"""Workers and servers are killed in the middle: what was accepted is done, once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from app.assess import Order
from app.jobs.order_text import fingerprint, pack_order
from app.store import Store, Submission
from rules.core.assessment import dataset_id

ROOT = Path(__file__).parents[2]
RUN = "from app.cli import main; main()"


class Fleet:
    """Processes of ours, on one database, with short leases."""

    def __init__(self, url, village, folder):
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("QUALIDATA_")},
            "QUALIDATA_DATABASE_URL": url,
            "QUALIDATA_DATA_DIR": str(folder),
            "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
            "QUALIDATA_FETCH_ALLOW_PORTS": str(village.port),
            "QUALIDATA_FETCH_PER_HOST": "32",
            "QUALIDATA_SCHEMA_REGISTRIES": "",
            "QUALIDATA_EXPECTATIONS": "false",
            "QUALIDATA_JOB_LEASE": "2",
            "QUALIDATA_PUBLISH_DEBOUNCE": "0.1",
        }
        self.running = []

    def start(self, *words):
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.running.append(process)
        return process

    def kill(self, process, sign=signal.SIGKILL):
        process.send_signal(sign)
        self.running.remove(process)
        return process.wait(30)


@pytest.fixture
def fleet(jobs_url, village, tmp_path):
    fleet = Fleet(jobs_url, village, tmp_path / "data")
    yield fleet
    for process in tuple(fleet.running):
        fleet.kill(process, signal.SIGTERM)


@pytest.fixture
def submit(work, village):
    def run(count, delay):
        name = uuid4().hex[:8]
        ids = []
        for n in range(count):
            url = village.publish(f"/{name}-{n}.csv", delay=delay)
            order = Order(url=url)
            ids.append(
                work.submit(
                    Submission(
                        id=uuid4().hex,
                        topic=fingerprint(order, url),
                        dataset=dataset_id(url),
                        url=url,
                        host=f"127.0.0.1:{village.port}",
                        request=pack_order(order),
                    )
                )
            )
        return ids

    return run


def wait_for(what, seconds=60):
    deadline = time.monotonic() + seconds
    while not (seen := what()):
        assert time.monotonic() < deadline, "too long"
        time.sleep(0.05)
    return seen


def all_done(sql):
    return not sql("SELECT 1 FROM work_item WHERE state IN ('queued', 'running') LIMIT 1")


def results(jobs_store, work, ids):
    jobs = [work.job(job_id) for job_id in ids]
    kept = Counter(len(jobs_store.history(job.dataset)) for job in jobs)
    return Counter(job.state for job in jobs), kept


def test_workers_killed_at_random_lose_nothing_and_do_nothing_twice(
    fleet, submit, sql, jobs_store, work
):
    ids = submit(60, delay=0.2)
    workers = [fleet.start("worker", "--slots", "4") for _ in range(2)]

    def busy():
        held = "SELECT worker FROM work_item WHERE state = 'running'"
        names = {row.worker.split(":")[-2] for row in sql(held)}
        return [worker for worker in workers if str(worker.pid) in names]

    for _ in range(5):
        victim = wait_for(busy)[0]
        fleet.kill(victim)
        workers.remove(victim)
        workers.append(fleet.start("worker", "--slots", "4"))
    wait_for(lambda: all_done(sql))
    assert results(jobs_store, work, ids) == (Counter(succeeded=60), Counter({1: 60}))
    assert sql("SELECT sum(losses) AS n FROM work_item")[0].n >= 5


def test_a_worker_told_to_end_finishes_or_gives_back(fleet, submit, sql, work):
    ids = submit(6, delay=0.5)
    first = fleet.start("worker", "--slots", "2")
    wait_for(lambda: sql("SELECT 1 FROM work_item WHERE state = 'running'"))
    assert fleet.kill(first, signal.SIGTERM) == 0
    states = Counter(work.job(job_id).state for job_id in ids)
    assert set(states) == {"succeeded", "queued"}
    assert sql("SELECT sum(losses) AS n FROM work_item")[0].n == 0


@contextmanager
def answering(fleet, port):
    server = fleet.start("serve", "--port", str(port), "--workers", "2")

    def ready():
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
        except (urllib.error.URLError, OSError):
            return False
        return True

    wait_for(ready)
    yield server


def post(port, url):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/assessments",
        data=json.dumps({"url": url}).encode(),
        headers={"content-type": "application/json", "prefer": "respond-async"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 202
        return json.load(answer)["id"]


@pytest.mark.parametrize("jobs_url", ["sqlite"], indirect=True)
def test_a_server_killed_after_it_accepted_does_its_work_when_it_is_back(
    fleet, village, tmp_path, unused_port
):
    fleet.environment["QUALIDATA_DATABASE_URL"] = ""
    urls = [village.publish(f"/accepted-{n}.csv", delay=0.3) for n in range(12)]
    with answering(fleet, unused_port) as server:
        ids = [post(unused_port, url) for url in urls]
        fleet.kill(server)
    with answering(fleet, unused_port) as server:
        store = Store(f"sqlite:///{tmp_path / 'data' / 'qualidata.db'}")
        wait_for(lambda: all(store.work.job(i).state == "succeeded" for i in ids))
        histories = {len(store.history(store.work.job(i).dataset)) for i in ids}
        store.close()
        assert fleet.kill(server, signal.SIGTERM) in {0, -signal.SIGTERM}
    assert histories == {1}
