"""Processes are killed in the middle: what was accepted is done, once. `bench/kills.py` does more."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from app.store import Store
from bench.kills import Fleet, below, children, storm, wait

IMPATIENT = {"QUALIDATA_JOB_LEASE": "2", "QUALIDATA_RETRY_DELAY": "1"}


@pytest.fixture
def fleet(jobs_url, village, tmp_path):
    """The service and a worker beside it, with short leases; started by the test."""
    folder = tmp_path / "data"
    folder.mkdir()
    village.everywhere = 0.3
    fleet = Fleet(jobs_url, folder, village, dict(IMPATIENT))
    yield fleet
    village.everywhere = None
    fleet.stop()


def alive(pids):
    return {pid for pid in pids if _state(pid) not in {"gone", "Z"}}


def _state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "gone"


def until(what, seconds=90):
    deadline = time.monotonic() + seconds
    while not (seen := what()):
        assert time.monotonic() < deadline, "too long"
        time.sleep(0.05)
    return seen


def test_processes_killed_at_random_lose_nothing_and_do_nothing_twice(fleet):
    outcome = storm(fleet, jobs=20, kills=4, pause=0.5)
    assert outcome.states == Counter(succeeded=20)
    assert outcome.graded == Counter({1: 20})


def test_another_worker_takes_over(fleet, village, sql):
    """Its lease is over, a reaper looks, another worker takes it: 15 s + 2 s + 0.5 s by default."""
    fleet.start()
    store = Store(fleet.url)
    path = "/taken-over.csv"
    village.publish(path, delay=3)
    job_id = fleet.submit(path[1:])
    held = until(lambda: sql("SELECT worker FROM work_item WHERE state = 'running'"))
    first = int(held[0].worker.split(":")[-2])
    os.kill(first, signal.SIGKILL)
    began = time.monotonic()

    def another():
        rows = sql("SELECT worker FROM work_item WHERE state = 'running'")
        return rows and int(rows[0].worker.split(":")[-2]) != first

    until(another)
    assert time.monotonic() - began < 30
    wait(store, [job_id])
    job = store.work.job(job_id)
    assert (job.state, job.losses, len(store.history(job.dataset))) == ("succeeded", 1, 1)
    store.close()


def test_told_to_end_they_finish_or_give_back_and_leave_nobody(fleet, sql):
    fleet.start()
    ids = [fleet.submit(f"drained-{n}.csv") for n in range(12)]
    until(lambda: sql("SELECT 1 FROM work_item WHERE state = 'running'"))
    family = [pid for parent in fleet.parents for pid in below(parent.pid)]
    assert len(family) >= 3
    for parent in fleet.parents:
        parent.terminate()
    assert [parent.wait(60) for parent in fleet.parents] == [0, 0]
    until(lambda: not alive(family))
    rows = sql("SELECT id, state, losses FROM work_item")
    assert {row.state for row in rows} <= {"succeeded", "queued"}
    assert sum(row.losses for row in rows) == 0
    assert {row.id for row in rows} == set(ids)


@pytest.mark.parametrize("jobs_url", ["sqlite"], indirect=True)
def test_no_child_outlives_its_supervisor(fleet):
    fleet.start()
    fleet.submit("orphan.csv")
    family = until(lambda: (f := below(fleet.parents[0].pid)) and len(f) >= 3 and f)
    fleet.parents[0].kill()
    until(lambda: not alive(family))


@pytest.mark.parametrize("jobs_url", ["sqlite"], indirect=True)
def test_who_calls_while_the_service_starts_anew_only_waits(fleet):
    fleet.start()
    fleet.submit("before.csv")
    service = fleet.processes()["service"][0]
    os.kill(service, signal.SIGKILL)
    fleet.submit("during.csv", tries=1)
    (again,) = until(lambda: fleet.processes()["service"])
    assert again != service
    assert again in children(fleet.parents[0].pid)
