"""Examples hold no person, and still show what is wrong; the judgement is the file's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.table.discreet import discreet
from app.table.personal import masked, veiled
from rules import RULES
from rules.core.evidence import (
    Column,
    Conformance,
    Evidence,
    ExpectationResult,
    Expectations,
    File,
    Finding,
    Sample,
    SchemaRef,
    Table,
)
from rules.core.grading import judge

MASKED = {
    "jean.dupont@mairie-exemple.fr": "j…@….fr",
    "écrire à j+x@sub.h.org, merci": "écrire à j…@….org, merci",
    "06 12 34 56 78": "06 •• •• •• 78",
    "06.12.34.56.78": "06.••.••.••.78",
    "0612345678": "06••••••78",
    "+33612345678": "+336••••••78",
    "+44 20 7946 0958": "+44 2• •••• ••58",
    "184127645108946": "1••••••••••••••",
    "1 84 12 76 451 089 46": "1 •• •• •• ••• ••• ••",
    "2 99 08 2A 004 123 47": "2 •• •• •• ••• ••• ••",
    "FR76 3000 6000 0112 3456 7890 189": "FR76 •••• •••• •••• •••• •••• •89",
}
SHOWN = [
    "",
    "20001234500017",
    "75056",
    "2024-03-02",
    "12/05/1980",
    "+1500.5",
    "+12 345 678,50",
    "-12345678",
    "48.856613, 2.352222",
    "https://h.fr/0612345678/a",
    "184127645108947",
    "FR76 3000 6000 0112 3456 7890 188",
    "1.0612345678",
    "MARCHE-2024-0612345678-A",
    "nom@",
    "@mairie",
    "Hélène Martin",
]
VEILED = {
    "DUPONT Jean-Pierre": "D••••• J•••-P•••••",
    "Hélène": "Hé•è••",
    "H\ufffdl\ufffdne": "H\ufffd•\ufffd••",
    "HÃ©lÃ¨ne": "HÃ©•Ã¨••",
    "12/05/1980": "12/••/••••",
    "06.12.34.56": "06.••.••.••",
    "jean.dupont(at)mairie.fr": "j•••.d•••••(a•)m•••••.f•",
    "Dupont 06 12 34 56 78": "D••••• 06 •• •• •• ••",
    " 06 12 34 56 78 ": " 06 •• •• •• 78 ",
    "": "",
}


@pytest.mark.parametrize("text", MASKED)
def test_what_reaches_or_identifies_a_person_is_masked_anywhere(text):
    assert masked(text) == MASKED[text]


@pytest.mark.parametrize("text", SHOWN)
def test_what_identifies_nobody_is_shown(text):
    assert masked(text) == text


@pytest.mark.parametrize("text", VEILED)
def test_a_veiled_cell_keeps_its_build(text):
    assert veiled(text) == VEILED[text]


@given(st.text(max_size=120))
def test_any_text_can_be_veiled_and_keeps_its_length_but_for_an_address(text):
    assert isinstance(masked(text), str)
    assert "@" in text or len(veiled(text)) == len(text)


@pytest.mark.parametrize("piece", ["a", "1", "a.", "a@", "1 ", "+1", "(1)", "A1", "0612345678 "])
def test_no_text_takes_long_to_mask(piece):
    started = process_time()
    veiled(piece * (20_000 // len(piece)))
    assert process_time() - started < 2


def table(*labels, meanings=()):
    known = dict(meanings)
    return Table(
        rows=3,
        columns=tuple(
            Column(
                position=at,
                label=label,
                filled=3,
                meaning=known.get(label, ""),
                minimum="Alice Martin",
                maximum="Zoé Petit",
                top=(("Alice Martin", 2),),
            )
            for at, label in enumerate(labels, 1)
        ),
    )


def evidence(labels, meanings=(), findings=(), **more):
    return Evidence(
        seen_at=datetime(2026, 1, 1, tzinfo=UTC),
        file=File(format="csv"),
        table=table(*labels, meanings=meanings),
        findings=findings,
        **more,
    )


ABOUT = [
    (["Nom", "Prénom"], {"Nom", "Prénom"}),
    (["Nom de l'élu", "Prénom de l'élu", "Date de naissance", "Commune"], {0, 1, 2}),
    (["nom_prenom", "montant"], {"nom_prenom"}),
    (["COLL_NOM", "ENFANT_PRENOM", "NOMBRE_OCCURRENCES"], set()),
    (["EQUIP_NOM", "EQUIP_TEL", "EQUIP_EMAIL"], {"EQUIP_TEL", "EQUIP_EMAIL"}),
    (["nomBeneficiaire", "montant"], set()),
    (["nom", "adresse"], set()),
    (["patronyme"], {"patronyme"}),
    (["last name", "IBAN", "N° NIR"], {"IBAN", "N° NIR"}),
    (["telephone_portable", "objet"], {"telephone_portable"}),
]


@pytest.mark.parametrize(("labels", "personal"), ABOUT)
def test_a_column_is_about_persons_by_its_name_or_its_meaning(labels, personal):
    wanted = {labels[p] if isinstance(p, int) else p for p in personal}
    columns = discreet(evidence(labels)).table.columns
    assert {c.label for c in columns if "•" in c.minimum} == wanted
    for column in columns:
        assert (column.top == (("A•••• M•••••", 2),)) is (column.label in wanted)


def test_a_meaning_makes_a_column_personal_whatever_its_name():
    seen = discreet(evidence(["c1", "c2"], meanings=[("c1", "email")]))
    assert [("•" in c.maximum) for c in seen.table.columns] == [True, False]


def finding(column="", rule="cells_match_schema", value="Alice Martin", **more):
    sample = Sample(row=2, value=value, fixed=value)
    return Finding(
        rule=rule, code="x", cause="type-other", column=column, samples=(sample,), **more
    )


FINDINGS = [
    (finding("Prénom"), "A•••• M•••••"),
    (finding("montant"), "Alice Martin"),
    (finding("montant", value="a@b.fr"), "a…@….fr"),
    (finding("Nom, montant"), "A•••• M•••••"),
    (finding("montant", facts={"others": "Nom"}), "A•••• M•••••"),
    (finding("", rule="encoding_is_utf8"), "A•••• M•••••"),
    (finding("", rule="header_labels"), "Alice Martin"),
]


@pytest.mark.parametrize(("found", "shown"), FINDINGS)
def test_an_example_of_a_finding_is_veiled_where_it_is_about_persons(found, shown):
    (seen,) = discreet(evidence(["Nom", "Prénom", "montant"], findings=(found,))).findings
    assert (seen.samples[0].value, seen.samples[0].fixed) == (shown, shown)
    assert (seen.count, seen.rows, seen.column) == (found.count, found.rows, found.column)


def test_facts_and_expectations_are_veiled_too():
    found = finding("Nom", facts={"observed": "Alice Martin", "limit": "c@d.fr", "met": 0.5})
    results = tuple(
        ExpectationResult(type="x", column=c, observed="Alice Martin") for c in ("Nom", "montant")
    )
    seen = discreet(
        evidence(
            ["Nom", "Prénom", "montant"],
            findings=(found,),
            expectations=Expectations(suite="s", engine="e", results=results),
        )
    )
    assert seen.findings[0].facts == {"observed": "A•••• M•••••", "limit": "c…@….fr", "met": 0.5}
    assert [r.observed for r in seen.expectations.results] == ["A•••• M•••••", "Alice Martin"]


def test_the_judgement_is_the_same_with_and_without_persons():
    found = (finding("Nom"), finding("", rule="encoding_is_utf8"))
    schema = Conformance(schema=SchemaRef(name="s"), fields=3, cells=9, valid_rows=2)
    seen = evidence(["Nom", "Prénom", "montant"], findings=found, conformance=schema)
    assert judge(discreet(seen), tuple(RULES)) == judge(seen, tuple(RULES))
    assert discreet(seen) != seen


def test_evidence_without_a_table_stays_as_it_is():
    seen = replace(evidence(["Nom"]), table=None)
    assert discreet(seen) == seen


def test_a_date_of_birth_is_no_date_of_the_data():
    days = [("Date de naissance", date(1969, 7, 21)), ("Date du marché", date(2025, 3, 2))]
    columns = tuple(
        Column(position=at, label=label, last_date=day) for at, (label, day) in enumerate(days, 1)
    )
    seen = replace(evidence(["x"]), table=Table(rows=1, columns=columns))
    assert [c.last_date for c in discreet(seen).table.columns] == [None, date(2025, 3, 2)]
