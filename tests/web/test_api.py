"""The frozen contract, asked over real HTTP."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "demo" / "files"
KEYS = {
    "id", "dataset", "resource", "schema", "assessed_at", "policy", "grade", "score", "coverage",
    "limits", "dimensions", "documentation", "measurements", "findings", "suggestions", "plan",
    "profile", "valid_rows", "lang", "links",
}  # fmt: skip
DIMENSIONS = {"schema", "completeness", "freshness", "readability", "accessibility"}
SMALL = "nom,montant\nAlpha,1\nBeta,2\n"


def assess(client, **order):
    return client.post("/v1/assessments", json=order)


@pytest.fixture(scope="module")
def good(client, town):
    url = town.publish("/good.csv", (DEMO / "subventions-2026.csv").read_bytes())
    answer = assess(
        client,
        url=url,
        schema="scdl/subventions",
        frequency="annual",
        modified="2026-10-01T00:00:00Z",
        metadata={"title": "Subventions", "licence": "etalab-2.0"},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def bad(client, town):
    url = town.publish("/bad.csv", (DEMO / "subventions-a-corriger.csv").read_bytes())
    answer = assess(client, url=url, schema="scdl/subventions")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_assessment_has_every_frozen_key(good):
    assert set(good) >= KEYS
    assert {d["id"] for d in good["dimensions"]} == DIMENSIONS
    assert good["schema"]["name"] == "scdl/subventions"


def test_a_good_file_earns_an_a(good):
    assert (good["grade"], good["limits"]) == ("A", [])


def test_a_bad_file_does_not_and_says_why(bad):
    assert bad["grade"] in {"C", "D", "E"}
    assert len(bad["summary"]) == 3
    assert {"date-dmy", "number-comma"} <= {f["cause"] for f in bad["findings"]}
    assert bad["suggestions"][0]["gain"] > 0
    assert bad["resource"]["encoding"] == "windows-1252"
    assert bad["resource"]["delimiter"] == ";"
    assert bad["resource"]["header_row"] == 2


def test_suggestions_are_ranked_by_gain(bad):
    gains = [s["gain"] for s in bad["suggestions"]]
    assert gains == sorted(gains, reverse=True)


def test_the_plan_names_suggestions(bad):
    assert set(bad["plan"]["suggestions"]) <= {s["id"] for s in bad["suggestions"]}


def test_an_assessment_is_read_again_as_it_was(client, good):
    again = client.get(f"/v1/assessments/{good['id']}").json()
    assert again == good


def test_the_same_facts_speak_english(client, good):
    said = client.get(f"/v1/assessments/{good['id']}?lang=en").json()
    assert said["lang"] == "en"
    assert said["summary"] != good["summary"]
    assert said["score"] == good["score"]


def test_a_browser_gets_a_page(client, good):
    page = client.get(f"/v1/assessments/{good['id']}", headers={"accept": "text/html,*/*"})
    assert page.headers["content-type"].startswith("text/html")


def test_a_dataset_is_found_by_its_address(client, good):
    found = client.get("/v1/datasets", params={"url": good["dataset"]["url"]}).json()
    assert found["id"] == good["id"]


def test_datasets_are_listed_in_pages(client, good, bad):
    first = client.get("/v1/datasets?limit=1").json()
    second = client.get("/v1/datasets", params={"limit": 1, "after": first["next"]}).json()
    assert first["items"][0]["id"] != second["items"][0]["id"]


def test_history_keeps_every_assessment(client, town):
    url = town.publish("/history.csv", SMALL)
    ids = [assess(client, url=url).json()["id"] for _ in range(2)]
    dataset = client.get("/v1/datasets", params={"url": url}).json()["dataset"]["id"]
    history = client.get(f"/v1/datasets/{dataset}/history").json()

    assert [item["assessment"] for item in history["items"]] == ids[::-1]


def test_a_dropped_file_is_assessed_without_a_link(client):
    answer = client.post(
        "/v1/assessments",
        files={"file": ("villes.csv", io.BytesIO(SMALL.encode()), "text/csv")},
    ).json()
    by_id = {d["id"]: d for d in answer["dimensions"]}

    assert answer["dataset"]["url"].startswith("urn:sha256:")
    assert (by_id["accessibility"]["status"], by_id["accessibility"]["reason"]) == (
        "not_measured",
        "local_file",
    )


def test_a_dropped_file_is_listed_for_nobody_and_found_by_its_id(client):
    content = b"nom;secret\nA;1\n"
    answer = client.post("/v1/assessments", files={"file": ("mien.csv", content)}).json()
    listed = client.get("/v1/datasets?limit=200").json()["items"]

    assert listed
    assert not any(item["url"].startswith("urn:") for item in listed)
    assert client.get(f"/v1/datasets/{answer['dataset']['id']}").json()["id"] == answer["id"]


def test_a_schema_may_be_given_inline(client, town):
    url = town.publish("/inline.csv", SMALL)
    schema = {"fields": [{"name": "nom", "type": "string"}, {"name": "montant", "type": "integer"}]}
    answer = assess(client, url=url, schema=schema).json()
    assert answer["valid_rows"] == 2


def test_a_schema_may_be_named_in_a_registry(client, town):
    schema = {"name": "listes", "fields": [{"name": "nom"}, {"name": "montant", "type": "number"}]}
    link = town.publish(
        "/listes.json", json.dumps(schema), headers={"content-type": "application/json"}
    )
    entry = {
        "name": "test/listes",
        "title": "Listes",
        "schema_type": "tableschema",
        "versions": [{"version_name": "1.0.0", "schema_url": link}],
        "schema_url": link,
    }
    town.publish(
        "/registry.json",
        json.dumps({"schemas": [entry]}),
        headers={"content-type": "application/json"},
    )
    url = town.publish("/named.csv", SMALL)
    answer = assess(client, url=url, schema="test/listes").json()

    assert answer["schema"]["name"] == "test/listes"
    assert any(s["name"] == "test/listes" for s in client.get("/v1/schemas").json()["schemas"])


BAD_DATA = {
    "404": ({"status": 404, "body": b"no"}, "E", "http_status"),
    "html": (
        {"body": b"<!doctype html><html><body>Connexion</body></html>"},
        "E",
        "not_the_data",
    ),
    "empty": ({"body": b""}, "E", "empty"),
    "header only": ({"body": b"nom,montant\n"}, "E", "no_rows"),
    "unavailable": ({"status": 503, "body": b"later"}, None, "http_status"),
    "too many requests": ({"status": 429, "body": b"later"}, None, "http_status"),
    "noise": ({"body": bytes((i * 7919 + i // 251) % 256 for i in range(100_000))}, "E", None),
}


@pytest.mark.parametrize("name", BAD_DATA)
def test_bad_data_is_an_assessment_that_says_so(client, town, name):
    page, grade, code = BAD_DATA[name]
    url = town.publish(f"/{name.replace(' ', '-')}.csv", **page)
    answer = assess(client, url=url)
    body = answer.json()

    assert (answer.status_code, body["grade"]) == (200, grade)
    assert code is None or body["limits"] == [code]
    assert body["limit_texts"][0]["text"]


def test_a_closed_port_is_a_dead_link(client, town):
    answer = assess(client, url="http://127.0.0.1:8443/x.csv").json()
    assert (answer["grade"], answer["limits"]) == ("E", ["connect_failed"])


REFUSED = {
    "private address": ("http://10.0.0.1/x.csv", "address_not_public"),
    "metadata service": ("http://169.254.169.254/latest", "address_not_public"),
    "file": ("file:///etc/passwd", "scheme_refused"),
    "nonsense": ("nonsense", "url_malformed"),
    "credentials": ("http://a:b@example.org/", "userinfo_refused"),
    "odd port": ("http://example.org:22/", "port_refused"),
    "300 kB": ("http://example.org/" + "a" * 300_000, "url_malformed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_address_is_refused_and_nothing_is_stored(client, name):
    url, code = REFUSED[name]
    answer = assess(client, url=url)
    problem = answer.json()

    assert (answer.status_code, problem["code"]) == (422, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 600
    stored = client.get("/v1/datasets", params={"url": url[:8000]})
    assert stored.status_code in {404, 422}


def test_an_unknown_schema_is_refused(client, town):
    url = town.publish("/unknown-schema.csv", SMALL)
    answer = assess(client, url=url, schema="no/such-schema")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_schema")


BODIES = {
    "not JSON": (b"{url: 1}", 400, "not_json"),
    "not UTF-8": (b"\xff\xfe\xfa", 400, "not_json"),
    "a list": (b"[]", 422, "invalid_request"),
    "empty": (b"", 400, "not_json"),
    "deep": (b"[" * 100_000, 400, "not_json"),
    "lone surrogate": (b'{"url": "\\ud800"}', 422, "invalid_request"),
    "NUL": (b'{"url": "http://a\\u0000b/"}', 422, "url_malformed"),
    "unknown field": (b'{"url": "http://a/", "x": 1}', 422, "invalid_request"),
    "5 MB": (b'{"url": "' + b"a" * 5_000_000 + b'"}', 413, "body_too_large"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_gets_its_code_and_no_echo(client, name):
    body, status, code = BODIES[name]
    answer = client.post(
        "/v1/assessments", content=body, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(answer.content) < 1000


def test_a_badge_shows_the_grade_and_is_cached_by_its_tag(client, good):
    badge = client.get("/badge.svg", params={"url": good["dataset"]["url"]})
    again = client.get(
        "/badge.svg",
        params={"url": good["dataset"]["url"]},
        headers={"if-none-match": badge.headers["etag"]},
    )
    assert badge.headers["content-type"].startswith("image/svg+xml")
    assert "A ·" in badge.text
    assert again.status_code == 304


def test_an_unknown_badge_is_an_image_all_the_same(client):
    badge = client.get("/badge.svg", params={"url": "http://example.org/never-seen"})
    assert (badge.status_code, badge.text[:4]) == (200, "<svg")


def test_the_json_badge_holds_only_what_shields_accepts(client, good):
    badge = client.get("/badge.json", params={"url": good["dataset"]["url"]}).json()
    assert set(badge) <= {"schemaVersion", "label", "message", "color", "cacheSeconds", "isError"}
    assert badge["schemaVersion"] == 1


def test_the_rule_book_is_complete(client):
    book = client.get("/v1/rules").json()
    assert len(book["rules"]) >= 25
    assert sum(d["weight"] for d in book["dimensions"]) == 100


def test_health_and_readiness(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["database"] is True


@pytest.mark.parametrize("path", ["/", "/rules", "/schemas", "/?lang=en", "/nowhere"])
def test_pages_are_served_under_a_strict_policy(client, path):
    page = client.get(path, headers={"accept": "text/html"})
    assert page.status_code == (404 if path == "/nowhere" else 200)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<h1" in page.text


def test_the_form_leads_to_the_report(client, town):
    url = town.publish("/form.csv", SMALL)
    answer = client.post("/assess", data={"url": url, "lang": "fr"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "form.csv" in answer.text


def test_the_form_comes_back_with_what_was_wrong(client):
    answer = client.post("/assess", data={"url": "http://10.0.0.1/x.csv", "lang": "fr"})
    assert answer.status_code == 422
    assert "http://10.0.0.1/x.csv" in answer.text


def test_the_api_describes_itself(client):
    api = client.get("/openapi.json").json()
    assert "/v1/assessments" in api["paths"]
    assert all("operationId" in op for path in api["paths"].values() for op in path.values())
