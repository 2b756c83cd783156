"""One contract for every engine: whatever brings the jobs, the same comes of them."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import replace
from ipaddress import ip_network
from uuid import uuid4

import pytest

from app.assess import Order
from app.errors import Problem
from app.jobs import Desk, Runner, Terms, open_yard
from app.jobs.priority import Priority
from app.sandbox import Sandbox
from app.settings import Settings

ENGINES = [("sqlite", "local"), ("postgresql", "local"), ("postgresql", "procrastinate")]
POISONED = """
import os, re
from pathlib import Path
from app.table.job import run as read
def run(payload):
    path = re.search(rb'"path": ?"([^"]+)"', payload)[1].decode()
    if b"poison" in Path(path).read_bytes():
        os.abort()
    return read(payload)
"""


class House:
    """A yard, a desk and a worker in an event loop of their own, on an engine of one's choice."""

    def __init__(self, settings, slots):
        self.settings = settings
        self.slots = slots
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self._opened = self._open()
        self.yard, self.runner = self.run(self._opened.__aenter__())
        self.desk = Desk(self.yard)

    @asynccontextmanager
    async def _open(self):
        async with open_yard(self.settings, at_work=False) as opened:
            box = Sandbox(self.settings, job="poisoned:run", quiet=True)
            yard = replace(opened, line=replace(opened.line, sandbox=box))
            runner = Runner(yard, self.slots)
            try:
                async with runner.running(5):
                    yield yard, runner
            finally:
                box.close()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(60)

    def order(self, url, priority=Priority.PUBLISH, wait=0.0):
        answer = self.run(self.desk.take(Order(url=url), Terms(priority=priority, wait=wait)))
        return answer.job_id

    def job(self, job_id):
        return self.yard.store.work.job(job_id)

    def until(self, job_id, *states, seconds=90):
        deadline = time.monotonic() + seconds
        while (job := self.job(job_id)).state not in states:
            assert time.monotonic() < deadline, job
            time.sleep(0.02)
        return job

    def close(self):
        self.run(self._opened.__aexit__(None, None, None))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory):
    folder = tmp_path_factory.mktemp("poisoned")
    (folder / "poisoned.py").write_text(POISONED)
    sys.path.insert(0, str(folder))
    yield
    sys.path.remove(str(folder))


@pytest.fixture(scope="module", params=ENGINES, ids="-".join)
def house(request, village, poisoned, tmp_path_factory):
    database, engine = request.param
    folder = tmp_path_factory.mktemp("house")
    url = f"sqlite:///{folder}/house.db"
    if database == "postgresql":
        url = request.getfixturevalue("jobs_house_database")
    settings = Settings(
        data_dir=folder,
        database_url=url,
        job_engine=engine,
        fetch_allow_networks=(ip_network("127.0.0.1/32"),),
        fetch_allow_ports=(village.port,),
        fetch_per_host=2,
        schema_registries=(),
        expectations=False,
        retry_delay=1,
        max_attempts=2,
        publish_debounce=0.3,
    )
    house = House(settings, slots=3)
    house.engine = engine
    yield house
    house.close()


def fresh(village, body=None, **more):
    name = uuid4().hex
    return village.publish(f"/{name}.csv", body=body or f"nom,n\n{name},1\n".encode(), **more)


def path(url):
    return "/" + url.rsplit("/", 1)[1]


def test_the_engine_asked_for_is_the_one_that_works(house):
    deadline = time.monotonic() + 20
    while not (health := house.run(house.runner.health())).well:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert health.engine == house.engine


def test_what_is_ordered_is_done_once(house, village):
    urls = [fresh(village) for _ in range(12)]
    ids = [house.order(url) for url in urls]
    jobs = [house.until(job_id, "succeeded") for job_id in ids]
    assert {job.attempts for job in jobs} == {1}
    assert {village.visits[path(url)] for url in urls} == {1}


def test_fifty_orders_at_once_are_one_job_or_one_more(house, village):
    url = fresh(village, delay=0.3)

    async def all_at_once():
        terms = Terms(priority=Priority.PUBLISH, wait=0)
        order = Order(url=url)
        return await asyncio.gather(*(house.desk.take(order, terms) for _ in range(50)))

    ids = {answer.job_id for answer in house.run(all_at_once())}
    assert len(ids) <= 2
    for job_id in ids:
        house.until(job_id, "succeeded")
    assert village.visits[path(url)] <= 2


