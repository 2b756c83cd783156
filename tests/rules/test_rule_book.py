"""The rule book: ``python -m rules`` prints every rule, in both languages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rules import RULES
from rules.__main__ import book, main
from rules.core.grading import WEIGHTS
from rules.core.text import LANGS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("lang", LANGS)
def test_the_book_holds_every_rule_once_with_its_words(lang):
    text = book(lang)

    for rule in RULES:
        row = f"| `{rule.id}` | {rule.weight} | {rule.title.say(lang)} | {rule.why.say(lang)} |"
        assert text.count(row) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_every_row_of_the_book_has_four_cells(lang):
    rows = [line for line in book(lang).splitlines() if line.startswith("|")]

    assert {row.count("|") for row in rows} == {5}


def test_each_dimension_is_a_chapter_that_states_its_weight():
    text = book("en")

    assert text.count("### ") == len(WEIGHTS) + 1
    for weight in WEIGHTS.values():
        assert f"({weight} of 100 points)" in text
    assert "(beside the grade)" in text


def test_heavier_rules_come_first():
    chapter = book("fr").split("### ")[1]

    assert chapter.index("`cells_match_schema`") < chapter.index("`keys_are_unique`")


@pytest.mark.parametrize(("words", "lang"), [([], "en"), (["fr"], "fr"), (["en"], "en")])
def test_the_command_prints_the_book(words, lang, capsys):
    assert main(["rules", *words]) == 0
    assert capsys.readouterr().out == book(lang) + "\n"


def test_a_language_that_we_do_not_speak_is_refused(capsys):
    assert main(["rules", "xx"]) == 2
    assert capsys.readouterr().err == "usage: python -m rules [fr|en]\n"


def test_it_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "rules", "fr"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1"},
    )

    assert done.stdout == book("fr") + "\n"
