"""What any HTTP client may count on: a sound description, HEAD, preflights, badges, no echo."""

from __future__ import annotations

import pytest

SMALL = "nom,montant\nA,1\nB,2\n"
SVG, PROBLEM = "image/svg+xml", "application/problem+json"


@pytest.fixture(scope="module")
def known(client, town):
    """A dataset whose address was given with blanks round it and a space inside."""
    url = town.publish("/deux%20mots.csv", SMALL)
    spaced = f"  {url.replace('%20', ' ')} "
    answer = client.post("/v1/assessments", json={"url": spaced})
    assert answer.status_code == 200, answer.text
    assert answer.json()["dataset"]["url"] == url
    return answer.json()["dataset"]


def references(part):
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


@pytest.fixture(scope="module")
def api(client):
    return client.get("/openapi.json").json()


def test_every_reference_of_the_description_leads_somewhere(api):
    found = set(references(api))
    assert "#/components/schemas/ProblemShape" in found
    for reference in found:
        place = api
        for step in reference.removeprefix("#/").split("/"):
            assert step in place, reference
            place = place[step]


def test_every_operation_describes_its_refusals_as_problems(api):
    assert "HTTPValidationError" not in str(api["paths"])
    for path, operations in api["paths"].items():
        for operation in operations.values():
            assert list(operation["responses"]["422"]["content"]) == [PROBLEM], path
    assert list(api["paths"]["/badge.svg"]["get"]["responses"]["200"]["content"]) == [SVG]


PATHS = ["/", "/healthz", "/badge.svg", "/badge.json", "/v1/rules", "/openapi.json", "/rules"]


@pytest.mark.parametrize("path", [*PATHS, "/datasets/{id}", "/v1/datasets/{id}/badge.svg"])
def test_head_is_get_without_its_body(client, known, path):
    asked, got = (client.request(m, path.format(**known)) for m in ("HEAD", "GET"))
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["content-length"] == str(len(got.content))
    assert asked.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/assess", 405)])
def test_head_works_only_where_get_does(client, path, status):
    assert client.head(path).status_code == status


@pytest.mark.parametrize("path", ["/v1/assessments", "/v1/rules", "/badge.svg", "/validate"])
def test_scripts_of_other_sites_may_ask(client, path):
    answer = client.options(path, headers={"origin": "https://h.fr"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "content-type" in answer.headers["access-control-allow-headers"]


def test_scripts_of_other_sites_may_not_ask_for_the_pages(client):
    answer = client.options("/assess", headers={"origin": "https://h.fr"})
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


ODD = {
    "style": {"style": "plastic"},
    "language": {"lang": "klingon"},
    "label": {"label": "é" * 500},
    "address": {"url": "http://h.fr/" + "a" * 9000},
    "NUL": {"url": "\x00", "label": "\x00"},
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("path", ["/badge.svg", "/v1/datasets/unknown/badge.svg"])
def test_a_badge_is_an_image_whatever_is_asked(client, path, name):
    answer = client.get(path, params={"url": "http://h.fr/never-seen", **ODD[name]})
    assert (answer.status_code, answer.headers["content-type"]) == (200, SVG)
    assert "pas encore évaluée" in answer.text
    assert "é" * 81 not in answer.text


def test_a_badge_still_heeds_what_it_knows(client, known):
    plain, flat = (
        client.get("/badge.svg", params={"url": known["url"], "lang": "en", **more}).text
        for more in ({}, {"style": "flat-square", "label": "é" * 80})
    )
    assert "data quality: " in plain
    assert "not assessed" not in plain
    assert "é" * 80 in flat
    assert "linearGradient" in plain
    assert "linearGradient" not in flat


def test_a_dataset_is_found_by_its_address_with_a_space(client, known):
    spaced = known["url"].replace("%20", " ")
    found = client.get("/v1/datasets", params={"url": spaced})
    assert found.json()["dataset"]["id"] == known["id"]


def test_a_form_takes_an_address_with_a_space(client, known):
    spaced = known["url"].replace("%20", " ")
    answer = client.post("/assess", data={"url": spaced}, follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.parametrize("inside", ["a\nb", "a\tb", "a\x00b"])
def test_a_control_character_in_an_address_is_refused(client, inside):
    answer = client.post("/v1/assessments", json={"url": f"http://h.fr/{inside}.csv"})
    assert (answer.status_code, answer.json()["code"]) == (422, "url_malformed")


@pytest.mark.parametrize("path", ["/rules/", "/v1/rules/", "/healthz/"])
def test_no_redirect_repeats_the_host_that_a_stranger_named(client, path):
    answer = client.get(path, headers={"host": "evil.example"})
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert "evil.example" not in answer.text


FORGED = [
    ("navigate", "cross-site", True),
    ("no-cors", "cross-site", True),
    ("cors", "cross-site", False),
    ("navigate", "same-origin", False),
    ("navigate", "none", False),
]


@pytest.mark.parametrize(("mode", "site", "refused"), FORGED)
@pytest.mark.parametrize("path", ["/assess", "/v1/assessments"])
def test_a_page_of_another_site_cannot_send_a_form_in_its_visitors_name(
    client, path, mode, site, refused
):
    headers = {"sec-fetch-mode": mode, "sec-fetch-site": site}
    answer = client.post(path, data={"url": "ftp://h.fr/"}, headers=headers)
    assert answer.status_code == (403 if refused else 422)
    if refused:
        assert answer.json()["code"] == "cross_site"


def test_a_link_from_another_site_still_leads_here(client):
    headers = {"sec-fetch-mode": "navigate", "sec-fetch-site": "cross-site"}
    assert client.get("/?url=https://h.fr/a.csv", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/v1/webhooks", {"GET", "POST"}),
        ("/v1/webhooks/x", {"DELETE", "GET", "PATCH"}),
        ("/api/resources/x", {"DELETE", "PUT"}),
        ("/catalogs", {"GET", "POST"}),
    ],
)
def test_allow_names_every_method_that_an_address_takes(client, path, methods):
    answer = client.request("PROPFIND", path)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == methods


def test_a_form_of_a_catalogue_is_no_catalogue_to_remove(client):
    answer = client.delete("/v1/catalogs/x.ttl")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert client.delete("/v1/catalogs/x").status_code == 404
