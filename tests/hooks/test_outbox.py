"""News are written with the grade that they tell of, and leave the outbox once for all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError

from app.errors import Problem
from app.store import Bid, Claim, End, Filters, HookChange, Lane, Mark, RunNews, Sent, Submission
from app.store.announced import Announcement
from app.store.outbox import announce_run
from rules.core.assessment import dataset_id
from tests.hooks.conftest import graded, hook

URL = "https://mairie.example/a.csv"
DELIVERED = Sent(state="delivered", status=204)
LATER = Sent(state="waiting", status=503, code="http_status", wait=60.0)


def events(sql):
    return [row.event for row in sql("SELECT event FROM delivery ORDER BY number")]


def test_a_grade_and_the_news_of_it_are_written_together(store, sql, run_job):
    store.hooks.add(hook(), 10)
    job = run_job(graded(grade="B"))
    assert job.state == "succeeded"
    assert events(sql) == ["assessment.completed"]


def test_where_the_news_cannot_be_written_the_grade_is_not_either(store, sql, run_job):
    store.hooks.add(hook(), 10)
    one = graded(grade="B")
    sql("ALTER TABLE delivery RENAME TO elsewhere")
    try:
        with pytest.raises((Problem, DBAPIError)):
            run_job(one)
    finally:
        sql("ALTER TABLE elsewhere RENAME TO delivery")
    assert store.assessment(one.id) is None
    assert [row.state for row in sql("SELECT state FROM work_item")] == ["running"]


def test_who_lost_a_job_tells_nobody(store, sql, run_job):
    store.hooks.add(hook(), 10)
    job = run_job(graded(grade="B"))
    lost = Claim(
        number=1,
        id=job.id,
        topic="t",
        host="h",
        priority=1,
        attempts=9,
        retries=0,
        crashes=0,
        losses=0,
        request="{}",
        worker="somebody",
    )
    ended = store.work.finish(Mark(claim=lost, step=""), End(state="succeeded"), graded(grade="E"))
    assert ended is None
    assert events(sql) == ["assessment.completed"]


def test_what_is_tried_again_is_not_told_yet(store, sql, run_job):
    store.hooks.add(hook(), 10)
    run_job(graded(), end=End(state="queued", code="http_status", wait=60.0, retried=True))
    assert events(sql) == []


@pytest.mark.parametrize(
    ("grades", "told"),
    [
        (["B"], ["assessment.completed"]),
        (["B", "B"], ["assessment.completed"] * 2),
        (["B", "D"], ["assessment.completed", "assessment.completed", "grade.changed"]),
        (["B", None, "B"], ["assessment.completed"] * 3),
        (["B", None, "A"], [*["assessment.completed"] * 3, "grade.changed"]),
    ],
)
def test_a_grade_has_changed_when_the_last_one_earned_was_another(
    store, sql, run_job, grades, told
):
    store.hooks.add(hook(), 10)
    for grade in grades:
        run_job(graded(grade=grade))
    assert events(sql) == told


def test_the_same_assessment_kept_twice_is_told_once(store, sql):
    store.hooks.add(hook(), 10)
    one = graded(grade="B")
    store.save(one)
    store.save(one)
    assert events(sql) == ["assessment.completed"]


def test_what_comes_late_changes_nothing(store, sql):
    store.hooks.add(hook(), 10)
    late, newest = graded(grade="A"), graded(grade="C")
    store.save(newest)
    store.save(late)
    assert events(sql) == ["assessment.completed"] * 2


@pytest.mark.parametrize(
    ("filters", "heard"),
    [
        (Filters(), True),
        (Filters(dataset=URL), True),
        (Filters(dataset="https://alias.example/a"), True),
        (Filters(dataset="https://mairie.example/b.csv"), False),
        (Filters(prefix="https://mairie.example/"), True),
        (Filters(prefix="https://ville.example/"), False),
        (Filters(catalog="c1"), False),
        (Filters(below="C"), True),
        (Filters(below="D"), False),
        (Filters(drops=True), True),
        (Filters(prefix="https://mairie.example/", below="A", drops=True), True),
    ],
)
def test_only_what_was_asked_for_is_told(store, sql, run_job, filters, heard):
    aliases = ("https://alias.example/a",)
    run_job(graded(grade="B"))
    store.hooks.add(hook(filters=filters), 10)
    run_job(graded(grade="D", aliases=aliases))
    assert events(sql) == (["assessment.completed", "grade.changed"] if heard else [])


def test_a_rise_is_no_drop(store, sql, run_job):
    store.hooks.add(hook(filters=Filters(drops=True)), 10)
    for grade in ("C", "A", "A"):
        run_job(graded(grade=grade))
    assert events(sql) == []


def test_of_a_datasets_files_only_who_asked_for_one_hears(store, sql, run_job):
    part = graded("https://mairie.example/2026.csv", "C")
    store.hooks.add(hook(label="all"), 10)
    mine = store.hooks.add(hook(filters=Filters(dataset=part.dataset.url)), 10)
    run_job(graded("https://portail.example/d", "B", parts=(part,)))
    rows = sql("SELECT webhook_id, dataset FROM delivery ORDER BY number")
    assert len(rows) == 2
    assert [row.dataset for row in rows if row.webhook_id == mine.id] == [part.dataset.id]


def test_a_run_is_told_to_those_who_follow_its_catalogue(store, sql):
    for catalog in ("", "c1", "c2"):
        store.hooks.add(hook(filters=Filters(catalog=catalog, drops=True, below="A")), 10)
    store.hooks.add(hook(events=("grade.changed",)), 10)
    run = RunNews(catalog="c1", run="r1", state="succeeded", assessed=3)
    with store._engines.write.begin() as connection:
        announce_run(connection, run)
    assert events(sql) == ["run.completed"] * 2


def test_a_disabled_webhook_is_not_written_to(store, sql, run_job):
    off = store.hooks.add(hook(), 10)
    store.hooks.change(off.id, "", HookChange(enabled=False))
    run_job(graded(grade="A"))
    assert events(sql) == []


def test_messages_are_taken_up_once_and_in_order(store, take, run_job):
    store.hooks.add(hook(), 10)
    for grade in "ABC":
        run_job(graded(grade=grade))
    first = take()
    assert [errand.news.grade for errand in first] == ["A"]
    assert take() == []
    assert store.mail.finish(first[0], DELIVERED)
    assert [(e.news.event, e.news.grade) for e in take()] == [("assessment.completed", "B")]


def test_a_message_in_back_off_lets_the_later_ones_pass(store, take, run_job):
    store.hooks.add(hook(), 10)
    run_job(graded(grade="A"))
    run_job(graded(grade="B"))
    store.mail.finish(take()[0], LATER)
    assert [errand.news.grade for errand in take(slots=1)] == ["B"]


def test_other_datasets_do_not_wait_for_each_other(store, take, run_job):
    store.hooks.add(hook(), 10)
    for name in "abc":
        run_job(graded(f"https://mairie.example/{name}.csv", "A"))
    assert len(take()) == 3


def test_one_slow_receiver_does_not_hold_up_the_others(store, take, run_job):
    store.hooks.add(hook(host="lent.example:443"), 10)
    for number in range(5):
        run_job(graded(f"https://mairie.example/{number}.csv", "A"))
    store.hooks.add(hook(host="vif.example:443"), 10)
    run_job(graded("https://mairie.example/last.csv", "A"))
    taken = take(per_host=2)
    assert sorted(errand.hook.host for errand in taken) == [
        "lent.example:443",
        "lent.example:443",
        "vif.example:443",
    ]


def test_what_a_dead_worker_held_is_sent_by_another(store, sql, take, run_job):
    store.hooks.add(hook(), 10)
    run_job(graded(grade="A"))
    (held,) = take(worker="dead")
    assert store.mail.sweep() == 0
    sql("UPDATE delivery SET lease_until = 0")
    assert store.mail.sweep() == 1
    (again,) = take(worker="alive")
    assert again.id == held.id
    assert not store.mail.finish(held, DELIVERED)
    assert store.mail.finish(again, DELIVERED)
    assert store.mail.sweep() == 0
    assert take() == []


def test_the_last_straw_switches_a_webhook_off_and_keeps_what_waits(store, sql, take, run_job):
    mine = store.hooks.add(hook(), 10)
    run_job(graded("https://mairie.example/a.csv", "A"))
    run_job(graded("https://mairie.example/b.csv", "A"))
    (one,) = take(slots=1)
    store.mail.finish(one, Sent(state="failed", status=500, code="http_status", off="failing"))
    seen = store.hooks.one(mine.id, "")
    assert (seen.state, seen.reason) == ("disabled", "failing")
    assert take() == []
    store.hooks.change(mine.id, "", HookChange(enabled=True))
    assert [errand.news.url for errand in take()] == ["https://mairie.example/b.csv"]


def test_one_message_that_a_receiver_chokes_on_does_not_switch_it_off(store, take, run_job):
    mine = store.hooks.add(hook(), 10)
    run_job(graded("https://mairie.example/bad.csv", "A"))
    run_job(graded("https://mairie.example/good.csv", "A"))
    bad, good = take()
    store.mail.finish(good, DELIVERED)
    store.mail.finish(bad, Sent(state="failed", status=500, code="http_status", off="failing"))
    assert store.hooks.one(mine.id, "").state == "enabled"


def test_a_receiver_that_is_gone_is_written_to_no_more(store, sql, take, run_job):
    mine = store.hooks.add(hook(), 10)
    for name in "ab":
        run_job(graded(f"https://mairie.example/{name}.csv", "A"))
    (one,) = take(slots=1)
    store.mail.finish(one, Sent(state="failed", status=410, code="http_status", off="gone"))
    assert store.hooks.one(mine.id, "").reason == "gone"
    states = [row.state for row in sql("SELECT state FROM delivery ORDER BY number")]
    assert states == ["failed", "dropped"]


def test_a_try_that_ends_after_its_webhook_was_switched_off_waits_there(store, sql, take, run_job):
    mine = store.hooks.add(hook(), 10)
    run_job(graded(grade="A"))
    (one,) = take()
    store.hooks.change(mine.id, "", HookChange(enabled=False))
    store.mail.finish(one, LATER)
    assert [row.state for row in sql("SELECT state FROM delivery")] == ["paused"]


def test_a_message_sent_again_keeps_its_id_and_its_tries(store, take, run_job):
    mine = store.hooks.add(hook(), 10)
    run_job(graded(grade="A"))
    (one,) = take()
    store.mail.finish(one, DELIVERED)
    store.hooks.again(mine.id, "", one.id)
    (again,) = take()
    assert again.id == one.id
    store.mail.finish(again, DELIVERED)
    (line,) = store.hooks.log(mine.id, "", 10)
    assert [seen.status for seen in line.tries] == [204, 204]


# --- one job's own follower --------------------------------------------------------------------


def follower():
    return hook(events=("assessment.completed",))


def test_a_jobs_follower_is_told_once_of_its_end(store, sql, run_job, take):
    job = run_job(graded(grade="B"), callback=follower())
    (one,) = take()
    assert (one.news.job, one.news.job_state, one.news.grade) == (job.id, "succeeded", "B")
    assert one.news.title == "Budget"
    run_job(graded(grade="C"))
    assert len(events(sql)) == 1
    assert store.hooks.every("") == ()


def test_a_jobs_follower_hears_of_its_failure(run_job, take):
    run_job(None, end=End(state="failed", code="unknown_schema"), callback=follower())
    (one,) = take()
    assert (one.news.job_state, one.news.code, one.news.assessment) == (
        "failed",
        "unknown_schema",
        "",
    )


def waiting(callback, topic="t"):
    return Submission(
        id=f"job-{topic}",
        topic=topic,
        dataset=dataset_id(URL),
        url=URL,
        host="mairie.example:443",
        request='{"upload": ""}',
        callback=callback,
    )


def test_a_jobs_follower_hears_that_it_was_cancelled(store, take):
    job_id = store.work.submit(waiting(follower()))
    store.work.cancel(job_id)
    assert store.mail.sweep() == 1
    (one,) = take()
    assert (one.news.job, one.news.job_state) == (job_id, "cancelled")
    assert store.mail.sweep() == 0


def test_two_who_ask_the_same_are_both_told(store, take):
    ids = {store.work.submit(waiting(follower())) for _ in range(2)}
    assert len(ids) == 1
    store.work.cancel(ids.pop())
    store.mail.sweep()
    assert len(take()) == 2


def test_the_same_order_sent_again_is_followed_once_by_its_new_secret(store, sql):
    ask = replace(waiting(hook(secret="whsec_first")), key="k", fingerprint="f")
    again = replace(ask, id="other", callback=hook(secret="whsec_second"))
    assert store.work.submit(ask) == store.work.submit(again)
    assert [row.secret for row in sql("SELECT secret FROM webhook")] == ["whsec_second"]


def test_who_follows_a_job_that_gave_way_follows_the_one_that_took_its_place(
    store, sql, take, run_job
):
    store.work.submit(waiting(follower()))
    bid = Bid(worker="w", place="", slots=1, lanes=(Lane(priority=1),), lease=30, per_host=9)
    ((claim,), _) = store.work.claim(bid)
    newer = store.work.submit(replace(waiting(None), id="newer"))
    store.work.finish(Mark(claim=claim, step=""), End(state="queued", retried=True), None)
    assert [row.job_id for row in sql("SELECT job_id FROM webhook")] == [newer]
    assert events(sql) == []


# --- portals -----------------------------------------------------------------------------------


def announcement(**more):
    given = {
        "portal": "https://portail.example",
        "resource_id": "00000000-0000-0000-0000-000000000001",
        "dataset_id": "d1",
        "dataset": dataset_id(URL),
        "host": "portail.example:443",
        "digest": "one",
    }
    return Announcement(**given | more)


def test_a_portal_is_told_of_its_resource_and_of_no_other(store, sql, take, run_job):
    store.announced.note(announcement())
    run_job(graded("https://mairie.example/other.csv", "A"))
    run_job(graded(grade="A"))
    run_job(graded(grade="B"))
    (one,) = take()
    assert (one.resource.resource_id, one.hook) == (announcement().resource_id, None)


def test_a_portal_that_wants_nothing_back_is_told_nothing(store, sql, run_job):
    store.announced.note(announcement(host=""))
    run_job(graded(grade="A"))
    assert events(sql) == []


def test_an_echo_is_known_until_something_is_new(store):
    said = announcement()
    assert not store.announced.is_echo(said)
    store.announced.note(said, seen=False)
    assert not store.announced.is_echo(said)
    store.announced.note(said)
    assert store.announced.is_echo(said)
    assert not store.announced.is_echo(announcement(digest="two"))
    assert store.announced.forget(said.portal, said.resource_id)
    assert not store.announced.is_echo(said)
    assert not store.announced.forget(said.portal, said.resource_id)


def test_a_resource_that_is_gone_is_written_to_no_more(store, sql, take, run_job):
    said = announcement()
    store.announced.note(said)
    run_job(graded(grade="A"))
    store.announced.forget(said.portal, said.resource_id)
    assert take() == []
    run_job(graded(grade="B"))
    assert [row.state for row in sql("SELECT state FROM delivery")] == ["dropped"]


def test_a_second_word_to_a_portal_takes_the_place_of_one_that_failed(store, sql, take, run_job):
    store.announced.note(announcement())
    run_job(graded(grade="A"))
    (one,) = take()
    run_job(graded(grade="B"))
    assert store.mail.finish(one, LATER)
    states = [row.state for row in sql("SELECT state FROM delivery ORDER BY number")]
    assert states == ["dropped", "waiting"]


def test_what_is_old_is_forgotten(store, sql, take, run_job):
    mine = store.hooks.add(hook(), 10)
    store.announced.note(announcement())
    run_job(graded(grade="A"), callback=follower())
    for errand in take():
        store.mail.finish(errand, DELIVERED)
    assert store.hooks.forget(30) == 0
    for table, column in (("delivery", "ended_at"), ("webhook", "created_at")):
        sql(f"UPDATE {table} SET {column} = {column} - 40 * 86400.0")
    store.hooks.forget(30)
    assert events(sql) == []
    assert [row.id for row in sql("SELECT id FROM webhook")] == [mine.id]
