"""What a column is taken for, from its values and its name."""

import pytest

from app.table.kinds import kind_of
from app.table.profile import Profile

KINDS = [
    ("12", "integer"),
    ("-12", "integer"),
    ("012", "string"),  # a code: as a number it would lose its zero
    ("12.5", "number"),
    ("12,5", "number"),
    ("1e5", "string"),
    ("2023-12-31", "date"),
    ("31/12/2023", "date"),
    ("2023-02-31", "string"),
    ("2023-12-31T08:30:00", "datetime"),
    ("08:30", "time"),
    ("VRAI", "boolean"),
    ("non", "boolean"),
    ("", "string"),
    ("texte", "string"),
    ("٣", "string"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_a_text_is_recognised(text, kind):
    assert kind_of(text).type == kind


TYPES = [
    (["1", "2", "3"], "integer", ("1", "3")),
    (["9", "10", "2"], "integer", ("2", "10")),
    (["1", "2.5", "-3"], "number", ("-3", "2.5")),
    (["2023-01-05", "2022-12-31"], "date", ("2022-12-31", "2023-01-05")),
    (["05/01/2023", "31/12/2022"], "date", ("31/12/2022", "05/01/2023")),
    (["2023-01-05", "2023-01-05T10:00"], "datetime", ("2023-01-05", "2023-01-05T10:00")),
    (["b", "a"], "string", ("a", "b")),
    (["1", "a"], "string", ("a", "a")),
    (["1"] * 19 + ["x"], "integer", ("1", "1")),
    (["oui", "non"], "boolean", ("oui", "non")),
]


@pytest.mark.parametrize(("values", "type_", "ends"), TYPES)
def test_type_and_range_of_a_column(look, values, type_, ends):
    (column,) = look(["c"], [[v] for v in values]).checked.table.columns

    assert column.type == type_
    if type_ != "boolean":
        assert (column.minimum, column.maximum) == ends


MEANINGS = [
    ("id", ["73282932000074", "35600000049837"], "siret"),
    ("siren", ["732829320", "054201231"], "siren"),
    ("numero", ["732829320", "054201231"], ""),
    ("COM", ["38185", "38186"], ""),
    ("code_insee", ["38185", "2A004"], "insee"),
    ("Code postal", ["38000", "01000"], "postcode"),
    ("contact", ["a@ville.fr", "b@ville.fr"], "email"),
    ("site", ["https://ville.fr", "http://a.fr/b"], "url"),
    ("contact", ["01 02 03 04 05", "+33102030405"], "phone"),
    ("jour", ["31/12/2023"], "date"),
    ("Latitude", ["48.85", "45.2"], "latitude"),
    ("long", ["2.35", "-1.5"], "longitude"),
    ("Année", ["2021", "2023"], "year"),
    ("Montant voté", ["1200.50", "300"], "amount"),
    ("geo", ["48.85,2.35", "45.1, 5.7"], "coordinates"),
    ("asso", ["W123456789"], "rna"),
    ("texte", ["bonjour"], ""),
]


@pytest.mark.parametrize(("label", "values", "meaning"), MEANINGS)
def test_meaning_of_a_column(look, label, values, meaning):
    (column,) = look([label], [[v] for v in values]).checked.table.columns
    assert column.meaning == meaning


def test_figures_of_a_column(look):
    schema = {"fields": [{"name": "c", "constraints": {"required": True}}]}
    rows = [["b"], ["a"], ["a"], ["ccc"], [""], ["a"]]
    (column,) = look(["c", "d"][:1], rows, schema).checked.table.columns

    assert (column.position, column.label, column.field, column.required) == (1, "c", "c", True)
    assert (column.filled, column.distinct) == (5, 3)
    assert (column.min_length, column.max_length) == (1, 3)
    assert column.top == (("a", 3), ("b", 1), ("ccc", 1))


def test_an_empty_column_has_no_figures_and_is_reported(look):
    outcome = look(["a", "vide"], [["1", ""], ["2", ""]])
    column = outcome.checked.table.columns[1]
    (finding,) = outcome.of(cause="column-empty")

    assert (column.filled, column.distinct, column.type, column.min_length) == (0, 0, "", None)
    assert (finding.rule, finding.column, finding.of) == ("no_empty_column", "vide", 2)


def test_the_latest_date_is_known_however_it_is_written(look):
    schema = {"fields": [{"name": "a", "type": "date", "format": "%d.%m.%Y"}, {"name": "b"}]}
    rows = [["31.12.2022", "05/01/2023"], ["05.01.2023", "31/12/2022"]]
    columns = look(["a", "b"], rows, schema).checked.table.columns

    assert [str(c.last_date) for c in columns] == ["2023-01-05", "2023-01-05"]


def test_beyond_the_cap_distinct_is_unknown_and_counts_go_on(look, monkeypatch):
    monkeypatch.setattr("app.table.profile.DISTINCT", 100)
    values = ["souvent"] * 50 + [f"v{i}" for i in range(500)] + ["souvent"] * 50
    (column,) = look(["c"], [[v] for v in values]).checked.table.columns

    assert column.distinct is None
    assert (column.filled, column.top[0]) == (600, ("souvent", 100))


def test_long_values_are_told_apart_and_shown_cut():
    profile = Profile(1)
    profile.add({"x" * 300 + "a": 2, "x" * 300 + "b": 1}, {})
    column = profile.column(position=1, label="c", field="", required=False)

    assert column.distinct == 2
    assert all(len(text) <= 101 for text, _ in column.top)
