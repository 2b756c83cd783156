"""The world around goes wrong: the database away, the disk full, a clock off, a newer version."""

from __future__ import annotations

import time
import urllib.error
from collections import Counter
from functools import partial

import httpx2
import pytest

from app.jobs.endings import Patience, ending
from app.store import Store
from app.store.migrate import UnknownRevision
from bench.kills import Fleet, postgresql, storm
from tests.jobs.disks import small_disk
from tests.jobs.test_kill import IMPATIENT, until


@pytest.fixture
def town(village):
    village.everywhere = 0.2
    yield village
    village.everywhere = None


def test_postgresql_away_under_load_loses_nothing(town, tmp_path):
    with postgresql() as (url, outage):
        fleet = Fleet(url, tmp_path, town, dict(IMPATIENT))
        outcome = storm(fleet, jobs=25, kills=0, pause=0.2, disturb=partial(outage, 4, after=2))
    assert outcome.states == Counter(succeeded=25)
    assert outcome.graded == Counter({1: 25})


@pytest.fixture
def start(town, tmp_path):
    """Start the service and a worker on a database; they end with the test."""
    fleets = []

    def run(url, *commands, disk=None, **settings):
        fleets.append(Fleet(url, tmp_path, town, {**IMPATIENT, **settings}))
        fleets[-1].enter = disk.enter if disk else ()
        fleets[-1].start(*commands)
        return fleets[-1]

    yield run
    for fleet in fleets:
        fleet.stop()


@pytest.mark.parametrize("jobs_url", ["sqlite"], indirect=True)
def test_a_full_disk_under_a_download_is_named_and_waited_for(jobs_url, start, sql):
    with small_disk(8) as disk:
        fleet = start(jobs_url, disk=disk, TMPDIR=disk.inside)
        fleet.submit("before.csv")
        until(lambda: sql("SELECT 1 FROM work_item WHERE state = 'succeeded'"))
        until(lambda: not list(disk.outside.glob("*/job-*")))
        disk.fill()
        job_id = fleet.submit("during.csv")
        until(lambda: sql("SELECT 1 FROM work_item WHERE code = 'no_space' AND attempts > 1"))
        store = Store(jobs_url)
        assert store.work.job(job_id).state in {"queued", "running"}
        disk.ballast.unlink()
        until(lambda: store.work.job(job_id).state == "succeeded")
        assert len(store.history(store.work.job(job_id).dataset)) == 1
        store.close()
        fleet.stop()


def test_a_full_disk_under_the_database_is_named_and_passes(start):
    with small_disk(24) as disk:
        fleet = start(f"sqlite:///{disk.inside}/work.db", disk=disk)
        fleet.submit("before.csv")
        disk.fill()
        refused = until(lambda: refusal(fleet))
        assert (refused.code, b"database_unavailable" in refused.read()) == (503, True)
        disk.ballast.unlink()
        after = fleet.submit("after.csv")
        job = f"http://127.0.0.1:{fleet.port}/v1/jobs/{after}"
        until(lambda: httpx2.get(job, trust_env=False).json()["state"] == "succeeded")
        fleet.stop()


def refusal(fleet):
    """Order files until one is refused: the log of the database may have had some room left."""
    try:
        fleet.order(f"full-{time.monotonic_ns()}.csv")
    except urllib.error.HTTPError as error:
        return error
    return None


def test_a_host_that_answers_429_for_an_hour_is_hardly_asked_and_then_served(
    work, jobs_store, ask, take, mark, found, sql
):
    """Two hundred of its files wait in a batch; an hour passes, a minute at a time."""
    many = [ask(f"t{n}", host="busy", priority=2) for n in range(200)]
    jobs_store.upkeep.start_batch("b", many)
    patience = Patience(attempts=4, delay=30)
    asked = 0
    busy = found(outcome="http_status", status=429)
    for _ in range(60):
        for claim in take(slots=8, per_host=4):
            asked += 1
            work.finish(mark(claim), ending(busy, claim, patience, 0.5))
        pass_a_minute(sql)
    assert 5 <= asked <= 25
    assert jobs_store.upkeep.progress("b") == {"queued": 200}  # nobody has used up their tries
    well = found(outcome="ok", status=200)
    done = 0
    for _ in range(120):
        claims = take(slots=8, per_host=4)
        done += len(claims)
        for claim in claims:
            work.finish(mark(claim), ending(well, claim, patience, 0.5))
        if not claims:
            pass_a_minute(sql)
    assert done == 200


