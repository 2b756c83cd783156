"""What is forgotten as it ages, what never is, and that only one worker does it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.store import Store
from app.store.engine import sqlite_file
from app.store.retention import without_examples
from rules.core.assessment import dataset_id
from rules.core.evidence import Column, Finding, Sample, Table

URL = "https://mairie.example/budget.csv"
OWN = dataset_id(URL)
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def on(day, month=1, year=2020):
    """The day as the fixture counts, of a date long ago."""
    return (datetime(year, month, day, 12, tzinfo=UTC) - START).days


def ago(days):
    return (datetime.now(UTC) - START) / timedelta(days=1) - days


@pytest.fixture
def kept(store):
    return lambda url=URL: {entry.assessment for entry in store.history(dataset_id(url))}


def save(store, assess, days, **more):
    for name, day in days.items():
        store.save(assess(id=name, day=day, **more))


def test_of_old_assessments_the_last_of_each_month_stays(store, assess, kept):
    save(store, assess, {"a": on(3), "b": on(28), "c": on(1, month=2), "d": on(2, month=2)})
    save(store, assess, {"new": ago(2), "newer": ago(1)})
    assert store.retention.thin(30) == 2
    assert kept() == {"b", "d", "new", "newer"}
    assert store.retention.thin(30) == 0


def test_nothing_younger_than_that_goes(store, assess, kept):
    save(store, assess, {str(days): ago(days) for days in range(1, 29)})
    assert store.retention.thin(30) == 0
    assert len(kept()) == 28


def test_what_an_address_shows_stays_however_old(store, assess, kept):
    save(store, assess, {"graded": on(1), "blind": on(3), "also blind": on(5)})
    store.save(assess(id="older grade", day=on(7), url="https://mairie.example/b.csv"))
    store.save(assess(id="head", day=on(9), url="https://mairie.example/b.csv", score=None))
    assert store.retention.thin(30) == 2
    assert kept() == {"also blind"}
    assert kept("https://mairie.example/b.csv") == {"older grade", "head"}
    assert store.latest(OWN).id == "also blind"


def test_the_last_grade_of_an_address_stays_behind_those_that_found_nothing(store, assess, kept):
    store.save(assess(id="graded", day=on(1)))
    for n in range(2, 9):
        store.save(assess(id=str(n), day=on(n), score=None, outcome="http_status"))
    store.retention.thin(30)
    assert kept() == {"graded", "8"}
    assert store.head(OWN).graded.assessment == "graded"


def test_another_address_of_the_dataset_keeps_what_it_shows(store, assess, kept):
    alias = "https://portal.example/budget"
    store.save(replace(assess(id="known as both", day=on(1)), aliases=(alias,)))
    save(store, assess, {"gone": on(2), "last": on(3)})
    assert store.retention.thin(30) == 1
    assert kept() == {"known as both", "last"}
    assert store.latest(dataset_id(alias)).id == "known as both"


def test_each_dataset_is_thinned_by_itself(store, assess, kept):
    urls = [f"https://mairie.example/{n}.csv" for n in range(620)]  # more than are done in one go
    for n, url in enumerate(urls):
        store.save(assess(url, id=f"{n} a", day=on(1)))
    for n in (0, 300, 619):
        store.save(assess(urls[n], id=f"{n} b", day=on(2)))
    assert store.retention.thin(30) == 3
    assert kept(urls[619]) == {"619 b"}
    assert kept(urls[1]) == {"1 a"}


def with_examples(assessment):
    columns = (
        Column(
            position=1, label="nom", type="string", minimum="Ada", maximum="Zoé", top=(("Ada", 2),)
        ),
        Column(
            position=2, label="jour", type="date", minimum="2020-01-01", top=(("2020-01-01", 1),)
        ),
    )
    finding = Finding(
        rule="r",
        code="type-error",
        cause="c",
        count=3,
        rows=(2,),
        samples=(Sample(row=2, value="Ada"),),
    )
    table = Table(rows=2, columns=columns)
    return replace(
        assessment, evidence=replace(assessment.evidence, findings=(finding,), table=table)
    )


def test_examples_go_and_every_count_stays(assess):
    bare = without_examples(with_examples(assess()))
    (finding,), (name, day) = bare.evidence.findings, bare.evidence.table.columns
    assert (finding.count, finding.rows, finding.samples) == (3, (2,), ())
    assert (name.top, name.minimum, name.maximum) == ((), "", "")
    assert (day.top, day.minimum) == ((), "2020-01-01")
    assert without_examples(bare) == bare


def test_examples_are_cut_from_the_old_only_and_each_once(store, assess):
    for n in range(120):
        store.save(with_examples(assess(id=f"old {n}", day=on(1) + n)))
    store.save(with_examples(assess(id="young", day=ago(3))))
    place = store.retention.cut_examples(30, 0)
    assert not store.assessment("old 0").evidence.findings[0].samples
    assert not store.assessment("old 119").evidence.findings[0].samples
    assert store.assessment("young").evidence.findings[0].samples
    assert store.retention.cut_examples(30, place) == place
    assert store.retention.cut_examples(2, place) > place
    assert not store.assessment("young").evidence.findings[0].samples


def test_nothing_to_cut_is_fine(store):
    assert store.retention.cut_examples(30, 0) == 0


def test_reports_of_dropped_files_go_and_no_others(store, assess):
    save(store, assess, {"old file": on(1)}, url="urn:sha256:aa")
    save(store, assess, {"young file": ago(3)}, url="urn:sha256:bb")
    save(store, assess, {"old address": on(1)})
    assert store.retention.drop_uploads(30) == 1
    assert store.assessment("old file") is None
    assert store.head(dataset_id("urn:sha256:aa")) is None
    assert store.assessment("young file") is not None
    assert store.assessment("old address") is not None


def test_a_chore_is_taken_by_one_of_many_and_again_when_due(store):
    with ThreadPoolExecutor(8) as threads:
        took = list(threads.map(lambda _: store.chores.take("thin", 3600), range(8)))
    assert sorted(took, key=str) == [0, *[None] * 7]
    assert store.chores.take("other", 0) == 0
    store.chores.reach("other", 41)
    assert store.chores.take("other", 3600) == 41
    assert store.chores.take("other", 3600) is None


def test_a_file_that_is_mostly_empty_is_written_anew(store, store_url, assess):
    file = sqlite_file(store_url)
    big = with_examples(assess(id="x"))
    (finding,) = big.evidence.findings
    finding = replace(finding, samples=tuple(Sample(row=n, value="x" * 500) for n in range(2000)))
    for n in range(40):
        one = assess(f"urn:sha256:{n}", id=str(n), day=on(1))
        store.save(replace(one, evidence=replace(one.evidence, findings=(finding,))))
    store.tend()
    full = file.stat().st_size if file else 0
    assert store.retention.drop_uploads(30) == 40
    store.save(assess(id="stays"))
    store.tend()
    assert store.assessment("stays") is not None
    assert store.ready()
    if file:
        assert full > 32 << 20
        assert file.stat().st_size < full / 4
        assert file.with_name(f"{file.name}-wal").stat().st_size == 0


def test_a_file_in_use_is_tended_without_harm(store, assess):
    with ThreadPoolExecutor(4) as threads:
        saves = [threads.submit(store.save, assess(id=f"s{n}", day=n)) for n in range(40)]
        tends = [threads.submit(store.tend) for _ in range(4)]
        for done in (*saves, *tends):
            done.result(60)
    assert len(store.history(OWN)) == 40


def test_news_names_what_was_assessed_since_the_last_look(store, assess):
    save(store, assess, {"before": 1})
    news = store.news()
    assert news.look() is None
    alias = "https://portal.example/budget"
    store.save(replace(assess(id="now", day=2), aliases=(alias,)))
    assert news.look() == {OWN, dataset_id(alias)}
    assert news.look() == frozenset()


def test_counts_of_many_workers_add_up(store_url):
    stores = [Store(store_url) for _ in range(2)]
    series = ("qualidata_jobs_total", (("state", "succeeded"),))
    before = stores[0].tallies.all().get(series, 0.0)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: stores[n % 2].tallies.add({series: 1.5}), range(40)))
    assert stores[1].tallies.all()[series] == before + 60.0
    for store in stores:
        store.close()


def test_the_fixture_counts_days_as_the_calendar_does():
    assert START + timedelta(days=on(28)) == datetime(2020, 1, 28, 12, tzinfo=UTC)
    assert date(2020, 1, 28) < START.date()