def test_a_publish_during_a_run_causes_exactly_one_more(house, village):
    url = fresh(village, delay=0.8)
    first = house.order(url)
    house.until(first, "running")
    again = {house.order(url) for _ in range(5)}
    assert len(again) == 1
    house.until(again.pop(), "succeeded")
    assert village.visits[path(url)] == 2


def test_a_host_is_never_asked_more_at_once_than_it_may(house, village):
    name = uuid4().hex
    village.crowd[name] = 0
    urls = [fresh(village, delay=0.15, group=name) for _ in range(10)]
    ids = [house.order(url, Priority.BATCH) for url in urls]
    for job_id in ids:
        house.until(job_id, "succeeded")
    assert village.most[name] == 2


def test_an_urgent_order_goes_past_a_whole_batch(house, village):
    batch = [house.order(fresh(village, delay=0.2), Priority.BATCH) for _ in range(24)]
    house.until(batch[0], "running", "succeeded")
    urgent = house.until(house.order(fresh(village)), "succeeded")
    waited = (urgent.started_at - urgent.created_at).total_seconds()
    left = Counter(house.job(job_id).state for job_id in batch)
    for job_id in batch:
        house.yard.store.work.cancel(job_id)
    assert left["queued"] >= 8, left
    assert waited < 8  # a loaded machine; bench/jobs.py times it


def test_a_cancelled_order_that_waits_is_never_begun(house, village):
    blockers = [house.order(fresh(village, delay=0.5), Priority.BATCH) for _ in range(4)]
    url = fresh(village)
    job_id = house.order(url, Priority.BATCH)
    house.run(house.desk.cancel(job_id))
    for blocker in blockers:
        house.until(blocker, "succeeded")
    assert house.job(job_id).state == "cancelled"
    assert village.visits[path(url)] == 0


def test_a_cancelled_order_that_runs_ends_at_once_and_stays_cancelled(house, village):
    url = fresh(village, delay=2.0)
    job_id = house.order(url)
    house.until(job_id, "running")
    house.run(house.desk.cancel(job_id))
    after = house.until(house.order(fresh(village)), "succeeded")  # its place is free again
    assert after.state == "succeeded"
    assert house.job(job_id).state == "cancelled"
    assert house.yard.store.head(house.job(job_id).dataset) is None


def test_poison_is_set_aside_after_three_and_harms_nobody(house, village):
    bytes_ = f"nom,n\npoison {uuid4()},1\n".encode()
    poison = house.order(fresh(village, body=bytes_))
    others = [house.order(fresh(village)) for _ in range(6)]
    assert {house.until(job_id, "succeeded").attempts for job_id in others} == {1}
    job = house.until(poison, "failed")
    assert (job.code, job.crashes, job.attempts) == ("quarantined", 3, 3)
    again = house.until(house.order(fresh(village, body=bytes_)), "failed")
    assert (again.code, again.crashes) == ("quarantined", 0)  # the same bytes elsewhere: unopened


def test_an_unwell_server_is_tried_again_and_left_alone_in_the_end(house, village):
    url = fresh(village, status=500)
    job = house.until(house.order(url), "succeeded")
    assert (job.code, job.retries) == ("http_status", 1)
    assert village.visits[path(url)] == 2


def test_what_a_dead_worker_held_is_done_by_another(house, village):
    """A worker that took a job up and was never heard of again: only the table knows."""
    work = house.yard.store.work
    url = fresh(village, delay=1.0)
    job_id = house.order(url)
    house.until(job_id, "running")
    with work._engines.write.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE work_item SET worker = 'dead', lease_until = 1 WHERE id = '{job_id}'"
        )
    job = house.until(job_id, "succeeded")
    assert (job.losses, job.attempts) == (1, 2)
    assert len(house.yard.store.history(job.dataset)) == 1


def test_a_fleet_needs_a_server(tmp_path):
    settings = Settings(
        data_dir=tmp_path, database_url="", job_engine="procrastinate", schema_registries=()
    )

    async def start():
        async with open_yard(settings, at_work=False) as yard:
            Runner(yard, 1)

    with pytest.raises(Problem) as refused:
        asyncio.run(start())
    assert refused.value.code == "no_engine"
