"""How much one may ask: networks behind proxies, points, the headers that say so, and the wait."""

from __future__ import annotations

import re
from ipaddress import ip_network

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.api_key import mint
from app.settings import Settings
from app.store import Store
from app.web.gate.guards import points_of
from app.web.gate.meter import WINDOW, wait_for
from app.web.gate.networks import network_of
from tests.running import serving

LOCAL = (ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
NETWORKS = [
    ("203.0.113.9", [], "203.0.113.0/24"),
    ("2001:db8:1:2:3::9", [], "2001:db8:1::/56"),
    ("::ffff:203.0.113.9", [], "203.0.113.0/24"),
    (None, [], "local"),
    (None, ["203.0.113.9"], "203.0.113.0/24"),
    ("127.0.0.1", [], "127.0.0.0/24"),
    ("127.0.0.1", ["203.0.113.9"], "203.0.113.0/24"),
    ("127.0.0.1", ["198.51.100.7, 203.0.113.9"], "203.0.113.0/24"),
    ("127.0.0.1", ["198.51.100.7", "203.0.113.9, 10.1.1.1"], "203.0.113.0/24"),
    ("203.0.113.9", ["198.51.100.7"], "203.0.113.0/24"),
    ("127.0.0.1", ["203.0.113.9:5123"], "203.0.113.0/24"),
    ("127.0.0.1", ['"[2001:db8::1]:443"'], "2001:db8::/56"),
    ("127.0.0.1", ["fe80::1%eth0"], "fe80::/56"),
    ("127.0.0.1", ["203.0.113.9, nonsense"], "127.0.0.0/24"),
    ("127.0.0.1", [""], "127.0.0.0/24"),
    ("127.0.0.1", ["é, \x00"], "127.0.0.0/24"),
]


@pytest.mark.parametrize(("peer", "forwarded", "network"), NETWORKS)
def test_a_visitor_is_known_by_their_network(peer, forwarded, network):
    assert network_of(peer, forwarded, LOCAL) == network


def test_where_no_proxy_is_believed_none_is():
    assert network_of("127.0.0.1", ["203.0.113.9"], ()) == "127.0.0.0/24"


@given(st.lists(st.text(max_size=40), max_size=5), st.sampled_from([None, "127.0.0.1", "10.9.9.9"]))
def test_no_header_breaks_the_counting(forwarded, peer):
    assert network_of(peer, forwarded, LOCAL)


POINTS = [
    ("POST", "/v1/assessments", False, False, 10),
    ("POST", "/v1/assessments", True, False, 20),
    ("POST", "/v1/assessments", False, True, 20),
    ("POST", "/assess", True, False, 20),
    ("GET", "/validate", False, False, 10),
    ("POST", "/validate", True, False, 20),
    ("GET", "/v1/assessments/1", False, False, 1),
    ("GET", "/", False, False, 1),
    ("DELETE", "/v1/jobs/1", False, False, 1),
    ("GET", "/badge.svg", False, False, 0),
    ("GET", "/badge.json", False, False, 0),
    ("GET", "/v1/datasets/1/badge.svg", False, False, 0),
    ("OPTIONS", "/v1/assessments", False, False, 0),
    ("GET", "/healthz", False, False, 0),
    ("GET", "/static/style.css", False, False, 0),
    ("POST", "/v1/catalogs/1/runs", False, False, 10),
    ("POST", "/v1/forgotten", False, False, 10),
    ("GET", "/v1/webhooks", False, False, 1),
]


@pytest.mark.parametrize(("method", "path", "file", "forced", "points"), POINTS)
def test_a_call_costs_what_it_makes_us_do(method, path, file, forced, points):
    assert points_of(method, path, file=file, forced=forced) == points


@given(
    st.integers(1, 200),
    st.floats(0, 60),
    st.integers(0, 200),
    st.floats(0, 60),
    st.integers(0, 199),
)
def test_after_the_wait_there_is_room(before, fading, now, rest, room):
    """What counts after so many seconds, by the rule of the sliding window itself."""
    wait = wait_for(room, (before, fading), now, rest)
    assert 1 <= wait <= 2 * WINDOW
    counts = [now if wait <= rest else 0]
    counts.append(before * max(0.0, fading - wait) / WINDOW)
    if wait > rest:
        counts = [now * max(0.0, rest + WINDOW - wait) / WINDOW]
    if now <= room or wait > rest:
        assert sum(counts) <= room + 1e-6


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("strict"),
        database_url="",
        rate_anonymous=100,
        rate_key=200,
        schema_registries=(),
        hsts=3600,
    )
    with serving(settings) as address:
        store = Store(settings.database)
        with httpx2.Client(base_url=address, timeout=60, trust_env=False) as client:
            client.keys = store.keys
            yield client
        store.close()