def pass_a_minute(sql):
    sql("UPDATE work_item SET not_before = not_before - 60 WHERE state = 'queued'")
    sql("UPDATE host_policy SET not_before = not_before - 60, rest_until = rest_until - 60")


def test_a_person_is_not_kept_from_a_host_that_batches_leave_in_peace(
    work, jobs_store, ask, take, mark, found
):
    jobs_store.upkeep.start_batch("b", [ask(f"t{n}", host="busy", priority=2) for n in range(3)])
    (claim,) = take()
    busy = found(outcome="http_status", status=503)
    work.finish(mark(claim), ending(busy, claim, Patience(attempts=4, delay=30), 0.5))
    assert take(slots=3) == ()
    work.submit(ask("person", host="busy", priority=1))
    assert [claim.topic for claim in take(slots=3)] == ["person"]


@pytest.mark.parametrize("hour", [3600, -3600])
def test_a_clock_one_hour_off_delays_and_doubles_nothing(  # fixtures
    work, ask, take, mark, found, hour, monkeypatch
):
    """The machine's clock jumps; on PostgreSQL nobody asks it."""
    running, waiting = work.submit(ask("running", priority=0)), work.submit(ask("waiting"))
    (held,) = take(slots=1)
    assert held.id == running
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + hour)
    work.beat("one", 30.0)  # a living worker says so each second
    work.reap(3)
    claims = take(slots=4, worker="two")
    assert {claim.id for claim in claims} <= {waiting, running}
    assert waiting in {claim.id for claim in claims}
    job = work.finish(mark(held), ending(found(), held, Patience(attempts=4, delay=30), 0.5))
    assert job is None or job.state == "succeeded"
    late = work.submit(ask("late"))
    assert late in {claim.id for claim in take(slots=4)}


@pytest.mark.parametrize("jobs_url", ["sqlite"], indirect=True)
def test_what_a_worker_of_the_future_held_is_taken_over(work, ask, take, sql):
    """It died while the clock was an hour ahead; the clock has been put back since."""
    job_id = work.submit(ask())
    take()
    sql("UPDATE work_item SET lease_until = lease_until + 3600")
    (job,) = work.reap(3, 15.0)
    assert (job.id, job.state, job.losses) == (job_id, "queued", 1)


def test_nothing_is_taken_up_from_tables_of_a_newer_version(work, ask, take, sql):
    work.submit(ask())
    (known,) = sql("SELECT version_num FROM alembic_version")
    sql("UPDATE alembic_version SET version_num = '9999'")
    try:
        with pytest.raises(UnknownRevision, match="9999"):
            take()
    finally:
        sql(f"UPDATE alembic_version SET version_num = '{known.version_num}'")
    assert len(take()) == 1


@pytest.mark.parametrize("jobs_url", ["postgresql"], indirect=True)
def test_an_old_worker_says_so_and_goes_on_once_it_may_again(
    jobs_url, start, tmp_path, sql, jobs_store
):
    fleet = start(jobs_url)
    first = fleet.submit("before.csv")
    until(lambda: jobs_store.work.job(first).state == "succeeded")
    (known,) = sql("SELECT version_num FROM alembic_version")
    sql("UPDATE alembic_version SET version_num = '9999'")
    try:
        second = fleet.submit("after.csv")
        until(lambda: "9999" in (tmp_path / "log").read_text())
        assert jobs_store.work.job(second).state == "queued"
        late = start(jobs_url, ["worker"])
        assert late.parents[0].wait(90) == 2  # said why, and did not insist
        assert jobs_store.work.job(second).state == "queued"
    finally:
        sql(f"UPDATE alembic_version SET version_num = '{known.version_num}'")
    until(lambda: jobs_store.work.job(second).state == "succeeded")  # started again meanwhile
