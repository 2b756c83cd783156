"""Patterns that no linear engine takes, asked of many texts by one clock."""

import threading

import pytest

from app.table.fields import Judge
from app.table.pattern import Pattern

TEXTS = ["v1", "", "x", "vv", "été", "v\n", "a" * 300, "vé", "ab", "abab"]


@pytest.mark.parametrize("pattern", ["^(?=v).*$", r"^(a|b)\1$", r"^(?!v)\w+$", "^(ab)\\1?$"])
def test_all_together_match_as_each_alone(pattern):
    asked = Pattern(pattern)

    assert asked.matches(TEXTS) == [asked.match(text) for text in TEXTS]


@pytest.mark.parametrize("pattern", ["^[a-z]+$", "^v.*$"])
def test_what_a_linear_engine_takes_is_left_to_it(pattern):
    assert Pattern(pattern).matches(TEXTS) is None


def test_a_text_that_takes_too_long_makes_each_be_asked_alone():
    asked = Pattern(r"^(?:(a|aa)+)\1x$")

    assert asked.matches(["ab", "a" * 40]) is None
    assert asked.matches(["ab", "aax"]) == [False, True]


def test_where_no_signal_is_heard_nothing_is_asked_together():
    found = []
    asked = Pattern("^(?=v).*$")
    thread = threading.Thread(target=lambda: found.append(asked.matches(TEXTS)))
    thread.start()
    thread.join()

    assert found == [None]


def test_lengths_and_missing_values_are_kept_to():
    stated = {"pattern": "(?=v).*", "minLength": 2, "maxLength": 2, "required": True}
    judge = Judge({"name": "f", "missingValues": ["vv"], "constraints": stated}, set_aside=[])
    cells = {text: text for text in TEXTS}
    right = {
        text
        for text, cell in cells.items()
        if judge.read(cell).value and not judge.read(cell).faults
    }

    assert set(judge.accepted(cells)) == right == {"v1", "vé", "v\n"}
