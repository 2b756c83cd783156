"""What becomes of a job after an attempt."""

from dataclasses import replace

import pytest

from app.errors import Problem, Refused
from app.jobs.endings import MOST_CRASHES, Patience, broken, ending, problem_of, refused
from app.store import Claim

PATIENCE = Patience(attempts=4, delay=30)


def claim(**more):
    given = {
        "retries": 0,
        "crashes": 0,
        "losses": 0,
        "attempts": 1,
        "priority": 1,
        "number": 1,
    } | more
    return Claim(id="i", topic="t", host="h", request="{}", worker="w", **given)


@pytest.mark.parametrize(
    ("outcome", "status", "state"),
    [
        ("ok", 200, "succeeded"),
        ("http_status", 404, "succeeded"),
        ("http_status", 429, "queued"),
        ("http_status", 503, "queued"),
        ("http_status", 202, "queued"),
        ("headers_timeout", None, "queued"),
        ("deadline", 200, "queued"),
        ("dns_failed", None, "succeeded"),
        ("connect_failed", None, "queued"),
        ("tls_invalid", None, "succeeded"),
        ("too_large", 200, "succeeded"),
    ],
)
def test_an_unwell_server_is_tried_again_and_a_bad_file_is_not(found, outcome, status, state):
    end = ending(found(outcome=outcome, status=status), claim(), PATIENCE, 0.5)
    assert end.state == state
    assert (end.wait > 0, end.retried) == ((True, True) if state == "queued" else (False, False))


def test_tries_are_further_and_further_apart_and_come_to_an_end(found):
    unwell = found(outcome="http_status", status=503)
    waits = [ending(unwell, claim(retries=n), PATIENCE, 0.5).wait for n in range(4)]
    assert waits == [30, 120, 480, 0]
    assert ending(unwell, claim(retries=3), PATIENCE, 0.5).state == "succeeded"


def test_chance_keeps_those_who_wait_apart(found):
    unwell = found(outcome="http_status", status=503)
    assert {ending(unwell, claim(), PATIENCE, c).wait for c in (0.0, 1.0)} == {22.5, 37.5}


def test_a_server_that_says_when_is_obeyed_for_all_its_files(found):
    busy = found(outcome="http_status", status=429, retry_after=300)
    end = ending(busy, claim(), PATIENCE, 0.5)
    assert (end.wait, end.host_wait) == (300, 300)
    for_ever = found(outcome="http_status", status=429, retry_after=86_400)
    assert ending(for_ever, claim(), PATIENCE, 0.5).wait == 3600


def test_a_content_that_kills_its_readers_is_set_aside(found):
    poison = found(file="parse_crashed")
    ends = [ending(poison, claim(crashes=n), PATIENCE, 0.5) for n in range(MOST_CRASHES)]
    assert [(e.state, e.code, e.crashed) for e in ends] == [
        ("queued", "parse_crashed", True),
        ("queued", "parse_crashed", True),
        ("failed", "quarantined", True),
    ]
    end = ending(found(file="quarantined"), claim(), PATIENCE, 0.5)
    assert (end.state, end.code, end.crashed) == ("failed", "quarantined", False)


def test_a_mistake_of_ours_is_tried_again_and_named_at_last():
    assert broken(claim()).state == "queued"
    assert (broken(claim(losses=2)).state, broken(claim(losses=2)).code) == ("failed", "internal")


@pytest.mark.parametrize(
    "problem", [Refused("address_not_public"), Problem("x", Refused("port_refused").text)]
)
def test_a_refusal_outlives_its_process(problem):
    end = refused(problem)
    again = problem_of(end.code, end.problem)
    assert end.state == "failed"
    assert (again.code, again.status, again.facts) == (problem.code, problem.status, problem.facts)
    assert {again.say(lang) for lang in ("fr", "en")} == {problem.say(g) for g in ("fr", "en")}


@pytest.mark.parametrize("code", ["cancelled", "quarantined", "internal", "never heard of"])
def test_every_end_without_a_refusal_has_words(code):
    problem = problem_of(code, "")
    assert problem.say("fr") != problem.say("en")


@pytest.mark.parametrize(
    ("place", "host_wait"), [(0, 300), (1, 0)], ids=["its first host", "another host"]
)
def test_a_dataset_is_tried_again_while_one_of_its_files_is_unwell(found, place, host_wait):
    busy = found(outcome="http_status", status=429, retry_after=300)
    parts = [found(), found()]
    parts[place] = busy
    whole = replace(found(), parts=tuple(parts))
    end = ending(whole, claim(), PATIENCE, 0.5)
    assert (end.state, end.wait, end.host_wait) == ("queued", 300, host_wait)
    well = replace(found(), parts=(found(), found(outcome="http_status", status=404)))
    assert ending(well, claim(), PATIENCE, 0.5).state == "succeeded"
