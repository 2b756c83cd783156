"""Validata's custom checks: what passes, what fails, and that no check can void a report."""

import pytest

CELL_CHECKS = {
    "siret": (
        ["73282932000074", "732 829 320 00074", " 73282932000074", "35600000049837"],
        ["732829320", "73282932000075", "7328293200007", "SIRET", "21350238800000"],
    ),
    "siren": (
        ["732829320", "732 829 320", "732.829.320", "000000000"],
        ["73282932000074", "732829321", "73282932", "abc"],
    ),
    "nomenclature-acte": (
        [
            "Finances locales/Subventions",
            "finances locales/a/b",
            "LIBERTES PUBLIQUES ET POUVOIRS DE POLICE/x",
        ],
        ["Finances locales", "Finances locales / Subventions", "Finances locales/ a", "Finance/a"],
    ),
    "phone-number-value": (
        [
            "115",
            "3949",
            "18",
            "01.02.03.04.05",
            "0033142764040",
            "33142764040",
            "+3225552525",
            "+33142764040",
        ],
        ["0142764040 / 0142764041", "012345", "douze", "99"],
    ),
    "opening-hours-value": (
        ["24/7", "Mo-Fr 08:30-12:00,13:30-17:00", "Mo-Su"],
        ["8h-18h", "lundi 9h", "true"],
    ),
    "code-departement": (
        ["01", "2A", "2B", "75", "975", "976", "989"],
        ["20", "99", "2a", "979", "1"],
    ),
    "numero-departement": (["01", "974"], ["051"]),
    "departement": (["Gard", "Côte-d'Or", "Nouvelle-Calédonie"], ["gard", "Charente-Inférieure"]),
    "code-region": (["01", "75", "94"], ["00", "AA", "99"]),
    "region": (["Bretagne", "La Réunion"], ["Beleriand"]),
    "code-pays-iso2": (["FR", "JP"], ["AA", "FRA", "fr"]),
    "code-pays-iso3": (["FRA", "JPN"], ["AAA", "FR"]),
    "code-postal": (["05560", "20000", "97400", "98000"], ["77", "2B002", "99999", "00100"]),
    "code-commune-insee": (["01015", "2B002", "97105"], ["2C002", "1015", "20004", "99100"]),
    "code-fantoir": (["ZB03A", "0001B"], ["1000", "ZB03"]),
    "rna": (["W123456789", "W9N1000001"], ["123456789", "W12"]),
    "id-rnb": (["PG46YY6YWCX8", "PG46-YY6Y-WCX8"], ["PG46YY6YWCX", "IIIIIIIIIIII"]),
}


@pytest.mark.parametrize(
    ("check", "value", "good"),
    [
        (name, value, good)
        for name, pair in CELL_CHECKS.items()
        for good, values in zip((True, False), pair, strict=True)
        for value in values
    ],
)
def test_a_value_passes_or_fails_a_check(look_at_column, check, value, good):
    outcome = look_at_column([value], {"type": "string", "customCheck": check})

    assert bool(outcome.errors) is not good
    assert outcome.checked.table.rows == 1


OLD = {
    "french-siret-value": "custom-check-error",
    "french-siren-value": "custom-check-error",
    "nomenclature-actes-value": "custom-check-error",
    "phone-number-value": "phone-number-value",
    "opening-hours-value": "opening-hours-value",
}


@pytest.mark.parametrize(("name", "code"), OLD.items())
def test_old_names_are_accepted_and_errors_bear_validatas_types(look, name, code):
    schema = {
        "fields": [{"name": "c"}],
        "custom_checks": [{"name": name, "params": {"column": "c"}}],
    }
    assert look(["c"], [["n'importe quoi"]], schema).places == {(2, "c", code)}


