"""Catalogues in the store, on both databases: kept, ordered, told of, summed up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.errors import BadRequest
from app.store.catalog_model import Catalog, Draft, Filter, Leaf, Trouble, whole_harvest
from app.store.catalog_runs import MOST_TROUBLES, Holder, Lost
from rules.core.advice import Suggestion
from rules.core.assessment import dataset_id
from rules.core.evidence import Conformance, File, Metadata, SchemaRef

ME, OTHER = Holder("me", 30.0), Holder("other", 30.0)
URL = "https://data.town.example/"


def draft(number, **more):
    url = f"{URL}dataset/{number}"
    usual = {
        "key": f"k{number}",
        "url": url,
        "dataset": dataset_id(url),
        "host": f"files{number % 3}.example:443",
        "title": f"Jeu {number}",
        "organisation": f"Ville {number % 2}",
        "org": f"ville-{number % 2}",
        "modified": 1_780_000_000.0,
        "digest": "one",
        "request": '{"upload": ""}',
        "record": b"x",
        "code": "",
        "themes": ("Budget",),
        "formats": ("csv",),
        "schemas": (),
    }
    return Draft(**usual | more)


def leaf(*numbers, cursor="", **more):
    return Leaf(drafts=tuple(draft(n, **more) for n in numbers), cursor=cursor, page=True)


@pytest.fixture
def catalog(store):
    return store.catalogs.add(Catalog(id="c1", url=URL, title="Ville"))


@pytest.fixture
def begin(store, catalog):
    """Begin a run and take it up."""

    def run(policy="due", harvest="auto", holder=ME, run_id="r1"):
        store.runs.start(run_id, catalog.id, policy, harvest)
        return store.runs.take(holder)

    return run


@pytest.fixture
def sql(store):
    def run(statement, **facts):
        with store._engines.write.begin() as connection:
            found = connection.execute(text(statement), facts)
            return found.all() if found.returns_rows else found.rowcount

    return run


def listed(store, **more):
    members, _ = store.catalogs.members("c1", Filter(**more), limit=1000)
    return [member.title for member in members]


def test_a_catalogue_is_kept_once_and_only_what_is_said_changes(store, catalog):
    again = Catalog(id="c1", url=URL, schedule="0 3 * * 1", policy="all")
    kept = store.catalogs.add(again, scheduled=True)
    assert (kept.title, kept.schedule, kept.policy) == ("Ville", "0 3 * * 1", "all")
    still = store.catalogs.add(Catalog(id="c1", url=URL, title="Autre"), scheduled=False)
    assert (still.title, still.schedule) == ("Autre", "0 3 * * 1")
    assert store.catalogs.get("nobody") is None


def test_catalogues_are_listed_page_by_page(store):
    for number in range(5):
        store.catalogs.add(Catalog(id=f"c{number}", url=f"{URL}{number}"))
    seen, cursor = [], ""
    while True:
        page, cursor = store.catalogs.all(limit=2, after=cursor)
        seen += [catalog.id for catalog in page]
        if not cursor:
            break
    assert seen == ["c4", "c3", "c2", "c1", "c0"]


@pytest.mark.parametrize("cursor", ["x", "%%%", "MTMg4", "bmFuIA", "LTEg", "aW5mIA"])
def test_a_strangers_cursor_is_refused(store, catalog, cursor):
    with pytest.raises(BadRequest):
        store.catalogs.members("c1", Filter(), after=cursor)


def test_one_run_at_a_time(store, catalog):
    first, new = store.runs.start("r1", "c1", "due", "auto")
    second, also = store.runs.start("r2", "c1", "all", "auto")
    assert (new, also, second.id) == (True, False, first.id)
    store.runs.cancel(first)
    assert store.runs.start("r3", "c1", "due", "auto")[1]


def test_a_page_its_orders_and_its_place_are_kept_together(store, begin, sql):
    run = begin()
    kept = store.runs.turn(run, ME, leaf(1, 2, 3, cursor="there"))
    assert (kept.fresh, kept.added, kept.changed) == (3, 3, 0)
    now = store.runs.get("r1")
    assert (now.cursor, now.pages, now.seen, now.ordered) == ("there", 1, 3, 3)
    assert store.upkeep.progress("r1") == {"queued": 3}
    hosts = sql("SELECT host, priority FROM work_item ORDER BY number")
    assert [tuple(row) for row in hosts] == [(f"files{n}.example:443", 2) for n in (1, 2, 0)]


def test_the_same_page_again_orders_nothing_twice(store, begin):
    run = begin()
    store.runs.turn(run, ME, leaf(1, 2))
    again = store.runs.turn(run, ME, leaf(1, 2))
    assert (again.fresh, again.added) == (0, 0)
    assert store.upkeep.progress("r1") == {"queued": 2}
    assert store.runs.get("r1").seen == 2


def test_who_lost_a_run_can_keep_nothing(store, begin, sql):
    run = begin()
    sql("UPDATE run SET lease_until = 0")
    taken = store.runs.take(OTHER)
    assert taken.id == run.id
    for step in (
        lambda: store.runs.turn(run, ME, leaf(1)),
        lambda: store.runs.listed(run, ME, code="", whole=True),
        lambda: store.runs.choose(run, ME, 0),
    ):
        with pytest.raises(Lost):
            step()
    assert not store.runs.beat(run, ME)
    assert store.runs.beat(taken, OTHER)
    assert listed(store) == []


def test_a_cancelled_run_takes_nothing_more_and_its_orders_go(store, begin):
    run = begin()
    store.runs.turn(run, ME, leaf(1, 2))
    assert store.runs.cancel(run).state == "cancelled"
    assert store.upkeep.cancel_batch("r1") == 2
    with pytest.raises(Lost):
        store.runs.turn(run, ME, leaf(3))
    assert store.runs.cancel(run) is None


def test_a_run_is_free_again_once_let_go_of(store, begin):
    run = begin()
    assert store.runs.take(OTHER) is None
    store.runs.release(run, ME)
    assert store.runs.take(OTHER).id == run.id


def test_a_run_put_aside_comes_back_when_its_portal_may_be_asked(store, begin, sql):
    run = begin()
    store.runs.rest(run, ME, 60.0, "here")
    assert store.runs.take(OTHER) is None
    sql("UPDATE run SET not_before = 0")
    assert store.runs.take(OTHER).cursor == "here"


def _finish(store, run, assess, number, **more):
    store.save(assess(f"{URL}dataset/{number}", **more))


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("all", {1, 2, 3, 4, 5}),
        ("changed", {3, 5}),
        ("failed", {2, 5}),
        ("due", {2, 3, 4, 5}),
    ],
)
def test_a_policy_picks_its_own(store, begin, assess, sql, policy, expected):
    first = begin()
    store.runs.turn(first, ME, leaf(1, 2, 3, 4, 5))
    day = (datetime.now(UTC) - datetime(2026, 1, 1, 12, tzinfo=UTC)) / timedelta(days=1)
    _finish(store, first, assess, 1, day=day)  # fresh and well
    _finish(store, first, assess, 2, day=day - 2, score=None, outcome="http_status")  # ill
    _finish(store, first, assess, 3, day=day)  # to be described anew
    _finish(store, first, assess, 4, day=day - 400)  # due by its period
    store.runs.cancel(first)
    store.upkeep.cancel_batch("r1")
    # what was listed before is no change
    sql("UPDATE catalog_dataset SET changed_at = 0")
    run = begin(policy=policy, run_id="r2")
    store.runs.turn(run, ME, leaf(3, digest="two"))
    store.runs.listed(run, ME, code="", whole=False)
    after = 0
    while after is not None:
        after = store.runs.choose(run, ME, after)
    urls = sql("SELECT url FROM work_item WHERE batch_id = 'r2' AND state = 'queued'")
    assert {int(row.url.rpartition("/")[2]) for row in urls} == expected
    assert store.runs.get("r2").ordered == len(expected)
    assert store.runs.get("r2").state == "assessing"


def test_what_waits_already_is_not_ordered_again(store, catalog, begin):
    store.catalogs.add(Catalog(id="c2", url=URL + "2"))
    run = begin()
    store.runs.turn(run, ME, leaf(1, 2))
    store.runs.start("r2", "c2", "due", "auto")
    second = store.runs.take(ME)
    store.runs.turn(second, ME, leaf(1, 2, 3))
    now = store.runs.get("r2")
    assert (now.ordered, now.merged) == (3, 2)
    assert store.upkeep.progress("r2") == {"queued": 1}


def test_what_was_not_seen_any_more_is_gone_and_may_come_back(store, begin):
    run = begin()
    store.runs.turn(run, ME, leaf(1, 2))
    store.runs.listed(run, ME, code="", whole=True)
    store.runs.cancel(run)
    second = begin(run_id="r2")
    store.runs.turn(second, ME, leaf(2))
    store.runs.listed(second, ME, code="", whole=True)
    assert store.runs.get("r2").gone == 1
    assert listed(store) == ["Jeu 2"]
    assert listed(store, gone=True) == ["Jeu 1"]
    store.runs.cancel(second)
    third = begin(run_id="r3")
    store.runs.turn(third, ME, leaf(1))
    store.runs.listed(third, ME, code="catalog_loops", whole=False)
    assert listed(store) == ["Jeu 1", "Jeu 2"]


def test_a_run_ends_when_its_orders_have(store, begin, sql):
    run = begin()
    store.runs.turn(run, ME, leaf(1, 2))
    store.runs.listed(run, ME, code="", whole=True)
    assert store.runs.choose(run, ME, 0) is not None
    assert store.runs.choose(run, ME, 10**9) is None
    assert store.runs.over() == ()
    sql("UPDATE work_item SET state = 'succeeded', ended_at = 1")
    (over,) = store.runs.over()
    ended = store.runs.end(over)
    assert (ended.state, ended.done) == ("succeeded", 2)
    assert store.runs.end(over) is None


def test_a_harvest_is_whole_at_first_and_once_a_week(store, begin):
    run = begin()
    known = store.catalogs.get("c1")
    assert whole_harvest(known, run)
    lately = replace(known, harvested_at=run.created_at, whole_at=run.created_at)
    assert not whole_harvest(lately, run)
    assert whole_harvest(replace(lately, whole_at=run.created_at - timedelta(days=8)), run)
    assert whole_harvest(lately, replace(run, harvest="full"))


def test_troubles_are_kept_to_a_number_and_counted_to_the_last(store, begin):
    run = begin()
    some = tuple(Trouble(url=f"#{n}", code="catalog_entry_malformed") for n in range(1500))
    store.runs.turn(run, ME, Leaf(troubles=some, cursor=""))
    assert store.runs.get("r1").troubles == 1500
    assert len(store.runs.troubles("r1", 5000)) == MOST_TROUBLES


def test_a_schedule_that_is_due_is_started_once(store, catalog):
    then = datetime.now(UTC) - timedelta(minutes=1)
    store.catalogs.add(Catalog(id="c1", url=URL, schedule="* * * * *", next_at=then))
    ((found, was),) = store.catalogs.due()
    later = datetime.now(UTC) + timedelta(hours=1)
    assert found.id == "c1"
    assert store.catalogs.reschedule("c1", was, later)
    assert not store.catalogs.reschedule("c1", was, later)
    assert store.catalogs.due() == ()


def test_a_catalogue_is_forgotten_but_not_what_was_found(store, begin, assess, sql):
    run = begin()
    store.runs.turn(run, ME, leaf(1, 2))
    _finish(store, run, assess, 1)
    assert store.catalogs.drop("c1")
    assert not store.catalogs.drop("c1")
    for table in ("catalog", "catalog_dataset", "catalog_label", "catalog_fix", "run", "work_item"):
        assert sql(f"SELECT count(*) AS n FROM {table}")[0].n == 0, table
    assert store.head(dataset_id(f"{URL}dataset/1")) is not None


def _told(assess, number, **more):
    """An assessment with a schema, a format and two fixes."""
    found = assess(f"{URL}dataset/{number}", **more)
    reference = SchemaRef(name="scdl/subventions", source="detected")
    evidence = replace(
        found.evidence,
        file=File(format="csv", sha256="0f" * 32),
        conformance=Conformance(schema=reference),
        metadata=Metadata(frequency="monthly", modified=found.evidence.seen_at - timedelta(days=3)),
    )
    fixes = [
        ("filled_cells", "empty", 4.0),
        ("filled_cells", "empty", 2.0),
        ("secure_link", None, None),
    ]
    suggestions = tuple(
        Suggestion(
            id=str(place),
            rule=rule,
            cause=cause,
            column=None,
            gain=gain,
            documentation_gain=0,
            grade_after=None,
            effort="low",
            repairable=False,
        )
        for place, (rule, cause, gain) in enumerate(fixes)
    )
    return replace(found, evidence=evidence, suggestions=suggestions)


def test_an_assessment_tells_every_catalogue_that_lists_its_dataset(store, begin, assess):
    run = begin()
    store.runs.turn(run, ME, leaf(1, 2))
    told = _told(assess, 1, score=82.0, day=10)
    store.save(told)
    store.save(_told(assess, 99, score=10.0))  # listed nowhere
    first, second = store.catalogs.members("c1", Filter())[0]
    assert (first.grade, first.score, first.outcome, first.stale) == ("B", 82.0, "ok", False)
    assert (first.schemas, first.assessment) == (("scdl/subventions",), told.id)
    assert first.updated == told.evidence.seen_at - timedelta(days=3)
    assert first.due_at == told.evidence.seen_at + timedelta(days=31)
    assert (second.grade, second.assessed_at) == (None, None)
    fixes = {(f.rule, f.cause): (f.datasets, f.gain) for f in store.figures.fixes("c1")}
    assert fixes == {("filled_cells", "empty"): (1, 6.0), ("secure_link", ""): (1, 0.0)}


def test_a_look_that_measures_nothing_keeps_the_grade_and_says_so(store, begin, assess):
    run = begin()
    store.runs.turn(run, ME, leaf(1))
    store.save(_told(assess, 1, score=82.0, day=10))
    store.save(assess(f"{URL}dataset/1", score=None, outcome="http_status", day=11))
    (member,) = store.catalogs.members("c1", Filter(stale=True))[0]
    assert (member.grade, member.stale, member.outcome) == ("B", True, "http_status:503")
    assert store.figures.fixes("c1")[0].datasets == 1
    store.save(_told(assess, 1, score=95.0, day=9))  # older: told too late
    assert listed(store, grade="B") == ["Jeu 1"]
    store.save(_told(assess, 1, score=95.0, day=12))
    assert listed(store, grade="A", stale=False) == ["Jeu 1"]


def test_members_are_found_by_what_they_are(store, begin, assess):
    run = begin()
    store.runs.turn(run, ME, leaf(1, 2))
    store.runs.turn(
        run, ME, leaf(3, themes=("Culture", "Budget"), formats=("xlsx",), org="", organisation="")
    )
    store.save(_told(assess, 1, score=82.0))
    assert listed(store, theme="Budget") == ["Jeu 1", "Jeu 2", "Jeu 3"]
    assert listed(store, theme="Culture") == ["Jeu 3"]
    assert listed(store, format="xlsx") == ["Jeu 3"]
    assert listed(store, schema="scdl/subventions") == ["Jeu 1"]
    assert listed(store, org="ville-0") == ["Jeu 2"]
    assert listed(store, org="") == ["Jeu 3"]
    assert listed(store, grade="B") == ["Jeu 1"]
    assert listed(store, grade="none") == ["Jeu 2", "Jeu 3"]
    assert listed(store, org="ville-1", grade="none") == []


def test_members_come_page_by_page_in_a_steady_order(store, begin):
    run = begin()
    store.runs.turn(run, ME, leaf(*range(25)))
    chunks = list(store.catalogs.stream("c1", Filter(), chunk=10))
    assert [len(chunk) for chunk in chunks] == [10, 10, 5]
    assert len({member.number for chunk in chunks for member in chunk}) == 25


def test_a_change_of_labels_takes_the_place_of_those_before(store, begin):
    run = begin()
    store.runs.turn(run, ME, leaf(1))
    store.runs.turn(run, ME, leaf(1, digest="two", themes=("Culture",), schemas=("a/b",)))
    assert listed(store, theme="Budget") == []
    assert listed(store, theme="Culture", schema="a/b") == ["Jeu 1"]


@pytest.mark.parametrize(
    ("scores", "median"),
    [
        ([], None),
        ([50.0], 50.0),
        ([10.0, 90.0], 50.0),
        ([10.0, 20.0, 90.0], 20.0),
        ([1.1, 1.2], 1.1),
    ],
)
def test_medians_are_those_of_the_scores(store, begin, assess, scores, median):
    run = begin()
    store.runs.turn(run, ME, leaf(*range(len(scores) + 1)))
    for number, score in enumerate(scores):
        store.save(assess(f"{URL}dataset/{number}", score=score))
    tally = store.figures.whole("c1")
    expected = None if median is None else pytest.approx(median, abs=0.051)
    assert tally.median == expected
    assert (tally.members, tally.graded) == (len(scores) + 1, len(scores))


def test_sums_are_told_by_organisation_theme_and_format(store, begin, assess):
    run = begin()
    store.runs.turn(run, ME, leaf(*range(6)))
    for number, score in enumerate([95.0, 80.0, 60.0, 20.0]):
        store.save(_told(assess, number, score=score))
    one, other = store.figures.by_organisation("c1")
    assert (one.key, one.name, one.members, one.assessed) == ("ville-0", "Ville 0", 3, 2)
    assert (one.median, one.grades) == (77.5, (1, 0, 1, 0, 0))
    assert (other.median, other.grades) == (50.0, (0, 1, 0, 0, 1))
    assert [t.key for t in store.figures.by_organisation("c1", "ville-1")] == ["ville-1"]
    (budget,) = store.figures.by_label("c1", "theme")
    assert (budget.key, budget.members, budget.graded) == ("Budget", 6, 4)
    assert [f.gain for f in store.figures.fixes("c1")] == [24.0, 0.0]
    assert [f.gain for f in store.figures.fixes("c1", "ville-1")] == [12.0, 0.0]


def test_schemas_are_told_with_their_best_dataset_and_their_peers(store, begin, assess):
    run = begin()
    store.runs.turn(run, ME, leaf(0, 1, 2, 3))
    store.runs.turn(run, ME, leaf(5, schemas=("scdl/budget",)))
    for number, score in enumerate([60.0, 80.0, 95.0]):
        store.save(_told(assess, number, score=score))
    names = ("scdl/subventions", "scdl/budget")
    found = store.figures.followed("c1", ("ville-0", "ville-1"), names)
    told = [(f.org, f.schema, f.score, f.datasets, f.source) for f in found]
    assert told == [
        ("ville-0", "scdl/subventions", 95.0, 2, "detected"),
        ("ville-1", "scdl/budget", None, 1, "portal"),
        ("ville-1", "scdl/subventions", 80.0, 1, "detected"),
    ]
    assert store.figures.peers("c1", names) == {"scdl/subventions": 2, "scdl/budget": 1}


def test_how_it_stood_is_remembered_month_by_month(store, begin, assess, sql):
    run = begin()
    store.runs.turn(run, ME, leaf(0, 1))
    store.save(assess(f"{URL}dataset/0", score=60.0))
    store.figures.snapshot("c1")
    store.figures.snapshot("c1")
    month = f"{datetime.now(UTC):%Y-%m}"
    sql(
        "INSERT INTO catalog_snapshot SELECT catalog_id, org, '2025-01', at, members, graded, 41.5, a, b, c, d, e FROM catalog_snapshot"
    )
    past = store.figures.past("c1", [month, "2024-12"])
    assert {org: p.median for org, p in past.items()} == {
        "*": 60.0,
        "ville-0": 60.0,
        "ville-1": None,
    }
    assert store.figures.past("c1", ["2025-01"])["*"].median == 41.5
    assert store.figures.past("c1", ["1999-01"]) == {}


def test_the_counts_of_a_run_are_those_of_its_orders(store, begin, sql):
    run = begin()
    store.runs.turn(run, ME, leaf(1, 2, 3))
    sql(
        "UPDATE work_item SET state = 'succeeded', ended_at = 1 WHERE number IN (SELECT min(number) FROM work_item)"
    )
    cancelled = store.runs.cancel(run)
    assert (cancelled.done, cancelled.failed) == (1, 0)


def test_old_runs_are_forgotten_but_each_catalogues_last(store, begin, sql):
    first = begin(run_id="r1")
    store.runs.turn(first, ME, leaf(1))
    store.runs.cancel(first)
    store.upkeep.cancel_batch("r1")
    second = begin(run_id="r2")
    store.runs.cancel(second)
    sql("UPDATE run SET ended_at = 1")
    sql("UPDATE batch SET created_at = 1")
    sql("UPDATE work_item SET ended_at = 1")
    assert store.upkeep.forget_runs(180) == 1
    assert [run.id for run in store.runs.of("c1")] == ["r2"]
    assert {row.id for row in sql("SELECT id FROM batch")} == {"r1", "r2"}  # its jobs are kept
    store.upkeep.forget(30)
    assert store.upkeep.forget_runs(180) == 0
    assert {row.id for row in sql("SELECT id FROM batch")} == {"r2"}


def test_young_runs_stay(store, begin):
    for name in ("r1", "r2"):
        store.runs.cancel(begin(run_id=name))
    assert store.upkeep.forget_runs(180) == 0
    assert len(store.runs.of("c1")) == 2
