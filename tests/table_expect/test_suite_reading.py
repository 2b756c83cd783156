"""A stranger's expectation suite: what may run, what is refused, what no suite can do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.table.suite import MALFORMED, MAX_EXPECTATIONS, REFUSED, read_suite
from app.table.suite_types import KNOWN

ROOT = Path(__file__).parents[2]


def suite(*expectations, **root) -> str:
    return json.dumps({"name": "s", "expectations": expectations, **root})


def one(name: str, item: dict | None = None, **kwargs):
    (expected,) = read_suite(
        suite({"type": f"expect_{name}", "kwargs": kwargs, **(item or {})})
    ).expected
    return expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '"suite"',
        "{}",
        '{"expectations": {}}',
        '{"expectations": null}',
        '{"expectations": [], "x": NaN}',
        '{"expectations": [], "x": ' + "9" * 5000 + "}",
        "[" * 100_000,
        "\x00",
        '{"expectations": []}' + " " * (2 << 20),
    ],
)
def test_what_is_no_suite_is_told_and_never_raised(text):
    assert (read_suite(text).fault, read_suite(text).expected) == (MALFORMED, ())


def test_a_suite_of_today_is_read():
    read = read_suite(
        suite(
            {
                "type": "expect_column_values_to_be_between",
                "kwargs": {"column": "a", "min_value": "2000-01-01", "mostly": 0.9},
                "meta": {"dimension": "completeness"},
                "severity": "warning",
            }
        )
    )
    (expected,) = read.expected

    assert (read.name, read.fault, expected.refusal) == ("s", "", "")
    assert (expected.columns, expected.kind, expected.cause) == (
        ("a",),
        "date",
        "expectation-date-window",
    )
    assert (expected.dimension, expected.severity) == ("completeness", "warning")


def test_a_suite_of_yesterday_is_read_alike():
    old = {
        "expectation_suite_name": "old",
        "data_asset_type": "Dataset",
        "expectations": [
            {
                "expectation_type": "expect_column_values_to_be_between",
                "kwargs": {
                    "column": "a",
                    "min_value": "2000-01-01",
                    "parse_strings_as_datetimes": True,
                    "result_format": "COMPLETE",
                    "row_condition": None,
                },
            }
        ],
    }
    read = read_suite(json.dumps(old))

    assert (read.name, read.expected[0].refusal) == ("old", "")
    assert dict(read.expected[0].kwargs) == {"column": "a", "min_value": "2000-01-01"}


@pytest.mark.parametrize(
    ("stated", "severity"),
    [
        ("critical", "error"),
        ("warning", "warning"),
        ("info", "info"),
        (None, "error"),
        ([], "error"),
    ],
)
def test_severities_become_ours(stated, severity):
    assert one("column_values_to_be_null", {"severity": stated}, column="a").severity == severity


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("column_values_to_not_be_null", {"column": "a", "mostly": 0.5}),
        ("column_values_to_be_between", {"column": "a", "min_value": 1, "strict_min": True}),
        ("column_values_to_be_between", {"column": "a", "max_value": "2026-01-01T00:00:00Z"}),
        ("column_values_to_be_in_set", {"column": "a", "value_set": ["x", 1, True, None]}),
        ("column_values_to_match_regex", {"column": "a", "regex": r"^\d+$"}),
        ("column_values_to_match_regex_list", {"column": "a", "regex_list": ["a"], "match_on": "any"}),
        ("column_values_to_match_strftime_format", {"column": "a", "strftime_format": "%d/%m/%Y"}),
        ("column_pair_values_to_be_in_set", {"column_A": "a", "column_B": "b", "value_pairs_set": [["x", 1]]}),
        ("compound_columns_to_be_unique", {"column_list": ["a", "b"], "ignore_row_if": "never"}),
        (
            "column_quantile_values_to_be_between",
            {"column": "a", "quantile_ranges": {"quantiles": [0.5], "value_ranges": [[None, 2]]}},
        ),
        ("table_row_count_to_be_between", {"min_value": 1, "max_value": None}),
        ("column_to_exist", {"column": "a"}),
    ],
)  # fmt: skip
def test_plain_expectations_may_run(name, kwargs):
    assert one(name, **kwargs).refusal == ""


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("column_values_to_not_be_null", {"column": "a", "row_condition": "a == 1"}),
        ("column_values_to_not_be_null", {"column": "a", "condition_parser": "pandas"}),
        ("column_values_to_not_be_null", {"column": "a", "anything": 1}),
        ("column_values_to_not_be_null", {"column": {"$PARAMETER": "now()"}}),
        ("column_values_to_not_be_null", {"column": ""}),
        ("column_values_to_not_be_null", {"column": ["a"]}),
        ("column_values_to_not_be_null", {}),
        ("column_values_to_not_be_null", {"column": "\ud800"}),
        ("column_values_to_be_in_set", {"column": "a", "value_set": ["\ud800"]}),
        ("column_values_to_not_be_null", {"column": "a", "mostly": 1.5}),
        ("column_values_to_not_be_null", {"column": "a", "mostly": True}),
        ("column_values_to_be_between", {"column": "a"}),
        ("column_values_to_be_between", {"column": "a", "min_value": {"$PARAMETER": "x"}}),
        ("column_values_to_be_between", {"column": "a", "min_value": "one"}),
        ("column_values_to_be_between", {"column": "a", "min_value": 1, "max_value": "2020-01-01"}),
        ("column_values_to_be_between", {"column": "a", "min_value": 10**400}),
        ("column_mean_to_be_between", {"column": "a", "min_value": "2020-01-01"}),
        ("column_values_to_be_in_set", {"column": "a"}),
        ("column_values_to_be_in_set", {"column": "a", "value_set": {"$PARAMETER": "x"}}),
        ("column_values_to_be_in_set", {"column": "a", "value_set": [{}]}),
        ("column_values_to_be_in_set", {"column": "a", "value_set": ["x"] * 10_001}),
        ("column_values_to_match_regex", {"column": "a", "regex": "("}),
        ("column_values_to_match_regex", {"column": "a", "regex": "a" * 2001}),
        ("column_values_to_match_regex_list", {"column": "a", "regex_list": ["a"] * 51}),
        ("column_values_to_match_strftime_format", {"column": "a", "strftime_format": "%99999999d"}),
        ("compound_columns_to_be_unique", {"column_list": ["a", "a"]}),
        ("compound_columns_to_be_unique", {"column_list": ["a"]}),
        ("column_pair_values_to_be_equal", {"column_A": "a"}),
        ("column_pair_values_to_be_in_set", {"column_A": "a", "column_B": "b", "value_pairs_set": [["x"]]}),
        ("column_quantile_values_to_be_between", {"column": "a", "quantile_ranges": {"quantiles": [0.5]}}),
        ("column_to_exist", {"column": "a", "column_index": 0}),
        ("column_values_to_match_json_schema", {"column": "a", "json_schema": {"$ref": "http://x"}}),
        ("column_values_to_match_like_pattern", {"column": "a", "like_pattern": "a%"}),
        ("query_results_to_match_comparison", {"base_query": "SELECT 1"}),
        ("table_row_count_to_equal_other_table", {"other_table_name": "a"}),
        ("column_values_to_be_of_my_own", {"column": "a"}),
    ],
)  # fmt: skip
def test_what_could_run_code_a_query_or_a_fetch_is_refused(name, kwargs):
    assert one(name, **kwargs).refusal == REFUSED


@pytest.mark.parametrize(
    "item",
    [
        None,
        3,
        "expect_column_to_exist",
        {},
        {"type": 3, "kwargs": {}},
        {"type": "unexpected_rows_expectation", "kwargs": {"unexpected_rows_query": "SELECT 1"}},
        {"type": "UnexpectedRowsExpectation", "kwargs": {"unexpected_rows_query": "SELECT 1"}},
        {"type": "expect_column_to_exist", "kwargs": [1]},
        {"type": ["expect_column_to_exist"], "kwargs": {"column": "a"}},
    ],
)
def test_a_strange_item_is_refused_and_its_neighbours_are_not(item):
    good = {"type": "expect_column_to_exist", "kwargs": {"column": "a"}, "meta": []}

    assert [e.refusal for e in read_suite(suite(item, good)).expected] == [REFUSED, ""]


def test_what_a_refusal_shows_can_always_be_written():
    item = {"type": "expect_\ud800", "kwargs": {"column": "\ud800"}}
    read = read_suite(suite(item, name="\ud800"))

    assert (read.name, read.expected[0].type, read.expected[0].columns) == ("?", "expect_?", ("?",))


def test_a_suite_is_cut_at_its_length():
    good = {"type": "expect_column_to_exist", "kwargs": {"column": "a"}}

    assert len(read_suite(suite(*[good] * 600)).expected) == MAX_EXPECTATIONS


def test_no_known_type_takes_a_condition_or_a_query():
    taken = frozenset().union(*(known.arguments for known in KNOWN.values()))

    assert not {"row_condition", "condition_parser", "unexpected_rows_query", "query"} & taken


def test_what_we_judge_ourselves_loads_no_great_expectations():
    code = (
        "import json, sys, app.table.expect\n"
        "from app.table.suite_run import run_suite\n"
        "from tests.suites import COLUMNS, SuiteMaker\n"
        "for seed in range(20):\n"
        "    maker = SuiteMaker(seed)\n"
        "    table = maker.table()\n"
        "    rows = range(2, 2 + len(table['t']))\n"
        "    assert run_suite(json.dumps(maker.suite()), table, rows)[0].engine == 'native'\n"
        "print({'great_expectations', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert done.stdout.strip() == "set()"
