"""/metrics says what happens, in words that stay few; the dashboard asks only for what is there."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from uuid import uuid4

import pytest
from prometheus_client.parser import text_string_to_metric_families

DEPLOY = Path(__file__).parents[2] / "deploy"


def read(client, **headers):
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.text
    return {family.name: family for family in text_string_to_metric_families(answer.text)}


def value(families, name, **labels):
    for family in families.values():
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    return 0.0


def until(what, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not (seen := what()):
        assert time.monotonic() < deadline, "too long"
        time.sleep(0.1)
    return seen


@pytest.fixture(scope="module")
def worked(client, town):
    """Figures from before and after three orders: a good file, a dead link, a refused address."""
    before = read(client)
    good = town.publish("/metrics.csv", "nom,montant\nA,1\n")
    grade = client.post("/v1/assessments", json={"url": good}).json()["grade"]
    dead = good.replace("metrics", uuid4().hex)
    assert client.post("/v1/assessments", json={"url": dead}).json()["grade"] == "E"
    assert client.post("/v1/assessments", json={"url": "ftp://h.fr/"}).status_code == 422

    def entered():
        now = read(client)
        name = "qualidata_fetches_total"
        more = value(now, name, code="http_status") - value(before, name, code="http_status")
        return now if more >= 1 else None

    return before, until(entered), grade


@pytest.mark.parametrize("step", ["fetch", "parse", "judge", "store"])
def test_every_step_of_a_job_is_timed(worked, step):
    before, after, _ = worked
    name = "qualidata_job_step_seconds_count"
    assert value(after, name, step=step) > value(before, name, step=step)


def test_grades_attempts_and_requests_are_counted(worked):
    before, after, grade = worked

    def rise(name, **labels):
        return value(after, name, **labels) - value(before, name, **labels)

    assert rise("qualidata_assessments_total", grade=grade) >= 1
    assert rise("qualidata_assessments_total", grade="E") >= 1
    assert rise("qualidata_fetches_total", code="ok") >= 1
    assert rise("qualidata_job_attempts_total", state="succeeded") >= 2
    order = {"method": "POST", "route": "/v1/assessments"}
    assert rise("qualidata_http_requests_total", status="200", **order) == 2
    assert rise("qualidata_http_requests_total", status="422", **order) == 1


def test_the_queue_is_shown_by_state_and_priority(client):
    shown = {tuple(sorted(s.labels.items())) for s in read(client)["qualidata_queue_jobs"].samples}
    assert len(shown) == 6
    assert (("priority", "publish"), ("state", "queued")) in shown


def test_no_label_says_what_a_stranger_made_up(client):
    mark = uuid4().hex
    client.get(f"/badge.svg?url=https://{mark}.example/&label={mark}")
    client.get(f"/v1/datasets/{mark}")
    client.get(f"/{mark}/{mark}")
    client.request(mark.upper()[:12], "/")
    text = client.get("/metrics").text
    assert mark not in text.lower()
    assert mark[:12] not in text.lower()


def test_the_process_tells_its_memory(client):
    families = read(client)
    assert value(families, "process_resident_memory_bytes") > 10 << 20
    assert value(families, "qualidata_database_up") == 1


def test_buckets_come_in_order_and_end_at_infinity(worked):
    samples = worked[1]["qualidata_job_step_seconds"].samples
    bounds = [s for s in samples if s.labels.get("step") == "fetch" and "le" in s.labels]
    values = [float(s.labels["le"]) for s in bounds]
    assert values == sorted(values)
    assert values[-1] == float("inf")
    assert bounds[-1].value == value(worked[1], "qualidata_job_step_seconds_count", step="fetch")


def test_with_a_token_set_only_its_holder_reads(own_service):
    _, caller = own_service(metrics_token="s3cret")
    for header in ({}, {"authorization": "Bearer wrong"}, {"authorization": "s3cret"}):
        answer = caller.get("/metrics", headers=header)
        assert (answer.status_code, answer.json()["code"]) == (401, "metrics_closed")
        assert answer.headers["www-authenticate"] == "Bearer"
    assert caller.get("/metrics", headers={"authorization": "Bearer s3cret"}).status_code == 200


def test_in_an_outage_the_figures_say_so_and_nothing_breaks(own_service, tmp_path):
    app, caller = own_service()
    app.state.context.store.close()
    for file in (tmp_path / "data").glob("qualidata.db*"):
        file.rename(file.with_suffix(".away"))
    families = read(caller)
    assert value(families, "qualidata_database_up") == 0
    assert "qualidata_queue_jobs" not in families
    assert "qualidata_badge_cache_requests" in families


# The dashboard.
QUERIES = [
    (panel["title"], target["expr"])
    for panel in json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))["panels"]
    for target in panel["targets"]
]
NAME = re.compile(r"\b((?:qualidata|process)_\w+)(?:\{([^}]*)\})?")
BY = re.compile(r"by \(([^)]*)\)")
PROMETHEUS_OWN = {"job", "instance"}
"""Labels that Prometheus itself adds to whatever it reads."""


@pytest.mark.parametrize(("title", "expression"), QUERIES)
def test_the_dashboard_asks_for_nothing_that_is_not_there(worked, client, title, expression):
    client.get("/badge.svg?url=https://dashboard.example/")
    client.get("/badge.svg?url=https://dashboard.example/")
    labels: dict[str, set[str]] = {}
    for family in read(client).values():
        for sample in family.samples:
            labels.setdefault(sample.name, set()).update(sample.labels)
    asked = NAME.findall(expression)
    assert asked, expression
    for name, selector in asked:
        assert name in labels, name
        wanted = set(re.findall(r"(\w+)\s*=~?", selector))
        wanted |= {
            label.strip() for listed in BY.findall(expression) for label in listed.split(",")
        }
        assert wanted <= labels[name] | PROMETHEUS_OWN, (name, wanted)


def test_the_dashboard_lays_its_panels_beside_each_other():
    panels = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))["panels"]
    seen = set()
    for panel in panels:
        place = panel["gridPos"]
        cells = {
            (place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])
        }
        assert not cells & seen, panel["title"]
        assert place["x"] + place["w"] <= 24
        seen |= cells
    assert len({panel["id"] for panel in panels}) == len(panels)


@pytest.mark.parametrize(
    "name", ["workers", "worker_slots", "worker_resident_bytes", "worker_jobs_per_second"]
)
def test_workers_show_what_they_take_and_do_by_machine(client, name):
    def shown():
        samples = read(client)[f"qualidata_{name}"].samples
        return samples if samples or name == "worker_jobs_per_second" else None

    (sample,) = until(shown)
    assert set(sample.labels) == {"place"}
    assert sample.value >= (0 if name == "worker_jobs_per_second" else 1)


def test_a_service_with_workers_is_ready(client):
    seen = until(lambda: (found := client.get("/readyz").json())["workers"] and found)
    assert (seen["status"], seen["reasons"], seen["workers"]) == ("ok", [], 1)


def test_a_service_without_any_worker_says_so_and_still_answers(own_service):
    _, alone = own_service()
    answer = alone.get("/readyz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["reasons"]) == ("degraded", ["no_worker"])
