"""One pass over the rows: exact counts, honest denominators, bounded memory."""

import tracemalloc
from datetime import date

import pytest

from app.table.cells import Unread
from app.table.layout import with_schema
from app.table.records import Record, Records
from app.table.validate import check
from rules.core.evidence import File


def test_counts_are_never_capped(look):
    schema = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "date"}]}
    outcome = look(["a", "b"], [[f"x{i}", f"y{i}"] for i in range(5_000)], schema)

    assert {f.column: f.count for f in outcome.errors} == {"a": 5_000, "b": 5_000}
    assert all(
        f.of == 5_000 and len(f.rows) == 100 and len(f.samples) == 20 for f in outcome.errors
    )
    assert outcome.checked.valid_rows == 0


def test_rows_and_samples_are_the_first_ones_and_samples_differ(look_at_column):
    outcome = look_at_column(["x"] * 50 + ["y"] + ["1"] * 5, {"type": "integer"})
    (finding,) = outcome.errors

    assert finding.rows == tuple(range(2, 53))
    assert [(s.row, s.value) for s in finding.samples] == [(2, "x"), (52, "y")]


SHARES = {
    "a wrong cell is a part of the filled ones": ("c", "type-error", 1, 3),
    "an empty required cell is a part of the rows": ("r", "constraint-error", 2, 4),
    "a repeated key is a part of the rows": ("u", "unique-error", 1, 4),
}


@pytest.mark.parametrize(("name", "code", "count", "of"), SHARES.values(), ids=SHARES)
def test_denominators(look, name, code, count, of):
    schema = {
        "fields": [
            {"name": "c", "type": "integer"},
            {"name": "r", "constraints": {"required": True}},
            {"name": "u", "constraints": {"unique": True}},
        ]
    }
    rows = [["1", "x", "a"], ["2", "", "b"], ["x", "", "a"], ["", "y", "c"]]
    (finding,) = look(["c", "r", "u"], rows, schema).of(column=name, code=code)

    assert (finding.count, finding.of) == (count, of)


def test_blank_rows_are_counted_apart_and_hide_other_faults(look):
    schema = {"fields": [{"name": "a", "constraints": {"required": True}}, {"name": "b"}]}
    outcome = look(["a", "b"], [["1", "2"], ["", ""], [], ["", "", ""], ["", "3"]], schema)
    table = outcome.checked.table

    assert (table.rows, table.blank_rows, outcome.checked.valid_rows) == (2, 3, 1)
    assert outcome.places == {
        (3, "", "blank-row"),
        (4, "", "blank-row"),
        (5, "", "blank-row"),
        (6, "a", "constraint-error"),
    }
    assert {f.of for f in outcome.of(cause="blank-row")} == {5}


def test_missing_values_of_the_schema_count_as_empty(look):
    schema = {
        "fields": [{"name": "a"}, {"name": "b", "missingValues": ["-"]}],
        "missingValues": ["", "NA"],
    }
    outcome = look(["a", "b"], [["NA", "-"], ["NA", "x"], ["y", ""]], schema)

    assert [c.filled for c in outcome.checked.table.columns] == [1, 2]
    assert outcome.checked.table.blank_rows == 1


TYPED = [
    ({"type": "string"}, 38185, "numbers-as-text"),
    ({"type": "string"}, 38185.0, "numbers-as-text"),
    ({"type": "string"}, True, "numbers-as-text"),
    ({"type": "string", "constraints": {"pattern": r"\d{5}"}}, 38185.0, "numbers-as-text"),
    ({"type": "integer"}, 12.0, None),
    ({"type": "number"}, 12.5, None),
    ({"type": "year"}, 2023.0, None),
    ({"type": "boolean"}, 1, None),
    ({"type": "boolean"}, True, None),
]


@pytest.mark.parametrize(("field", "cell", "cause"), TYPED)
def test_typed_cells_are_judged_as_the_text_they_would_be(look_at_column, field, cell, cause):
    outcome = look_at_column([cell] * 3, field, typed=True)
    findings = outcome.of(code="type-error")

    assert [(f.cause, f.severity, f.count) for f in findings] == (
        [(cause, "warning", 3)] if cause else []
    )
    assert not outcome.errors
    assert outcome.checked.valid_rows == 3


TYPED_WRONG = [
    ({"type": "string", "constraints": {"pattern": r"\d{5}"}}, 1015, "zeros-lost"),
    ({"type": "date"}, 45291, "date-excel-serial"),
    ({"type": "integer"}, 12.5, "integer-fraction"),
    ({"type": "string", "customCheck": "siret"}, 4.991e13, "siret-rounded"),
    ({"type": "string"}, ["a"], "type-other"),
]


@pytest.mark.parametrize(("field", "cell", "cause"), TYPED_WRONG)
def test_typed_cells_can_be_wrong_too(look_at_column, field, cell, cause):
    assert {f.cause for f in look_at_column([cell], field, typed=True).errors} == {cause}


def test_one_true_and_1_are_three_values(look_at_column):
    outcome = look_at_column([1, True, 1.0, "1", -1, -2], {"type": "boolean"}, typed=True)
    assert sorted(row for f in outcome.errors for row in f.rows) == [6, 7]


def test_without_a_schema_the_rows_are_looked_at_all_the_same(look):
    outcome = look(["a", "b"], [["1", "2"], ["1", "2"], ["", ""], ["1"], ["1", "2", "3"]])
    rules = {f.rule for f in outcome.findings}

    assert rules == {"no_duplicate_rows", "no_blank_rows", "rows_are_rectangular"}
    assert outcome.checked.table.rows == 4