def left(answer):
    return int(re.search(r"r=(\d+)", answer.headers["ratelimit"])[1])


def visitor(number):
    return {"x-forwarded-for": f"203.0.{number}.7"}


def test_every_counted_answer_says_what_is_left(strict):
    first, second = (strict.get("/v1/rules", headers=visitor(1)) for _ in range(2))
    assert first.headers["ratelimit-policy"] == '"anonymous";q=100;w=60'
    assert (left(first), left(second)) == (99, 98)
    refused = strict.post("/v1/assessments", headers=visitor(1), json={})
    assert (refused.status_code, left(refused)) == (422, 88)


def test_a_badge_costs_nothing_and_says_nothing(strict):
    for _ in range(3):
        assert "ratelimit" not in strict.get("/badge.svg", headers=visitor(2)).headers
    assert left(strict.get("/v1/rules", headers=visitor(2))) == 99


def test_too_much_is_refused_with_the_time_to_wait(strict):
    sent = [strict.post("/v1/assessments", headers=visitor(3), json={}) for _ in range(11)]
    assert {answer.status_code for answer in sent[:10]} == {422}
    refused = sent[-1]
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 120
    assert left(refused) == 0
    assert "réessayez dans" in refused.json()["title"]


def test_neighbours_share_and_others_do_not(strict):
    for _ in range(10):
        strict.post("/v1/assessments", headers=visitor(4), json={})
    beside = {"x-forwarded-for": "203.0.4.200"}
    assert strict.get("/v1/rules", headers=beside).status_code == 429
    assert strict.get("/v1/rules", headers=visitor(5)).status_code == 200
    assert strict.get("/badge.svg", headers=beside).status_code == 200
    assert strict.get("/healthz", headers=beside).status_code == 200


def test_a_person_who_asks_too_much_reads_a_page(strict):
    for _ in range(10):
        strict.post("/v1/assessments", headers=visitor(6), json={})
    page = strict.get("/", headers={**visitor(6), "accept": "text/html", "accept-language": "en"})
    assert page.status_code == 429
    assert "Too many requests for now" in page.text
    assert "retry-after" in page.headers


def test_a_key_has_an_account_of_its_own(strict):
    minted = mint()
    strict.keys.add(minted, "portail", ["submit"], None)
    headers = {**visitor(7), "authorization": f"Bearer {minted.text}"}
    answer = strict.get("/v1/rules", headers=headers)
    assert answer.headers["ratelimit-policy"] == '"key";q=200;w=60'
    assert left(strict.get("/v1/rules", headers=visitor(7))) == 99


def test_guessing_keys_is_work(strict):
    codes = [
        strict.get("/badge.svg", headers={**visitor(8), "x-api-key": f"qd_{n}"}).status_code
        for n in range(11)
    ]
    assert codes == [401] * 10 + [429]


def test_browsers_are_told_to_use_https_where_the_setting_says_so(strict, tmp_path):
    assert strict.get("/healthz").headers["strict-transport-security"].startswith("max-age=3600")
    with serving(Settings(data_dir=tmp_path, database_url="", rate_anonymous=0)) as address:
        answer = httpx2.get(f"{address}/v1/rules", trust_env=False)
    assert "strict-transport-security" not in answer.headers
    assert "ratelimit" not in answer.headers


@pytest.mark.parametrize("absurd", [{"rate_anonymous": -1}, {"rate_key": 5}, {"hsts": -1}])
def test_an_absurd_setting_is_refused_at_start(absurd):
    with pytest.raises(ValidationError):
        Settings(**absurd)
