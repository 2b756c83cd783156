"""Sentences: facts are written as each language writes them."""

from __future__ import annotations

from collections import defaultdict

import pytest

from rules.core.text import Text, write


@pytest.mark.parametrize(
    ("fact", "en", "fr"),
    [
        (12345, "12,345", "12\u202f345"),
        (12345.5, "12,345.5", "12\u202f345,5"),
        (0.25, "0.25", "0,25"),
        (31.0, "31", "31"),
        (7, "7", "7"),
        ("montant {x} 1,5", "montant {x} 1,5", "montant {x} 1,5"),
    ],
)
def test_a_fact_is_written_for_its_reader(fact, en, fr):
    assert (write(fact, "en"), write(fact, "fr")) == (en, fr)


def test_a_sentence_takes_its_facts():
    text = Text(en="Empty: {n}.", fr="Vides : {n}.")

    assert text.say("en", {"n": 1000}) == "Empty: 1,000."
    assert text.say("fr", {"n": 1000}) == "Vides : 1\u202f000."


def test_a_fact_that_is_missing_is_what_the_mapping_says_of_missing_facts():
    text = Text(en="{n} of {of}", fr="{n} sur {of}")

    assert text.say("en", defaultdict(lambda: "—", {"n": 1000})) == "1,000 of —"
    assert text.say("fr", defaultdict(lambda: "—", {"n": 1000})) == "1\u202f000 sur —"
    with pytest.raises(KeyError, match="of"):
        text.say("en", {"n": 1000})


def test_only_the_facts_that_a_sentence_names_are_written():
    class Jealous(dict[str, str]):
        def __iter__(self):
            raise AssertionError

        keys = values = items = __iter__

    assert Text(en="{n}", fr="{n}").say("fr", Jealous(n="1")) == "1"


def test_a_fact_is_written_once_however_it_looks():
    text = Text(en="{n} and {n}", fr="{n} et {n}")

    assert text.say("en", {"n": "{of}"}) == "{of} and {of}"


def test_a_sentence_without_facts_needs_none():
    assert Text(en="Yes.", fr="Oui.").say("fr") == "Oui."
