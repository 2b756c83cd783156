"""One line an event, whatever a stranger writes; under the ids that lead from a request to its job."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from app.logs import LONGEST, harmless, text_line, visible

ROOT = Path(__file__).parents[2]
HOSTILE = 'end\n{"level": "critical", "event": "all is lost"}\r\x1b[2J\u2028\u202e\x00\ud800'
SECRET = "https://user:hunter2@h.fr/a.csv?token=hunter2&page=2"
LOG = """
import logging, sys, warnings
from app.logs import mark, set_up
set_up(sys.argv[1], "info")
log = logging.getLogger("app.some.room")
mark(job_id="j-1")
log.info("read %s", sys.argv[2].encode("latin-1", "surrogateescape").decode("unicode_escape"))
log.warning("fetched %s", sys.argv[3])
log.debug("small talk")
logging.getLogger("httpx2").info("small talk")
try:
    raise ValueError(sys.argv[2].encode("latin-1", "surrogateescape").decode("unicode_escape"))
except ValueError:
    log.exception("broke at %s", sys.argv[3])
warnings.warn("old ways")
"""


def logged(form):
    escaped = HOSTILE.encode("unicode_escape").decode()
    run = [sys.executable, "-c", LOG, form, escaped, SECRET]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(run, capture_output=True, text=True, check=True, env=env)
    assert done.stdout == ""
    return done.stderr


def test_json_lines_are_one_object_an_event_and_no_stranger_adds_one():
    lines = [json.loads(line) for line in logged("json").splitlines()]
    assert [line["level"] for line in lines] == ["info", "warning", "error", "warning"]
    first, second, third, last = lines
    assert first["event"] == f"read {HOSTILE}"
    assert {line["job_id"] for line in lines} == {"j-1"}
    assert first["logger"] == "app.some.room"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", first["time"])
    assert third["exception"].startswith("Traceback")
    assert "old ways" in last["event"]
    assert second["event"].startswith("fetched https://h.fr/a.csv?token=")


@pytest.mark.parametrize("form", ["json", "text"])
def test_no_secret_of_an_address_reaches_the_log(form):
    said = logged(form)
    assert "hunter2" not in said
    assert "page=2" in said


def test_text_lines_are_one_line_an_event_and_traces_are_indented():
    lines = logged("text").splitlines()
    own = [line for line in lines if not line.startswith("    | ")]
    assert len(own) == 4
    assert all(re.match(r"\d{4}-\d\d-\d\dT\S+Z (INFO|WARNING|ERROR) \S+: ", line) for line in own)
    assert all(line.isprintable() for line in lines)
    assert own[0].endswith("job_id=j-1")
    assert any("Traceback" in line for line in lines)


def test_what_cannot_be_printed_is_written_as_an_escape():
    assert visible("é €\t\x1b[2J\u202e") == "é €\\t\\x1b[2J\\u202e"
    assert text_line(None, "", {"event": "a\nb", "level": "info"}) == " INFO : a\\nb"


def test_fields_are_cut_and_never_break():
    found = harmless(None, "", {"event": "x" * 100_000, "n": 3, "other": {"url": SECRET}})
    assert len(found["event"]) == LONGEST + 2
    assert found["n"] == 3
    assert "hunter2" not in found["other"]


@pytest.fixture(scope="module")
def journal(tmp_path_factory, town):
    """Run a service of the command line; give what it answered and what it logged."""
    folder = tmp_path_factory.mktemp("logged")
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "QUALIDATA_DATA_DIR": str(folder),
        "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
        "QUALIDATA_FETCH_ALLOW_PORTS": str(town.port),
        "QUALIDATA_EXPECTATIONS": "false",
        "QUALIDATA_LOG_FORMAT": "json",
        "QUALIDATA_ONE_PROCESS": "true",
    }
    run = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port"]
    process = subprocess.Popen(
        [*run, str(_free_port())],
        env=env,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines, base = [], ""
    while not base:
        lines.append(process.stderr.readline())
        assert lines[-1], "".join(lines)
        found = re.search(r"running on (http://[\d.:]+)", lines[-1])
        base = found[1] if found else ""
    try:
        with httpx2.Client(base_url=base, timeout=60, trust_env=False) as client:
            url = town.publish("/logged.csv", "a,b\n1,2\n") + "?token=hunter2"
            order = {"url": url}
            mine = client.post("/v1/assessments", json=order, headers={"x-request-id": "mine-1"})
            lost = client.get("/v1/jobs/nope?token=hunter2", headers={"x-request-id": "a\tb" * 9})
            client.get("/healthz")
            client.get("/%0A%7B%22level%22:%22critical%22%7D")
    finally:
        process.send_signal(signal.SIGTERM)
        rest = process.communicate(timeout=60)
    lines += rest[1].splitlines(keepends=True)
    assert rest[0] == ""
    return mine, lost, [json.loads(line) for line in lines if line.strip()]


def _free_port():
    import socket  # noqa: PLC0415

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_every_line_of_the_service_is_json_the_servers_own_included(journal):
    loggers = {line["logger"] for line in journal[2]}
    assert {"uvicorn.error", "app.access"} <= loggers
    assert {"critical"}.isdisjoint(line["level"] for line in journal[2])


def test_a_request_leads_to_its_job_and_the_job_to_its_end(journal):
    mine, _, lines = journal
    assert mine.headers["x-request-id"] == "mine-1"
    taken = next(line for line in lines if line.get("request_id") == "mine-1")
    job_id = re.search(r"job (\w+) taken in", taken["event"])[1]
    assert any("succeeded" in line["event"] for line in lines if line.get("job_id") == job_id)
    access = [line for line in lines if line["logger"] == "app.access"]
    (own,) = (line for line in access if line["request_id"] == "mine-1")
    assert (own["method"], own["route"], own["status"]) == ("POST", "/v1/assessments", 200)
    assert own["ms"] > 0


def test_an_id_that_is_none_is_replaced_and_a_refusal_names_its_own(journal):
    _, lost, lines = journal
    own = lost.headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", own)
    assert lost.json()["request_id"] == own
    assert any(line.get("request_id") == own for line in lines)


def test_the_log_holds_no_secret_and_no_pulse(journal):
    assert "hunter2" not in json.dumps(journal[2])
    assert "/healthz" not in {line.get("path") for line in journal[2]}
