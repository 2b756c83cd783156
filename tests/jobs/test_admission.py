"""The step between our table and an engine: a small, fair window; one start for each ticket."""

from __future__ import annotations

import pytest

from app.jobs.priority import AGED
from app.store import End

pytestmark = pytest.mark.parametrize("jobs_url", ["postgresql"], indirect=True)
DONE = End(state="succeeded")


@pytest.fixture
def admit(work, take):
    """Hand items over; give what the engine got."""

    def run(slots=4, aged=0.0, **more):
        handed = []
        work.admission.admit(take.bid(slots, **more), aged, lambda _, some: handed.extend(some))
        return handed

    return run


@pytest.fixture
def start(work, take):
    def run(item, **more):
        return work.admission.start(item.number, item.ticket, take.bid(**more))

    return run


def test_the_window_is_filled_and_no_more(admit, start, work, ask, jobs_store):
    jobs_store.upkeep.start_batch("b", [ask(f"t{n}", priority=2) for n in range(20)])
    first = admit()
    assert len(first) == 4
    assert admit() == []
    assert start(first[0]).topic == "t0"
    assert len(admit()) == 1


def test_an_urgent_item_is_handed_over_past_a_full_window(admit, work, ask, jobs_store):
    jobs_store.upkeep.start_batch("b", [ask(f"t{n}", priority=2) for n in range(20)])
    admit()
    work.submit(ask("urgent", priority=0))
    assert [item.priority for item in admit()] == [0]


def test_batches_at_the_engine_take_no_place_from_the_urgent(admit, start, work, ask, jobs_store):
    batch = [ask(f"t{n}", priority=2, host="one") for n in range(9)]
    jobs_store.upkeep.start_batch("b", batch)
    waiting = admit(per_host=2)
    assert len(waiting) == 2
    work.submit(ask("urgent", priority=0, host="one"))
    (urgent,) = admit(per_host=2)
    assert start(urgent, per_host=2).topic == "urgent"
    assert start(waiting[0], per_host=2) is not None
    assert start(waiting[1], per_host=2) is None  # the host is asked two things already
    assert [item.number for item in admit(per_host=3)] == [waiting[1].number]  # it waits again


def test_a_ticket_is_good_for_one_start(admit, start, work, ask):
    work.submit(ask())
    (item,) = admit()
    assert start(item) is not None
    assert start(item) is None


def test_what_was_handed_over_can_still_be_merged_with_and_cancelled(admit, start, work, ask):
    first = work.submit(ask("a"))
    item, *_ = admit()
    assert work.submit(ask("a")) == first
    work.cancel(first)
    assert start(item) is None


def test_the_same_topic_never_runs_twice_at_once(admit, start, work, ask, mark):
    work.submit(ask("a"))
    running = start(admit()[0])
    work.submit(ask("a"))
    assert admit() == []
    work.finish(mark(running), DONE)
    assert len(admit()) == 1


def test_who_has_waited_long_at_the_engine_is_handed_out_of_turn(admit, start, work, ask, sql):
    work.submit(ask("old", priority=2))
    (before,) = admit()
    sql("UPDATE work_item SET admitted_at = admitted_at - 100, not_before = not_before - 100")
    (again,) = admit(aged=AGED)
    assert again.number == before.number
    assert start(before) is None
    assert start(again).topic == "old"


def test_what_the_engine_forgot_is_handed_over_anew(admit, start, work, ask):
    work.submit(ask("a"))
    (item,) = admit()
    assert work.admission.overdue(60) == frozenset()
    assert work.admission.overdue(-1) == {(item.number, item.ticket)}
    work.admission.withdraw([(item.number, item.ticket)])
    assert start(item) is None
    assert start(*admit()).topic == "a"


def test_handing_over_happens_wholly_or_not_at_all(work, ask, take):
    work.submit(ask("a"))

    def broken(_, items):
        raise RuntimeError("the engine says no")

    with pytest.raises(RuntimeError):
        work.admission.admit(take.bid(slots=4), 0, broken)
    assert work.admission.overdue(-1) == frozenset()
    assert len(take(slots=4)) == 1


def test_a_worker_that_claims_itself_leaves_alone_what_an_engine_has(admit, work, ask, take):
    work.submit(ask("a"))
    admit()
    assert take(slots=4) == ()
