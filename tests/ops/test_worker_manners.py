"""A worker gives way to the service, shows that it is well, and brings its counts before it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.jail.limits import NICE as JOB_NICE
from app.store import Store
from app.worker import NICE

ROOT = Path(__file__).parents[2]


def until(what, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not (seen := what()):
        assert time.monotonic() < deadline, "too long"
        time.sleep(0.05)
    return seen


@pytest.fixture
def worker(tmp_path):
    """Start a worker that touches a file; give the process and the file."""
    pulse = tmp_path / "pulse"
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "QUALIDATA_DATA_DIR": str(tmp_path),
        "QUALIDATA_EXPECTATIONS": "false",
        "QUALIDATA_LOG_FORMAT": "json",
        "QUALIDATA_ONE_PROCESS": "true",
        "QUALIDATA_WORKER_PULSE": str(pulse),
    }
    run = [sys.executable, "-c", "from app.cli import main; main()", "worker", "--slots", "1"]
    process = subprocess.Popen(run, env=env, stderr=subprocess.PIPE, text=True)
    yield process, pulse
    process.kill()
    process.communicate()


def test_a_worker_touches_its_file_again_and_again(worker):
    _, pulse = worker
    until(pulse.exists)
    os.utime(pulse, (0, 0))
    until(lambda: pulse.stat().st_mtime > 0)


def test_a_worker_gives_way_to_the_service_and_its_jobs_even_more(worker):
    process, pulse = worker
    until(pulse.exists)
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == os.nice(0) + NICE
    assert NICE < JOB_NICE


def test_a_worker_told_to_end_ends_with_nothing_but_lines_of_json(worker):
    process, pulse = worker
    until(pulse.exists)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    lines = [json.loads(line) for line in said.splitlines()]
    assert any("slots" in line["event"] for line in lines)


def test_an_order_done_by_a_worker_is_counted_before_it_ends(worker, tmp_path):
    from app.assess import Order  # noqa: PLC0415
    from app.jobs.order_text import fingerprint, pack_order  # noqa: PLC0415
    from app.store import Submission  # noqa: PLC0415
    from rules.core.assessment import dataset_id  # noqa: PLC0415

    process, pulse = worker
    until(pulse.exists)
    url = "http://127.0.0.1:1/refused.csv"  # loopback is refused: the order ends at once
    order, store = Order(url=url), Store(f"sqlite:///{tmp_path / 'qualidata.db'}")
    job = Submission(
        id="one",
        topic=fingerprint(order, url),
        dataset=dataset_id(url),
        url=url,
        host="127.0.0.1:1",
        request=pack_order(order),
    )
    store.work.submit(job)
    until(lambda: store.work.job("one").ended)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    state = store.work.job("one").state
    counts = store.tallies.all()
    store.close()
    assert counts["qualidata_job_attempts_total", (("state", state),)] == 1
