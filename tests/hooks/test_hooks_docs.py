"""docs/webhooks.md, docs/udata.md and docs/ckan.md tell the truth: what they show is run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from http.server import HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.jobs.letters import new_secret
from app.portal import Portal
from app.settings import Settings
from tests.hooks.conftest import quick, wait_for
from tests.hooks.portals import KEY, TOKEN, FakeCkan
from tests.jobs.conftest import _served

ROOT = Path(__file__).parents[2]
GOOD = (ROOT / "demo" / "files" / "subventions-2026.csv").read_bytes()
ANY = "…"
needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not here")
needs_curl = pytest.mark.skipif(not shutil.which("curl"), reason="curl is not here")


def blocks(page, language):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def shell(script, cwd=None, **environment):
    known = {**os.environ, "NO_PROXY": "*", **environment}
    done = subprocess.run(
        ["bash", "-c", script], env=known, cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_curl
def test_a_webhook_is_registered_as_shown(office, mailbox):
    register, _, _, _ = blocks("webhooks.md", "bash")
    base = str(office.base_url).rstrip("/")
    made = json.loads(shell(register, QUALIDATA=base, RECEIVER=mailbox.box()))
    assert made["secret"].startswith("whsec_")
    assert made["filters"]["below"] == "B"
    assert made["label"] == "The data team"
    assert office.delete(f"/v1/webhooks/{made['id']}").status_code == 204


@needs_curl
@needs_openssl
def test_one_order_is_followed_as_shown_and_its_message_checked_by_hand(
    office, mailbox, publish, tmp_path
):
    _, with_header, with_secret, check = blocks("webhooks.md", "bash")
    base = str(office.base_url).rstrip("/")
    box, secret = mailbox.box(), new_secret()
    shell(with_secret, QUALIDATA=base, RECEIVER=box, DATA=publish(), SECRET=secret)
    (got,) = mailbox.wait(box)
    (tmp_path / "body.json").write_bytes(got.body)
    told = {
        "ID": got.headers["webhook-id"],
        "TIMESTAMP": got.headers["webhook-timestamp"],
        "SIGNATURE": got.headers["webhook-signature"],
    }
    assert shell(check, tmp_path, SECRET=secret, **told).strip() == "genuine"
    assert shell(check, tmp_path, SECRET=new_secret(), **told).strip() == "forged"
    seen = shell(with_header, QUALIDATA=base, RECEIVER=mailbox.box(), DATA=publish())
    assert re.search(r"^webhook-secret: whsec_", seen, re.MULTILINE)


def test_the_receiver_shown_takes_what_is_ours_once_and_nothing_else(
    town, publish, tmp_path_factory
):
    (source,) = blocks("webhooks.md", "python")
    room: dict[str, object] = {"__name__": "receiver"}
    exec(compile(source, "receiver", "exec"), room)
    acted = []
    shown = room["Receiver"]
    secret = new_secret()
    kind = type(
        "Quiet",
        (shown,),
        {
            "secret": secret,
            "act": lambda _, message: acted.append(message),
            "log_message": lambda *_: None,
        },
    )
    server = HTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    folder = tmp_path_factory.mktemp("receiver")
    with _served(quick(folder, town.port, server.server_port)) as client:
        for own in (secret, new_secret()):
            order = {"url": publish(), "webhook": {"url": url, "secret": own}}
            client.post("/v1/assessments", json=order)
        made = client.post("/v1/webhooks", json={"url": url}).json()
        client.post(f"/v1/webhooks/{made['id']}/test")
        wait_for(
            lambda: client.get(f"/v1/webhooks/{made['id']}/deliveries").json()["items"][0]["tries"]
        )
        wait_for(lambda: acted)
    server.shutdown()
    server.server_close()
    assert [message["type"] for message in acted] == ["assessment.completed"]


def holds(shown, real, at="$"):
    """Check that what is shown is what came: the same keys, and the same values but for ``…``."""
    if isinstance(shown, dict):
        assert set(shown) == set(real), at
        for key, value in shown.items():
            holds(value, real[key], f"{at}.{key}")
    elif shown != ANY and not isinstance(shown, float):
        assert shown == real, at


def test_the_message_shown_is_what_comes(mailbox, register, publish, assess, town):
    (text,) = blocks("webhooks.md", "json")
    webhook = register(mailbox.box(), events=["grade.changed"])
    url = publish(GOOD, path="/grants.csv")
    order = {"metadata": {"title": "grants.csv"}, "modified": "2026-11-20", "frequency": "annual"}
    assess(url, **order)
    publish(b"<html>Not here</html>", path="/grants.csv", headers={"content-type": "text/html"})
    assess(url, **order)
    (got,) = mailbox.wait(webhook["url"])
    real = json.loads(got.body.replace(url.encode(), b"https://data.example/grants.csv"))
    shown = json.loads(text)
    shown["timestamp"] = ANY
    holds(shown, real)


def settings_shown(page, monkeypatch):
    (stated,) = [b for b in blocks(page, "bash") if "QUALIDATA_PORTALS" in b]
    monkeypatch.setenv("QUALIDATA_PORTALS", stated.split("'")[1])
    return Settings().portals[0]


@pytest.mark.parametrize(("page", "kind"), [("udata.md", "udata"), ("ckan.md", "ckan")])
def test_the_setting_shown_is_one(monkeypatch, page, kind):
    assert settings_shown(page, monkeypatch).kind == kind


def test_what_udata_is_told_is_what_it_reads():
    (config,) = blocks("udata.md", "python")
    room: dict[str, object] = {}
    exec(compile(config, "udata.cfg", "exec"), room)
    assert room["RESOURCES_ANALYSER_API_KEY"] == "a-long-random-word"


# --- CKAN --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ckan():
    ckan = FakeCkan()
    yield ckan
    ckan.close()


@pytest.fixture(scope="module")
def beside(ckan, tmp_path_factory):
    """A service that knows the CKAN."""
    portal = Portal(kind="ckan", url=ckan.base, token=SecretStr(TOKEN), key=SecretStr(KEY))
    settings = quick(tmp_path_factory.mktemp("ckan-data"), ckan.port, portals=(portal,))
    with _served(settings) as client:
        yield client


def told(ckan, client, package, resource):
    return {
        "QUALIDATA": str(client.base_url).rstrip("/"),
        "CKAN": ckan.base,
        "DATASET": package,
        "RESOURCE": resource["id"],
        "DATA": resource["url"],
        "TOKEN": TOKEN,
    }


@needs_curl
def test_the_one_call_shown_brings_a_grade(ckan, beside):
    call, _, _ = blocks("ckan.md", "bash")
    package, resource = ckan.publish(GOOD)
    job = json.loads(shell(call, **told(ckan, beside, package, resource)))
    assert job["priority"] == "publish"
    done = wait_for(
        lambda: (
            (seen := beside.get(f"/v1/jobs/{job['id']}").json())["state"] == "succeeded" and seen
        )
    )
    assert beside.get(f"/v1/assessments/{done['assessment']}").json()["grade"] in "ABC"


@needs_curl
def test_the_announcement_shown_has_the_grade_written_back(ckan, beside):
    _, _, call = blocks("ckan.md", "bash")
    package, resource = ckan.publish(GOOD)
    shell(call, **told(ckan, beside, package, resource))
    (said,) = wait_for(lambda: ckan.of(resource["id"]))
    text = (ROOT / "docs" / "ckan.md").read_text(encoding="utf-8")
    assert said["quality_grade"] in "ABC"
    assert set(said) == set(re.findall(r"`(quality_[a-z_]+)`", text))
    shell(call, **told(ckan, beside, package, resource))
    assert len(ckan.of(resource["id"])) == 1


def test_the_extensions_part_that_calls_us_works(ckan, beside):
    source, plugin = blocks("ckan.md", "python")
    room: dict[str, object] = {}
    exec(compile(source, "announce.py", "exec"), room)
    compile(plugin, "plugin.py", "exec")
    announce, base = room["announce"], str(beside.base_url).rstrip("/")
    package, resource = ckan.publish(GOOD)
    assert announce("POST", resource, base, TOKEN) == 201
    wait_for(lambda: ckan.of(resource["id"]))
    echo = resource | {"quality_grade": "A", "metadata_modified": "2026-11-23T10:00:00"}
    assert announce("PUT", echo, base, TOKEN) == 200
    jobs = "/v1/datasets?limit=200"
    url = f"{ckan.base}/dataset/{package}/resource/{resource['id']}"
    assert [d["url"] for d in beside.get(jobs).json()["items"]].count(url) == 1
    assert announce("DELETE", {"id": resource["id"]}, base, TOKEN) == 204
