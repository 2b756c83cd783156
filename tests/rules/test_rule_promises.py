"""What every rule promises, whoever wrote it: copy a rule file and these hold it to its word."""

from __future__ import annotations

import ast
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest

import rules
from rules import RULES
from rules.core.grading import WEIGHTS
from rules.core.rule import Dimension
from rules.core.text import LANGS

ROOM = Path(rules.__file__).parent
FILES = sorted(path for path in ROOM.glob("*.py") if not path.name.startswith("_"))
EXAMPLES = [
    pytest.param(rule, kind, evidence, id=f"{rule.id}-{kind}-{number}")
    for rule in RULES
    for kind in ("good", "bad")
    for number, evidence in enumerate(getattr(rule, kind))
]


def named(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize(("rule", "kind", "evidence"), EXAMPLES)
def test_a_good_example_is_fully_met_and_a_bad_one_is_not(rule, kind, evidence):
    value = rule.measure(evidence).value

    assert value is not None
    assert (value == 1) is (kind == "good")


@pytest.mark.parametrize(("rule", "kind", "evidence"), EXAMPLES)
def test_the_fix_finds_every_fact_it_names_in_every_language(rule, kind, evidence):
    facts = rule.measure(evidence).facts

    for lang in LANGS:
        assert "{" not in rule.fix.say(lang, facts)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_both_languages_are_there_and_name_the_same_facts(rule):
    for text in (rule.title, rule.why, rule.fix):
        assert text.en.strip()
        assert text.fr.strip()
        assert text.en != text.fr
        assert named(text.en) == named(text.fr)
    assert not named(rule.title.en) | named(rule.why.en)
    assert named(rule.fix.en), "a fix names something concrete"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_french_is_written_with_french_signs(rule):
    for text in (rule.title.fr, rule.why.fr, rule.fix.fr):
        assert "'" not in text
        assert '"' not in text
        assert "“" not in text
        assert "..." not in text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_examples_of_both_kinds_a_weight_and_a_known_effort(rule):
    assert rule.good
    assert rule.bad
    assert 1 <= rule.weight <= 10
    assert rule.version >= 1
    assert rule.effort in {"low", "medium", "high"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_file_holds_the_rule_of_its_name_in_at_most_sixty_lines(path):
    assert path.stem in {rule.id for rule in RULES}
    assert len(path.read_text("utf-8").splitlines()) <= 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_file_asks_a_question_first(path):
    assert (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").endswith("?")


@pytest.mark.parametrize(
    "path", [*FILES, *sorted((ROOM / "core").glob("*.py"))], ids=lambda path: path.stem
)
def test_the_rules_room_imports_its_own_words_and_the_standard_library_only(path):
    tree = ast.parse(path.read_text("utf-8"))
    imported = [
        *(
            name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for name in node.names
        ),
        *(node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)),
    ]

    for module in imported:
        assert module.startswith("rules.core") or module.split(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_sees_no_network_no_clock_and_no_file(path):
    tree = ast.parse(path.read_text("utf-8"))
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }

    assert not called & {"now", "today", "utcnow", "time", "open", "urlopen", "getenv", "random"}


def test_the_book_is_in_order_and_every_dimension_has_rules():
    ids = [rule.id for rule in RULES]

    assert ids == sorted(set(ids))
    assert {rule.dimension for rule in RULES} == set(Dimension)
    assert sum(WEIGHTS.values()) == 100
    assert Dimension.DOCUMENTATION not in WEIGHTS


def test_a_new_file_is_a_new_rule_without_registration(tmp_path):
    shutil.copytree(ROOM, tmp_path / "rules", ignore=shutil.ignore_patterns("__pycache__"))
    nearest = (ROOM / "title_given.py").read_text("utf-8")
    (tmp_path / "rules" / "theme_given.py").write_text(
        nearest.replace("title_given", "theme_given").replace("metadata.title", "metadata.spatial"),
        "utf-8",
    )

    book = subprocess.run(
        [sys.executable, "-m", "rules", "en"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1"},
    ).stdout

    assert "`theme_given`" in book
    assert "`title_given`" in book
