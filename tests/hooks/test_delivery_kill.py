"""Workers are killed while they send: no message is lost, and receivers know repeats by their id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.hooks.conftest import Reply, graded, hook, verified, wait_for

ROOT = Path(__file__).parents[2]
RUN = "from app.cli import main; main()"
SECRET = "whsec_" + "A" * 43 + "="
MESSAGES = 40
KILLS = 4


class Workers:
    """Processes of ours on one database."""

    def __init__(self, url, folder, *ports):
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("QUALIDATA_")},
            "QUALIDATA_DATABASE_URL": url,
            "QUALIDATA_DATA_DIR": str(folder),
            "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
            "QUALIDATA_FETCH_ALLOW_PORTS": ",".join(map(str, ports)),
            "QUALIDATA_SCHEMA_REGISTRIES": "",
            "QUALIDATA_EXPECTATIONS": "false",
            "QUALIDATA_ONE_PROCESS": "true",  # the process killed is the one that sends
            "QUALIDATA_WEBHOOK_TIMEOUT": "1.5",
            "QUALIDATA_WEBHOOK_RETRY_DELAY": "0.1",
        }
        self.running = []

    def start(self):
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, "worker", "--slots", "1"],
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
def workers(hooks_url, mailbox, tmp_path):
    workers = Workers(hooks_url, tmp_path / "data", mailbox.port)
    yield workers
    for process in tuple(workers.running):
        workers.kill(process, signal.SIGTERM)


@pytest.mark.timeout(400)
def test_no_message_is_lost_when_workers_are_killed_while_they_send(
    workers, store, sql, mailbox, run_job
):
    url = mailbox.box(Reply(delay=0.3))
    told = store.hooks.add(hook(url=url, host=f"127.0.0.1:{mailbox.port}", secret=SECRET), 10)
    for number in range(MESSAGES):
        run_job(graded(f"https://mairie.example/{number}.csv", "B"))

    def sending():
        held = sql("SELECT worker FROM delivery WHERE state = 'sending'")
        names = {row.worker.split(":")[-2] for row in held}
        return [one for one in workers.running if str(one.pid) in names]

    for _ in range(2):
        workers.start()
    for _ in range(KILLS):
        before = len(mailbox.at(url))
        wait_for(lambda known=before: len(mailbox.at(url)) > known, 60)
        victim = wait_for(sending, 60)[0]  # what has just come in is being answered
        workers.kill(victim)
        workers.start()
    left = "SELECT 1 FROM delivery WHERE state <> 'delivered' LIMIT 1"
    wait_for(lambda: not sql(left), 120)
    got = mailbox.at(url)
    seen = Counter(verified(one, SECRET)["data"]["dataset"]["url"] for one in got)
    assert len(seen) == MESSAGES
    ids = {one.headers["webhook-id"] for one in got}
    assert len(ids) == MESSAGES
    assert sql("SELECT 1 FROM delivery WHERE taken > 1"), "nobody was killed with a message in hand"
    assert store.hooks.one(told.id, "").state == "enabled"


def test_a_worker_told_to_end_ends_what_it_sends_or_gives_it_back(
    workers, store, sql, mailbox, run_job
):
    url = mailbox.box(Reply(delay=1.0))
    store.hooks.add(hook(url=url, host=f"127.0.0.1:{mailbox.port}", secret=SECRET), 10)
    for number in range(6):
        run_job(graded(f"https://mairie.example/{number}.csv", "B"))
    first = workers.start()
    wait_for(lambda: sql("SELECT 1 FROM delivery WHERE state = 'sending'"), 60)
    assert workers.kill(first, signal.SIGTERM) == 0
    states = {row.state for row in sql("SELECT state FROM delivery")}
    assert "sending" not in states
