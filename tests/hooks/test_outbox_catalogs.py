"""A webhook with a catalogue's id hears of the datasets that this catalogue lists."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from app.store import Filters
from app.store.catalog_model import Catalog
from rules.core.assessment import dataset_id
from tests.hooks.conftest import graded, hook

URL = "https://mairie.example/a.csv"
MEMBER = """INSERT INTO catalog_dataset (catalog_id, key, url, dataset, host, title, organisation, org,
  digest, request, code, changed_at, seen_run, ordered_run, gone, stale, outcome)
VALUES (:catalog, :key, :url, :dataset, '', '', '', '', '', '', '', 0, 0, 0, :gone, FALSE, '')"""


@pytest.fixture
def listed(store, sql):
    """List an address in a catalogue."""
    made = []

    def run(catalog, url=URL, *, gone=False):
        store.catalogs.add(Catalog(id=catalog, url=f"https://{catalog}.example/"))
        made.append(catalog)
        facts = {"key": f"k{len(made)}", "url": url, "dataset": dataset_id(url), "gone": gone}
        sql(MEMBER, catalog=catalog, **facts)

    yield run
    for catalog in made:
        store.catalogs.drop(catalog)


@pytest.fixture
def told(sql):
    """Give the events that each webhook was told of, in order."""
    return lambda one: [
        row.event
        for row in sql(
            "SELECT event FROM delivery WHERE webhook_id = :id ORDER BY number", id=one.id
        )
    ]


def test_who_asked_for_a_catalogue_hears_of_its_datasets_and_of_no_others(
    store, run_job, listed, told
):
    mine, other, any_ = (
        store.hooks.add(hook(filters=Filters(catalog=name)), 10) for name in ("c1", "c2", "")
    )
    listed("c1")
    listed("c2", "https://mairie.example/b.csv")
    run_job(graded(grade="B"))
    run_job(graded(grade="C"))
    both = ["assessment.completed", "assessment.completed", "grade.changed"]
    assert told(mine) == both
    assert told(other) == []
    assert told(any_) == both


def test_a_dataset_in_two_catalogues_is_told_once_to_each(store, run_job, listed, told):
    one, two = (store.hooks.add(hook(filters=Filters(catalog=name)), 10) for name in ("c1", "c2"))
    listed("c1")
    listed("c1")
    listed("c2")
    run_job(graded(grade="B"))
    assert told(one) == told(two) == ["assessment.completed"]


def test_what_a_catalogue_lists_no_more_is_not_told(store, run_job, listed, told):
    one = store.hooks.add(hook(filters=Filters(catalog="c1")), 10)
    listed("c1", gone=True)
    run_job(graded(grade="B"))
    assert told(one) == []


def test_the_other_filters_hold_as_well(store, run_job, listed, told):
    one = store.hooks.add(hook(filters=Filters(catalog="c1", below="B")), 10)
    listed("c1")
    run_job(graded(grade="B"))
    run_job(graded(grade="C"))
    assert told(one) == ["assessment.completed", "grade.changed"]


@pytest.mark.parametrize(("catalog", "times"), [("", 0), ("c1", 1)])
def test_catalogues_are_looked_up_once_and_only_where_someone_asks(
    store, sql, run_job, listed, catalog, times
):
    listed("c1")
    for _ in range(3):
        store.hooks.add(hook(filters=Filters(catalog=catalog)), 10)
    asked = []
    event.listen(
        store._engines.write,
        "before_cursor_execute",
        lambda *facts: asked.append(facts[2]),
    )
    run_job(graded(grade="B"))
    looked = [line for line in asked if line.startswith("SELECT DISTINCT catalog_id")]
    assert len(looked) == times
    if looked and store._engines.write.dialect.name == "sqlite":
        plan = sql("EXPLAIN QUERY PLAN " + looked[0].replace("?", "'x'"))
        assert "USING INDEX ix_catalog_dataset_dataset" in str(plan)
