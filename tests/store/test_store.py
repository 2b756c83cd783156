"""What goes into the store comes out of it, in the right order, on both databases."""

import random
from base64 import urlsafe_b64encode
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.errors import BadRequest
from rules.core.assessment import DatasetRef, dataset_id
from rules.core.evidence import Finding, Metadata

URL = "https://mairie.example/budget.csv"
OWN = dataset_id(URL)
NASTY = [
    "a\0b",
    "\0",
    "\ud800",
    "x\udcffy",
    "\U0001f600\U0010ffff\uffff",
    "'; DROP TABLE dataset; --",
    "%s %(id)s :id ? \\u0000 \\",
    "é\u0301\u202e\u2028\r\n\t\x1f\x7f",
    "x" * 200_000,
    "",
]


def test_an_assessment_comes_back_equal(store, assess):
    before = assess()
    store.save(before)
    assert store.assessment(before.id) == before
    assert store.latest(OWN) == before


@pytest.mark.parametrize("value", NASTY)
def test_strings_of_strangers_come_back_equal(store, assess, value):
    before = assess()
    finding = Finding(rule="r", code="c", cause="c", column=value, facts={value: value})
    evidence = replace(before.evidence, findings=(finding,), metadata=Metadata(title=value))
    before = replace(before, evidence=evidence, dataset=DatasetRef(id=OWN, url=URL, title=value))
    store.save(before)
    assert store.assessment(before.id) == before


def test_strings_of_strangers_are_asked_for_without_harm(store, assess):
    store.save(assess())
    for value in NASTY:
        assert store.assessment(value) is None
        assert store.latest(value) is None
        assert store.head(value) is None
        assert store.history(value) == ()
        cursor = urlsafe_b64encode(b"2026-01-01 " + value.encode(errors="surrogatepass"))
        with suppress(BadRequest):
            assert store.datasets(after=cursor.decode()) == ((), "")


def test_a_title_that_no_column_takes_is_shown_with_marks(store, assess):
    store.save(assess(title="Bud\0get\ud800"))
    head = store.head(OWN)
    assert head is not None
    assert head.title == "Bud\ufffdget\ufffd"


def test_nothing_is_found_in_an_empty_store(store):
    assert store.assessment("0") is None
    assert store.latest(OWN) is None
    assert store.head(OWN) is None
    assert store.history(OWN) == ()
    assert store.datasets() == ((), "")


def test_saving_twice_is_saving_once(store, assess):
    first = assess(id="a", score=80)
    for assessment in (first, first, assess(id="a", score=10, day=5)):
        store.save(assessment)
    assert store.assessment("a") == first
    assert len(store.history(OWN)) == 1
    head = store.head(OWN)
    assert head is not None
    assert (head.score, head.assessed_at) == (80, first.evidence.seen_at)


@pytest.mark.parametrize("seed", range(4))
def test_the_head_is_the_newest_whatever_the_order_of_saving(store, assess, seed):
    days = list(range(6))
    random.Random(seed).shuffle(days)
    for day in days:
        store.save(assess(id=f"day {day}", day=day, score=50 + day, title=f"Budget {day}"))
    head = store.head(OWN)
    assert head is not None
    assert (head.assessment, head.score, head.title) == ("day 5", 55, "Budget 5")
    assert head.graded is not None
    assert head.graded.assessment == "day 5"
    assert [e.assessment for e in store.history(OWN)] == [f"day {d}" for d in range(5, -1, -1)]
    latest = store.latest(OWN)
    assert latest is not None
    assert latest.id == "day 5"


def test_a_second_judgement_of_the_same_instant_counts_as_newer(store, assess):
    store.save(assess(id="old policy", policy="2026.1", score=80))
    store.save(assess(id="new policy", policy="2026.2", score=60))
    store.save(assess(id="old policy", policy="2026.1", score=80))
    head = store.head(OWN)
    assert head is not None
    assert (head.assessment, head.grade) == ("new policy", "C")
    assert [e.policy for e in store.history(OWN)] == ["2026.2", "2026.1"]


class TestStale:
    """The origin is unwell: the grade of before is shown, as old."""

    def test_a_fresh_grade_is_not_stale(self, store, assess):
        store.save(assess(id="good", day=1, score=92))
        head = store.head(OWN)
        assert head is not None
        assert head.graded is not None
        assert (head.grade, head.graded.grade, head.stale) == ("A", "A", False)

    def test_a_passing_failure_keeps_the_grade_of_before(self, store, assess):
        store.save(assess(id="good", day=1, score=92, title="Budget"))
        bad = assess(id="bad", day=2, score=None, title="", limits=("timeout",), outcome="timeout")
        store.save(bad)
        head = store.head(OWN)
        assert head is not None
        assert (head.assessment, head.grade, head.score) == ("bad", None, None)
        assert head.graded is not None
        assert (head.graded.assessment, head.graded.grade, head.graded.score) == ("good", "A", 92)
        assert head.graded.assessed_at == datetime(2026, 1, 2, 12, tzinfo=UTC)
        assert head.stale
        assert head.title == "Budget"
        assert store.latest(OWN) == bad

    def test_a_recovery_ends_it(self, store, assess):
        for assessment in (assess(day=1), assess(day=2, score=None), assess(day=3, score=40)):
            store.save(assessment)
        head = store.head(OWN)
        assert head is not None
        assert (head.grade, head.stale) == ("D", False)

    def test_a_dataset_that_never_had_a_grade_has_none_to_show(self, store, assess):
        store.save(assess(score=None, outcome="timeout"))
        head = store.head(OWN)
        assert head is not None
        assert (head.grade, head.graded, head.stale) == (None, None, False)

    def test_a_late_arrival_from_before_the_failure_is_shown(self, store, assess):
        store.save(assess(id="bad", day=2, score=None))
        store.save(assess(id="good", day=1, score=92))
        head = store.head(OWN)
        assert head is not None
        assert head.graded is not None
        assert (head.assessment, head.graded.assessment) == ("bad", "good")

    def test_a_dead_link_is_a_grade_of_its_own(self, store, assess):
        store.save(assess(day=1, score=92))
        store.save(assess(day=2, score=0.0, limits=("http_status",), outcome="http_status"))
        head = store.head(OWN)
        assert head is not None
        assert (head.grade, head.stale) == ("E", False)
