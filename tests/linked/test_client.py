"""The Python client against the running service, and docs/client.md as it is printed."""

from __future__ import annotations

import importlib.util
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE = ROOT / "clients" / "python" / "qualidata_client.py"
CSV = "nom,date\nA,2026-01-02\nB,2026-02-03\n"


@pytest.fixture(scope="module")
def module():
    spec = importlib.util.spec_from_file_location("qualidata_client", FILE)
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(__import__("sys").modules, "qualidata_client", module)
        patch.setenv("no_proxy", "127.0.0.1")
        spec.loader.exec_module(module)
        yield module


@pytest.fixture(scope="module")
def qualidata(module, service):
    return module.Qualidata(service, lang="en")


@pytest.fixture(scope="module")
def found(qualidata, town):
    url = town.publish("/client.csv", CSV)
    return qualidata.assess(url, metadata={"title": "Mine"}, frequency="annual")


def test_an_address_is_assessed(found, town):
    assert found.grade in {"B", "C"}
    assert found.url == f"http://127.0.0.1:{town.port}/client.csv"
    assert found.raw["dataset"]["title"] == "Mine"
    assert len(found.dimensions) == 5
    assert found.suggestions
    assert found.summary[0].startswith("Grade ")


def test_it_is_read_again_by_id_and_by_address(qualidata, found):
    assert qualidata.assessment(found.id).score == found.score
    assert qualidata.dataset(found.url).id == found.id
    assert qualidata.dataset("http://town.example/never-seen.csv") is None


def test_the_past_is_listed(qualidata, found):
    assert [past.assessment for past in qualidata.history(found.dataset)] == [found.id]


def test_the_badge_is_an_image(qualidata, found, client, service):
    answer = client.get(qualidata.badge_url(found.url).removeprefix(service))
    assert answer.headers["content-type"] == "image/svg+xml"
    assert f">{found.grade} " in answer.text


def test_a_file_is_sent(qualidata, tmp_path):
    file = tmp_path / 'été "1".csv'
    file.write_text(CSV, encoding="utf-8")
    found = qualidata.assess_file(file)
    assert found.url.startswith("urn:sha256:")
    assert found.raw["resource"]["rows"] == 2


def test_bad_data_is_an_answer(qualidata, town):
    found = qualidata.assess(f"http://127.0.0.1:{town.port}/no-such.csv")
    assert (found.grade, found.limits) == ("E", ("http_status",))


@pytest.mark.parametrize(
    ("call", "code", "status"),
    [
        (lambda q: q.assess("http://10.0.0.1/x.csv"), "address_not_public", 422),
        (lambda q: q.assess("http://x.example/a.csv", schema="no/such"), "unknown_schema", 422),
        (lambda q: q.assessment("0" * 32), "not_found", 404),
        (lambda q: q.history("../../etc"), "not_found", 404),
        (lambda q: q.assess_file("no-such-file.csv"), "no_such_file", 0),
    ],
)
def test_a_refusal_has_the_code_of_the_api(qualidata, module, call, code, status):
    with pytest.raises(module.QualidataError) as refused:
        call(qualidata)
    assert (refused.value.code, refused.value.status) == (code, status)


@pytest.mark.parametrize(
    ("base", "code"),
    [("http://127.0.0.1:1", "unreachable"), ("file:///etc", "bad_address")],
)
def test_no_service_is_said_so(module, base, code):
    with pytest.raises(module.QualidataError) as refused:
        module.Qualidata(base, timeout=2).assessment("x")
    assert refused.value.code == code


def test_every_operation_it_uses_is_in_the_contract(module, client):
    paths = client.get("/openapi.json").json()["paths"]
    offered = {
        what["operationId"]: path for path, verbs in paths.items() for what in verbs.values()
    }
    wanted = set(module.OPERATIONS)
    if not any(path.startswith("/v1/jobs") for path in offered.values()):
        wanted.discard("getJob")  # a service without a queue answers at once, never with a job
    assert wanted <= set(offered)
    used = set(re.findall(r'"(/[\w/.]+)', FILE.read_text(encoding="utf-8")))
    assert used <= {
        "/v1/jobs/",
        "/v1/assessments",
        "/v1/assessments/",
        "/v1/datasets",
        "/v1/datasets/",
    }


@pytest.fixture
def queue(found):
    """A server that speaks the contract of jobs: states to come, in order; what was asked."""
    states, asked = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["content-length"]))
            self._say(202, {"id": "j1"}, {"location": "https://elsewhere.example/v1/jobs/j1"})

        def do_GET(self):
            path = self.path.partition("?")[0]
            asked.append(path)
            if path.startswith("/v1/assessments/"):
                self._say(200, found.raw, {})
            else:
                self._say(200, states.pop(0), {"retry-after": "1"})

        def _say(self, status, body, headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", states, asked
        server.shutdown()
        thread.join()


def test_a_job_is_followed_to_its_assessment(module, queue, found):
    base, states, asked = queue
    states += [{"state": "queued"}, {"state": "succeeded", "assessment": found.id}]
    assert module.Qualidata(base).assess("http://x.example/a.csv") == found
    assert asked == ["/v1/jobs/j1", "/v1/jobs/j1", f"/v1/assessments/{found.id}"]


def test_a_job_that_a_newer_one_replaced_is_followed_there(module, queue, found):
    base, states, asked = queue
    states += [
        {"state": "cancelled", "superseded_by": "j2"},
        {"state": "succeeded", "assessment": found.id},
    ]
    module.Qualidata(base).wait("j1")
    assert asked[1] == "/v1/jobs/j2"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ({"state": "failed", "code": "parse_timeout"}, "parse_timeout"),
        ({"state": "cancelled"}, "cancelled"),
        ({"state": "running"}, "out_of_patience"),
        ({}, "not_json"),
        ([], "not_json"),
    ],
)
def test_a_job_without_an_end_in_sight_is_an_error(module, queue, state, code):
    base, states, _ = queue
    states.append(state)
    with pytest.raises(module.QualidataError) as refused:
        module.Qualidata(base).wait("j1", patience=0)
    assert refused.value.code == code


def test_the_page_about_it_runs_as_printed(module, service, town, capsys):
    page = (ROOT / "docs" / "client.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    grants = (ROOT / "demo" / "files" / "subventions-2026.csv").read_bytes()
    url = town.publish("/subventions-2026.csv", grants)
    code = code.replace("http://127.0.0.1:8000", service)
    code = code.replace("http://town.example/subventions-2026.csv", url)
    names = {}
    exec(compile(code, "docs/client.md", "exec"), names)  # our own page
    said = capsys.readouterr().out
    assert said.startswith("A ")
    assert "address_not_public 422" in said
    assert (names["latest"].id, names["past"][0].grade) == (names["found"].id, "A")
