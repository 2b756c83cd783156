"""However an address is written, it is one dataset to the service."""

import json


def test_every_spelling_finds_the_same_assessment_and_badge(client, town):
    url = town.publish("/d%C3%A9pot/budget.csv", "nom;montant\nMairie;1\nÉcole;2\n")
    odd = url.replace("http://", " HTTP://").replace("/d%C3%A9pot", "/x/../dépot") + "#page=2"
    made = client.post("/v1/assessments", json={"url": odd}).json()

    assert made["dataset"]["url"] == url
    assert made["resource"]["bytes"]
    for spelling in (url, odd, url + "#page=2"):
        found = client.get("/v1/datasets", params={"url": spelling}).json()
        assert found["dataset"]["id"] == made["dataset"]["id"]
        assert made["grade"] in client.get("/badge.svg", params={"url": spelling}).text


def test_another_address_is_another_dataset(client, town):
    one = town.publish("/budget-1.csv", "nom;montant\nMairie;1\n")
    other = town.publish("/Budget-1.csv", "nom;montant\nMairie;1\n")
    made = [client.post("/v1/assessments", json={"url": url}).json() for url in (one, other)]

    assert made[0]["dataset"]["id"] != made[1]["dataset"]["id"]


def test_a_files_address_in_a_portals_record_is_spelt_alike(client, town):
    file = town.publish("/fichiers/b%20c.csv", "nom;montant\nMairie;1\n")
    base = file.removesuffix("/fichiers/b%20c.csv")
    package = {
        "name": "budget",
        "title": "Budget",
        "resources": [{"name": "b", "path": "/x/../fichiers/b c.csv", "format": "csv"}],
    }
    town.publish(
        "/datapackage.json", json.dumps(package), headers={"content-type": "application/json"}
    )
    made = client.post("/v1/assessments", json={"url": base + "/datapackage.json"}).json()

    assert made["resource"]["url"] == file, made
