"""Webhooks from the outside: registered, signed, tried again, switched off, sent again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from app.errors import Problem
from app.jobs.letters import letter_to, new_secret
from app.store import Filters, News
from tests.hooks.conftest import Reply, hook, registered, verified, wait_for

VECTOR = Path(__file__).parents[3] / "shared/corpus/payloads/webhooks/standard_webhooks_vector.json"
JSON = {"content-type": "application/json"}
GOOD = b"nom,montant\nAlpha,1\nBeta,2\n"
BAD = b"<html><body>Page introuvable</body></html>"


def log(office, webhook):
    return office.get(f"/v1/webhooks/{webhook['id']}/deliveries").json()["items"]


def state(office, webhook):
    seen = office.get(f"/v1/webhooks/{webhook['id']}").json()
    return seen["state"], seen["reason"]


def test_an_assessment_is_told_signed(office, mailbox, register, publish, assess):
    webhook = register(mailbox.box())
    url = publish()
    given = assess(url)
    (got,) = mailbox.wait(webhook["url"])
    told = verified(got, webhook["secret"])
    assert told["type"] == "assessment.completed"
    assert told["data"]["dataset"] == {
        "id": given["dataset"]["id"],
        "url": url,
        "title": given["dataset"]["title"],
    }
    assert told["data"]["assessment"]["id"] == given["id"]
    assert told["data"]["assessment"]["grade"] == given["grade"]
    assert told["data"]["before"] is None
    assert told["data"]["job"]["state"] == "succeeded"
    assert len(got.body) < 20_000
    for link in told["data"]["links"].values():
        path = "/" + link.split("/", 3)[3]
        assert office.get(path).status_code == 200, link


def test_a_signature_by_another_secret_or_of_another_body_is_none(
    mailbox, register, publish, assess
):
    webhook = register(mailbox.box())
    assess(publish())
    (got,) = mailbox.wait(webhook["url"])
    with pytest.raises(WebhookVerificationError):
        verified(got, new_secret())
    got.body = got.body.replace(b"assessment", b"assassment")
    with pytest.raises(WebhookVerificationError):
        verified(got, webhook["secret"])


@pytest.mark.skipif(not VECTOR.exists(), reason="the corpus is not beside this repository")
def test_a_letter_is_signed_as_the_standards_own_example():
    known = json.loads(VECTOR.read_text())
    at = datetime.fromtimestamp(int(known["webhook-timestamp"]), UTC)
    signed = Webhook(known["secret"]).sign(known["webhook-id"], at, known["body"])
    assert signed == known["webhook-signature"]


def test_a_grade_that_falls_is_told_to_who_fears_it(mailbox, register, publish, assess):
    fearful = register(
        mailbox.box(), events=["grade.changed"], filters={"only_drops": True, "below": "C"}
    )
    hopeful = register(mailbox.box(), events=["grade.changed"])
    url = publish(GOOD, path="/falls.csv")
    before = assess(url)
    publish(BAD, path="/falls.csv", headers={"content-type": "text/html"})
    after = assess(url)
    (got,) = mailbox.wait(fearful["url"])
    data = verified(got, fearful["secret"])["data"]
    assert data["before"]["grade"] == before["grade"]
    assert data["assessment"]["grade"] == after["grade"] == "E"
    assert data["direction"] == "down"
    mailbox.wait(hopeful["url"])
    publish(GOOD, path="/falls.csv")
    assess(url)
    rise = mailbox.wait(hopeful["url"], 2)[1]
    assert rise.data["direction"] == "up"
    assert len(mailbox.at(fearful["url"])) == 1


def test_only_the_address_asked_for_is_told(mailbox, register, publish, assess):
    url = publish()
    mine = register(mailbox.box(), filters={"dataset": url})
    prefix = register(mailbox.box(), filters={"prefix": url[:-8]})
    assess(publish())
    assess(url)
    for webhook in (mine, prefix):
        (got,) = mailbox.wait(webhook["url"])
        assert got.data["dataset"]["url"] == url


def test_secrets_in_an_address_are_not_passed_on(mailbox, register, publish, assess):
    webhook = register(mailbox.box())
    assess(publish() + "?token=verysecret&page=2")
    (got,) = mailbox.wait(webhook["url"])
    assert b"verysecret" not in got.body
    assert got.data["dataset"]["url"].endswith("?token=…&page=2")


def test_a_secret_is_shown_once(office, mailbox, register):
    webhook = register(mailbox.box(), label="Veille")
    assert webhook["secret"].startswith("whsec_")
    home = f"/v1/webhooks/{webhook['id']}"
    assert office.get(home).json()["secret"] is None
    listed = [w for w in office.get("/v1/webhooks").json()["items"] if w["id"] == webhook["id"]]
    assert [(w["label"], w["secret"]) for w in listed] == [("Veille", None)]


def test_the_values_in_a_receivers_query_are_not_shown(office, mailbox, register):
    webhook = register(mailbox.box() + "?room=12&t=xyz")
    assert webhook["url"].endswith("?room=…&t=…")


def test_after_a_rotation_both_secrets_verify(office, mailbox, register):
    webhook = register(mailbox.box())
    rotated = office.post(f"/v1/webhooks/{webhook['id']}/secret").json()
    assert rotated["secret"] != webhook["secret"]
    assert office.post(f"/v1/webhooks/{webhook['id']}/test").status_code == 202
    (got,) = mailbox.wait(webhook["url"])
    assert verified(got, webhook["secret"])["type"] == "webhook.test"
    assert verified(got, rotated["secret"])["type"] == "webhook.test"
    assert len(got.headers["webhook-signature"].split()) == 2


def test_a_secret_before_stops_to_sign_when_its_time_is_over():
    both = replace(registered(hook()), secret=new_secret(), former=new_secret())
    news = News(event="webhook.test", at=datetime.now(UTC))
    two = dict(letter_to(both, "msg_1", news, "").headers)["webhook-signature"]
    one = dict(letter_to(replace(both, former=""), "msg_1", news, "").headers)["webhook-signature"]
    assert (len(two.split()), len(one.split())) == (2, 1)


def test_a_receiver_that_is_unwell_is_tried_again_under_the_same_id(
    office, mailbox, register, publish, assess
):
    webhook = register(mailbox.box(Reply(503), Reply(500), Reply(200)))
    assess(publish())
    got = mailbox.wait(webhook["url"], 3)
    assert len({one.headers["webhook-id"] for one in got}) == 1
    assert len({one.body for one in got}) == 1
    wait_for(lambda: log(office, webhook)[0]["state"] == "delivered")
    (line,) = log(office, webhook)
    assert [(t["status"], t["code"]) for t in line["tries"]] == [
        (503, "http_status"),
        (500, "http_status"),
        (200, None),
    ]
    assert line["tries"][0]["reason"]
    assert state(office, webhook) == ("enabled", None)


def test_a_receiver_gets_the_patience_that_it_asks_for(office, mailbox, register, publish, assess):
    webhook = register(mailbox.box(Reply(429, {"retry-after": "2"}), Reply(200)))
    assess(publish())
    first, second = mailbox.wait(webhook["url"], 2)
    assert second.at - first.at >= 1.9


def test_after_the_last_try_a_webhook_is_off_until_it_is_switched_on(
    office, mailbox, register, publish, assess
):
    webhook = register(mailbox.box(Reply(500)))
    assess(publish())
    wait_for(lambda: state(office, webhook) == ("disabled", "failing"))
    assert len(mailbox.at(webhook["url"])) == 3
    assert office.get(f"/v1/webhooks/{webhook['id']}?lang=fr").json()["reason_text"]
    assess(publish())
    assert [line["state"] for line in log(office, webhook)] == ["failed"]
    path = "/" + webhook["url"].split("/", 3)[3]
    mailbox.replies[path] = [Reply(200)]
    again = f"/v1/webhooks/{webhook['id']}/deliveries/{log(office, webhook)[0]['id']}/resend"
    assert office.post(again).json()["code"] == "webhook_disabled"
    answer = office.patch(f"/v1/webhooks/{webhook['id']}", json={"enabled": True})
    assert answer.json()["state"] == "enabled"
    assert office.post(again).status_code == 202
    wait_for(lambda: log(office, webhook)[0]["state"] == "delivered")
    assert len({one.headers["webhook-id"] for one in mailbox.at(webhook["url"])}) == 1


def test_a_receiver_that_is_gone_is_told_no_more_at_once(
    office, mailbox, register, publish, assess
):
    webhook = register(mailbox.box(Reply(410)))
    assess(publish())
    wait_for(lambda: state(office, webhook) == ("disabled", "gone"))
    assess(publish())
    assert len(mailbox.at(webhook["url"])) == 1


def test_what_came_while_a_webhook_was_off_waits_or_was_never_meant_for_it(
    office, mailbox, register, publish, assess
):
    webhook = register(mailbox.box(Reply(503, {"retry-after": "600"}), Reply(200)))
    assess(publish())
    mailbox.wait(webhook["url"])
    wait_for(lambda: log(office, webhook)[0]["state"] == "waiting")
    home = f"/v1/webhooks/{webhook['id']}"
    assert office.patch(home, json={"enabled": False}).json()["reason"] == "asked"
    assert log(office, webhook)[0]["state"] == "paused"
    assess(publish())
    office.patch(home, json={"enabled": True})
    mailbox.wait(webhook["url"], 2)
    wait_for(lambda: [line["state"] for line in log(office, webhook)] == ["delivered"])


def test_the_log_is_read_page_by_page(office, mailbox, register):
    webhook = register(mailbox.box())
    home = f"/v1/webhooks/{webhook['id']}"
    sent = [office.post(f"{home}/test").json()["id"] for _ in range(5)]
    seen, after = [], None
    while after != "":
        page = office.get(
            f"{home}/deliveries", params={"limit": 2} | ({"after": after} if after else {})
        ).json()
        seen += [line["id"] for line in page["items"]]
        after = page["next"] or ""
    assert seen == sent[::-1]


def test_what_a_receiver_answers_is_nowhere_to_be_read(office, mailbox, register):
    webhook = register(mailbox.box(Reply(200, {"x-leak": "s3cret"}, body=b"s3cret" * 2000)))
    office.post(f"/v1/webhooks/{webhook['id']}/test")
    wait_for(lambda: log(office, webhook)[0]["state"] == "delivered")
    assert "s3cret" not in json.dumps(log(office, webhook))


def test_a_webhook_removed_is_unknown(office, mailbox, register, publish, assess):
    webhook = register(mailbox.box())
    home = f"/v1/webhooks/{webhook['id']}"
    assert office.delete(home).status_code == 204
    for method, path in [
        ("GET", home),
        ("PATCH", home),
        ("DELETE", home),
        ("POST", f"{home}/test"),
        ("POST", f"{home}/secret"),
        ("GET", f"{home}/deliveries"),
        ("POST", f"{home}/deliveries/msg_1/resend"),
    ]:
        answer = office.request(method, path, json={} if method == "PATCH" else None)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path
    assess(publish())
    assert mailbox.at(webhook["url"]) == []


def test_an_unknown_message_cannot_be_sent_again(office, mailbox, register):
    webhook = register(mailbox.box())
    answer = office.post(f"/v1/webhooks/{webhook['id']}/deliveries/msg_none/resend")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://10.0.0.1/hook", "address_not_public"),
        ("http://169.254.169.254/", "address_not_public"),
        ("http://2130706433/", "host_encoded_ip"),
        ("https://u:p@veille.example/", "userinfo_refused"),
        ("file:///etc/passwd", "scheme_refused"),
        ("veille", "url_malformed"),
        ("http://127.0.0.1:25/", "port_refused"),
    ],
)
def test_an_address_that_may_not_be_reached_is_refused_at_once(office, publish, url, code):
    answer = office.post("/v1/webhooks", json={"url": url})
    assert (answer.status_code // 100, answer.json()["code"]) == (4, code)
    for webhook in (url, {"url": url}):
        ordered = office.post("/v1/assessments", json={"url": publish(), "webhook": webhook})
        assert (ordered.status_code // 100, ordered.json()["code"]) == (4, code)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": ""},
        {"url": "https://veille.example/h", "events": []},
        {"url": "https://veille.example/h", "events": ["dataset.deleted"]},
        {"url": "https://veille.example/h", "filters": {"below": "F"}},
        {"url": "https://veille.example/h", "filters": {"beneath": "C"}},
        {"url": "https://veille.example/h", "secret": "mine"},
        {"url": 7},
    ],
)
def test_an_order_that_does_not_fit_is_refused(office, body):
    answer = office.post("/v1/webhooks", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_a_change_keeps_what_it_does_not_name(office, mailbox, register):
    webhook = register(mailbox.box(), label="a", filters={"below": "C"}, events=["grade.changed"])
    home = f"/v1/webhooks/{webhook['id']}"
    office.patch(home, json={"label": "b"})
    seen = office.get(home).json()
    assert (seen["label"], seen["events"], seen["filters"]["below"]) == (
        "b",
        ["grade.changed"],
        "C",
    )
    office.patch(home, json={"filters": {"only_drops": True}, "events": ["run.completed"]})
    seen = office.get(home).json()
    assert (seen["events"], seen["filters"]["below"]) == (["run.completed"], None)
    assert seen["filters"]["only_drops"] is True


@pytest.mark.parametrize("text", ["\ud800", "\0", "\u202e", "é" * 200, "a" * 5000])
def test_strange_words_are_taken_or_refused_and_never_break(office, mailbox, text):
    for body in (
        {"label": text},
        {"filters": {"dataset": text}},
        {"filters": {"prefix": text, "catalog": text}},
        {"url": text},
    ):
        sent = json.dumps({"url": mailbox.box()} | body)
        answer = office.post("/v1/webhooks", content=sent, headers=JSON)
        assert answer.status_code in {201, 422, 400}, answer.text
        if answer.status_code == 201:
            assert office.delete(f"/v1/webhooks/{answer.json()['id']}").status_code == 204


@pytest.mark.parametrize("id_", ["%00", "%ED%A0%80", "a" * 64, "..%2f..", "%F0%9F%90%9B"])
def test_strange_ids_are_unknown_on_either_database(store, office, id_):
    assert office.get(f"/v1/webhooks/{id_}").status_code in {404, 422}
    for ask in (store.hooks.one, store.hooks.remove, store.hooks.test):
        with pytest.raises(Problem):
            ask(unquote(id_), "")


def test_the_description_of_the_api_tells_what_receivers_get(office):
    api = office.get("/openapi.json").json()
    assert set(api["webhooks"]) == {"assessment.completed", "grade.changed", "run.completed"}
    operation = api["webhooks"]["grade.changed"]["post"]
    shape = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    assert shape.rpartition("/")[2] in api["components"]["schemas"]
    assert {p["name"] for p in operation["parameters"]} == {
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
    }
    assert "HTTPValidationError" not in json.dumps(api["webhooks"])


def test_a_webhook_belongs_to_whoever_made_it(store):
    mine = store.hooks.add(hook(owner="a"), 10)
    assert store.hooks.one(mine.id, "a").id == mine.id
    assert [seen.id for seen in store.hooks.every("a")] == [mine.id]
    assert store.hooks.every("b") == ()
    for ask in (store.hooks.one, store.hooks.remove, store.hooks.test):
        with pytest.raises(Problem) as refused:
            ask(mine.id, "b")
        assert refused.value.code == "not_found"
    store.hooks.remove(mine.id, "a")


def test_there_are_not_endlessly_many_webhooks(store):
    for _ in range(2):
        store.hooks.add(hook(filters=Filters(below="C")), 2)
    with pytest.raises(Problem) as refused:
        store.hooks.add(hook(), 2)
    assert (refused.value.code, refused.value.status) == ("too_many_webhooks", 409)


# --- the webhook of one order ------------------------------------------------------------------


@pytest.mark.parametrize("prefer", ["wait=60", "respond-async"])
def test_one_order_is_told_to_one_address(office, mailbox, publish, prefer):
    url = mailbox.box()
    answer = office.post(
        "/v1/assessments", json={"url": publish(), "webhook": url}, headers={"prefer": prefer}
    )
    assert answer.status_code in {200, 202}
    (got,) = mailbox.wait(url)
    told = verified(got, answer.headers["webhook-secret"])
    assert told["type"] == "assessment.completed"
    assert told["data"]["assessment"]["grade"] in "ABCDE"
    assert told["data"]["job"]["state"] == "succeeded"


def test_one_order_may_bring_its_own_secret(office, mailbox, publish):
    url, secret = mailbox.box(), new_secret()
    order = {"url": publish(), "webhook": {"url": url, "secret": secret}}
    answer = office.post("/v1/assessments", json=order)
    assert "webhook-secret" not in answer.headers
    (got,) = mailbox.wait(url)
    assert verified(got, secret)["type"] == "assessment.completed"


def test_a_bad_secret_is_refused_without_an_echo(office, mailbox, publish):
    order = {"url": publish(), "webhook": {"url": mailbox.box(), "secret": "whsec_tooshort"}}
    answer = office.post("/v1/assessments", json=order)
    assert answer.status_code == 422
    assert "tooshort" not in answer.text


def test_an_order_that_fails_is_told_too(office, mailbox, publish):
    url = mailbox.box()
    order = {"url": publish(), "schema": "no/such-schema", "webhook": url}
    answer = office.post("/v1/assessments", json=order, headers={"prefer": "respond-async"})
    assert answer.status_code == 202
    (got,) = mailbox.wait(url)
    data = verified(got, answer.headers["webhook-secret"])["data"]
    assert (data["assessment"], data["job"]["state"], data["job"]["code"]) == (
        None,
        "failed",
        "unknown_schema",
    )


def test_a_dropped_files_order_may_name_a_webhook(office, mailbox):
    url = mailbox.box()
    answer = office.post(
        "/v1/assessments",
        files={"file": ("a.csv", GOOD, "text/csv")},
        data={"webhook": url},
        headers={"prefer": "wait=60"},
    )
    assert answer.status_code == 200, answer.text
    (got,) = mailbox.wait(url)
    assert verified(got, answer.headers["webhook-secret"])["data"]["dataset"]["url"].startswith(
        "urn:sha256:"
    )


def test_one_order_s_webhook_is_not_listed(office, mailbox, publish):
    url = mailbox.box()
    office.post("/v1/assessments", json={"url": publish(), "webhook": url})
    mailbox.wait(url)
    assert url not in office.get("/v1/webhooks").text
