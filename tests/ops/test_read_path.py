"""Badges and latest grades: given again as they left, never when there is something newer."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.store import Store
from rules import RULES
from rules.core.assessment import conclude
from rules.core.evidence import Access, Evidence

SMALL = "nom,montant\nA,1\nB,2\n"
CACHE = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400"


@pytest.fixture(scope="module")
def known(client, town):
    url = town.publish("/read-path.csv", SMALL)
    answer = client.post("/v1/assessments", json={"url": url})
    assert answer.status_code == 200, answer.text
    return answer.json()["dataset"]


PUBLIC = ["/badge.svg?url={url}", "/badge.json?url={url}", "/v1/datasets/{id}/badge.svg"]
LATEST = ["/v1/datasets?url={url}", "/v1/datasets/{id}"]


@pytest.fixture(params=[*PUBLIC, *LATEST])
def path(request, known):
    return request.param.format(**known)


def counts(client):
    lines = client.get("/metrics").text.splitlines()
    series = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    name = "qualidata_badge_cache_requests_total"
    return {word: float(series[f'{name}{{result="{word}"}}']) for word in ("hit", "miss", "stale")}


def test_the_same_tag_comes_with_the_same_bytes_first_and_again(client, path):
    first, again = (client.get(path) for _ in range(2))
    assert first.headers["etag"] == again.headers["etag"]
    assert first.headers["etag"].startswith('"')  # strong
    assert first.content == again.content
    own = {"date", "ratelimit", "x-request-id"}  # of each answer: the time, and what is left
    same = {k: v for k, v in first.headers.items() if k not in own}
    assert same == {k: v for k, v in again.headers.items() if k not in own}


@pytest.mark.parametrize("form", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
def test_whoever_has_it_is_told_so(client, path, form):
    whole = client.get(path)
    answer = client.get(path, headers={"if-none-match": form.format(tag=whole.headers["etag"])})
    assert (answer.status_code, answer.content) == (304, b"")
    for name in ("etag", "cache-control", "vary", "access-control-allow-origin"):
        assert answer.headers[name] == whole.headers[name]
    assert "content-type" not in answer.headers


@pytest.mark.parametrize("form", ['"other"', "nonsense", "", 'W/"0"'])
def test_whoever_has_another_gets_it_whole(client, path, form):
    answer = client.get(path, headers={"if-none-match": form})
    assert answer.status_code == 200
    assert answer.content == client.get(path).content


def test_head_is_get_without_its_body_first_and_again(client, known):
    path = f"/badge.svg?url={known['url']}&label={uuid4().hex}"
    heads = [client.head(path) for _ in range(2)]
    whole = client.get(path)
    for head in heads:
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(whole.content))
        assert head.headers["etag"] == whole.headers["etag"]
    tag = {"if-none-match": whole.headers["etag"]}
    assert client.head(path, headers=tag).status_code == 304


def test_badges_may_be_kept_by_others_and_latest_grades_must_be_asked_after(client, known):
    for path in PUBLIC:
        assert client.get(path.format(**known)).headers["cache-control"] == CACHE
    for path in LATEST:
        said = client.get(path.format(**known)).headers["cache-control"]
        assert said == "public, no-cache, stale-if-error=86400"


def test_a_kept_badge_still_runs_no_script_and_may_be_read_by_other_sites(client, known):
    path = PUBLIC[0].format(**known)
    for _ in range(2):
        headers = client.get(path).headers
        assert headers["content-security-policy"].endswith("sandbox")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["access-control-allow-origin"] == "*"


def test_languages_and_styles_are_kept_apart(client, known):
    path = PUBLIC[0].format(**known)
    forms = [{}, {"accept-language": "en"}, {"accept-language": "en-GB, fr;q=0.5"}]
    french, english, british = (client.get(path, headers=form).text for form in forms)
    assert "qualité" in french
    assert "data quality" in english
    assert british == english
    assert client.get(f"{path}&style=flat-square").text != french


def test_an_unknown_address_costs_one_look_up(client):
    # News of another dataset may come in between: in a quiet moment it is one, exactly.
    assert (1, 4) in (asked_five_times(client) for _ in range(5))


def asked_five_times(client):
    path = f"/badge.svg?url=https://nowhere.example/{uuid4().hex}"
    before = counts(client)
    answers = [client.get(path) for _ in range(5)]
    after = counts(client)
    assert {a.status_code for a in answers} == {200}
    return after["miss"] - before["miss"], after["hit"] - before["hit"]


def test_what_nobody_has_assessed_is_not_found_until_it_is(client, town):
    url = town.publish(f"/{uuid4().hex}.csv", SMALL)
    assert "pas encore" in client.get("/badge.svg", params={"url": url}).text
    assert client.get("/v1/datasets", params={"url": url}).status_code == 404
    graded = client.post("/v1/assessments", json={"url": url}).json()
    assert f"{graded['grade']} · " in client.get("/badge.svg", params={"url": url}).text
    assert client.get("/v1/datasets", params={"url": url}).json()["id"] == graded["id"]


def test_whoever_assesses_again_sees_the_new_grade_at_once(client, town):
    url = town.publish("/changing.csv", SMALL)
    paths = [p.format(url=url, id="") for p in (PUBLIC[0], LATEST[0])]
    client.post("/v1/assessments", json={"url": url})
    before = [client.get(path).text for path in paths]
    town.publish("/changing.csv", b"")
    worse = client.post("/v1/assessments", json={"url": url}).json()
    after = [client.get(path).text for path in paths]
    assert after[0] != before[0]
    assert f'"id":"{worse["id"]}"' in after[1]


def test_whoever_says_who_they_are_gets_an_answer_of_their_own(client, known):
    path = LATEST[1].format(**known)
    client.get(path)
    before = counts(client)
    for header in ("authorization", "cookie"):
        assert client.get(path, headers={header: "x=y"}).status_code == 200
    assert counts(client) == before


@pytest.mark.parametrize(
    "accept", ["text/html", "text/turtle", "text/html, application/json;q=0.1"]
)
def test_pages_and_graphs_are_never_mistaken_for_json(client, known, accept):
    path = LATEST[1].format(**known)
    assert client.get(path).headers["content-type"] == "application/json"
    answer = client.get(path, headers={"accept": accept})
    assert answer.headers["content-type"].startswith(accept.split(",")[0])
    assert client.get(path).headers["content-type"] == "application/json"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_written_through_a_badge(client, known, method):
    path = PUBLIC[0].format(**known)
    client.get(path)
    assert client.request(method, path).status_code == 405


def eventually(what, seconds=15.0):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "too long"
        time.sleep(0.05)


def test_what_another_process_writes_shows_within_seconds(own_service):
    app, caller = own_service()
    url = "https://mairie.example/elsewhere.csv"
    path = f"/badge.svg?url={url}"
    assert "pas encore" in caller.get(path).text
    dead = Access(url=url, outcome="http_status", status=404)
    found = conclude(url, Evidence(seen_at=datetime.now(UTC), access=dead), RULES, "")
    other = Store(app.state.context.settings.database)  # as a worker beside it would
    other.save(found)
    other.close()
    eventually(lambda: "E · 0/100" in caller.get(path).text)


def test_in_an_outage_a_badge_is_old_rather_than_none(own_service, tmp_path):
    app, caller = own_service(read_cache_ttl=0.1)
    path = "/badge.svg?url=https://mairie.example/a.csv"
    before = caller.get(path)
    time.sleep(0.2)
    app.state.context.store.close()
    for file in (tmp_path / "data").glob("qualidata.db*"):
        file.rename(file.with_suffix(".away"))
    again = caller.get(path)
    assert (again.status_code, again.content) == (200, before.content)
    assert counts(caller)["stale"] >= 1
    unknown = caller.get("/badge.svg?url=https://mairie.example/never.csv")
    assert (unknown.status_code, unknown.headers["cache-control"]) == (200, "no-store")
    assert "indisponible" in unknown.text
    assert caller.get("/v1/datasets?url=https://mairie.example/never.csv").status_code == 503


def test_fifty_who_ask_at_once_cost_one_look_up(client):
    path = f"/badge.svg?url=https://nowhere.example/{uuid4().hex}"
    before = counts(client)
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: client.get(path).content, range(50)))
    after = counts(client)
    assert len(set(answers)) == 1
    assert after["miss"] - before["miss"] == 1
