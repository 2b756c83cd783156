"""Orders over real HTTP: waited for, left behind, followed, cancelled, dropped, looked at."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from app.web import site


def order(desk, url, headers=None, **more):
    return desk.post("/v1/assessments", json={"url": url, **more}, headers=headers or {})


def later(desk, url, **more):
    answer = order(desk, url, {"prefer": "respond-async"}, **more)
    assert answer.status_code == 202, answer.text
    return answer.json()


def until(desk, job_id, *states, seconds=30):
    deadline = time.monotonic() + seconds
    while True:
        job = desk.get(f"/v1/jobs/{job_id}").json()
        if job["state"] in states or time.monotonic() > deadline:
            assert job["state"] in states, job
            return job
        time.sleep(0.05)


def test_nobody_has_to_wait(desk, village):
    url = village.publish("/async.csv")
    answer = order(desk, url, {"prefer": "respond-async"})
    job = answer.json()
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/jobs/{job['id']}"
    assert answer.headers["preference-applied"] == "respond-async"
    assert int(answer.headers["retry-after"]) >= 1
    done = until(desk, job["id"], "succeeded")
    assert (done["priority"], done["attempts"], done["code"]) == ("publish", 1, None)
    assert done["dataset"]["url"] == url
    assert done["progress"]["bytes"] == 27
    found = desk.get(urlsplit(done["links"]["assessment"]).path).json()
    assert found["id"] == done["assessment"]


def test_who_waits_longer_than_they_said_gets_the_job(desk, village):
    url = village.publish("/slow.csv", delay=1.5)
    began = time.monotonic()
    answer = order(desk, url, {"prefer": "wait=1"})
    assert answer.status_code == 202
    assert 0.9 < time.monotonic() - began < 5
    assert answer.headers["preference-applied"] == "wait=1"
    assert until(desk, answer.json()["id"], "succeeded")["assessment"]


def test_who_waits_long_enough_gets_the_assessment(desk, village):
    answer = order(desk, village.publish("/quick.csv"), {"prefer": "respond-async, wait=30"})
    assert (answer.status_code, answer.json()["grade"] is not None) == (200, True)
    assert answer.headers["preference-applied"] == "respond-async, wait=30"


def test_fifty_who_ask_at_once_are_answered_alike(desk, village):
    url = village.publish("/popular.csv", delay=0.2)
    later(desk, village.publish("/first.csv", delay=0.5))
    with ThreadPoolExecutor(25) as threads:
        answers = list(threads.map(lambda _: order(desk, url), range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) <= 4
    assert village.visits["/popular.csv"] <= 4


def test_a_publish_during_a_run_is_followed_by_one_more(desk, village):
    url = village.publish("/published.csv", delay=1.0)
    first = later(desk, url)["id"]
    until(desk, first, "running")
    second = {later(desk, url, modified=f"2026-01-0{n}T00:00:00Z")["id"] for n in range(1, 6)}
    assert len(second) == 1
    (again,) = second
    waiting = desk.get(f"/v1/jobs/{again}").json()
    assert waiting["retry_at"] > waiting["created_at"]  # it waits for things to calm down
    until(desk, first, "succeeded")
    until(desk, again, "succeeded")
    assert village.visits["/published.csv"] == 2


def test_a_key_answers_with_the_same_job(desk, village):
    url = village.publish("/keyed.csv")
    headers = {"idempotency-key": '"k-1"'}
    first = order(desk, url, headers)
    again = order(desk, url, {"idempotency-key": "k-1"})
    assert first.json()["id"] == again.json()["id"]
    assert village.visits["/keyed.csv"] == 1
    other = order(desk, url, headers, frequency="annual")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert order(desk, url, {"idempotency-key": "é".encode()}).status_code == 400


def test_a_key_of_a_running_job_waits_for_it(desk, village):
    url = village.publish("/keyed-slow.csv", delay=1.0)
    headers = {"idempotency-key": "k-2"}
    first = order(desk, url, headers | {"prefer": "respond-async"}).json()["id"]
    again = order(desk, url, headers | {"prefer": "respond-async"}).json()["id"]
    found = order(desk, url, headers)
    assert order(desk, url, headers | {"prefer": "respond-async"}).json()["state"] == "succeeded"
    assert (again, found.status_code) == (first, 200)
    assert desk.get(f"/v1/jobs/{first}").json()["assessment"] == found.json()["id"]


def test_a_running_job_is_stopped_and_stays_cancelled(desk, village):
    url = village.publish("/cancelled.csv", delay=3.0)
    job_id = later(desk, url)["id"]
    until(desk, job_id, "running")
    cancelled = desk.delete(f"/v1/jobs/{job_id}")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert desk.delete(f"/v1/jobs/{job_id}").status_code == 200
    quick = village.publish("/after.csv")
    assert order(desk, quick).status_code == 200  # its slot is free at once
    time.sleep(0.3)
    assert desk.get(f"/v1/jobs/{job_id}").json()["state"] == "cancelled"
    assert desk.get("/v1/datasets", params={"url": url}).status_code == 404


def test_who_waits_for_a_cancelled_job_is_told(desk, village):
    url = village.publish("/cancelled-under-me.csv", delay=5.0)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(order, desk, url, {"idempotency-key": "k-3"})
        time.sleep(0.3)
        again = order(desk, url, {"idempotency-key": "k-3", "prefer": "respond-async"})
        desk.delete(again.headers["location"])
        told = waiting.result(timeout=20)
    assert (told.status_code, told.json()["code"]) == (409, "cancelled")


def test_what_has_ended_cannot_be_cancelled(desk, village):
    job_id = later(desk, village.publish("/ended.csv"))["id"]
    until(desk, job_id, "succeeded")
    refused = desk.delete(f"/v1/jobs/{job_id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "job_ended")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/jobs/nope"), ("DELETE", "/v1/jobs/nope"), ("GET", "/v1/jobs/nope/events")],
)
def test_an_unknown_job_is_a_404(desk, method, path):
    answer = desk.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_job_is_followed_live_to_its_end(desk, village):
    job_id = later(desk, village.publish("/followed.csv", delay=2.0))["id"]
    events = []
    with desk.stream("GET", f"/v1/jobs/{job_id}/events?lang=en") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            name, _, value = line.partition(": ")
            if name == "event":
                events.append([value, None])
            elif name == "data":
                events[-1][1] = json.loads(value)
    states = [job["state"] for _, job in events]
    assert [name for name, _ in events] == ["progress"] * (len(events) - 1) + ["end"]
    assert states[-1] == "succeeded"
    assert "running" in states
    assert any(job["progress"]["step"] == "fetching" for _, job in events)
    assert events[-1][1]["assessment"]


def test_a_server_that_is_unwell_is_tried_again_behind_the_scenes(desk, village):
    url = village.publish("/unwell.csv", status=503)
    at_once = order(desk, url)
    assert (at_once.status_code, at_once.json()["grade"]) == (200, None)
    village.publish("/unwell.csv")
    deadline = time.monotonic() + 15
    while desk.get("/v1/datasets", params={"url": url}).json()["grade"] is None:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert village.visits["/unwell.csv"] == 2


def test_a_server_that_stays_unwell_is_left_alone_in_the_end(desk, village):
    url = village.publish("/gone-for-good.csv", status=500)
    job = until(desk, later(desk, url)["id"], "succeeded")
    assert (job["attempts"], job["code"]) == (3, "http_status")
    assert village.visits["/gone-for-good.csv"] == 3
    assert job["assessment"]


def test_a_refusal_found_only_while_at_work_is_told_all_the_same(desk, village):
    url = village.publish("/refused.csv")
    waited = order(desk, url, schema="no/such-schema")
    assert (waited.status_code, waited.json()["code"]) == (422, "unknown_schema")
    job = until(desk, later(desk, url, schema="no/such-schema")["id"], "failed")
    assert job["code"] == "unknown_schema"
    assert "no/such-schema" in job["reason"]


def test_an_address_that_we_refuse_never_becomes_a_job(desk):
    answer = order(desk, "http://10.0.0.1/x.csv", {"prefer": "respond-async"})
    assert (answer.status_code, answer.json()["code"]) == (422, "address_not_public")


def uploads(desk):
    folder = desk.data_dir / "uploads"
    return [f for f in folder.iterdir() if f.name != "place"] if folder.is_dir() else []


def drop(desk, body=b"a,b\n1,2\n", headers=None, **fields):
    files = {"file": ("villes.csv", body, "text/csv")}
    return desk.post("/v1/assessments", files=files, data=fields, headers=headers or {})


def test_a_dropped_file_is_kept_until_its_job_has_ended(desk, village):
    busy = [later(desk, village.publish(f"/busy-{n}.csv", delay=1.5))["id"] for n in range(2)]
    for job_id in busy:
        until(desk, job_id, "running")
    dropped = drop(desk, headers={"prefer": "respond-async"})
    again = drop(desk, headers={"prefer": "respond-async"})
    assert (dropped.status_code, again.json()["id"]) == (202, dropped.json()["id"])
    assert len(uploads(desk)) == 1
    job = until(desk, dropped.json()["id"], "succeeded")
    assert job["dataset"]["url"].startswith("urn:sha256:")
    assert uploads(desk) == []


def test_a_dropped_file_is_erased_with_its_order(desk, village):
    busy = [later(desk, village.publish(f"/busy-{n}.csv", delay=1.5))["id"] for n in range(2)]
    for job_id in busy:
        until(desk, job_id, "running")
    dropped = drop(desk, headers={"prefer": "respond-async"}).json()["id"]
    assert len(uploads(desk)) == 1
    desk.delete(f"/v1/jobs/{dropped}")
    assert uploads(desk) == []


def test_a_person_is_shown_what_is_going_on_and_then_the_report(desk, village):
    url = village.publish("/waited-for.csv", delay=1.5)
    job_id = later(desk, url)["id"]
    until(desk, job_id, "running")
    page = desk.get(f"/jobs/{job_id}?lang=fr")
    assert page.status_code == 200
    seconds, _, again = page.headers["refresh"].partition("; url=")
    assert (seconds, again) == ("2", f"/jobs/{job_id}?lang=fr&turn=1")
    assert "waited-for.csv" in page.text
    until(desk, job_id, "succeeded")
    done = desk.get(again, follow_redirects=False)
    assert (done.status_code, done.headers["location"].split("?")[0]) == (
        303,
        f"/datasets/{desk.get(f'/v1/jobs/{job_id}').json()['dataset']['id']}",
    )


def test_a_page_that_waited_in_vain_says_why(desk, village):
    job_id = later(desk, village.publish("/x.csv"), schema="no/such-schema")["id"]
    until(desk, job_id, "failed")
    page = desk.get(f"/jobs/{job_id}?lang=fr")
    assert (page.status_code, "no/such-schema" in page.text) == (422, True)
    assert desk.get("/jobs/nope").status_code == 404


def test_the_form_shows_the_waiting_page_when_it_takes_long(desk, village, monkeypatch):
    monkeypatch.setattr(site, "_PATIENCE", 1)  # else ten seconds, of this test's time too
    url = village.publish("/very-slow.csv", delay=6)
    answer = desk.post("/assess", data={"url": url, "lang": "en"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"][:6]) == (303, "/jobs/")
    page = desk.get(answer.headers["location"])
    assert "Your data is being checked" in page.text
    desk.delete(f"/v1{answer.headers['location'].split('?')[0]}")
