"""The home page, the rule book, the schemas, refusals."""

import pytest

from app.web.pages import FormValues, PageError, home_page, rules_page
from rules import RULES
from rules.core.evidence import Table
from rules.core.frequency import FREQUENCIES
from rules.core.grading import AT_MOST_C, GRADES, WEIGHTS
from rules.core.rule import Dimension, Skip, rule
from rules.core.text import Text, write


def plain(text):
    return " ".join(text.split())


def test_the_form_sends_what_the_service_expects(read, page_of, lang):
    tree = read(page_of("home", lang))
    form = tree.all("form")[0]
    assert (form["action"], form["method"]) == ("/assess", "post")
    assert form["enctype"] == "multipart/form-data"
    names = {a["name"]: a for tag in ("input", "select") for a in tree.all(tag)}
    assert set(names) == {"lang", "url", "file", "schema", "frequency"}
    assert names["lang"]["value"] == lang


def test_every_frequency_can_be_chosen(read, page_of):
    values = {a["value"] for a in read(page_of("home", "fr")).all("option")}
    assert set(FREQUENCIES) | {"", "scdl/subventions"} <= values


def test_what_was_typed_is_kept(read):
    typed = FormValues(url="https://a.fr/x.csv?a=1&b=2", schema="toto", frequency="annual")
    error = PageError(text="Aucun schéma ne s’appelle « toto ».", field="schema")
    tree = read(home_page((), (), "fr", error, typed))
    fields = {a["name"]: a for a in tree.all("input")}
    assert fields["url"]["value"] == "https://a.fr/x.csv?a=1&b=2"
    assert fields["schema"]["value"] == "toto"
    assert [a["value"] for a in tree.all("option") if "selected" in a] == ["annual"]


@pytest.mark.parametrize("field", ["url", "file", "schema", "frequency"])
def test_an_error_is_shown_in_place_and_tied_to_its_field(read, field):
    tree = read(home_page((), (), "fr", PageError(text="Non.", field=field)))
    wrong = [a for tag in ("input", "select") for a in tree.all(tag) if a.get("aria-invalid")]
    assert [a["id"] for a in wrong] == [field]
    assert "error" in wrong[0]["aria-describedby"].split()
    assert [a.get("role") for a in tree.all("div") if a.get("id") == "error"] == ["alert"]
    assert (field in {"schema", "frequency"}) == ("open" in tree.all("details")[0])


def test_an_error_about_no_field_marks_none(read):
    tree = read(home_page((), (), "fr", PageError(text="Trop de demandes.")))
    assert "Trop de demandes." in tree.text
    assert not [a for a in tree.all("input") if a.get("aria-invalid")]


def test_recent_grades_are_listed_and_none_is_said_kindly(read, page_of):
    text = plain(read(page_of("home", "fr")).text)
    assert "Note A Subventions 96 / 100" in text
    assert "Non noté subventions-2025.csv Non noté" in text
    assert "Le vôtre peut être le premier." in page_of("refused", "fr")


WORDS = Text(en="{wrong} <i>of</i> {of}.", fr="{wrong} <i>sur</i> {of}.")


@rule(dimension=Dimension.SCHEMA, weight=1, title=WORDS, why=WORDS, fix=WORDS, good=(), bad=())
def light(table: Table) -> Skip:
    return Skip("never")


@rule(dimension=Dimension.SCHEMA, weight=3, title=WORDS, why=WORDS, fix=WORDS, good=(), bad=())
def heavy(table: Table) -> Skip:
    return Skip("never")


def test_the_rule_book_shows_rules_by_weight_without_their_blanks(read):
    html = rules_page("fr", (light, heavy))
    tree = read(html)
    assert [a["id"] for a in tree.all("h3") if a.get("id", "").startswith("rule-")] == [
        "rule-heavy",
        "rule-light",
    ]
    assert "[…] &lt;i&gt;sur&lt;/i&gt; […].</dd>" in html
    assert "75\u00a0% de sa dimension" in html
    assert html.count("Aucune règle pour l’instant.") == len(Dimension) - 1


def test_the_rule_book_holds_every_rule(read, page_of, lang):
    ids = {a.get("id") for a in read(page_of("rules", lang)).all("h3")}
    assert {f"rule-{r.id}" for r in RULES} <= ids


def test_thresholds_come_from_the_policy(read, page_of, lang):
    text = plain(read(page_of("rules", lang)).text)
    for floor, grade in GRADES[:-1]:
        assert f"{grade} {'de ' if lang == 'fr' else 'from '}{floor}" in text or (
            f"{grade} {floor}" in text
        )
    assert write(AT_MOST_C, lang) in text
    gap = " " if lang == "fr" else ""
    for weight in WEIGHTS.values():
        assert f"{weight}{gap}%" in text


def test_schemas_are_listed_with_the_name_to_give(read, page_of):
    text = plain(read(page_of("schemas", "fr")).text)
    assert "Subventions scdl/subventions 2.1.1 16" in text
    assert "etalab/irve etalab/irve – –" in text


def test_a_refusal_says_what_happened_and_leads_home(read, page_of, lang):
    tree = read(page_of("error", lang))
    assert "404" in tree.text
    assert f"/?lang={lang}" in [a["href"] for a in tree.all("a") if a.get("class") == "button"]
