"""The same records through frictionless and through us: the same rows, columns and error types."""

import warnings

import frictionless
import pytest
from frictionless import Dialect, Resource, Schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.table.descriptor import rebuild

_ROW_ONLY = {"extra-cell", "missing-cell", "blank-row", "primary-key", "foreign-key"}
_WRITTEN = (
    "| |a|ab|abc|A|1|01|+1|1.0|1.5|1,5|-3|1_000|12 |NA|true|False|0|oui|2023-01-05|2023-1-5"
    "|05/01/2023|2023|20234|١٢|NaN|inf|1e5|08:30:00|8:30|2023-01-05T10:00:00|2023-02"
    '|2023-01-05T10:00:00Z|a@b.fr|a@b|http://a.fr|a.fr|[1, 2]|{"a": 1}|2.5,48.1|48,2'
)
TEXTS = st.sampled_from(_WRITTEN.split("|"))
GOOD = {
    "string": ["a", "b", "ab", "abc", "12", "a@b.fr", "http://a.fr", "NA"],
    "integer": ["1", "2", "3", "01", "12", "25"],
    "number": ["1", "1.0", "2.5", "2,5", "12", "1 200"],
    "date": ["2023-01-05", "2022-12-31", "2023-1-5"],
    "boolean": ["true", "false", "oui", "non", "1"],
    "year": ["2023", "2024", "0999"],
    "time": ["08:30:00", "08:30:00Z"],
    "datetime": ["2023-01-05T10:00:00", "2023-01-05T11:00:00+01:00", "2023-01-05T10:00:00Z"],
    "geopoint": ["2.5,48.1", "2.50, 48.1", "48.1,2.5"],
    "yearmonth": ["2023-02", "2023-2"],
}
_CONSTRAINTS = {
    "string": st.fixed_dictionaries(
        {},
        optional={
            "required": st.booleans(),
            "unique": st.booleans(),
            "minLength": st.integers(0, 3),
            "maxLength": st.integers(0, 3),
            "pattern": st.sampled_from(["[a-z]+", "a|b", r"\d{2}", ".*"]),
            "enum": st.just(["a", "1", "NA"]),
        },
    ),
    "integer": st.fixed_dictionaries(
        {},
        optional={
            "required": st.booleans(),
            "unique": st.booleans(),
            "minimum": st.integers(-1, 5),
            "maximum": st.sampled_from([2, "20"]),
            "enum": st.just([1, 2, "12"]),
        },
    ),
    "date": st.fixed_dictionaries(
        {}, optional={"required": st.booleans(), "minimum": st.just("2023-01-01")}
    ),
}
_CONSTRAINTS["number"] = _CONSTRAINTS["integer"]
KINDS = [*GOOD, "array", "object", "any"]
_PLAIN = st.fixed_dictionaries({}, optional={"required": st.booleans(), "unique": st.booleans()})


@st.composite
def fields(draw, name):
    kind = draw(st.sampled_from(KINDS))
    field = {"name": name, "type": kind, "constraints": draw(_CONSTRAINTS.get(kind, _PLAIN))}
    if kind == "string":
        field["format"] = draw(st.sampled_from(["default", "email", "uri"]))
    if kind == "boolean" and draw(st.booleans()):
        field |= {"trueValues": ["oui"], "falseValues": ["non", "0"]}
    if kind == "number" and draw(st.booleans()):
        field |= {"decimalChar": ",", "groupChar": " "}
    if kind in {"array", "object"}:
        field["constraints"].pop("unique", None)  # frictionless cannot compare them
    if draw(st.integers(0, 4)) == 0:
        field["missingValues"] = ["", "NA"]
    return field


@st.composite
def tables(draw):
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    schema = {"fields": [draw(fields(name)) for name in names]}
    if draw(st.integers(0, 3)) == 0:
        schema["missingValues"] = draw(st.sampled_from([["", "NA"], ["NA"], ["-"]]))
    hashable = [f["name"] for f in schema["fields"] if f["type"] not in {"array", "object"}]
    if hashable and draw(st.booleans()):
        schema["primaryKey"] = hashable[: draw(st.integers(1, 2))]
    if len(hashable) > 1 and draw(st.integers(0, 3)) == 0:
        reference = {"resource": "", "fields": hashable[1:2]}
        schema["foreignKeys"] = [{"fields": hashable[:1], "reference": reference}]
    width = len(names)
    lengths = st.sampled_from([width] * 6 + [width - 1, width + 1, 0])
    cells = [st.sampled_from(GOOD.get(f["type"], ["a"])) | TEXTS for f in schema["fields"]]
    rows = [
        draw(st.tuples(*[*cells, TEXTS][:n]))
        for n in draw(st.lists(lengths, min_size=1, max_size=8))
    ]
    return names, schema, rows


