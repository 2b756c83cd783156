"""Whole runs over fake portals by real workers: each kind resolves, harvests with paging, scores."""

from __future__ import annotations

import asyncio
import json
import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from app.jobs import Catalogues, Overseer, Plan, Runner, open_yard

PAGE = "<!doctype html><html><body>Portail</body></html>"


def rebased(body, world):
    """Let a real page's files lie on our own server."""
    return body.replace(b"http://data.test.org/datasets/", f"{world.base}/files/".encode())


def test_ckan_is_found_from_its_home_page_and_listed_to_its_end(world, town_hall, scene):
    seen = scene(town_hall(110))
    assert (seen.catalog.kind, seen.run.state, seen.run.code) == ("ckan", "succeeded", "")
    assert (seen.run.pages, seen.run.seen, seen.run.total) == (2, 110, 110)
    assert (seen.progress.done, seen.progress.failed) == (110, 0)
    assert (seen.whole.members, seen.whole.graded) == (110, 110)
    asked = [
        parse_qs(urlsplit(p).query) for p in world.paths("/api/3/action/package_search?rows=100")
    ]
    assert [query["start"] for query in asked] == [["0"], ["100"]]
    assert not world.paths("/api/3/action/package_show")  # the harvest knew all of it already


def test_udata_is_listed_page_by_page(world, scene, reply):
    datasets = [
        {
            "id": f"{n:024x}",
            "slug": f"jeu-{n}",
            "title": f"Jeu {n}",
            "description": "Les subventions de la commune. " * 5,
            "frequency": "annual",
            "license": "lov2",
            "last_update": "2026-10-01T08:00:00+00:00",
            "temporal_coverage": None,
            "quality": {},
            "badges": [],
            "archived": None,
            "organization": {"name": f"Ville {n % 2}"},
            "page": f"{world.base}/fr/datasets/jeu-{n}/",
            "resources": [{"id": "r", "url": f"{world.base}/files/{n}.csv", "type": "main"}],
        }
        for n in range(105)
    ]

    def page(query, _path, _headers):
        size, number = int(query.get("page_size", 20)), int(query.get("page", 1))
        found = datasets[(number - 1) * size : number * size]
        following = f"{world.base}/api/1/datasets/?page={number + 1}"
        return {
            "data": found,
            "page": number,
            "page_size": size,
            "total": len(datasets),
            "next_page": following if number * size < len(datasets) else None,
            "previous_page": None,
        }

    world.routes["/api/1/datasets/"] = page
    world.routes["/api/1/organizations/ville-1/"] = {"id": "5a" * 12, "slug": "ville-1"}
    seen = scene(f"{world.base}/fr/organizations/ville-1/", listing=True)
    assert (seen.catalog.kind, seen.run.seen) == ("udata", 105)
    assert seen.catalog.start.endswith(f"/api/1/datasets/?organization={'5a' * 12}")
    assert {m.url for m in seen.members} == {
        f"{world.base}/fr/datasets/jeu-{n}/" for n in range(105)
    }


def test_the_composed_page_of_data_gouv_is_listed_and_assessed(world, scene, payload):
    page = json.loads(payload("udata/api1_datasets_page_composed.json"))
    for dataset in page["data"]:
        dataset["page"] = f"{world.base}/fr/datasets/{dataset['slug']}/"
        for part in dataset["resources"]:
            part["url"] = f"{world.base}/files/{part['id']}.csv"
    world.routes["/api/1/datasets/"] = page
    seen = scene(f"{world.base}/api/1/datasets/?organization=abc")
    assert (seen.catalog.kind, seen.run.seen, seen.whole.graded) == ("udata", 1, 1)


def test_opendatasoft_is_listed_page_by_page(world, scene):
    def entry(n):
        metas = {"default": {"title": f"Jeu {n}", "publisher": "Ville", "theme": ["Nature"]}}
        return {"dataset_id": f"jeu-{n}", "has_records": True, "metas": metas}

    def page(query, _path, _headers):
        start, size = int(query.get("offset", 0)), int(query.get("limit", 10))
        return {
            "total_count": 103,
            "results": [entry(n) for n in range(start, min(103, start + size))],
        }

    world.routes["/api/explore/v2.1/catalog/datasets"] = page
    seen = scene(f"{world.base}/explore/", listing=True)
    assert (seen.catalog.kind, seen.run.seen, seen.run.pages) == ("opendatasoft", 103, 2)


