"""Catalogues over HTTP: the calls, their refusals, exports, linked data, pages and forms."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
import rdflib

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
ROOT = Path(__file__).parents[2]
DQV = rdflib.Namespace("http://www.w3.org/ns/dqv#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
GONE = "/v1/catalogs/" + "0" * 32


def _publish(town, name, count=6):
    """A data.json of the town, each of its files beside it; every third link is dead."""
    good = (ROOT / "demo" / "files" / "subventions-2026.csv").read_bytes()
    datasets = []
    for n in range(count):
        url = (
            town.publish(f"/{name}/{n}.csv", good)
            if n % 3
            else f"http://127.0.0.1:{town.port}/{name}/no-{n}.csv"
        )
        datasets.append(
            {
                "identifier": f"{name}-{n}",
                "title": "=HYPERLINK(1)" if n == 1 else f"Jeu {n}",
                "accessLevel": "public",
                "publisher": {"name": f"Ville d’Évian {n % 2}"},
                "theme": ["Finances"],
                "accrualPeriodicity": "R/P1Y",
                "modified": "2026-10-01",
                "distribution": [{"downloadURL": url, "mediaType": "text/csv", "format": "CSV"}],
            }
        )
    body = json.dumps({"title": "Ville d’Évian", "dataset": datasets})
    return town.publish(f"/{name}/data.json", body, headers={"content-type": "application/json"})


@pytest.fixture(scope="module")
def done(client, town):
    """A catalogue that has been run over: its answer, and the run's events."""
    url = _publish(town, "evian")
    catalog = client.post("/v1/catalogs", json={"url": url}).json()
    begun = client.post(f"/v1/catalogs/{catalog['id']}/runs")
    with client.stream("GET", begun.headers["location"] + "/events", params={"lang": "en"}) as news:
        events = [line[6:] for line in news.iter_lines() if line.startswith("data: ")]
    return catalog, begun, [json.loads(event) for event in events]


@pytest.fixture(scope="module")
def own(done):
    return f"/v1/catalogs/{done[0]['id']}"


def test_a_catalogue_is_added_run_over_and_followed_to_its_end(client, done, own):
    catalog, begun, events = done
    assert begun.status_code == 202
    assert begun.json()["state"] == "queued"
    assert catalog["kind"] is None
    assert events[-1]["state"] == "succeeded"
    assert events[-1]["items"]["succeeded"] == 6
    assert events[-1]["share"] == 1.0
    shown = client.get(own).json()
    assert (shown["kind"], shown["datasets"], shown["title"]) == ("datajson", 6, "Ville d’Évian")
    assert shown["run"]["id"] == begun.json()["id"]
    listed = client.get("/v1/catalogs").json()["items"]
    assert catalog["id"] in {item["id"] for item in listed}
    runs = client.get(f"{own}/runs").json()["items"]
    assert [run["state"] for run in runs] == ["succeeded"]


def test_the_same_address_is_the_same_catalogue(client, done):
    catalog, _, _ = done
    asked = {"url": catalog["url"], "schedule": "0 3 * * 1", "policy": "all"}
    answer = client.post("/v1/catalogs", json=asked)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/catalogs/{catalog['id']}"
    again = answer.json()
    assert (again["id"], again["schedule"], again["policy"]) == (catalog["id"], "0 3 * * 1", "all")
    assert again["next_run_at"]
    cleared = client.post("/v1/catalogs", json={"url": catalog["url"], "schedule": ""}).json()
    assert (cleared["schedule"], cleared["next_run_at"]) == (None, None)


