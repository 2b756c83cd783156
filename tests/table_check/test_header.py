"""Which label holds which field, and what is said of the others."""

import json

import pytest

from app.table.header import Wanted, match_header

SUBVENTIONS = (
    Wanted("nomAttribuant", "Nom de l'attribuant", required=True),
    Wanted("idAttribuant", "Identification de l'attribuant", required=True),
    Wanted("dateConvention", "Date de la convention de subvention", required=True),
    Wanted("nomBeneficiaire", "Nom du bénéficiaire", required=True),
    Wanted("idBeneficiaire", "Identification SIRET du bénéficiaire"),
    Wanted("objet", "Objet de la subvention", required=True),
    Wanted("montant", "Montant total de la subvention", required=True),
    Wanted("conditionsVersement", "Conditions de versement de la subvention"),
)
SAME = [
    ("nomAttribuant", "nomAttribuant"),
    (" nomAttribuant ", "nomAttribuant"),
    ("NOM_ATTRIBUANT", "nomAttribuant"),
    ("Nom de l’attribuant", "nomAttribuant"),
    ("Nom du bénéficiaire*", "nomBeneficiaire"),
    ("nomBenecifiaire", "nomBeneficiaire"),
    ("datedeconvention", "dateConvention"),
    ("conventionDate", "dateConvention"),
    ("Date de la convention (AAAA-MM-JJ)", "dateConvention"),
    ("N° SIRET bénéficiaire", "idBeneficiaire"),
    ("object", "objet"),
    ("Montant voté", "montant"),
    ("condition versement", "conditionsVersement"),
]
OTHER = ["", " ", "id", "nom", "date", "commentaire", "montantHT2", "objets perdus"]


@pytest.mark.parametrize(("label", "field"), SAME)
def test_a_label_is_known_however_it_is_spelled(label, field):
    assert match_header((label,), SUBVENTIONS).fields == (field,)


@pytest.mark.parametrize("label", OTHER)
def test_a_label_that_says_something_else_is_left_alone(label):
    assert match_header((label,), SUBVENTIONS).fields == ("",)


def test_a_near_name_is_a_rename_and_not_a_missing_column():
    header = match_header(("NOM_Objet",), (Wanted("nomObjet", required=True),))
    (finding,) = header.findings

    assert (finding.code, finding.cause, finding.severity) == (
        "incorrect-label",
        "label-near",
        "warning",
    )
    assert (finding.column, dict(finding.facts)) == (
        "nomObjet",
        {"label": "NOM_Objet", "field": "nomObjet"},
    )


def test_a_header_all_in_capitals_is_one_finding_with_every_new_name():
    names = ("nom", "objet", "montant", "nature")
    header = match_header(tuple(map(str.upper, names)), tuple(map(Wanted, names)), row=3)
    (finding,) = header.findings

    assert (finding.cause, finding.count, finding.rows) == ("labels-near", 4, (3,))
    assert [(s.value, s.fixed) for s in finding.samples] == [(n.upper(), n) for n in names]


def test_three_near_names_are_told_one_by_one():
    names = ("nom", "objet", "montant")
    findings = match_header(tuple(map(str.upper, names)), tuple(map(Wanted, names))).findings

    assert [f.column for f in findings] == list(names)


def test_blanks_around_a_right_name_are_not_told_twice():
    assert match_header((" nom ",), (Wanted("nom"),)).findings == ()


AMBIGUOUS = [
    (("Nom", "NOM"), ("nom",)),  # two labels for one field
    (("datefin",), ("date_fin", "dateFin")),  # one label for two fields
    (("adresse3",), ("adresse1", "adresse2")),  # digits are never a slip
    (("telephonez",), ("telephonea", "telephoneb")),
]


@pytest.mark.parametrize(("labels", "fields"), AMBIGUOUS)
def test_what_could_be_two_things_is_matched_with_neither(labels, fields):
    found = match_header(labels, tuple(Wanted(name) for name in fields)).fields
    assert set(found) == {""}


def test_an_exact_name_wins_over_a_near_one():
    assert match_header(("NOM", "nom"), (Wanted("nom"),)).fields == ("", "nom")


def test_of_two_equal_labels_the_first_serves():
    header = match_header(("a", "b", "a"), (Wanted("a"), Wanted("b")))

    assert header.fields == ("a", "b", "")
    assert header.findings == ()  # the file layer tells of repeated labels


def _seen(labels, fields):
    header = match_header(labels, fields)
    return [(f.code, f.cause, f.severity, f.column) for f in header.findings]


POLICY = {
    "a missing required column is an error": (
        ("b",),
        (Wanted("a", required=True), Wanted("b")),
        [("missing-label", "column-missing-required", "error", "a")],
    ),
    "a missing optional column is a warning": (
        ("b",),
        (Wanted("a"), Wanted("b")),
        [("missing-label", "column-missing-optional", "warning", "a")],
    ),
    "an extra column is a warning": (
        ("a", "zzz"),
        (Wanted("a"),),
        [("extra-label", "column-extra", "warning", "zzz")],
    ),
    "another order is a warning where the sets are equal": (
        ("b", "a"),
        (Wanted("a"), Wanted("b")),
        [("incorrect-label", "columns-reordered", "warning", "")],
    ),
    "another order is not said where the sets differ": (
        ("b", "a", "zzz"),
        (Wanted("a"), Wanted("b")),
        [("extra-label", "column-extra", "warning", "zzz")],
    ),
    "blank labels are told elsewhere": (("a", ""), (Wanted("a"),), []),
    "without a schema there is nothing to say": (("a", "b"), (), []),
}


@pytest.mark.parametrize(("labels", "fields", "expected"), POLICY.values(), ids=POLICY)
def test_the_policy_is_validatas(labels, fields, expected):
    assert _seen(labels, fields) == expected


def test_thousands_of_surplus_columns_are_counted_and_not_listed():
    labels = tuple(f"colonne {i}" for i in range(4_000))
    findings = match_header(labels, (Wanted("a", required=True),)).findings

    assert len(findings) < 150
    assert sum(f.count for f in findings if f.cause == "column-extra") == 4_000


def test_the_fit_counts_required_fields_twice():
    assert match_header(("a",), (Wanted("a", required=True), Wanted("b"))).fit == pytest.approx(
        2 / 3
    )


def test_most_headers_met_in_the_wild_are_known_and_few_are_mistaken(corpus, schema_of):
    wanted = tuple(
        Wanted(f["name"], f.get("title", "")) for f in schema_of("scdl__subventions")["fields"]
    )
    path = corpus / "samples" / "api-subventions-asso" / "header_variants.json"
    variants = json.loads(path.read_text(encoding="utf-8"))
    variants.pop("exercice")  # a column of that importer, not of the schema
    pairs = [(label, field) for field, labels in variants.items() for label in labels]
    found = [(match_header((label,), wanted).fields[0], field) for label, field in pairs]

    assert sum(ours == field for ours, field in found) >= 0.75 * len(pairs)
    assert sum(ours not in ("", field) for ours, field in found) <= 0.02 * len(pairs)
