"""Who may write: keys made, shown, refused, expired, rotated, revoked; and no route left open."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from fastapi import Request
from fastapi.routing import APIRoute

from app.api_key import SCOPES, mint, read
from app.main import create_app
from app.settings import Settings
from app.store import Store
from app.web.gate import Asker, charge, needs
from app.web.gate.guards import GUARDS, SAFE, guard_of
from tests.running import serving

ROOT = Path(__file__).parents[2]
PROBLEM = "application/problem+json"
BODY = "nom,montant\nA,1\n"


def add_routes(app):
    """Routes as others will write them: one that names its scope, one that charges by itself."""

    @app.get("/private", dependencies=[needs("read:private")])
    async def private(asker: Asker) -> dict[str, str]:
        return {"owner": asker.owner}

    @app.get("/costly")
    async def costly(request: Request) -> str:
        charge(request, 40_000)
        return "done"


@pytest.fixture(scope="module")
def locked(town, tmp_path_factory):
    """A service that requires keys, and what opens it."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("locked"),
        database_url="",
        require_key=True,
        fetch_allow_networks=("127.0.0.1/32",),
        fetch_allow_ports=(town.port,),
        schema_registries=(),
    )
    with serving(settings, add_routes) as address:
        store = Store(settings.database)
        service = Locked(address, store, settings)
        try:
            yield service
        finally:
            service.client.close()
            store.close()


class Locked:
    def __init__(self, address, store, settings):
        self.store, self.settings = store, settings
        self.client = httpx2.Client(base_url=address, timeout=60, trust_env=False)
        self._owners = 0

    def key(self, *scopes, lasts=None):
        self._owners += 1
        minted = mint()
        self.store.keys.add(minted, f"owner {self._owners}", scopes, lasts)
        return minted

    def post(self, text=None, *, header="authorization", path="/v1/assessments", **more):
        shown = f"Bearer {text}" if header == "authorization" else text
        headers = {} if text is None else {header: shown}
        return self.client.post(path, headers=headers, json={"url": "ftp://h.fr/"}, **more)


@pytest.fixture(scope="module")
def form(town):
    return {"file": ("a.csv", BODY, "text/csv")}


def refused(answer, status, code):
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM), answer.text
    assert answer.json()["code"] == code
    if status in {401, 403}:
        assert answer.headers["www-authenticate"].startswith("Bearer realm=")
    return True


def changed(text):
    """The same key with one character of its secret another, and the checksum right again."""
    body = text.rpartition("_")[0]
    other = body[:-1] + ("a" if body[-1] != "a" else "b")
    from app.api_key import _checksum  # noqa: PLC0415

    return f"{other}_{_checksum(other)}"


# The key itself


def test_a_key_is_read_back_and_its_secret_is_nowhere_to_be_seen():
    minted = mint()
    found = read(minted.text)
    assert (found.id, found.digest) == (minted.id, minted.digest)
    assert minted.text.split("_")[2] not in repr(minted)
    assert re.fullmatch(r"qd_[0-9A-Za-z]{10}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}", minted.text)
    assert len({mint().text for _ in range(100)}) == 100


@pytest.mark.parametrize("place", range(0, 64, 3))
def test_one_wrong_character_is_noticed_without_the_database(place):
    text = mint().text
    wrong = "0" if text[place] != "0" else "1"
    assert read(text[:place] + wrong + text[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "qd_", "é" * 64, "\ud800", "qd_a_b_c"])
def test_what_is_no_key_is_no_key(text):
    assert read(text) is None


def test_a_key_and_more_is_no_key():
    text = mint().text
    assert read(text)
    assert not any(map(read, (f"{text}\n", f" {text}", f"{text}_", text.upper())))


# The gate


@pytest.mark.parametrize("path", ["/v1/assessments", "/validate", "/v1/jobs/x", "/v1/forgotten"])
def test_writing_needs_a_key(locked, path):
    method = "DELETE" if "jobs" in path else "POST"
    assert refused(locked.client.request(method, path), 401, "key_missing")


def test_setting_us_to_work_needs_a_key_too(locked):
    asked = {"schema": "scdl/subventions", "url": "http://127.0.0.1/"}
    assert refused(locked.client.get("/validate", params=asked), 401, "key_missing")


@pytest.mark.parametrize("header", ["authorization", "x-api-key"])
def test_a_key_with_the_scope_opens(locked, form, header):
    text = locked.key("submit").text
    shown = f"Bearer {text}" if header == "authorization" else text
    answer = locked.client.post("/v1/assessments", headers={header: shown}, files=form)
    assert answer.status_code == 200, answer.text