def test_a_small_opendatasoft_is_assessed_by_its_exports(world, scene):
    def page(_query, path, _headers):
        metas = {"default": {"title": "Arbres", "publisher": "Ville"}}
        entry = {"dataset_id": "arbres", "has_records": True, "metas": metas}
        exported = world.routes["/files/"]
        return exported if "/exports/csv" in path else {"total_count": 1, "results": [entry]}

    world.routes["/api/explore/v2.1/catalog/datasets"] = page
    seen = scene(f"{world.base}/explore/")
    (member,) = seen.members
    assert (member.title, member.organisation, member.outcome) == ("Arbres", "Ville", "ok")
    assert seen.whole.graded == 1


def test_beyond_ten_thousand_opendatasoft_gives_its_export(world, scene):
    def entry(n):
        return {
            "dataset_id": f"jeu-{n}",
            "has_records": False,
            "metas": {"default": {"title": f"{n}"}},
        }

    def page(query, _path, _headers):
        start, size = int(query.get("offset", 0)), int(query.get("limit", 10))
        return {"total_count": 10_200, "results": [entry(n) for n in range(start, start + size)]}

    world.routes["/api/explore/v2.1/catalog/datasets"] = page
    world.routes["/api/explore/v2.1/catalog/exports/json"] = [entry(n) for n in range(300)]
    seen = scene(f"{world.base}/", listing=True)
    assert (seen.run.pages, seen.run.seen, seen.run.code) == (2, 300, "")


@pytest.mark.parametrize("form", ["paged", "partial"])
def test_both_forms_of_hydra_are_followed_to_their_end(world, scene, payload, form, reply):
    pages = [rebased(payload(f"udata/{form}-collection-{n}.jsonld"), world) for n in (1, 2)]

    def page(query, _path, _headers):
        return reply(pages[int(query.get("page", 1)) - 1], kind="application/ld+json")

    world.routes["/catalog.jsonld"] = page
    seen = scene(f"{world.base}/catalog.jsonld")
    assert (seen.catalog.kind, seen.run.state, seen.run.code) == ("dcat", "succeeded", "")
    assert (seen.run.pages, seen.run.seen) == (2, 4)
    assert seen.catalog.title == "Sample DCAT Catalog"
    assert len({m.url for m in seen.members}) == 4


@pytest.mark.parametrize("path", ["udata/udata.xml", "udata/udata_converted.ttl"])
def test_real_rdf_is_listed_and_every_dataset_has_an_end(world, scene, payload, path, reply):
    world.routes["/catalog"] = reply(payload(path), kind="application/octet-stream")
    seen = scene(f"{world.base}/catalog", kind="dcat")
    assert (seen.run.seen, seen.catalog.title, seen.run.state) == (
        2,
        "Ville de Vanves",
        "succeeded",
    )
    assert all(m.assessed_at for m in seen.members)


def test_data_json_is_found_beside_the_home_page(world, scene):
    datasets = [
        {
            "identifier": f"x-{n}",
            "title": f"Jeu {n}",
            "accessLevel": "public",
            "publisher": {"name": "Ville"},
            "distribution": [
                {"downloadURL": f"{world.base}/files/{n}.csv", "mediaType": "text/csv"}
            ],
        }
        for n in range(12)
    ]
    world.routes["/data.json"] = {"dataset": datasets}
    seen = scene(f"{world.base}/")
    assert (seen.catalog.kind, seen.run.seen, seen.whole.graded) == ("datajson", 12, 12)


def test_a_csv_of_addresses_is_a_catalogue(world, scene, reply):
    rows = "".join(f"{world.at(n)}/files/{n}.csv;Jeu {n};Ville\n" for n in range(1, 6))
    world.routes["/liste.csv"] = reply(("url;titre;producteur\n" + rows).encode(), kind="text/csv")
    seen = scene(f"{world.base}/liste.csv")
    assert (seen.catalog.kind, seen.whole.graded) == ("list", 5)
    assert [m.organisation for m in seen.members] == ["Ville"] * 5


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (PAGE, 200, "catalog_unknown"),
        (b"", 200, "catalog_unknown"),
        (PAGE, 500, "http_status"),
        (PAGE, 429, "http_status"),
    ],
)
def test_what_is_no_catalogue_ends_with_a_reason(world, scene, reply, body, status, code):
    raw = body if isinstance(body, bytes) else body.encode()
    world.routes["/"] = reply(raw, status, "text/html")
    seen = scene(f"{world.base}/")
    assert (seen.run.state, seen.run.code, seen.troubles) == ("failed", code, {code: 1})


