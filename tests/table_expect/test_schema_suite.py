"""A Table Schema as a suite: Great Expectations loads it, and runs it on the frame it speaks of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.collect.shipped import load
from app.table import expect
from app.table.descriptor import rebuild
from app.table.schema_suite import suite_of
from app.table.suite import read_suite

SHIPPED = load()
FIELDS = [
    {"name": "code", "type": "string", "constraints": {"required": True, "pattern": r"\d{5}"}},
    {"name": "kind", "constraints": {"enum": ["a", "b"], "maxLength": 3, "minLength": 1}},
    {"name": "amount", "type": "number", "constraints": {"minimum": 0, "exclusiveMaximum": 10}},
    {"name": "count", "type": "integer", "constraints": {"unique": True}},
    {"name": "day", "type": "date", "constraints": {"minimum": "2020-01-01"}},
    {"name": "french", "type": "date", "format": "%d/%m/%Y"},
    {"name": "yes", "type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]},
    {"name": "price", "type": "number", "decimalChar": ","},
    {"name": "mail", "type": "string", "format": "email"},
]


def suite(descriptor, beside=""):
    return json.loads(suite_of("s", rebuild(descriptor), beside))


def asked(suite):
    return [
        (item["type"].removeprefix("expect_"), item["kwargs"])
        for item in suite["expectations"]
        if item["type"] != "expect_column_to_exist"
    ]


def test_each_promise_of_a_field_becomes_an_expectation():
    made = suite({"fields": FIELDS, "primaryKey": ["code", "day"]})
    integer = {"column": "count", "regex": r"^\s*[+-]?[0-9]+(\.0)?\s*$"}

    assert asked(made) == [
        ("column_values_to_not_be_null", {"column": "code"}),
        ("column_values_to_match_regex", {"column": "code", "regex": r"^(?:\d{5})$"}),
        ("column_values_to_be_in_set", {"column": "kind", "value_set": ["a", "b"]}),
        ("column_value_lengths_to_be_between", {"column": "kind", "min_value": 1, "max_value": 3}),
        ("column_values_to_match_regex", asked(made)[4][1]),
        (
            "column_values_to_be_between",
            {"column": "amount", "min_value": 0.0, "max_value": 10.0, "strict_max": True},
        ),
        ("column_values_to_match_regex", integer),
        ("column_values_to_be_unique", {"column": "count"}),
        (
            "column_values_to_match_strftime_format",
            {"column": "day", "strftime_format": "%Y-%m-%d"},
        ),
        (
            "column_values_to_match_strftime_format",
            {"column": "french", "strftime_format": "%d/%m/%Y"},
        ),
        ("column_values_to_be_in_set", {"column": "yes", "value_set": ["oui", "non"]}),
        ("compound_columns_to_be_unique", {"column_list": ["code", "day"]}),
    ]
    told = made["meta"]["qualidata"]
    assert told["not_expressed"] == [
        "day: minimum",
        "price: number, as it is spelled",
        "mail: string (email)",
    ]
    assert told["dtype"].keys() == {f["name"] for f in FIELDS} - {"amount", "count"}


def test_every_shipped_schema_has_a_suite_that_we_can_run():
    for item in SHIPPED:
        read = read_suite(item.suite)
        assert read.expected, item.name
        assert not [e.type for e in read.expected if e.refusal], item.name


@pytest.mark.parametrize("item", SHIPPED, ids=lambda item: item.name)
def test_great_expectations_loads_a_shipped_schema_and_its_valid_file_passes(item):
    expect._quietly(expect._batches)
    import pandas as pd  # noqa: PLC0415 # takes a while
    from great_expectations import ExpectationSuite  # noqa: PLC0415 # takes seconds

    made = json.loads(suite_of(item.name, rebuild(item.descriptor)))
    types = made["meta"]["qualidata"]["dtype"]
    path = Path(__file__).parents[2] / "schemas" / item.name / "valid.csv"
    frame = pd.read_csv(path, dtype=types)
    loaded = expect._quietly(lambda: ExpectationSuite(**made))
    batch = expect._batches().get_batch({"dataframe": frame})
    done = expect._quietly(lambda: batch.validate(loaded))

    raised = [r for r in done.results if r.exception_info.get("raised_exception")]
    failed = [r.expectation_config.to_json_dict() for r in done.results if not r.success]
    assert len(done.results) == len(made["expectations"]) > 10
    assert not raised
    assert not [f for f in failed if f["severity"] == "critical"]


def test_the_suite_beside_a_schema_comes_along():
    beside = {
        "expectations": [
            {"type": "expect_table_row_count_to_equal", "kwargs": {"value": 1}},
            {"type": "expect_column_values_to_not_be_null", "kwargs": {"row_condition": "x"}},
        ]
    }
    made = suite({"fields": [{"name": "a"}]}, json.dumps(beside))

    assert asked(made) == [("table_row_count_to_equal", {"value": 1})]