YEARS = [
    ("2023/2024", {}, True),
    ("2024/2023", {}, False),
    ("2023/2023", {}, False),
    ("2023-2024", {}, False),
    ("2023", {}, False),
    ("2023", {"allow-year-only": "yes"}, True),
    ("2023", {"allow-year-only": "true"}, True),
    ("2023", {"allow-year-only": True}, True),
    ("2023", {"allow-year-only": "no"}, False),
    ("23/24", {}, False),
]


@pytest.mark.parametrize(("value", "params", "good"), YEARS)
@pytest.mark.parametrize("kind", ["string", "any"])
def test_intervals_of_years(look_at_column, value, params, good, kind):
    field = {"type": kind, "customCheck": {"name": "year-interval-value", **params}}
    assert bool(look_at_column([value], field).errors) is not good


def test_a_column_of_years_does_not_break_the_interval_check(look_at_column):
    field = {
        "type": "year",
        "customCheck": {"name": "year-interval-value", "allow-year-only": "yes"},
    }
    assert not look_at_column(["2023"], field).errors


PLACES = [
    ("2.35,48.85", ""),
    ("48.85,2.35", "reversed-french-gps-coordinates"),
    ("-74,40.7", "french-gps-coordinates"),
    ("55.45,-21.1", ""),
    ("4.35,50.85", ""),  # Brussels: the box holds parts of the neighbours
]


@pytest.mark.parametrize("kind", ["geopoint", "string"])
@pytest.mark.parametrize("name", ["french-gps-coordinates", "coordonnees-gps-francaises"])
@pytest.mark.parametrize(("value", "code"), PLACES)
def test_coordinates_lie_in_france(look_at_column, kind, name, value, code):
    outcome = look_at_column([value], {"type": kind, "customCheck": name})
    assert {f.code for f in outcome.errors} == ({code} if code else set())


BAD_CHECKS = {
    "an unknown name": ({"name": "astrology", "params": {"column": "a"}}, "check-unknown"),
    "a list that we do not keep": ({"name": "commune", "params": {"column": "a"}}, "check-no-list"),
    "an unknown column": ({"name": "siret", "params": {"column": "z"}}, "check-unusable"),
    "no column": ({"name": "siret", "params": {}}, "check-unusable"),
    "a column that is a number": ({"name": "siret", "params": {"column": 3}}, "check-unusable"),
    "a list where one column is named": (
        {"name": "siret", "params": {"column": ["a"]}},
        "check-unusable",
    ),
    "a list of columns to compare with": (
        {"name": "compare-columns-value", "params": {"column": "a", "column2": ["b"], "op": ">"}},
        "check-unusable",
    ),
    "an unknown comparison": (
        {"name": "compare-columns-value", "params": {"column": "a", "column2": "b", "op": "<>"}},
        "check-unusable",
    ),
    "a sum of nothing": (
        {"name": "sum-columns-value", "params": {"column": "a", "columns": []}},
        "check-unusable",
    ),
}


@pytest.mark.parametrize(("check", "cause"), BAD_CHECKS.values(), ids=BAD_CHECKS)
def test_a_bad_check_is_the_schemas_fault_and_voids_nothing(look, check, cause):
    schema = {
        "fields": [{"name": "a", "type": "integer"}, {"name": "b"}],
        "custom_checks": [check, {"name": "siret", "params": {"column": "b"}}],
    }
    outcome = look(["a", "b"], [["x", "y"]], schema)

    (note,) = outcome.of(code="check-error")
    assert (note.cause, note.severity, note.rule) == (cause, "info", "schema_notes")
    assert outcome.places == {(2, "a", "type-error"), (2, "b", "custom-check-error")}


def test_no_check_looks_at_blank_rows_or_empty_cells(look):
    schema = {
        "fields": [{"name": "a", "customCheck": "siret"}, {"name": "b"}],
        "custom_checks": [{"name": "one-of-required", "params": {"column1": "a", "column2": "b"}}],
    }
    outcome = look(["a", "b"], [["", ""], ["", "x"]], schema)

    assert {f.code for f in outcome.errors} == {"blank-row"}