def test_a_page_that_fails_is_narrowed_down_and_only_its_entry_is_lost(
    world, town_hall, scene, reply
):
    def ill(start, rows):  # entry 37 breaks whatever page holds it
        return reply(PAGE.encode(), 500, "text/html") if start <= 37 < start + rows else None

    seen = scene(town_hall(120, page=ill), listing=True, max_attempts=1)
    assert (seen.run.seen, seen.run.code) == (119, "")
    assert seen.troubles == {"http_status": 1}
    assert "Jeu 37" not in {m.title for m in seen.members}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (PAGE.encode(), "catalog_page_html"),
        (b'{"success": true, "result"', "catalog_page_malformed"),
        (b"null", "catalog_page_malformed"),
        (b"\x00\xff", "catalog_page_malformed"),
    ],
)
def test_an_unreadable_page_is_named_and_the_next_ones_are_read(
    world, town_hall, scene, reply, body, code
):
    def ill(start, rows):
        return reply(body) if start <= 5 < start + rows else None

    seen = scene(town_hall(30, page=ill), listing=True)
    assert (seen.run.seen, seen.run.code, seen.troubles) == (29, "", {code: 1})


def test_a_portal_that_pages_for_ever_is_left(world, scene, one_package):
    same = [one_package(n) for n in range(5)]
    result = {"count": 10**9, "results": same}
    world.routes["/api/3/action/package_search"] = {"success": True, "result": result}
    seen = scene(world.base + "/")
    assert (seen.run.state, seen.run.code, seen.run.seen) == ("succeeded", "catalog_loops", 5)
    assert len(world.paths("/api/3/action/package_search?rows=100")) <= 4
    assert seen.whole.graded == 5


def test_pages_that_lead_back_are_left(world, scene, payload, reply):
    first = rebased(payload("udata/paged-collection-1.jsonld"), world)

    def page(query, _path, _headers):
        number = int(query.get("page", 1))
        return reply(
            first.replace(b"page=2", f"page={number + 1}".encode()), kind="application/json"
        )

    world.routes["/catalog.jsonld"] = page
    seen = scene(f"{world.base}/catalog.jsonld")
    assert (seen.run.code, seen.run.seen) == ("catalog_loops", 3)


def test_entries_that_cannot_be_used_are_named_and_the_others_assessed(
    world, scene, one_package, town_hall
):
    bad = one_package(1, name="b", id="b", resources=[{"url": "file:///etc/passwd"}])
    entries = [
        None,
        {"title": "Sans nom"},
        one_package(0, notes="x" * (10 << 20)),
        bad,
        one_package(2, resources=None),
        one_package(3),
    ]
    result = {"count": len(entries), "results": entries}
    world.routes["/api/3/action/package_search"] = {"success": True, "result": result}
    seen = scene(world.base + "/")
    assert seen.troubles == {"catalog_entry_malformed": 2}
    ends = {m.title: m.outcome for m in seen.members}
    assert ends == {
        "Jeu 0": "ok",
        "Jeu 1": "no_data_resource",
        "Jeu 2": "no_resources",
        "Jeu 3": "ok",
    }


def test_an_address_that_is_never_asked_is_named(world, scene, reply):
    rows = b"url\nhttp://169.254.169.254/latest\nhttp://user:pw@a.example/x.csv\n"
    world.routes["/liste.csv"] = reply(
        rows + f"{world.base}/files/1.csv\n".encode(), kind="text/csv"
    )
    seen = scene(f"{world.base}/liste.csv")
    assert (seen.troubles, seen.run.seen) == ({"catalog_entry_refused": 2}, 1)