def test_admin_opens_everything_another_scope_does_not(locked):
    assert locked.post(locked.key("admin").text).status_code == 422
    answer = locked.post(locked.key("catalog", "webhook", "read:private").text)
    assert refused(answer, 403, "scope_missing")
    assert 'scope="submit"' in answer.headers["www-authenticate"]


PUBLIC = ["/", "/v1/rules", "/v1/datasets", "/badge.svg", "/rules", "/openapi.json", "/healthz"]


@pytest.mark.parametrize("path", PUBLIC)
def test_reading_stays_public(locked, path):
    assert locked.client.get(path).status_code == 200


@pytest.mark.parametrize("path", [*PUBLIC, "/static/style.css", "/nowhere"])
@pytest.mark.parametrize("kind", ["typing error", "unknown", "wrong secret", "no key of ours"])
def test_a_wrong_key_is_refused_everywhere(locked, path, kind):
    known = locked.key("submit").text
    text = {
        "typing error": known[:-1],
        "unknown": mint().text,
        "wrong secret": changed(known),
        "no key of ours": "eyJhbGciOi.x.y",
    }[kind]
    answer = locked.client.get(path, headers={"authorization": f"Bearer {text}"})
    assert refused(answer, 401, "key_invalid")
    assert text not in answer.text


def test_a_right_key_reads_like_everybody(locked):
    headers = {"x-api-key": locked.key("webhook").text}
    assert locked.client.get("/v1/rules", headers=headers).status_code == 200


def test_the_password_of_a_proxy_in_front_is_none_of_our_business(locked):
    assert locked.client.get("/v1/rules", auth=("clerk", "x")).status_code == 200


def test_a_route_may_name_the_scope_that_it_needs(locked):
    assert refused(locked.client.get("/private"), 401, "key_missing")
    other = {"x-api-key": locked.key("submit").text}
    assert refused(locked.client.get("/private", headers=other), 403, "scope_missing")
    right = {"x-api-key": locked.key("read:private").text}
    assert locked.client.get("/private", headers=right).json()["owner"].startswith("owner ")


def test_a_route_may_charge_for_what_only_it_knows_of(locked):
    assert refused(locked.client.get("/costly"), 429, "too_many_requests")  # 6000 points at most
    headers = {"x-api-key": locked.key("submit").text}
    assert locked.client.get("/costly", headers=headers).status_code == 200
    assert refused(locked.client.get("/costly", headers=headers), 429, "too_many_requests")


def test_a_revoked_key_is_refused_at_once(locked):
    minted = locked.key("submit")
    assert locked.post(minted.text).status_code == 422
    locked.store.keys.revoke(minted.id)
    assert refused(locked.post(minted.text), 401, "key_invalid")


def test_an_expired_key_says_so_to_its_holder_only(locked):
    minted = locked.key("submit", lasts=timedelta(seconds=-1))
    assert refused(locked.post(minted.text), 401, "key_expired")
    assert refused(locked.post(changed(minted.text)), 401, "key_invalid")


def test_a_key_in_an_address_is_no_key(locked):
    text = locked.key("submit").text
    answer = locked.client.post(f"/v1/assessments?key={text}&access_token={text}", json={})
    assert refused(answer, 401, "key_missing")


def test_what_is_stored_is_a_hash_and_use_is_noted_once_an_hour(locked):
    minted = locked.key("submit")
    for _ in range(3):
        locked.post(minted.text)
    file = locked.settings.data_dir / "qualidata.db"
    secret = minted.text.split("_")[2]
    with closing(sqlite3.connect(file)) as database:
        dump = "\n".join(database.iterdump())
    assert minted.digest in dump
    assert secret not in dump
    key = next(k for k in locked.store.keys.all() if k.id == minted.id)
    assert datetime.now(UTC) - key.last_used_at < timedelta(minutes=5)
    locked.store.keys.used(key)
    assert next(k for k in locked.store.keys.all() if k.id == key.id) == key


def test_a_person_is_told_in_a_page_how_to_get_in(locked):
    page = locked.client.get("/", params={"lang": "fr"}).text
    assert 'type="password"' in page
    assert "Demandez-la à son exploitant" in page
    answer = locked.client.post("/assess", data={"url": "http://h.fr/a.csv", "lang": "fr"})
    assert answer.status_code == 401
    assert "Ce service demande une clé" in answer.text


def test_the_form_takes_a_key_and_never_gives_it_back(locked, form):
    minted = locked.key("submit")
    done = locked.client.post("/assess", data={"key": f" {minted.text} "}, files=form)
    assert done.status_code == 303, done.text
    wrong = locked.client.post("/assess", data={"key": mint().text, "url": "http://h.fr/"})
    assert wrong.status_code == 401
    assert "qd_" not in wrong.text.replace("(qd_…)", "")


