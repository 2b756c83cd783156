"""Every cause has words, every word has a cause, and both languages say the same."""

import ast
import string
from pathlib import Path

import pytest

from rules.core.causes import CAUSES

TABLE = Path(__file__).parents[2] / "app" / "table"
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(TABLE.glob("*.py"))]


def test_every_cause_with_words_is_given_somewhere():
    nodes = (node for tree in TREES for node in ast.walk(tree))
    texts = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    given = {cause for cause in CAUSES if {cause, cause.removeprefix("expectation-")} & texts}

    assert set(CAUSES) == given


def test_every_cause_written_in_the_code_has_words():
    given = set()
    for tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                named = [k.value for k in node.keywords if k.arg == "cause"]
                named += node.args[:1] if getattr(node.func, "id", "") == "Guess" else []
                given |= {n.value for n in named if isinstance(n, ast.Constant)}
    settled_later = {"date-ambiguous", ""}

    assert given - settled_later <= set(CAUSES)


@pytest.mark.parametrize("cause", CAUSES.values(), ids=CAUSES)
def test_both_languages_name_the_same_facts(cause):
    for text in (cause.title, cause.text, cause.fix):
        english, french = (
            {name for _, name, _, _ in string.Formatter().parse(said) if name}
            for said in (text.en, text.fr)
        )
        assert english == french


@pytest.mark.parametrize("cause", CAUSES.values(), ids=CAUSES)
def test_french_apostrophes_are_curly(cause):
    for text in (cause.title, cause.text, cause.fix):
        assert "'" not in text.fr
