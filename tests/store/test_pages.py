"""History and lists come in order, page by page, without gap or repeat, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.errors import BadRequest
from app.store import Entry, Head, Store
from app.store.cursor import cursor_of, place_of
from rules.core.assessment import dataset_id

URL = "https://mairie.example/budget.csv"
OWN = dataset_id(URL)


class TestHistory:
    def test_each_line_tells_what_was_asked(self, store, assess):
        store.save(assess(id="a", score=74.9, limits=("no_schema", "no_date")))
        assert store.history(OWN) == (
            Entry(
                assessment="a",
                assessed_at=datetime(2026, 1, 1, 12, tzinfo=UTC),
                grade="C",
                score=74.9,
                coverage=0.9,
                policy="2026.1",
                sha256="0f" * 32,
                limits=("no_schema", "no_date"),
            ),
        )

    def test_a_failure_has_no_content_and_no_grade(self, store, assess):
        store.save(assess(score=None, limits=("timeout",), outcome="timeout"))
        (entry,) = store.history(OWN)
        assert (entry.sha256, entry.grade, entry.score) == ("", None, None)
        assert entry.limits == ("timeout",)

    def test_pages_follow_each_other_without_gap_or_repeat(self, store, assess):
        for day in range(10):
            store.save(assess(id=str(day), day=day))
        store.save(assess("https://other.example/", day=3))
        seen, before = [], None
        while page := store.history(OWN, limit=3, before=before):
            assert len(page) <= 3
            seen += [entry.assessment for entry in page]
            before = page[-1].assessed_at
        assert seen == [str(day) for day in range(9, -1, -1)]

    def test_judgements_of_one_instant_are_never_parted(self, store, assess):
        for number in range(5):
            store.save(assess(id=str(number), day=number // 4))
        first = store.history(OWN, limit=2)
        assert [e.assessment for e in first] == ["4", "3", "2", "1", "0"]
        assert store.history(OWN, limit=2, before=first[-1].assessed_at) == ()

    @pytest.mark.parametrize(
        ("before", "found"),
        [
            (None, 1),
            (datetime(2026, 1, 1, 12, tzinfo=UTC), 0),
            (datetime(2026, 1, 1, 12, 0, 0, 1, tzinfo=UTC), 1),
            (datetime(2026, 1, 1, 13, tzinfo=timezone(timedelta(hours=2))), 0),
            (datetime(2026, 1, 1, 15, tzinfo=timezone(timedelta(hours=2))), 1),
            (datetime(2026, 1, 1, 12, 30), 1),  # noqa: DTZ001 # naive, as a stranger may ask
            (datetime(2026, 1, 1, 11, 30), 0),  # noqa: DTZ001
            (datetime.max.replace(tzinfo=timezone(-timedelta(hours=5))), 1),
            (datetime.min.replace(tzinfo=timezone(timedelta(hours=5))), 0),
        ],
    )
    def test_before_is_an_instant_in_any_zone(self, store, assess, before, found):
        store.save(assess())
        assert len(store.history(OWN, before=before)) == found

    def test_instants_come_back_in_utc_to_the_microsecond(self, store, assess):
        at = datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
        before = assess()
        store.save(replace(before, evidence=replace(before.evidence, seen_at=at)))
        (entry,) = store.history(OWN)
        head = store.head(OWN)
        assert head is not None
        for instant in (entry.assessed_at, head.assessed_at):
            assert instant == at
            assert instant.utcoffset() == timedelta(0)

    def test_an_instant_without_a_zone_is_refused(self, store, assess):
        before = assess()
        naive = replace(before.evidence, seen_at=datetime(2026, 1, 1))  # noqa: DTZ001
        with pytest.raises(Exception, match="timezone"):
            store.save(replace(before, evidence=naive))
        assert store.head(OWN) is None


class TestDatasets:
    def walk(self, store: Store, limit: int) -> list[str]:
        heads, after = store.datasets(limit=limit)
        urls = [head.url for head in heads]
        while after:
            heads, after = store.datasets(limit=limit, after=after)
            assert heads
            urls += [head.url for head in heads]
        return urls

    @pytest.mark.parametrize("limit", [1, 3, 7, 8, 1000, 10**9])
    def test_every_dataset_is_met_once_newest_first(self, store, assess, limit):
        for day in (3, 1, 4, 0, 6, 5, 2):
            store.save(assess(f"https://{day}.example/", day=day))
        assert self.walk(store, limit) == [f"https://{day}.example/" for day in range(6, -1, -1)]

    def test_datasets_of_one_instant_are_all_met(self, store, assess):
        urls = {f"https://{n}.example/" for n in range(7)}
        for url in urls:
            store.save(assess(url))
        met = self.walk(store, 2)
        assert set(met) == urls
        assert len(met) == len(urls)

    def test_what_is_saved_meanwhile_shifts_nothing(self, store, assess):
        for day in range(6):
            store.save(assess(f"https://{day}.example/", day=day))
        first, after = store.datasets(limit=2)
        store.save(assess("https://new.example/", day=7))
        store.save(assess("https://5.example/", day=8))
        second, _ = store.datasets(limit=2, after=after)
        assert [head.url[8] for head in (*first, *second)] == ["5", "4", "3", "2"]

    def test_a_page_gives_the_heads(self, store, assess):
        store.save(assess())
        assert store.datasets() == ((store.head(OWN),), "")

    def test_a_limit_without_sense_is_brought_into_bounds(self, store, assess):
        store.save(assess())
        assert len(store.datasets(limit=0)[0]) == len(store.history(OWN, limit=-3)) == 1

    def test_a_cursor_that_is_not_ours_is_refused_in_words(self, store):
        with pytest.raises(BadRequest) as caught:
            store.datasets(after="x")
        assert (caught.value.code, caught.value.status) == ("bad_cursor", 400)
        assert "curseur" in caught.value.say("fr")


@pytest.mark.parametrize(
    "cursor", ["é", "a\0", "====", "bm90IGEgcGxhY2U", "MjAyNi0wMS0wMSBhIGI", "_" * 300, "\ud800"]
)
def test_no_cursor_of_a_stranger_does_harm(cursor):
    with pytest.raises(BadRequest):
        place_of(cursor)


def test_a_cursor_of_ours_leads_back_to_its_place():
    at = datetime(2026, 1, 1, 12, 0, 0, 1, tzinfo=UTC)
    head = Head(
        id=OWN,
        url=URL,
        title="",
        assessment="a",
        assessed_at=at,
        grade=None,
        score=None,
        graded=None,
    )
    assert place_of(cursor_of(head)) == (at, OWN)
