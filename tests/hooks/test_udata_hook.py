"""udata announces what it publishes; the grade finds its way back, and no echo goes round."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy import create_engine, text

from app.portal import Portal
from app.settings import Settings
from tests.hooks.conftest import quick, wait_for
from tests.hooks.portals import KEY, TOKEN, FakeUdata, event
from tests.jobs.conftest import _served

ROOT = Path(__file__).parents[2]
GOOD = (ROOT / "demo" / "files" / "subventions-2026.csv").read_bytes()
WRONG = (ROOT / "demo" / "files" / "subventions-a-corriger.csv").read_bytes()
PAYLOAD = ROOT.parent / "shared" / "corpus" / "payloads" / "udata" / "api1_dataset_composed.json"
SCHEMA = {"name": "scdl/subventions", "version": None, "url": None}


@pytest.fixture(scope="module")
def _udata():
    udata = FakeUdata()
    yield udata
    udata.close()


@pytest.fixture(scope="module")
def analyser(_udata, tmp_path_factory):
    """A service that knows the portal."""
    portal = Portal(url=_udata.base, token=SecretStr(TOKEN), key=SecretStr(KEY))
    settings = quick(tmp_path_factory.mktemp("udata-data"), _udata.port, portals=(portal,))
    with _served(settings) as client:
        client.engine = create_engine(f"sqlite:///{settings.data_dir / 'qualidata.db'}")
        yield client
        client.engine.dispose()


@pytest.fixture
def udata(_udata, analyser):
    """The portal, as quiet as at the start."""
    _udata.hook = str(analyser.base_url).rstrip("/")
    _udata.echoes, _udata.touches, _udata.statuses = True, False, []
    return _udata


@pytest.fixture
def look(analyser):
    def run(statement, **facts):
        with analyser.engine.connect() as connection:
            return connection.execute(text(statement), facts).all()

    return run


@pytest.fixture
def settled(look):
    """Wait until nothing is to be done any more, neither work nor messages."""
    busy = """SELECT 1 FROM work_item WHERE state IN ('queued', 'running')
      UNION ALL SELECT 1 FROM delivery WHERE state IN ('waiting', 'sending')"""
    return lambda: wait_for(lambda: not look(busy))


def jobs(look, resource):
    seen = "SELECT count(*) AS items FROM work_item WHERE url LIKE :url"
    return look(seen, url=f"%{resource['id']}%")[0].items


def test_a_published_resource_is_assessed_and_its_grade_written_back(analyser, udata, settled):
    dataset, resource = udata.publish(GOOD, schema=SCHEMA)
    answer = udata.announce(dataset, resource, "POST")
    assert answer.status_code == 201
    wait_for(lambda: udata.of(resource["id"]))
    (said,) = udata.of(resource["id"])
    assert said["quality:grade"] == "A"
    assert said["quality:status"] == "measured"
    assert 90 <= said["quality:score"] <= 100
    report = "/" + said["quality:report"].split("/", 3)[3]
    assert analyser.get(report).status_code == 200
    for key in ("quality:badge", "quality:assessment"):
        assert analyser.get("/" + said[key].split("/", 3)[3]).status_code == 200, key
    assert said["validation-report:schema_name"] == "scdl/subventions"
    assert said["validation-report:valid_resource"] is True
    assert said["validation-report:nb_errors"] == 0
    assert said["validation-report:errors"] == []
    assert resource["extras"]["check:available"] is True


def test_the_report_of_a_bad_file_has_the_shape_that_portals_read(udata, settled):
    dataset, resource = udata.publish(WRONG, schema=SCHEMA)
    udata.announce(dataset, resource, "POST")
    (said,) = wait_for(lambda: udata.of(resource["id"]))
    report = {k.partition(":")[2]: v for k, v in said.items() if k.startswith("validation-report:")}
    assert set(report) == {
        "schema_name",
        "schema_version",
        "schema_type",
        "validator",
        "valid_resource",
        "nb_errors",
        "errors",
        "validation_date",
    }
    assert report["schema_type"] == "tableschema"
    assert report["valid_resource"] is False
    assert 0 < report["nb_errors"] <= 100
    assert 0 < len(report["errors"]) <= 100
    for error in report["errors"]:
        assert isinstance(error["tags"], list)
        assert error["tags"]
        assert error["code"] == error["type"]
        assert error["message"]
        assert error["title"]
    assert any(error.get("rowNumber") and error.get("cell") for error in report["errors"])
    assert all(set(one) == {"title", "gain"} for one in said["quality:advice"])


def test_a_resource_without_a_schema_gets_our_keys_only(udata, settled):
    dataset, resource = udata.publish(b"x,y\n1,2\n3,4\n")
    udata.announce(dataset, resource, "POST")
    (said,) = wait_for(lambda: udata.of(resource["id"]))
    assert {key.partition(":")[0] for key in said} == {"quality"}


@pytest.mark.parametrize("touches", [False, True])
def test_what_we_write_back_sets_nothing_off(udata, settled, look, touches):
    udata.touches = touches
    dataset, resource = udata.publish(GOOD)
    udata.announce(dataset, resource, "POST")
    answers = lambda: [status for own, status in udata.answers if own == resource["id"]]  # noqa: E731 # read again and again
    wait_for(lambda: len(answers()) == 2)  # the announcement's, and that of the echo of our write
    settled()
    udata.announce(dataset, udata.datasets[dataset]["resources"][0])
    settled()
    assert len(udata.of(resource["id"])) == 1
    assert jobs(look, resource) == (2 if touches else 1)
    assert answers() == [201, 200, 200]


def test_the_same_word_twice_is_one_assessment_and_one_write(udata, settled, look):
    udata.echoes = False
    dataset, resource = udata.publish(GOOD)
    for method in ("POST", "POST", "PUT"):
        assert udata.announce(dataset, resource, method).status_code in {200, 201}
    wait_for(lambda: udata.of(resource["id"]))
    settled()
    assert (jobs(look, resource), len(udata.of(resource["id"]))) == (1, 1)


def test_new_data_is_looked_at_and_told_again(udata, settled):
    dataset, resource = udata.publish(GOOD, schema=SCHEMA)
    udata.announce(dataset, resource, "POST")
    wait_for(lambda: udata.of(resource["id"]))
    settled()
    kept = udata.datasets[dataset]["resources"][0]
    udata.files[kept["url"].removeprefix(udata.base)] = WRONG
    kept.update(filesize=len(WRONG), last_modified="2026-11-22T09:00:00+00:00")
    assert udata.announce(dataset, kept).status_code == 200
    wait_for(lambda: len(udata.of(resource["id"])) == 2)
    first, second = udata.of(resource["id"])
    assert second["quality:score"] < first["quality:score"]
    settled()
    assert len(udata.of(resource["id"])) == 2


def test_an_assessment_ordered_by_anyone_reaches_the_portal_too(analyser, udata, settled):
    dataset, resource = udata.publish(GOOD)
    udata.announce(dataset, resource, "POST")
    wait_for(lambda: udata.of(resource["id"]))
    settled()
    udata.files[resource["url"].removeprefix(udata.base)] = b"<html>Maintenance</html>"
    url = f"{udata.base}/api/1/datasets/{dataset}/resources/{resource['id']}/"
    analyser.post("/v1/assessments", json={"url": url}, headers={"prefer": "wait=60"})
    wait_for(lambda: len(udata.of(resource["id"])) == 2)
    assert udata.of(resource["id"])[1]["quality:grade"] == "E"


def test_a_portal_that_is_unwell_is_told_later(udata, settled, look):
    udata.statuses = [503, 500]
    dataset, resource = udata.publish(GOOD)
    udata.announce(dataset, resource, "POST")
    wait_for(lambda: udata.of(resource["id"]))
    settled()
    rows = look(
        "SELECT d.state, d.tries FROM delivery AS d JOIN portal_resource AS p "
        "ON p.id = d.resource_id WHERE p.resource_id = :id ORDER BY d.number",
        id=resource["id"],
    )
    assert rows[0].state == "delivered"
    assert [one["status"] for one in json.loads(rows[0].tries)] == [503, 500, 200]


def test_a_file_that_cannot_be_had_for_now_says_so_and_takes_no_grade_away(udata, settled):
    dataset, resource = udata.publish(GOOD)
    udata.announce(dataset, resource, "POST")
    wait_for(lambda: udata.of(resource["id"]))
    settled()
    udata.datasets[dataset]["private"] = True
    kept = udata.datasets[dataset]["resources"][0]
    kept["last_modified"] = "2026-11-22T09:00:00+00:00"
    udata.announce(dataset, kept)
    wait_for(lambda: len(udata.of(resource["id"])) == 2)
    said = udata.of(resource["id"])[1]
    assert said["quality:status"] == "not_measured"
    assert said["quality:reason"] == "dataset_private"
    assert "quality:grade" not in said
    assert kept["extras"]["quality:grade"] in "ABCDE"


def test_a_deleted_resource_is_forgotten(udata, settled, look):
    udata.echoes = False
    dataset, resource = udata.publish(GOOD)
    udata.announce(dataset, resource, "POST")
    wait_for(lambda: udata.of(resource["id"]))
    settled()
    gone = udata.announce(dataset, resource, "DELETE")
    assert (gone.status_code, gone.content) == (204, b"")
    assert udata.announce(dataset, resource, "DELETE").status_code == 404
    udata.announce(dataset, resource, "POST")
    wait_for(lambda: len(udata.of(resource["id"])) == 2)


@pytest.mark.parametrize(
    "more",
    [
        {"title": "\ud800"},
        {"title": "\u0000\u202e"},
        {"extras": {"a": "\ud800", "b": [{"c": 1e308}]}},
        {"filesize": 10**400},
        {"schema": {"name": {"deep": [1]}}},
        {"last_modified": "yesterday"},
        {"url": "http://10.0.0.1/x.csv"},
        {"url": "nonsense"},
    ],
)
def test_strange_announcements_are_taken_or_refused_and_never_break(analyser, udata, settled, more):
    dataset, resource = udata.publish(GOOD)
    body = json.dumps(event(dataset, resource | more))
    headers = {"authorization": f"Bearer {TOKEN}"}
    answer = analyser.post("/api/resources/", content=body, headers=headers)
    assert answer.status_code in {201, 400}
    settled()


@pytest.mark.parametrize("kind", ["documentation", "code", "api", "update", "other"])
def test_what_does_not_count_for_its_dataset_is_noted_and_not_assessed(udata, settled, look, kind):
    dataset, resource = udata.publish(GOOD, type=kind)
    assert udata.announce(dataset, resource, "POST").status_code == 201
    settled()
    assert (jobs(look, resource), udata.of(resource["id"])) == (0, [])


def test_the_answer_is_the_resource_as_hydra_answers(udata, settled):
    dataset, resource = udata.publish(GOOD, schema=SCHEMA)
    answer = udata.announce(dataset, resource, "POST")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == event(dataset, resource)["document"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    ("header", "status", "said"),
    [
        (None, 401, "Missing authorization header"),
        ("Bearer", 403, "Invalid authorization header"),
        ("Basic dXNlcjpwdw==", 403, "Invalid authorization header"),
        ("Bearer not-the-token", 403, "Token doesn't exist"),
    ],
)
def test_who_has_no_token_is_sent_away_as_hydra_does(udata, method, header, status, said):
    dataset, resource = udata.publish(GOOD)
    headers = {"Authorization": header} if header else {"accept": "*/*"}
    answer = udata.announce(dataset, resource, method, **headers)
    assert (answer.status_code, answer.text) == (status, f"{status}: {said}")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"stupid": "stupid"}', "dataset_id"),
        (b"not json", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "error"),
        (b'{"dataset_id": NaN}', "not JSON"),
        (b'{"dataset_id": "d", "resource_id": 7}', "resource_id"),
        (b'{"dataset_id": "../..", "resource_id": "x", "document": null}', "dataset_id"),
        (
            b'{"dataset_id": "d", "resource_id": "00000000-0000-0000-0000-000000000000", "document": null}',
            "Missing document body",
        ),
    ],
)
@pytest.mark.parametrize("path", ["", "/", "/00000000-0000-0000-0000-000000000000"])
def test_what_is_no_announcement_is_a_400(analyser, body, said, path):
    method = "PUT" if len(path) > 1 else "POST"
    headers = {"authorization": f"Bearer {TOKEN}"}
    answer = analyser.request(method, f"/api/resources{path}", content=body, headers=headers)
    assert answer.status_code == 400
    assert said in answer.text


def test_an_id_that_is_none_is_a_400_and_an_unknown_one_a_404(analyser, udata):
    headers = {"authorization": f"Bearer {TOKEN}"}
    assert analyser.delete("/api/resources/STUPID-ID", headers=headers).status_code == 400
    assert analyser.delete(f"/api/resources/{uuid4()}", headers=headers).status_code == 404
    dataset, resource = udata.publish(GOOD)
    body = event(dataset, resource)
    mismatch = analyser.put(f"/api/resources/{uuid4()}/", json=body, headers=headers)
    assert mismatch.status_code == 400


@pytest.mark.skipif(not PAYLOAD.exists(), reason="the corpus is not beside this repository")
def test_a_real_record_of_data_gouv_fr_is_understood(analyser, udata, settled):
    known = json.loads(PAYLOAD.read_text())
    resource = next(r for r in known["resources"] if r["format"] == "csv")
    resource["url"] = udata.base + udata.file(GOOD)
    udata.datasets[known["id"]] = known
    document = resource | {
        "checksum_type": resource["checksum"]["type"],
        "checksum_value": resource["checksum"]["value"],
    }
    assert udata.announce(known["id"], document, "POST").status_code == 201
    (said,) = wait_for(lambda: udata.of(resource["id"]))
    assert said["quality:status"] == "measured"
    page = said["quality:report"].rpartition("/")[2]
    seen = analyser.get(f"/v1/datasets/{page}").json()
    assert seen["dataset"]["title"] == known["title"]


def test_where_no_portal_is_known_anyone_may_announce_and_nothing_is_written(tmp_path, town):
    url = town.publish("/open.csv", body=GOOD)
    own = str(uuid4())
    document = {"id": own, "url": url, "title": "Subventions", "extras": {}}
    body = {"resource_id": own, "dataset_id": "d1", "document": document}
    with _served(quick(tmp_path, town.port)) as client:
        answer = client.post("/api/resources/", json=body, headers={"authorization": "Bearer any"})
        assert answer.status_code == 201

        def known():
            return client.get("/v1/datasets", params={"url": url})

        wait_for(lambda: known().status_code == 200)
        assert known().json()["dataset"]["title"] == "Subventions"
        assert client.delete(f"/api/resources/{own}").status_code == 204


@pytest.mark.parametrize(
    "portals",
    [
        '[{"url": "https://a.example", "token": "0123456789abcdef"',
        '[{"url": "ftp://portail.example", "token": "0123456789abcdef"}]',
        '[{"url": "https://portail.example", "token": "short"}]',
        '[{"url": "https://portail.example?x=1", "token": "0123456789abcdef"}]',
        '[{"url": "https://portail.example", "token": "0123456789abcdef", "kind": "dkan"}]',
        """[{"url": "https://a.example", "token": "0123456789abcdef"},
          {"url": "https://b.example", "token": "0123456789abcdef"}]""",
    ],
)
def test_a_portal_stated_absurdly_is_refused_at_start(monkeypatch, portals):
    monkeypatch.setenv("QUALIDATA_PORTALS", portals)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "0123456789abcdef" not in str(refused.value)


def test_a_portal_is_read_from_the_environment_and_its_secrets_never_shown(monkeypatch):
    stated = {"url": "https://portail.example/", "token": TOKEN, "key": KEY}
    monkeypatch.setenv("QUALIDATA_PORTALS", json.dumps([stated]))
    settings = Settings()
    assert settings.portals[0].url == "https://portail.example"
    assert TOKEN not in repr(settings)
    assert KEY not in repr(settings)