def test_a_repeated_row_is_doubtful_but_valid(look):
    outcome = look(["a", "b"], [["1", "2"], ["1", "3"], ["1", "2"], ["", ""], ["", ""]])
    (finding,) = outcome.of(cause="duplicate-row")

    assert (finding.severity, finding.rows, finding.facts["earlier"]) == ("warning", (4,), 2)
    assert outcome.checked.valid_rows == 3


def test_a_key_seen_again_spoils_its_row(look):
    schema = {"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a", "b"]}
    rows = [["1", "x"], ["1", "y"], ["1", "x"], ["", "z"], ["1", "x"]]
    outcome = look(["a", "b"], rows, schema)
    (finding,) = outcome.of(cause="key-duplicate")

    assert (finding.column, finding.count, finding.rows) == ("a, b", 2, (4, 6))
    assert (finding.facts["earlier"], finding.samples[0].value) == (2, "1, x")
    assert outcome.checked.valid_rows == 3


def test_references_into_the_same_table_must_lead_somewhere(look):
    schema = {
        "fields": [{"name": "id", "type": "integer"}, {"name": "parent", "type": "integer"}],
        "foreignKeys": [{"fields": "parent", "reference": {"resource": "", "fields": "id"}}],
    }
    outcome = look(["id", "parent"], [["1", "03"], ["2", ""], ["3", "9"], ["4", "x"]], schema)
    (finding,) = outcome.of(code="foreign-key")

    assert (finding.column, finding.rows, finding.of) == ("parent", (4,), 4)
    assert finding.samples[0].value == "9"
    assert outcome.checked.valid_rows == 2


def test_keys_are_found_again_beyond_those_held_in_memory(look_at_column, monkeypatch):
    monkeypatch.setattr("app.table.repeats.NEAR", 100)
    values = [str(i) for i in range(1_000)] + ["5", "999", "998"]
    outcome = look_at_column(values, {"type": "integer", "constraints": {"unique": True}})
    (finding,) = outcome.errors

    assert finding.rows == (1_002, 1_003, 1_004)
    assert outcome.checked.valid_rows == 1_000


def test_values_that_are_wanted_are_kept_as_read(look):
    schema = {
        "fields": [{"name": "a", "type": "number"}, {"name": "d", "type": "date"}, {"name": "t"}]
    }
    rows = [["1.5", "2023-01-05", "x"], ["", "", ""], ["x", "05/01/2023", "y"]]
    kept = look(["a", "d", "t"], rows, schema, asked=frozenset({"a", "d"})).checked.collected

    assert kept.columns["a"] == [1.5, "x"]
    assert kept.columns["d"] == [date(2023, 1, 5), "05/01/2023"]
    assert [type(kept.columns[name][1]) for name in ("a", "d")] == [Unread, Unread]
    assert list(kept.rows) == [2, 4]
    assert set(kept.columns) == {"a", "d"}


def test_too_many_wanted_values_are_not_kept_at_all(look, monkeypatch):
    monkeypatch.setattr("app.table.values.MOST", 10)
    schema = {"fields": [{"name": "a"}]}
    kept = look(["a"], [["x"]] * 20, schema, asked=frozenset({"a"})).checked.collected

    assert (kept.too_many, kept.columns) == (True, {})


@pytest.mark.parametrize("width", [1, 40, 4_000])
def test_blocks_do_not_change_what_is_found(look, width):
    rows = [["x"] * width, [""] * width, ["1"] * (width - 1), *([["2"] * width] * 300)]
    labels = [f"c{i}" for i in range(width)]
    outcome = look(labels, rows)

    assert outcome.checked.table.rows == len(rows) - 1 - (width == 1)
    assert {f.rows[:1] for f in outcome.of(cause="blank-row")} == {(3,)}


def test_a_table_without_a_column_or_a_row_is_no_trouble(look):
    assert look([], [[], []]).checked.table.rows == 2
    assert look(["a"], []).findings == ()


def _endless(rows):
    return (Record(i, (f"objet {i} {'x' * 50}", str(i % 7), f"{i}/2023")) for i in range(2, rows))


def test_memory_does_not_grow_with_the_file(monkeypatch):
    for name, most in (("column._HELD", 50), ("repeats.NEAR", 50), ("profile.DISTINCT", 50)):
        monkeypatch.setattr(f"app.table.{name}", most)
    schema = {"fields": [{"name": "a"}, {"name": "b", "type": "integer"}, {"name": "c"}]}
    peaks = []
    for rows in (6_000, 18_000):
        file = File(format="csv", header_row=1)
        records = Records(file=file, labels=("a", "b", "c"), body=_endless(rows), typed=False)
        layout = with_schema(records.labels, schema, frozenset(), 1, 20)
        tracemalloc.start()
        check(records, layout, 20)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert (
        peaks[1] - peaks[0] < 12_000 * 120
    )  # kept as Python objects, these rows would take 600 bytes each


def test_a_missing_cell_is_not_kept_as_filled(look):
    fields = [{"name": "a", "type": "number"}, {"name": "b"}]
    rows = [["1200,50", "x"], ["", "y"], ["12.5", "z"]]
    outcome = look(["a", "b"], rows, {"fields": fields}, asked=frozenset({"a"}))

    assert outcome.checked.collected.columns["a"] == ["1200,50", None, 12.5]
