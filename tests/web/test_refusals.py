"""The vocabulary of refusals, from both sides: no code without its line, no line without its code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.web.refusals import REFUSALS, refusal_of
from rules.core.outcomes import OUTCOMES
from rules.core.text import LANGS

ROOT = Path(__file__).parents[2]
NOT_OF_THE_API = {
    "output_not_writable",
    "is_a_folder",
    "no_such_file",
    "open_door",
    "too_many_keys",
    "output_needed",
    "cannot_listen",
    "open_ports",
    "database_newer",
    "no_engine",
}
"""Refusals of the command line, and of a service that may not start."""
RAISED = re.compile(
    r'(?:Problem|BadRequest|Refused|_shut|_refused|super\(\).__init__)\(\s*"([a-z_0-9]+)"',
    re.DOTALL,
)
BY_STATUS = re.compile(r'^\s+"([a-z_]+)",$|^    \d+: \("([a-z_]+)"', re.MULTILINE)


def raised():
    """Give every code that our source raises by name."""
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        found |= set(RAISED.findall(path.read_text(encoding="utf-8")))
    table = (ROOT / "app" / "web" / "problems.py").read_text(encoding="utf-8")
    found |= {code for pair in BY_STATUS.findall(table) for code in pair if code}
    return found | {"http_error"}


def test_every_code_that_is_raised_has_its_line():
    assert len(raised()) > 30
    assert {code for code in raised() - NOT_OF_THE_API if refusal_of(code) is None} == set()


def test_every_line_has_a_code_that_is_raised():
    assert set(REFUSALS) - raised() == set()
    assert not set(REFUSALS) & set(OUTCOMES)


@pytest.mark.parametrize("code", [*REFUSALS, *OUTCOMES])
def test_a_code_says_what_to_do_in_both_languages_and_resolves(client, code):
    refusal = refusal_of(code)
    assert 400 <= refusal.status < 600
    assert refusal.retry or refusal.whose != "us" or code in OUTCOMES
    said = [refusal.fix.say(lang) for lang in LANGS]
    assert all(said)
    assert said[0] != said[1]
    found = client.get(f"/problems/{code}", params={"lang": "en"}).json()
    assert (found["code"], found["fix"], found["whose"]) == (code, said[1], refusal.whose)


def test_a_problem_says_what_happened_and_what_to_do_and_its_type_resolves(client):
    problem = client.post("/v1/assessments", json={}, params={"lang": "fr"}).json()
    assert problem["detail"] == "Voir /docs pour ce que cette adresse accepte."
    page = client.get(problem["type"], headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "Voir" in page.text


def test_an_unknown_code_is_not_found(client):
    assert client.get("/problems/nonsense").json()["code"] == "not_found"
