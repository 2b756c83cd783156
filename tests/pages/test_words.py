"""Labels: complete, used, and the same facts in every language."""

import re
from pathlib import Path
from string import Formatter

import pytest

from app.web.voice import Voice
from app.web.words import WORDS
from app.web.words_codes import CODES

WEB = Path(__file__).parents[2] / "app" / "web"
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in (*WEB.rglob("templates/**/*.html"), *WEB.glob("*.py"))
    if not path.name.startswith("words")
)
FAMILIES = tuple(re.findall(r'say\("(\w+_)" ~', SOURCES))


def facts(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", list(WORDS))
def test_a_label_is_whole_and_names_the_same_facts_in_both_languages(name):
    text = WORDS[name]
    assert text.fr.strip()
    assert text.en.strip()
    assert facts(text.fr) == facts(text.en)


@pytest.mark.parametrize("name", [n for n in WORDS if n not in CODES])
def test_a_label_is_used_somewhere(name):
    quoted = re.search(rf"""["']{re.escape(name)}["']""", SOURCES)
    assert quoted or name.startswith(FAMILIES)


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"""(?:v|voice)\.say\(["'](\w+)["'][,)]""", SOURCES)))
)
def test_a_label_that_is_asked_for_exists(name):
    assert name in WORDS


def test_french_labels_use_french_quotes_and_apostrophes():
    assert not [name for name, text in WORDS.items() if "'" in text.fr or '"' in text.fr]
    assert not [name for name, text in WORDS.items() if "'" in text.en or '"' in text.en]


def test_a_code_without_a_label_is_shown_as_it_is():
    assert Voice("fr").code("type", "integer") == "nombre entier"
    assert Voice("fr").code("type", "geopoint\u202e") == "geopoint⟨U+202E⟩"