def test_datasets_come_page_by_page_and_by_what_they_are(client, own):
    first = client.get(f"{own}/datasets", params={"limit": 4})
    assert 'rel="next"' in first.headers["link"]
    page = first.json()
    rest = client.get(f"{own}/datasets", params={"limit": 4, "after": page["next"]}).json()
    assert (len(page["items"]), len(rest["items"]), rest["next"]) == (4, 2, None)
    one = page["items"][1]
    assert (one["organisation_id"], one["themes"], one["formats"]) == (
        "ville-devian-1",
        ["Finances"],
        ["csv"],
    )
    report = client.get(f"/v1/datasets/{one['id']}").json()
    assert (report["grade"], report["score"]) == (one["grade"], one["score"])

    def count(**wanted):
        return len(client.get(f"{own}/datasets", params=wanted).json()["items"])

    assert (count(grade="E"), count(grade="none"), count(theme="Finances")) == (2, 0, 6)
    assert (count(organisation="ville-devian-0"), count(organisation="nobody")) == (3, 0)
    assert (count(format="csv"), count(format="CSV"), count(stale=False), count(stale=True)) == (
        6,
        6,
        6,
        0,
    )
    dead = client.get(f"{own}/datasets", params={"grade": "E", "lang": "fr"}).json()["items"][0]
    assert (dead["outcome"], "404" in dead["reason"]) == ("http_status", True)


def test_a_catalogue_is_summed_up_with_its_socle_commun(client, own):
    summary = client.get(f"{own}/summary", params={"lang": "fr"}).json()
    assert (summary["datasets"], summary["graded"], summary["grades"]["E"]) == (6, 6, 2)
    assert summary["organisations_total"] == 2
    assert [theme["name"] for theme in summary["themes"]] == ["Finances"]
    assert summary["fixes"]
    assert all(fix["title"] and fix["datasets"] for fix in summary["fixes"])
    (town,) = (o for o in summary["organisations"] if o["id"] == "ville-devian-1")
    socle = town["socle"]
    assert (socle["published"], socle["missing"]) == (1, 11)
    there = socle["items"][0]
    assert (there["schema_name"], there["status"], there["source"]) == (
        "scdl/subventions",
        "published",
        "detected",
    )
    assert there["grade"]
    assert there["age_days"] > 0
    assert "Commencez par" in socle["start"]["text"]
    alone = client.get(f"{own}/summary", params={"organisation": "ville-devian-1"}).json()
    assert (alone["organisation"], alone["datasets"]) == ("ville-devian-1", 3)
    nobody = client.get(f"{own}/summary", params={"organisation": "nobody"}).json()
    assert (nobody["datasets"], nobody["median"]) == (0, None)


