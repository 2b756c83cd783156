"""A portal's dataset over the API: one grade, its files' own assessments, every address of it."""

from __future__ import annotations

from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "demo" / "files"
JSON = {"content-type": "application/json"}


def package(town, name, files):
    resources = ",".join(
        f'{{"id": "{f}", "name": "{f}", "url": "http://127.0.0.1:{town.port}/portal/{f}", '
        '"format": "CSV", "state": "active", "schema": "scdl/subventions"}'
        for f in files
    )
    return (
        f'{{"success": true, "result": {{"name": "{name}", "title": "Jeu {name}", "notes": "Texte",'
        f'"state": "active", "resources": [{resources}]}}}}'
    )


@pytest.fixture(scope="module")
def portal(town):
    town.publish("/portal/good.csv", (DEMO / "subventions-2026.csv").read_bytes())
    town.publish("/portal/bad.csv", (DEMO / "subventions-a-corriger.csv").read_bytes())
    base = f"http://127.0.0.1:{town.port}"

    def publish(name, files):
        town.publish("/api/3/action/package_show", package(town, name, files), headers=JSON)
        return f"{base}/dataset/{name}"

    return publish


@pytest.fixture(scope="module")
def several(client, portal):
    url = portal("deux", ("good.csv", "bad.csv"))
    answer = client.post("/v1/assessments", json={"url": url + "?ref=mail", "expectations": False})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def alone(client, portal):
    url = portal("un", ("good.csv",))
    return client.post("/v1/assessments", json={"url": url, "expectations": False}).json()


def test_a_dataset_of_several_files_has_their_grades_and_no_resource_of_its_own(several):
    assert several["resource"] is None
    assert [(r["title"], r["grade"]) for r in several["resources"]] == [
        ("good.csv", "A"),
        ("bad.csv", "C"),
    ]
    assert several["dataset"]["title"] == "Jeu deux"
    assert set(several["resources"][0]) >= {"id", "url", "title", "grade", "score"}


def test_findings_and_suggestions_say_which_file_they_are_about(several):
    bad = several["resources"][1]["url"]

    assert {f["resource"] for f in several["findings"] if f["severity"] == "error"} == {bad}
    about = {s["resource"] for s in several["suggestions"]}
    assert {None, bad} <= about


def test_each_files_own_assessment_is_kept_and_reachable(client, several):
    for item in several["resources"]:
        own = client.get(f"/v1/assessments/{item['assessment']}").json()
        latest = client.get(f"/v1/datasets/{item['id']}").json()

        assert own["grade"] == item["grade"]
        assert own["resource"]["url"] == item["url"]
        assert latest["id"] == own["id"]
        assert client.get(item["report"].replace("http://127.0.0.1:8000", "")).status_code == 200


def test_a_dataset_is_found_by_its_page_by_its_api_and_as_it_was_asked(client, town, several):
    base = f"http://127.0.0.1:{town.port}"
    for url in (
        f"{base}/dataset/deux",
        f"{base}/dataset/deux?ref=mail",
        f"{base}/api/3/action/package_show?id=deux",
    ):
        found = client.get("/v1/datasets", params={"url": url}).json()
        assert found["id"] == several["id"]
    badge = client.get("/badge.json", params={"url": f"{base}/dataset/deux?ref=mail"}).json()
    assert badge["message"].startswith(several["grade"])


def test_one_file_alone_stands_for_the_dataset_and_is_found_by_its_own_address(client, town, alone):
    file = f"http://127.0.0.1:{town.port}/portal/good.csv"
    found = client.get("/v1/datasets", params={"url": file}).json()

    assert alone["resource"]["url"] == file
    assert alone["resources"] == []
    assert alone["dataset"]["url"].endswith("/dataset/un")
    assert found["id"] == alone["id"]


def test_other_addresses_of_a_dataset_are_not_listed_as_datasets(client, several, alone):
    listed = client.get("/v1/datasets?limit=200").json()["items"]
    urls = [item["url"] for item in listed]

    assert several["dataset"]["url"] in urls
    assert not [url for url in urls if "package_show" in url or "?ref=mail" in url]
    assert len({item["id"] for item in listed}) == len(listed)


def test_the_report_lists_the_files(client, several):
    page = client.get(f"/datasets/{several['dataset']['id']}?lang=fr").text

    assert "Les fichiers du jeu de données" in page
    assert f"/v1/assessments/{several['resources'][0]['assessment']}" in page


def test_a_catalogue_is_refused_with_a_code(client, town):
    catalogue = '{"dataset": [{"distribution": []}, {"distribution": []}]}'
    url = town.publish("/portal/data.json", catalogue, headers=JSON)
    answer = client.post("/v1/assessments", json={"url": url})

    assert (answer.status_code, answer.json()["code"]) == (422, "several_datasets")
