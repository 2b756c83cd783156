"""The table of work keeps its promises on both databases."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from app.errors import Problem
from app.store import End, Lane

DONE = End(state="succeeded")
ROW = """dataset, url, place, priority, state, created_at, not_before, latest, worker, attempts,
 retries, crashes, losses, step, bytes, rows, content, code, problem, successor, request"""
FLOOD = f"""WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
INSERT INTO work_item (id, topic, host, {ROW})
SELECT 'i' || i, 't' || i, CASE WHEN i <= 50000 THEN 'big' ELSE 's' || (i % 2500) END, {ROW}
FROM n CROSS JOIN work_item"""


def test_a_waiting_order_is_asked_for_once(work, ask, sql):
    assert len({work.submit(ask()) for _ in range(5)}) == 1
    assert sql("SELECT count(*) AS n FROM work_item")[0].n == 1


def test_fifty_who_ask_at_once_share_one_job(work, ask, sql):
    with ThreadPoolExecutor(25) as threads:
        ids = set(threads.map(lambda _: work.submit(ask(priority=0)), range(50)))
    assert len(ids) == 1
    assert sql("SELECT count(*) AS n FROM work_item")[0].n == 1


def test_a_publish_during_a_run_causes_exactly_one_more(work, ask, take, mark):
    first = work.submit(ask(priority=0))
    (running,) = take()
    later = {work.submit(ask(priority=0)) for _ in range(7)}
    assert len(later) == 1
    assert first not in later
    assert take() == ()  # never two at once of the same
    work.finish(mark(running), DONE)
    (again,) = take()
    assert {again.id} == later
    work.finish(mark(again), DONE)
    assert take() == ()


def test_the_newest_description_takes_the_place_of_the_one_waiting(work, ask, take):
    work.submit(ask(request='{"said": "old"}'))
    work.submit(ask(request='{"said": "new"}'))
    assert take()[0].request == '{"said": "new"}'


def test_a_dataset_never_seen_is_not_kept_waiting(work, ask, take):
    work.submit(ask(priority=0, quiet=60.0))
    assert len(take()) == 1


def test_a_dataset_just_assessed_is_left_in_peace_but_not_for_ever(work, ask, take, mark, sql):
    work.submit(ask(priority=0))
    work.finish(mark(take()[0]), DONE)
    job_id = work.submit(ask(priority=0, quiet=60.0))
    assert len(take()) == 1  # that assessment told nothing of the dataset: no result was kept
    work.submit(ask(priority=0, quiet=60.0))
    assert take() == ()
    (row,) = sql("SELECT latest, created_at, not_before FROM work_item WHERE state = 'queued'")
    assert row.latest == pytest.approx(row.created_at + 600, abs=1)
    assert row.not_before == pytest.approx(row.created_at + 60, abs=2)
    sql("UPDATE work_item SET latest = not_before + 1 WHERE state = 'queued'")
    for _ in range(3):
        work.submit(ask(priority=0, quiet=60.0 + 30))
    (row,) = sql("SELECT latest, not_before FROM work_item WHERE state = 'queued'")
    assert row.not_before == row.latest
    assert job_id


def test_whoever_waits_pulls_an_order_forward(work, ask, take, mark, found):
    work.submit(ask(priority=0))
    work.finish(mark(take()[0]), DONE, found())
    work.submit(ask(priority=0, quiet=60.0))
    assert take() == ()
    work.submit(ask(priority=1))
    assert take()[0].priority == 0  # and keeps the better of both priorities


def test_publish_goes_before_person_before_batch(work, ask, take):
    for topic, priority in (("batch", 2), ("person", 1), ("publish", 0), ("person too", 1)):
        work.submit(ask(topic, priority=priority))
    assert [claim.topic for claim in take(slots=4)] == ["publish", "person", "person too", "batch"]


def test_who_has_waited_long_is_taken_out_of_turn(work, ask, take, sql):
    work.submit(ask("new batch", priority=2))
    work.submit(ask("old batch", priority=2))
    work.submit(ask("publish", priority=0))
    sql("UPDATE work_item SET not_before = not_before - 100 WHERE topic = 'old batch'")
    aged = (Lane(priority=2, waited=60), Lane(priority=0), Lane(priority=2))
    assert [c.topic for c in take(slots=3, lanes=aged)] == ["old batch", "publish", "new batch"]


def test_a_host_is_asked_so_many_things_at_once_and_no_more(work, ask, take, mark):
    for n in range(5):
        work.submit(ask(f"a{n}", host="a"))
    work.submit(ask("b", host="b"))
    claims = take(slots=6, per_host=2)
    assert sorted(claim.host for claim in claims) == ["a", "a", "b"]
    assert take(slots=6, per_host=2, worker="two") == ()
    work.finish(mark(claims[0]), DONE)
    assert len(take(slots=6, per_host=2, worker="two")) == 1


def test_two_who_claim_at_once_keep_the_limit_together(work, ask, take):
    for n in range(40):
        work.submit(ask(f"a{n}", host="a"))
    with ThreadPoolExecutor(8) as threads:
        took = list(threads.map(lambda n: take(slots=3, per_host=5, worker=f"w{n}"), range(8)))
    assert sum(map(len, took)) == 5


def test_dropped_files_have_no_host_to_be_polite_to(work, ask, take):
    for n in range(5):
        work.submit(ask(f"file {n}", host="-", place="here"))
    assert len(take(slots=9, per_host=1)) == 5


def test_a_dropped_file_is_read_where_it_lies(work, ask, take):
    work.submit(ask("file", host="-", place="elsewhere"))
    work.submit(ask("link"))
    assert [claim.topic for claim in take(slots=2)] == ["link"]
    assert [claim.topic for claim in take(slots=2, place="elsewhere")] == ["file"]


def test_a_host_that_asked_for_patience_gets_it(work, ask, take, mark, sql):
    work.submit(ask("a1", host="a"))
    (claim,) = take()
    end = End(state="queued", code="http_status", wait=5, retried=True, host_wait=60)
    assert work.finish(mark(claim), end).retries == 1
    work.submit(ask("a2", host="a"))
    work.submit(ask("b", host="b"))
    assert [claim.host for claim in take(slots=9)] == ["b"]
    sql("UPDATE host_policy SET not_before = 0")
    sql("UPDATE work_item SET not_before = 0 WHERE state = 'queued'")
    assert {claim.topic for claim in take(slots=9)} == {"a1", "a2"}


def test_a_host_may_have_a_limit_of_its_own(work, ask, take, sql):
    sql("INSERT INTO host_policy (host, not_before, most) VALUES ('a', 0, 1)")
    for n in range(3):
        work.submit(ask(f"a{n}", host="a"))
    assert len(take(slots=9, per_host=5)) == 1


def test_thousands_of_files_of_one_busy_host_hide_nobody(jobs_store, ask, take):
    crowd = [ask(f"big {n}", host="big", priority=2) for n in range(300)]
    small = [ask(f"small {n}", host=f"small-{n:03d}", priority=2) for n in range(200)]
    jobs_store.upkeep.start_batch("b", crowd + small)
    first = take(slots=4, per_host=2)
    assert sorted(claim.host for claim in first)[:2] == ["big", "big"]
    seen = {claim.host for _ in range(50) for claim in take(slots=4, per_host=2)}
    assert len(seen) >= 198


def test_what_a_dead_worker_held_is_taken_over_and_its_ghost_writes_nothing(
    jobs_store, work, ask, take, mark, found, sql
):
    job_id = work.submit(ask())
    (ghost,) = take(worker="dead")
    assert work.reap(3) == ()
    sql("UPDATE work_item SET lease_until = 1")
    (job,) = work.reap(3)
    assert (job.id, job.state, job.code, job.losses) == (job_id, "queued", "worker_lost", 1)
    sql("UPDATE work_item SET not_before = 0")
    (alive,) = take(worker="alive")
    late = found()
    assert work.finish(mark(ghost), DONE, late) is None
    assert jobs_store.assessment(late.id) is None
    right = found()
    job = work.finish(mark(alive), DONE, right)
    assert (job.state, job.assessment, job.attempts) == ("succeeded", right.id, 2)
    assert jobs_store.assessment(right.id) is not None


def test_too_many_dead_workers_set_an_order_aside_but_not_its_content(work, ask, take, mark, sql):
    work.submit(ask())
    for _ in range(3):
        sql("UPDATE work_item SET not_before = 0")
        (claim,) = take()
        work.beat("one", 30.0, [mark(claim, content="honey")])
        sql("UPDATE work_item SET lease_until = 1")
        (job,) = work.reap(3)
    assert (job.state, job.code, job.losses) == ("failed", "worker_lost", 3)
    assert take() == ()
    assert work.crashes("honey") == 0


def test_crashes_are_counted_by_content(work, ask, take, mark):
    for topic in ("a", "b"):
        work.submit(ask(topic))
        end = End(state="failed", code="parse_crashed", crashed=True)
        work.finish(mark(take()[0], content="poison"), end)
    assert (work.crashes("poison"), work.crashes("honey")) == (2, 0)


def test_a_heartbeat_keeps_a_lease_and_tells_how_far_it_is(work, ask, take, mark, sql):
    job_id = work.submit(ask())
    (claim,) = take()
    sql("UPDATE work_item SET lease_until = 1")
    held = work.beat("one", 30.0, [mark(claim, bytes=7, rows=2, content="x")])
    assert held == {job_id: 1}
    assert work.reap(3) == ()
    job = work.job(job_id)
    assert (job.step, job.bytes, job.rows) == ("judging", 7, 2)
    work.cancel(job_id)
    assert work.beat("one", 30.0) == {}


@pytest.mark.parametrize("kept", [True, False])
def test_what_would_be_tried_again_gives_way_to_a_newer_order(work, ask, take, mark, found, kept):
    first = work.submit(ask())
    (claim,) = take()
    second = work.submit(ask())
    end = End(state="queued", code="http_status", wait=60, retried=True)
    job = work.finish(mark(claim), end, found() if kept else None)
    assert (job.id, job.successor) == (first, second)
    assert (job.state, job.code) == (
        ("succeeded", "http_status") if kept else ("cancelled", "superseded")
    )


def test_what_a_dead_worker_held_gives_way_too(work, ask, take, sql):
    work.submit(ask())
    take()
    second = work.submit(ask())
    sql("UPDATE work_item SET lease_until = 1 WHERE state = 'running'")
    (job,) = work.reap(3)
    assert (job.state, job.code, job.successor) == ("cancelled", "superseded", second)


def test_a_cancelled_job_stays_cancelled_even_if_it_ends(jobs_store, work, ask, take, mark, found):
    waiting, running = work.submit(ask("waiting")), work.submit(ask("running", priority=0))
    (claim,) = take()
    assert work.cancel(waiting).state == "cancelled"
    assert work.cancel(running).state == "cancelled"
    assert work.cancel(running) is None
    late = found()
    assert work.finish(mark(claim), DONE, late) is None
    assert (work.job(running).state, jobs_store.assessment(late.id)) == ("cancelled", None)
    assert take() == ()


def test_a_key_stands_for_one_job(work, ask, take, mark, sql):
    given = {"key": "k1", "fingerprint": "f"}
    first = work.submit(ask(**given))
    work.finish(mark(take()[0]), DONE)
    assert work.submit(ask(**given)) == first
    with pytest.raises(Problem) as refused:
        work.submit(ask(key="k1", fingerprint="other"))
    assert (refused.value.code, refused.value.status) == ("idempotency_mismatch", 422)
    sql("UPDATE idempotency_key SET expires_at = 1")
    assert work.submit(ask(key="k1", fingerprint="other")) != first


def test_a_key_follows_the_job_that_its_order_was_merged_into(work, ask):
    first = work.submit(ask())
    assert work.submit(ask(key="k", fingerprint="f")) == first
    assert work.submit(ask(key="k", fingerprint="f")) == first


def test_fifty_with_one_key_at_once_get_one_job(work, ask, sql):
    def submit(n):
        return work.submit(ask(f"topic {n % 3}", key="k", fingerprint="f"))

    with ThreadPoolExecutor(25) as threads:
        ids = set(threads.map(submit, range(50)))
    assert len(ids) == 1
    assert sql("SELECT count(*) AS n FROM work_item")[0].n == 1


def test_a_batch_is_followed_and_cancelled_as_a_whole(jobs_store, work, ask, take, mark):
    upkeep = jobs_store.upkeep
    upkeep.start_batch("b", [ask(f"t{n}", priority=2) for n in range(4500)])
    upkeep.start_batch("again", [ask(f"t{n}", priority=2) for n in range(10)])
    claims = take(slots=2)
    work.finish(mark(claims[0]), DONE)
    assert upkeep.progress("again") == {}
    assert upkeep.progress("b") == {"queued": 4498, "running": 1, "succeeded": 1}
    assert upkeep.depth() == {("queued", 2): 4498, ("running", 2): 1}
    assert upkeep.cancel_batch("b") == 4499
    assert upkeep.progress("b") == {"cancelled": 4499, "succeeded": 1}


def test_old_jobs_are_forgotten_and_waiting_ones_never(jobs_store, work, ask, take, mark, sql):
    ended = work.submit(ask("ended", key="k", fingerprint="f"))
    work.finish(mark(take()[0]), DONE)
    waiting = work.submit(ask("waiting"))
    assert jobs_store.upkeep.forget(30) == 0
    sql("UPDATE work_item SET created_at = 1, not_before = 1")
    sql("UPDATE work_item SET ended_at = 1 WHERE ended_at IS NOT NULL")
    sql("UPDATE idempotency_key SET expires_at = 1")
    assert jobs_store.upkeep.forget(30) == 2
    assert work.job(ended) is None
    assert work.job(waiting) is not None


def test_a_claim_costs_the_same_whatever_waits(work, ask, take, sql):
    work.submit(ask("pattern", priority=2))
    sql(FLOOD)
    sql("ANALYZE")
    work.submit(ask("urgent", priority=0, host="urgent"))
    assert take(slots=1)[0].topic == "urgent"
    began = time.perf_counter()
    claimed = [claim for n in range(20) for claim in take(slots=8, per_host=4, worker=uuid4().hex)]
    each = (time.perf_counter() - began) / 20
    assert len(claimed) == 160
    assert max(sum(c.host == h for c in claimed) for h in {c.host for c in claimed}) == 4
    assert each < 1.0, each