def _theirs(names, schema, rows):
    resource = Resource(
        data=[names, *map(list, rows)],
        schema=Schema.from_descriptor(schema),
        dialect=Dialect(header_rows=[1]),
    )
    report = resource.validate(limit_errors=0)
    errors = report.flatten(["rowNumber", "fieldName", "type"])
    return {(row, "" if kind in _ROW_ONLY else name, kind) for row, name, kind in errors}


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_rows_columns_and_types_of_errors_are_those_of_frictionless(look, table):
    names, schema, rows = table
    rebuilt = rebuild(schema)
    rebuilt.pop("x-dropped", None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            expected = _theirs(names, rebuilt, rows)
        except Exception:  # noqa: BLE001 # what frictionless cannot judge, we must survive
            expected = None

    outcome = look(names, rows, schema)

    if expected is not None:
        ours = {
            (row, "" if kind in _ROW_ONLY else name, kind) for row, name, kind in outcome.places
        }
        assert ours == expected
    blank = {row for row, _, kind in outcome.places if kind == "blank-row"}
    spoilt = {row for row, _, _ in outcome.places} - blank
    assert outcome.checked.table.rows == len(rows) - len(blank)
    assert outcome.checked.valid_rows == len(rows) - len(blank) - len(spoilt)


HOSTILE = {
    "a signalling NaN against a bound": (
        {"type": "number", "constraints": {"minimum": 0}},
        ["sNaN", "1"],
        {(2, "c", "constraint-error")},
    ),
    "a signalling NaN in a unique column": (
        {"type": "number", "constraints": {"unique": True}},
        ["sNaN", "sNaN"],
        set(),
    ),
    "a time zone against a bound without one": (
        {"type": "datetime", "constraints": {"minimum": "2020-01-01T00:00:00"}},
        ["2023-01-05T10:00:00Z", "2023-01-05T10:00:00"],
        {(2, "c", "constraint-error")},
    ),
    "lists in a unique column": (
        {"type": "array", "constraints": {"unique": True}},
        ["[1, 2]", "[1,2]", "[3]"],
        {(3, "c", "unique-error")},
    ),
    "a pattern that Python refuses": (
        {"type": "string", "constraints": {"pattern": "(?i)a("}},
        ["a", "b"],
        set(),
    ),
    "a bound that cannot be read": (
        {"type": "integer", "constraints": {"minimum": "douze"}},
        ["1", "x"],
        {(3, "c", "type-error")},
    ),
}


@pytest.mark.parametrize(("field", "values", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_what_makes_frictionless_raise_is_a_finding(look_at_column, field, values, expected):
    assert look_at_column(values, field).places == expected


@pytest.mark.parametrize("kind", ["string", "array"])
def test_a_runaway_pattern_is_set_aside_and_said_so(look_at_column, kind):
    stated = {"pattern": "(?=a)(a|aa)+$", "maxLength": 100}
    field = {"type": "string", "constraints": {**stated, "maxLength": 50}}
    long, short, long_one = "a" * 60 + "!", "aa", [(2, "c", "constraint-error")]
    if kind == "array":
        field = {"type": "array", "arrayItem": {"type": "string", "constraints": stated}}
        long, short, long_one = f'["{long}"]', f'["{short}"]', []
    outcome = look_at_column([long, short], field)

    assert outcome.places == set(long_one)  # too long, at least
    assert [f.cause for f in outcome.of(code="check-error")] == ["pattern-too-slow"]


def test_a_pattern_that_only_python_finds_slow_is_checked(look_at_column):
    field = {"type": "string", "constraints": {"pattern": "(a+)+$"}}
    outcome = look_at_column(["a" * 40 + "!", "aa"], field)

    assert outcome.places == {(2, "c", "constraint-error")}
    assert not outcome.of(code="check-error")


def test_the_frictionless_we_compare_with_is_the_one_we_run():
    assert frictionless.__version__.startswith("5.")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ({"type": "array", "constraints": {"enum": [["a"], None]}}, ['["a"]', "[2]", "x"]),
        ({"type": "object", "constraints": {"enum": [{"a": 1}, []]}}, ['{"a": 1}', '{"a": 2}']),
        ({"type": "string", "constraints": {"enum": ["a", ["b"], None]}}, ["a", "b", "None"]),
        ({"type": "integer", "constraints": {"enum": [None, {"a": 1}]}}, ["1", "x"]),
    ],
)
def test_members_that_are_no_texts_are_held_against_the_cells(look, field, values):
    schema = rebuild({"fields": [{"name": "c", **field}]})
    rows = [[value] for value in values]

    assert "x-dropped" not in schema
    assert look(["c"], rows, schema).places == set(_theirs(["c"], schema, rows))
