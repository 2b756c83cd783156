"""Where a harvest is, where it goes on, and where a catalogue may begin: pure."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from app.collect.portals.harvest.cursor import (
    CURSOR,
    begin,
    following,
    loops,
    narrower,
    skipped,
)
from app.collect.portals.harvest.door import counted, doors
from app.collect.portals.harvest.item import Portion

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
CKAN = "https://data.town.example/api/3/action/package_search"
UDATA = "https://www.data.example/api/1/datasets/?organization=abc"
ODS = "https://open.example/api/explore/v2.1/catalog/datasets"


def words(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


@pytest.mark.parametrize(
    ("kind", "base", "first", "second"),
    [
        ("ckan", CKAN, {"rows": "100", "start": "0", "sort": "id asc"}, {"start": "100"}),
        (
            "udata",
            UDATA,
            {"page": "1", "page_size": "100", "sort": "created", "organization": "abc"},
            {"page": "2"},
        ),
        (
            "opendatasoft",
            ODS,
            {"limit": "100", "offset": "0", "order_by": "dataset_id"},
            {"offset": "100"},
        ),
    ],
)
def test_pages_are_asked_for_in_a_steady_order(kind, base, first, second):
    cursor = begin(kind, base, None)
    assert words(cursor.url) == first
    after = following(cursor, Portion(count=100, total=250), 100)
    assert words(after.url) == first | second
    last = following(following(after, Portion(count=100, total=250), 100), Portion(count=50), 50)
    assert following(last, Portion(count=0), 0) is None


def test_a_place_is_written_and_read_back():
    cursor = begin("ckan", CKAN, SINCE)
    assert CURSOR.validate_json(CURSOR.dump_json(cursor)) == cursor


@pytest.mark.parametrize(
    ("kind", "base", "expected"),
    [
        (
            "ckan",
            CKAN + "?fq=organization:x",
            ("fq", "organization:x metadata_modified:[2026-11-01T00:00:00Z TO *]"),
        ),
        ("udata", UDATA, ("sort", "-last_update")),
        ("opendatasoft", ODS, ("where", "modified >= date'2026-11-01T00:00:00Z'")),
    ],
)
def test_only_what_changed_is_asked_for(kind, base, expected):
    cursor = begin(kind, base, SINCE)
    assert words(cursor.url)[expected[0]] == expected[1]
    assert not cursor.whole
    assert begin("datajson", "https://a.example/data.json", SINCE).whole


def test_newest_first_ends_where_nothing_newer_comes():
    cursor = begin("udata", UDATA, SINCE)
    older = Portion(count=100, total=900, oldest=datetime(2026, 10, 1, tzinfo=UTC))
    newer = Portion(count=100, total=900, oldest=datetime(2026, 11, 5, tzinfo=UTC))
    assert following(cursor, older, 3) is None
    assert following(cursor, newer, 100) is not None


def test_beyond_ten_thousand_opendatasoft_is_asked_for_its_export():
    after = following(begin("opendatasoft", ODS, None), Portion(count=100, total=10_001), 100)
    assert after.url.startswith("https://open.example/api/explore/v2.1/catalog/exports/json")
    assert following(after, Portion(count=10_001), 9_901) is None
    near = following(begin("opendatasoft", ODS, None), Portion(count=100, total=10_000), 100)
    assert "/catalog/datasets" in near.url


def test_two_pages_without_anything_new_are_a_loop():
    cursor = begin("dcat", "https://a.example/c.ttl", None)
    once = following(cursor, Portion(count=3, next="https://a.example/c.ttl?page=2"), 0)
    assert not loops(once)
    twice = following(once, Portion(count=3, next="https://a.example/c.ttl?page=3"), 0)
    assert loops(twice)
    fresh = following(once, Portion(count=3, next="https://a.example/c.ttl?page=3"), 1)
    assert not loops(fresh)


@pytest.mark.parametrize(
    ("stated", "asked"),
    [
        ("https://a.example/c.ttl?page=2", "https://a.example/c.ttl?page=2"),
        ("?page=2", "https://a.example/c.ttl?page=2"),
        ("http://localhost:5000/c.ttl?page=2", "https://a.example/c.ttl?page=2"),
        ("https://elsewhere.example/other?page=2", "https://a.example/other?page=2"),
        ("https://a.example/c.ttl", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_the_next_page_is_asked_of_the_same_site_whatever_it_says(stated, asked):
    cursor = begin("dcat", "https://a.example/c.ttl", None)
    after = following(cursor, Portion(count=1, next=stated), 1)
    assert (after.url if after else None) == asked


def test_a_page_that_cannot_be_had_is_asked_for_in_smaller_parts_and_then_passed_over():
    cursor = begin("ckan", CKAN, None)
    ten = narrower(cursor)
    one = narrower(ten)
    assert (ten.size, one.size, narrower(one)) == (10, 1, None)
    past = skipped(one)
    assert (past.start, past.size, past.missed) == (1, 1, True)
    later = following(past, Portion(count=1, total=300), 1)
    for _ in range(8):
        later = following(later, Portion(count=later.size, total=300), 1)
    assert (later.start, later.size) == (10, 10)


def test_a_document_that_cannot_be_had_is_the_end():
    cursor = begin("dcat", "https://a.example/c.ttl", None)
    assert narrower(cursor) is None
    assert skipped(cursor) is None


def test_a_portal_that_fails_at_every_entry_is_given_up():
    cursor, steps = narrower(narrower(begin("ckan", CKAN, None))), 0
    while (cursor := skipped(cursor)) is not None:
        steps += 1
    assert steps == 19


@pytest.mark.parametrize(
    ("url", "kind", "expected"),
    [
        (CKAN + "?q=&rows=5&start=20", "", [("ckan", CKAN + "?q=")]),
        (UDATA + "&page=3", "", [("udata", UDATA)]),
        (ODS + "?limit=3&refine=x", "", [("opendatasoft", ODS + "?refine=x")]),
        ("https://a.example/x/data.json", "", [("", "https://a.example/x/data.json")]),
        ("https://a.example/feed", "dcat", [("dcat", "https://a.example/feed")]),
    ],
)
def test_an_address_that_says_what_it_is_is_asked_alone(url, kind, expected):
    found = [(door.kind, door.url.replace("?q=", "?q=")) for door in doors(url, kind)]
    wanted = [(k, u.removesuffix("?q=")) for k, u in expected]
    assert [(k, u.removesuffix("?q=")) for k, u in found] == wanted


def test_a_home_page_is_tried_as_every_portal_then_for_its_files():
    found = [(door.kind, door.url) for door in doors("https://data.town.example/fr/datasets/")]
    assert found[0] == ("udata", "https://data.town.example/api/1/datasets/")
    assert ("ckan", CKAN) in found
    assert ("datajson", "https://data.town.example/data.json") in found
    assert {door.kind for door in doors("https://a.example/", "ckan")} == {"ckan", ""}


def test_the_page_of_an_organisation_is_only_that():
    first, second = doors("https://www.data.example/fr/organizations/ville-de-x/")
    assert (first.kind, first.organisation) == ("udata", "ville-de-x")
    assert second.url.endswith("package_search?fq=organization%3Aville-de-x")


def test_one_entry_is_enough_to_know_a_door():
    (door,) = doors(CKAN)
    assert words(counted(door)) == {"rows": "1"}


def test_what_is_no_address_leads_nowhere():
    assert doors("http://[broken") == ()
