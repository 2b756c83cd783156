"""Keys where they are required: forms of catalogues, webhooks, portals' announcements, preflights."""

from __future__ import annotations

import json
from uuid import uuid4

import httpx2
import pytest

from app.api_key import mint
from app.portal import Portal
from app.settings import Settings
from app.store import Store
from tests.running import serving

TOKEN = "a-token-of-the-portal"


class Office:
    """A service that requires keys and knows one portal."""

    def __init__(self, address, store):
        self.store = store
        self.client = httpx2.Client(base_url=address, timeout=60, trust_env=False)

    def key(self, *scopes, owner=""):
        minted = mint()
        self.store.keys.add(minted, owner or uuid4().hex, scopes, None)
        return minted.text

    def call(self, method, path, text=None, **more):
        headers = {} if text is None else {"authorization": f"Bearer {text}"}
        return self.client.request(method, path, headers=headers, **more)


@pytest.fixture(scope="module")
def office(town, tmp_path_factory):
    portal = Portal(url=f"http://127.0.0.1:{town.port}", token=TOKEN)
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("office"),
        database_url="",
        require_key=True,
        portals=(portal,),
        fetch_allow_networks=("127.0.0.1/32",),
        fetch_allow_ports=(town.port,),
        schema_registries=(),
    )
    with serving(settings) as address:
        known = Office(address, Store(settings.database))
        yield known
        known.client.close()
        known.store.close()


@pytest.fixture
def catalog(office, town):
    """Give the id of a catalogue whose list is empty."""
    url = town.publish("/list.csv", "url\n")
    added = office.call("POST", "/v1/catalogs", office.key("catalog"), json={"url": url})
    assert added.status_code == 201, added.text
    return added.json()["id"]


FORMS = {
    "add": ("/catalogs", lambda town: {"url": f"http://127.0.0.1:{town.port}/list.csv"}),
    "run": ("/catalogs/{id}/runs", lambda _: {"policy": "due"}),
    "cancel": ("/catalogs/{id}/cancel", lambda _: {"run": "none"}),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_catalogues_wants_a_key_in_its_field(office, catalog, town, form):
    path, values = FORMS[form][0].format(id=catalog), FORMS[form][1](town)

    def send(text=None):
        answer = office.call("POST", path, data=values | ({"key": text} if text else {}))
        assert text is None or text not in answer.text
        return answer.status_code

    assert [send(), send("qd_x"), send(mint().text), send(office.key("submit"))] == [401] * 3 + [
        403
    ]
    right = [send(office.key("catalog")), send(office.key("admin"))]
    assert set(right) == ({404} if form == "cancel" else {303})  # a key opens; there is no such run


def test_a_person_sees_where_the_key_goes(office, catalog, client):
    for path in ("/catalogs?lang=fr", f"/catalogs/{catalog}?lang=fr"):
        assert 'name="key" type="password"' in office.client.get(path).text
    refused = office.call("POST", "/catalogs", data={"url": "http://h.fr/", "lang": "fr"})
    assert 'href="#key"' in refused.text
    assert "Ce service demande une clé" in refused.text
    assert 'value="http://h.fr/"' in refused.text
    assert 'name="key"' not in client.get("/catalogs").text


HOOK = {"url": "http://8.8.8.8/hook"}


def test_webhooks_belong_to_the_owner_of_the_key(office):
    mine, other = office.key("webhook", owner="ville"), office.key("webhook", owner="autre")
    for text, status in ((None, 401), (office.key("submit", "catalog"), 403)):
        for method in ("GET", "POST"):
            assert office.call(method, "/v1/webhooks", text, json=HOOK).status_code == status
    made = office.call("POST", "/v1/webhooks", mine, json=HOOK)
    assert made.status_code == 201, made.text
    path = f"/v1/webhooks/{made.json()['id']}"
    second = office.key("webhook", owner="ville")  # a key that takes the first one's place
    assert [office.call("GET", path, k).status_code for k in (mine, second, other)] == [
        200,
        200,
        404,
    ]
    assert office.call("GET", "/v1/webhooks", other).json()["items"] == []
    assert office.call("DELETE", path, other).status_code == 404
    assert office.call("DELETE", path, mine).status_code == 204


def announcement(url):
    own = str(uuid4())
    document = {"id": own, "url": url, "title": "x", "format": "csv", "filetype": "remote"}
    return json.dumps({"dataset_id": uuid4().hex, "resource_id": own, "document": document})


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (None, 401),
        ("nonsense", 403),
        ("eyJhbGciOi.x.y", 403),
        (TOKEN, 201),
        ("submit", 201),
        ("admin", 201),
        ("catalog", 403),
        ("unknown", 401),
    ],
)
def test_a_portals_own_token_announces_and_so_does_a_key_that_may_submit(
    office, town, text, status
):
    body = announcement(town.publish("/a.csv", "a,b\n1,2\n"))
    if text in {"submit", "admin", "catalog"}:
        text = office.key(text)
    text = mint().text if text == "unknown" else text
    answer = office.call("POST", "/api/resources/", text, content=body)
    assert answer.status_code == status, answer.text


def test_a_portals_token_opens_nothing_else(office):
    for path in ("/v1/assessments", "/v1/catalogs", "/v1/webhooks", "/api/resourcesX"):
        assert office.call("POST", path, TOKEN, json=HOOK).status_code == 401


@pytest.mark.parametrize("path", ["/v1/catalogs/x", "/v1/jobs/x", "/v1/assessments", "/validate"])
def test_other_sites_may_ask_without_cookies_and_change_nothing_by_other_words(office, path):
    asked = {"origin": "https://h.fr", "access-control-request-method": "DELETE"}
    headers = office.client.options(path, headers=asked).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    assert "access-control-allow-credentials" not in headers
    assert "authorization" not in headers["access-control-allow-headers"]


@pytest.mark.parametrize("path", ["/v1/webhooks", "/v1/webhooks/x", "/api/resources", "/catalogs"])
def test_what_is_its_owners_is_not_for_other_sites(office, path):
    asked = {"origin": "https://h.fr", "access-control-request-method": "POST"}
    for answer in (office.client.options(path, headers=asked), office.client.get(path)):
        assert "access-control-allow-origin" not in answer.headers
