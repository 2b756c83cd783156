"""An address with a secret is fetched whole, shown cut, and found again by whoever knows it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.redact import Redacting
from rules.core.assessment import dataset_id

ROOT = Path(__file__).parents[2]
S = "S3cr3tValue0123456789"
BODY = "nom,montant,date\nA,1,2026-01-01\nB,x,2026-01-02\n" * 3
SCHEMA = {"fields": [{"name": "nom"}, {"name": "montant", "type": "number"}]}


@pytest.fixture(scope="module")
def one(client, town):
    """One file under a signed address, held against a schema under another."""
    url = f"{town.publish('/signed.csv', BODY)}?x=1&sig={S}"
    schema = f"{town.publish('/schema.json', json.dumps(SCHEMA))}?token={S}"
    answer = client.post("/v1/assessments", json={"url": url, "schema": schema})
    assert answer.status_code == 200, answer.text
    return url, answer


@pytest.fixture(scope="module")
def many(client, town):
    """A dataset of several files, each under a signed address, found under one."""
    for path in ("/pack/a.csv", "/pack/b.csv"):
        town.publish(path, BODY)
    files = [
        {"name": n, "path": f"{n}.csv?X-Amz-Signature={S}", "schema": SCHEMA} for n in ("a", "b")
    ] + [{"name": "c", "path": f"c.pdf?apikey={S}"}]
    package = json.dumps({"resources": files})
    url = f"{town.publish('/pack/datapackage.json', package)}?access_token={S}"
    answer = client.post("/v1/assessments", json={"url": url})
    assert answer.status_code == 200, answer.text
    return url, answer


@pytest.fixture(params=["one", "many"])
def asked(request):
    return request.getfixturevalue(request.param)


def test_the_files_were_fetched_by_their_whole_address(one, many):
    assert one[1].json()["resource"]["rows"] == 8
    assert one[1].json()["schema"]["name"].endswith("token=…")
    assert [r["rows"] for r in many[1].json()["resources"]] == [8, 8]


def test_no_answer_shows_the_secret(client, asked):
    url, answer = asked
    shape = answer.json()
    own = shape["dataset"]["id"]
    assert own == dataset_id(url)
    assert "…" in shape["dataset"]["url"]
    job = client.post("/v1/assessments", json={"url": url}, headers={"prefer": "respond-async"})
    pages = [
        answer,
        job,
        client.get(f"/jobs/{job.json()['id']}"),
        *(client.get(f"/v1/assessments/{shape['id']}{end}") for end in ("", ".ttl", ".jsonld")),
        client.get(f"/v1/assessments/{shape['id']}", headers={"accept": "application/rdf+xml"}),
        *(client.get(path, params={"lang": "en"}) for path in ("/", f"/datasets/{own}")),
        client.get(f"/v1/datasets/{own}"),
        client.get(f"/v1/datasets/{own}/history"),
        client.get("/v1/datasets", params={"limit": 200}),
        client.get("/badge.svg", params={"url": url}),
        client.get(f"/v1/datasets/{own}/badge.svg"),
        *(client.get(f"/datasets/{r['id']}") for r in shape.get("resources", ())),
    ]
    for page in pages:
        assert page.status_code in {200, 202, 303}, page.url
        assert S not in page.text, page.url
        assert S not in str(page.headers), page.url


def test_it_is_found_by_its_whole_address_and_by_its_id_not_by_what_is_shown(client, asked):
    url, answer = asked
    shape = answer.json()
    found = client.get("/v1/datasets", params={"url": url})
    assert found.json()["dataset"]["id"] == shape["dataset"]["id"]
    shown = client.get("/v1/datasets", params={"url": shape["dataset"]["url"]})
    assert shown.status_code == 404
    badge = shape["links"]["badge"]
    assert badge.endswith(f"/v1/datasets/{shape['dataset']['id']}/badge.svg")
    page = client.get(f"/datasets/{shape['dataset']['id']}").text
    assert "/?url=" not in page


def test_a_graph_names_such_a_file_by_an_address_of_ours(client, asked):
    shape = asked[1].json()
    graph = client.get(f"/v1/assessments/{shape['id']}.ttl").text
    assert f"/v1/datasets/{shape['dataset']['id']}#file" in graph
    assert "E2%80%A6" not in graph.replace("schema.json", "")


def test_an_address_without_secrets_is_shown_whole(client, town):
    url = town.publish("/open.csv", BODY) + "?format=csv&code=75056"
    shape = client.post("/v1/assessments", json={"url": url}).json()
    assert shape["dataset"]["url"] == shape["resource"]["url"] == url
    assert "/badge.svg?url=" in shape["links"]["badge"]
    assert "/?url=" in client.get(f"/datasets/{shape['dataset']['id']}").text


def test_a_schema_that_is_not_found_is_not_named_with_its_secret(client):
    order = {"url": "http://127.0.0.1:9/a.csv", "schema": f"x/y?token={S}"}
    answer = client.post("/v1/assessments", json=order)
    assert answer.status_code == 422
    assert S not in answer.text


@pytest.mark.parametrize("form", ["text", "json", "html", "junit", "sarif"])
def test_no_report_of_the_command_line_shows_the_secret(town, one, form, tmp_path):
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "QUALIDATA_DATA_DIR": str(tmp_path),
        "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
        "QUALIDATA_FETCH_ALLOW_PORTS": str(town.port),
    }
    code = "from app.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "score", one[0], "--format", form],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert S not in done.stdout + done.stderr


def test_a_log_line_shows_no_secret(caplog):
    log = logging.getLogger("test.secrets")
    cutting = Redacting()
    log.addFilter(cutting)
    with caplog.at_level(logging.INFO, "test.secrets"):
        log.info('%s - "%s %s" %d', "127.0.0.1:1", "GET", f"/badge.svg?url=http://h/?sig={S}", 200)
        log.info("fetching https://u:%s@h.fr/?token=%s", S, S)
        log.warning({"not": "text"})
    assert "sig=…" in caplog.text
    assert "GET" in caplog.text