def test_the_csv_export_runs_nothing_in_a_spreadsheet(client, own):
    answer = client.get(f"{own}/export.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 6
    assert rows[1]["title"] == "'=HYPERLINK(1)"
    assert rows[1]["themes"] == "Finances"


def test_json_lines_and_parquet_hold_the_same(client, own, tmp_path):
    lines = [json.loads(line) for line in client.get(f"{own}/export.jsonl").text.splitlines()]
    assert [line["title"] for line in lines][:2] == ["Jeu 0", "=HYPERLINK(1)"]
    (tmp_path / "x.parquet").write_bytes(client.get(f"{own}/export.parquet").content)
    table = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert [row["id"] for row in table] == [line["id"] for line in lines]
    assert [row["score"] for row in table] == [line["score"] for line in lines]
    assert all(row["assessed_at"].tzinfo for row in table)
    some = client.get(f"{own}/export.jsonl", params={"grade": "E"}).text.splitlines()
    assert len(some) == 2


def test_the_whole_export_is_one_graph(client, own):
    graph = rdflib.Graph().parse(data=client.get(f"{own}/export.ttl").text, format="turtle")
    assert len(set(graph.subjects(rdflib.RDF.type, DCAT.Dataset))) == 6
    measured = set(graph.subjects(rdflib.RDF.type, DQV.QualityMeasurement))
    assert len(measured) == 6
    assert all(graph.value(m, DQV.value) is not None for m in measured)


@pytest.mark.parametrize(
    ("suffix", "accept", "form"),
    [
        (".ttl", "", "turtle"),
        (".jsonld", "", "json-ld"),
        (".rdf", "", "xml"),
        ("", "text/turtle", "turtle"),
        ("", "application/ld+json", "json-ld"),
        ("", "application/rdf+xml", "xml"),
    ],
)
def test_a_catalogue_is_linked_data(client, own, suffix, accept, form):
    headers = {"accept": accept} if accept else {}
    answer = client.get(own + suffix, headers=headers)
    graph = rdflib.Graph().parse(data=answer.text, format=form)
    (catalog,) = graph.subjects(rdflib.RDF.type, DCAT.Catalog)
    values = {}
    for measurement in graph.objects(catalog, DQV.hasQualityMeasurement):
        metric = graph.value(measurement, DQV.isMeasurementOf)
        assert (metric, rdflib.RDF.type, DQV.Metric) in graph
        assert graph.value(measurement, DQV.computedOn) == catalog
        values[str(metric).rpartition("/")[2]] = float(graph.value(measurement, DQV.value))
        assert client.get(
            str(metric).partition("/def/")[1] + str(metric).partition("/def/")[2]
        ).is_success
    assert set(values) == {"median-score", "graded-share"}
    assert values["graded-share"] == 1.0


def test_a_browser_is_sent_to_the_page(client, own):
    answer = client.get(own, headers={"accept": "text/html"}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/catalogs/")


def test_a_catalogue_has_a_badge(client, own):
    known = client.get(f"{own}/badge.svg")
    assert known.headers["content-type"].startswith("image/svg")
    assert "/100" in known.text
    assert (
        client.get(f"{own}/badge.svg", headers={"if-none-match": known.headers["etag"]}).status_code
        == 304
    )
    assert client.get(f"{GONE}/badge.svg").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "invalid_request"),
        ({"url": ""}, 422, "invalid_request"),
        ({"url": "https://a.example/", "kind": "rss"}, 422, "invalid_request"),
        ({"url": "https://a.example/", "more": 1}, 422, "invalid_request"),
        ({"url": "file:///etc/passwd"}, 422, "scheme_refused"),
        ({"url": "http://169.254.169.254/"}, 422, "address_not_public"),
        ({"url": "https://u:p@a.example/"}, 422, "userinfo_refused"),
        ({"url": "https://a.example/", "schedule": "whenever"}, 422, "bad_schedule"),
        ({"url": "https://a.example/", "schedule": "* * * * *"}, 422, "bad_schedule"),
        ({"url": "https://a.example/", "schedule": "0 0 3 * * 1"}, 422, "bad_schedule"),
        ({"url": "https://a.example/", "schedule": "0 3 30 2 *"}, 422, "bad_schedule"),
    ],
)
def test_a_catalogue_that_is_not_taken_says_why(client, body, status, code):
    answer = client.post("/v1/catalogs", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", GONE, None, 404, "not_found"),
        ("DELETE", GONE, None, 404, "not_found"),
        ("GET", GONE + ".ttl", None, 404, "not_found"),
        ("GET", GONE + "/datasets", None, 404, "not_found"),
        ("GET", GONE + "/summary", None, 404, "not_found"),
        ("GET", GONE + "/export.parquet", None, 404, "not_found"),
        ("GET", GONE + "/export.csv", None, 404, "not_found"),
        ("POST", GONE + "/runs", {}, 404, "not_found"),
        ("GET", GONE + "/runs/x", None, 404, "not_found"),
        ("GET", GONE + "/runs/x/events", None, 404, "not_found"),
        ("DELETE", GONE + "/runs/x", None, 404, "not_found"),
        ("GET", "/v1/catalogs?after=zz", None, 400, "bad_cursor"),
        ("GET", "/v1/catalogs?limit=0", None, 422, "invalid_request"),
    ],
)
def test_what_is_not_there_is_said_so(client, method, path, body, status, code):
    answer = client.request(method, path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "body", [{"policy": "some"}, {"harvest": "half"}, {"policy": "due", "x": 1}, [1], "due"]
)
def test_a_run_that_is_not_taken_says_why(client, own, body):
    answer = client.post(f"{own}/runs", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert client.post(f"{own}/runs", content=b"{").json()["code"] == "not_json"


def test_one_run_at_a_time_cancelled_once(client, town):
    url = _publish(town, f"slow-{uuid4().hex}", 1)
    town.pages[
        url.partition(f":{town.port}")[2]
    ].status = 429  # it asks for patience: the run waits
    catalog = client.post("/v1/catalogs", json={"url": url}).json()
    own = f"/v1/catalogs/{catalog['id']}"
    run = client.post(f"{own}/runs", json={"policy": "all"}).json()
    second = client.post(f"{own}/runs")
    assert (second.status_code, second.json()["code"]) == (409, "run_in_progress")
    assert run["id"] in second.json()["title"]
    cancelled = client.delete(f"{own}/runs/{run['id']}")
    assert cancelled.json()["state"] == "cancelled"
    assert client.delete(f"{own}/runs/{run['id']}").is_success  # again: still cancelled
    assert client.get(f"{own}/runs/{run['id']}").json()["ended_at"]
    assert client.delete(own).status_code == 204
    assert client.get(own).status_code == 404


def test_a_run_that_has_ended_cannot_be_cancelled(client, own, done):
    answer = client.delete(f"{own}/runs/{done[1].json()['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "run_ended")


def test_a_list_may_be_dropped(client, town):
    good = f"http://127.0.0.1:{town.port}/evian/1.csv"
    files = {"file": ("liste.csv", f"titre;url\nUn;{good}\n".encode(), "text/csv")}
    answer = client.post("/v1/catalogs", files=files, data={"title": "Ma liste"})
    catalog = answer.json()
    assert (answer.status_code, catalog["kind"], catalog["datasets"]) == (201, "list", 1)
    assert catalog["title"] == "Ma liste"
    run = client.post(f"/v1/catalogs/{catalog['id']}/runs")
    with client.stream("GET", run.headers["location"] + "/events") as news:
        last = [line for line in news.iter_lines() if line.startswith("data: ")][-1]
    assert json.loads(last[6:])["items"]["succeeded"] == 1


@pytest.mark.parametrize("body", [b"", b"a,b\n1,2\n", b"\x00\xff\xfe"])
def test_a_dropped_file_that_lists_nothing_is_refused(client, body):
    answer = client.post("/v1/catalogs", files={"file": ("x.csv", body, "text/csv")})
    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_list")
    nothing = client.post("/v1/catalogs", files={"other": ("x.csv", body, "text/csv")})
    assert nothing.json()["code"] == "nothing_to_list"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_shows_it_all_without_javascript(client, own, done, lang):
    page = client.get(own.removeprefix("/v1"), params={"lang": lang})
    text = page.text
    assert page.status_code == 200
    assert f'<html lang="{lang}">' in text
    for part in ("Ville d’Évian 0", "=HYPERLINK(1)", "export.csv", "badge.svg", 'name="policy"'):
        assert part in text
    assert "<progress" not in text  # nothing is under way
    one = client.get(
        own.removeprefix("/v1"), params={"lang": lang, "organisation": "ville-devian-1"}
    )
    assert "Socle commun des données locales" in one.text
    assert "scdl/subventions" in one.text
    assert client.get("/catalogs", params={"lang": lang}).text.count(done[0]["id"]) == 1


def test_forms_of_the_pages_begin_and_cancel_runs(client, town):
    url = _publish(town, f"form-{uuid4().hex}", 1)
    town.pages[url.partition(f":{town.port}")[2]].status = 429
    added = client.post("/catalogs", data={"url": url, "lang": "en"}, follow_redirects=False)
    assert added.status_code == 303
    page = added.headers["location"]
    shown = client.get(page).text
    assert "<progress" in shown
    path = page.partition("?")[0]
    again = client.post(f"{path}/runs", data={"policy": "all"}, follow_redirects=False)
    assert again.status_code == 303
    run = client.get(f"/v1{path}/runs").json()["items"][0]
    gone = client.post(f"{path}/cancel", data={"run": run["id"]}, follow_redirects=False)
    assert gone.status_code == 303
    assert client.get(f"/v1{path}/runs/{run['id']}").json()["state"] == "cancelled"
    assert "<progress" not in client.get(page).text


@pytest.mark.parametrize("url", ["", "nothing", "file:///etc/passwd", "http://127.0.0.1:1/"])
def test_a_form_that_is_not_taken_says_why_and_keeps_what_was_typed(client, url):
    answer = client.post("/catalogs", data={"url": url, "lang": "en"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert f'value="{url}"' in answer.text
    assert client.get("/catalogs/nobody").status_code == 404
    assert client.get("/catalogs?after=zz").status_code == 400