def test_without_the_setting_nobody_needs_a_key_but_a_wrong_one_is_refused(client):
    assert 'type="password"' not in client.get("/").text
    assert client.post("/v1/assessments", json={}).status_code == 422
    answer = client.get("/v1/rules", headers={"x-api-key": "qd_x"})
    assert refused(answer, 401, "key_invalid")


# Two live keys, rotation


def test_an_owner_has_two_live_keys_at_most(locked):
    keys = locked.store.keys
    first, second, third = mint(), mint(), mint()
    keys.add(first, "portail", ["submit"], timedelta(days=30))
    new = keys.rotate(second, "portail", timedelta(days=7))
    assert new.scopes == ("submit",)
    old = next(k for k in keys.all() if k.id == first.id)
    assert timedelta(days=6) < old.expires_at - datetime.now(UTC) < timedelta(days=8)
    assert locked.post(first.text).status_code == locked.post(second.text).status_code == 422
    for add in (
        lambda: keys.add(third, "portail", ["submit"], None),
        lambda: keys.rotate(third, "portail", timedelta(0)),
    ):
        with pytest.raises(Exception, match="too_many_keys"):
            add()
    keys.revoke(first.id)
    assert keys.rotate(third, "portail", timedelta(0)).live
    assert refused(locked.post(second.text), 401, "key_expired")


# Every route


def app_of(tmp_path, **more):
    return create_app(Settings(data_dir=tmp_path, database_url="", **more))


def every_route(routes):
    """Give method and path of each route, hidden ones too; none is included under a prefix."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield from ((method, route.path) for method in route.methods)
        elif hasattr(route, "original_router"):
            yield from every_route(route.original_router.routes)


def writing_routes(app):
    return sorted(
        {(method, path) for method, path in every_route(app.routes) if method not in SAFE}
    )


def test_every_route_that_writes_is_in_the_table(tmp_path):
    routes = writing_routes(app_of(tmp_path))
    assert {("POST", "/v1/assessments"), ("POST", "/assess")} <= set(routes)
    named = {guard.path for guard in GUARDS}
    for method, path in routes:
        guard = guard_of(method, path)
        assert guard.path in named, f"{method} {path}: say in app/web/gate/guards.py who may"


def test_a_route_that_nobody_wrote_down_is_shut():
    assert guard_of("POST", "/v1/forgotten").scope == "admin"
    assert guard_of("POST", "/v1/assessmentsX").scope == "admin"
    assert guard_of("GET", "/v1/forgotten") is None
    assert guard_of("PUT", "/v1/catalogs/1/runs").scope == "catalog"
    assert guard_of("GET", "/v1/webhooks/1").scope == "webhook"
    assert guard_of("HEAD", "/v1/assessments/1") is None


def test_the_description_says_which_calls_want_a_key(tmp_path):
    shut, free = (app_of(tmp_path, require_key=k).openapi() for k in (True, False))
    assert set(shut["components"]["securitySchemes"]) == {"bearer", "header"}
    either = [{"bearer": []}, {"header": []}]
    assert shut["paths"]["/v1/assessments"]["post"]["security"] == either
    assert free["paths"]["/v1/assessments"]["post"]["security"] == [{}, *either]
    assert shut["paths"]["/validate"]["get"]["x-scope"] == "submit"
    assert "security" not in shut["paths"]["/v1/rules"]["get"]
    for status in ("400", "401", "403", "413", "422", "429"):
        described = shut["paths"]["/v1/assessments"]["post"]["responses"][status]
        assert list(described["content"]) == [PROBLEM]


# The command line


def test_keys_are_managed_on_the_command_line(tmp_path):
    def run(*words, code=0):
        done = subprocess.run(
            [sys.executable, "-c", "from app.cli import main; main()", "keys", *words],
            cwd=ROOT,
            env={**os.environ, "QUALIDATA_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stdout.strip()

    text = run("create", "portail", "--scope", "submit", "--scope", "webhook", "--days", "30")
    shown = read(text)
    listed = run("list")
    assert shown.id in listed
    assert "submit webhook" in listed
    assert text.split("_")[2] not in listed
    run("create", "portail", "--scope", "nonsense", code=2)
    run("create", "two\nlines", code=2)
    newer = read(run("rotate", "portail"))
    run("rotate", "portail", code=2)
    run("revoke", shown.id)
    run("revoke", shown.id, code=2)
    assert re.search(rf"{shown.id}\s+revoked", run("list"))
    assert re.search(rf"{newer.id}\s+live", run("list"))


def test_scopes_are_few_and_named():
    assert SCOPES == ("submit", "read:private", "catalog", "webhook", "admin")