def test_a_portal_that_asks_for_patience_gets_it_and_the_run_goes_on(
    world, town_hall, scene, reply
):
    refused = threading.Event()

    def busy(start, rows):
        if start == 100 and not refused.is_set():
            refused.set()
            return reply(b"later", 429, "text/plain", {"retry-after": "2"})
        return None

    seen = scene(town_hall(120, page=busy), listing=True)
    assert (seen.run.state, seen.run.seen, seen.troubles) == ("assessing", 120, {})
    asked = [
        at
        for at, (_, path) in zip(world.times["127.0.0.1"], _first_host(world), strict=True)
        if "start=100" in path
    ]
    assert asked[1] - asked[0] >= 2


def _first_host(world):
    return [(host, path) for host, path in world.asked if host == "127.0.0.1"]


def test_no_host_is_asked_more_at_once_than_allowed_and_429_holds_for_all_of_it(
    world, town_hall, scene, reply, good_file
):
    turned = threading.Event()

    def file(_query, path, headers):
        host = headers["host"].partition(":")[0]
        if host == "127.0.0.7" and not turned.is_set():
            turned.set()
            return reply(b"later", 429, "text/plain", {"retry-after": "2"})
        return reply(good_file, kind="text/csv", delay=0.05)

    world.routes["/files/"] = file
    url = town_hall(40)
    seen = scene(url, fetch_per_host=1)
    assert seen.run.state == "succeeded"
    assert {host: most for host, most in world.most.items() if most > 1} == {}
    times = world.times["127.0.0.7"]
    assert times[1] - times[0] >= 2
    assert seen.whole.graded == 40


def test_a_second_run_asks_only_for_what_changed_and_marks_what_is_gone(
    world, town_hall, scene, one_package
):
    url = town_hall(10)
    scene(url)
    world.asked.clear()
    seen = scene(url)  # nothing is due: nothing is fetched but the list of changes
    assert (seen.run.ordered, seen.progress.done) == (0, 0)
    assert not world.paths("/files/")
    (query,) = [parse_qs(urlsplit(path).query) for path in world.paths("/api/3/")]
    assert query["fq"][0].startswith("metadata_modified:[20")
    world.routes.pop("/api/3/action/package_search")
    town_hall(8, title="Autrement")
    changed = scene(url, harvest="full", policy="changed")
    assert (changed.run.changed, changed.run.gone, changed.run.ordered) == (8, 2, 8)
    assert len(changed.members) == 8


def test_an_unchanged_file_costs_one_request_and_is_not_read_again(
    world, town_hall, scene, reply, good_file
):
    answered = []

    def file(_query, path, headers):
        fresh = headers["if-none-match"] == '"v1"'
        answered.append((path, 304 if fresh else 200))
        kind = "text/csv"
        return reply(b"" if fresh else good_file, 304 if fresh else 200, kind, {"etag": '"v1"'})

    world.routes["/files/"] = file
    url = town_hall(6)
    first = scene(url)
    answered.clear()
    again = scene(url, policy="all", harvest="none")
    assert sorted(answered) == [(f"/files/{n}.csv", 304) for n in range(6)]
    assert [m.score for m in again.members] == [m.score for m in first.members]
    assert all(
        b.assessed_at > a.assessed_at for a, b in zip(first.members, again.members, strict=True)
    )


def test_a_schedule_starts_its_run_when_its_time_has_come(world, town_hall, scene_settings):
    url = town_hall(3)

    async def live():
        async with open_yard(scene_settings(), at_work=True) as yard:
            catalogues = Catalogues(yard)
            catalog = await catalogues.add(Plan(url=url, schedule="0 3 * * *"))
            assert catalog.next_at > datetime.now(UTC)
            await catalogues.add(Plan(url=url, schedule="0 3 * * *"))
            soon = datetime.now(UTC) - timedelta(seconds=1)
            was = catalog.next_at.timestamp()
            assert yard.store.catalogs.reschedule(catalog.id, was, soon)
            async with Runner(yard, 2).running(5), Overseer(yard).running():
                async with asyncio.timeout(60):
                    await _started(yard, catalog.id)
                    (run,) = yard.store.runs.of(catalog.id)
                    async for progress in catalogues.follow(catalog.id, run.id):
                        last = progress
            assert (await catalogues.get(catalog.id)).next_at > datetime.now(UTC)
            return last.run

    run = asyncio.run(live())
    assert (run.state, run.done) == ("succeeded", 3)


async def _started(yard, catalog):
    while not yard.store.runs.of(catalog):  # noqa: ASYNC110 # another worker's doing: nothing tells
        await asyncio.sleep(0.1)
