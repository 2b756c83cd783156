"""Great Expectations at work: real suites on real cells, and suites that mean harm."""

from __future__ import annotations

import csv
import json
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import pytest

from app.table import expect
from app.table.cells import Unread
from app.table.suite import columns_needed
from app.table.suite_run import run_suite
from app.table.suite_types import KNOWN
from rules.core.causes import CAUSES
from rules.core.evidence import Evidence
from rules.values_plausible import values_plausible

SHIPPED = Path(__file__).parents[2] / "schemas" / "scdl"
NAMES = ("subventions", "deliberations", "equipements", "prenoms", "catalogue", "budget")

AT_NINE = datetime(2026, 1, 1, 9, tzinfo=UTC)


def ask(columns: dict, *expectations: dict):
    """Run ``(type, arguments)`` dictionaries over columns; the first data row is row 2."""
    text = json.dumps({"name": "s", "expectations": expectations})
    length = max((len(cells) for cells in columns.values()), default=0)
    return run_suite(text, columns, tuple(range(2, length + 2)))


def item(name: str, severity: str = "critical", **kwargs) -> dict:
    return {"type": f"expect_{name}", "kwargs": kwargs, "severity": severity}


def result(cells: list, name: str, **kwargs):
    run, findings = ask({"a": cells}, item(name, column="a", **kwargs))
    return run.results[0], findings


def test_those_who_judged_are_named_and_so_is_the_suite():
    run, findings = ask(
        {"a": ["1", "2", "9"]},
        item("column_values_to_not_be_null", column="a"),
        item("column_value_z_scores_to_be_less_than", column="a", threshold=1, double_sided=True),
    )

    assert run.engine == f"native, great_expectations {version('great_expectations')}"
    assert [r.engine for r in run.results] == ["native", "great_expectations"]
    assert [f.facts["engine"] for f in findings] == ["great_expectations"]


def test_without_need_great_expectations_is_not_asked():
    run, findings = ask({"a": ["x"]}, item("column_to_exist", column="a"))

    assert (run.suite, run.engine) == ("s", "native")
    assert (run.results[0].success, run.results[0].share, findings) == (True, 1.0, ())


@pytest.mark.parametrize(
    ("name", "kwargs", "good", "bad"),
    [
        ("column_values_to_not_be_null", {}, ["x", "y"], ["x", ""]),
        ("column_values_to_not_be_null", {}, [1, 0], [1, None]),
        ("column_values_to_be_null", {}, ["", None], ["", "x"]),
        ("column_values_to_be_unique", {}, ["x", "y", ""], ["x", "x"]),
        ("column_values_to_be_between", {"min_value": 0, "max_value": 9}, ["1.5", "9"], ["-1"]),
        ("column_values_to_be_between", {"min_value": 0}, [1, 2.5, Decimal("3.1")], [Decimal(-1)]),
        ("column_values_to_be_between", {"min_value": 0, "strict_min": True}, ["1"], ["0"]),
        ("column_values_to_be_between", {"min_value": "2000-01-01"}, ["2000-01-01"], ["1999-12-31"]),
        ("column_values_to_be_between", {"max_value": "2040-12-31"}, [date(2026, 1, 1)], [date(2205, 1, 1)]),
        ("column_values_to_be_between", {"max_value": "2026-01-01"}, [AT_NINE], [AT_NINE + timedelta(days=1)]),
        ("column_values_to_be_between", {"max_value": "2026-01-01T12:00:00Z"}, ["2026-01-01T12:30:00+01:00"], ["2026-01-01T12:30:00Z"]),
        ("column_values_to_be_in_set", {"value_set": ["M", "F"]}, ["M", "F", ""], ["m"]),
        ("column_values_to_be_in_set", {"value_set": [1, 2]}, ["1", 2, 2.0], ["3"]),
        ("column_values_to_be_in_set", {"value_set": [True]}, [True, None], [False]),
        ("column_values_to_be_in_set", {"value_set": ["1", True]}, [1, True, "true"], [2]),
        ("column_values_to_not_be_in_set", {"value_set": ["NC"]}, ["x"], ["NC"]),
        ("column_value_lengths_to_equal", {"value": 2}, ["ab", 12], ["a"]),
        ("column_value_lengths_to_be_between", {"max_value": 3}, ["abc"], ["abcd"]),
        ("column_values_to_match_regex", {"regex": r"^\d\s\w$"}, ["1 é"], ["1-é"]),
        ("column_values_to_not_match_regex", {"regex": "^a"}, ["b"], ["a"]),
        ("column_values_to_match_regex_list", {"regex_list": ["^a", "^b"], "match_on": "any"}, ["a", "b"], ["c"]),
        ("column_values_to_not_match_regex_list", {"regex_list": ["^a", "^b"]}, ["c"], ["b"]),
        ("column_values_to_match_strftime_format", {"strftime_format": "%d/%m/%Y"}, ["31/12/2026"], ["2026-12-31"]),
        ("column_values_to_be_dateutil_parseable", {}, ["31 dec 2026"], ["hier"]),
        ("column_values_to_be_json_parseable", {}, ["[1]"], ["{"]),
        ("column_values_to_be_increasing", {}, ["2", "10", ""], ["10", "2"]),
        ("column_values_to_be_increasing", {}, ["2025-01-01", "2026-01-01"], ["2026-01-01", "2025-01-01"]),
        ("column_values_to_be_decreasing", {"strictly": True}, [3, 2], [2, 2]),
        ("column_value_z_scores_to_be_less_than", {"threshold": 3, "double_sided": True}, [1, 2, 3], [*[1.0, 1.1] * 30, 90]),
        ("column_values_to_not_be_outliers", {"method": "iqr", "multiplier": 1.5}, [1, 2, 3], [*[1, 2, 3, 4] * 9, 90]),
        ("column_min_to_be_between", {"min_value": 2}, ["2"], ["1"]),
        ("column_max_to_be_between", {"max_value": "2026-01-01"}, ["2025-01-01"], ["2027-01-01"]),
        ("column_mean_to_be_between", {"min_value": 2}, [1, 3], [1, 2]),
        ("column_median_to_be_between", {"max_value": 2}, [1, 2, 9], [1, 5, 9]),
        ("column_stdev_to_be_between", {"max_value": 2}, [1, 2, 3], [1, 20, 3]),
        ("column_sum_to_be_between", {"max_value": 5}, ["1", "4"], ["1", "5"]),
        ("column_quantile_values_to_be_between", {"quantile_ranges": {"quantiles": [0.5], "value_ranges": [[1, 3]]}}, [1, 2, 3], [7, 8, 9]),
        ("column_unique_value_count_to_be_between", {"min_value": 2}, ["x", "y"], ["x", "x"]),
        ("column_proportion_of_unique_values_to_be_between", {"min_value": 0.9}, ["x", "y"], ["x", "x"]),
        ("column_proportion_of_non_null_values_to_be_between", {"min_value": 0.9}, ["x"], ["x", ""]),
        ("column_distinct_values_to_be_in_set", {"value_set": ["x"]}, ["x", "x"], ["y"]),
        ("column_distinct_values_to_contain_set", {"value_set": ["x", "y"]}, ["x", "y", "z"], ["x"]),
        ("column_distinct_values_to_equal_set", {"value_set": ["x", "y"]}, ["x", "y"], ["x"]),
        ("column_most_common_value_to_be_in_set", {"value_set": ["x"]}, ["x", "x", "y"], ["y", "y", "x"]),
    ],
)  # fmt: skip
def test_each_kind_of_column_expectation_tells_good_from_bad(name, kwargs, good, bad):
    fine, none = result(good, name, **kwargs)
    poor, findings = result(bad, name, **kwargs)

    assert (fine.success, fine.share, fine.reason, none) == (True, 1.0, "", ())
    assert (poor.success, poor.reason) == (False, "")
    assert 0 <= poor.share <= 1
    assert [(f.code, f.column, f.severity) for f in findings] == [(f"expect_{name}", "a", "error")]
    assert findings[0].cause == (
        findings[0].cause if "date" in findings[0].cause else KNOWN[poor.type].cause
    )


@pytest.mark.parametrize(
    ("name", "kwargs", "good", "bad"),
    [
        ("column_pair_values_a_to_be_greater_than_b", {"or_equal": True}, ["10", "9"], ["9", "10"]),
        ("column_pair_values_a_to_be_greater_than_b", {}, ["2026-02-01", "2026-01-31"], ["2026-01-31", "2026-02-01"]),
        ("column_pair_values_to_be_equal", {}, ["1.0", "1"], ["1", "2"]),
        ("column_pair_values_to_be_in_set", {"value_pairs_set": [["x", 1]]}, ["x", "1"], ["x", "2"]),
    ],
)  # fmt: skip
def test_pairs_of_columns_are_compared(name, kwargs, good, bad):
    pair = item(name, column_A="a", column_B="b", **kwargs)
    fine, _ = ask({"a": good[:1], "b": good[1:]}, pair)
    poor, findings = ask({"a": bad[:1], "b": bad[1:]}, pair)

    assert (fine.results[0].success, poor.results[0].success) == (True, False)
    assert (findings[0].column, findings[0].rows) == ("a, b", (2,))
    assert findings[0].samples[0].value == " / ".join(bad)


@pytest.mark.parametrize(
    ("name", "kwargs", "good", "bad"),
    [
        ("compound_columns_to_be_unique", {}, [["x", "x"], ["1", "2"]], [["x", "x"], ["1", "1"]]),
        ("multicolumn_sum_to_equal", {"sum_total": 1}, [["0.5"], ["0.5"]], [["0.5"], ["0.4"]]),
        ("multicolumn_values_to_be_equal", {}, [["x"], ["x"]], [["x"], ["y"]]),
        ("select_column_values_to_be_unique_within_record", {}, [["x"], ["y"]], [["x"], ["x"]]),
    ],
)
def test_several_columns_are_held_together(name, kwargs, good, bad):
    several = item(name, column_list=["a", "b"], **kwargs)
    fine, _ = ask(dict(zip("ab", good, strict=True)), several)
    poor, findings = ask(dict(zip("ab", bad, strict=True)), several)

    assert (fine.results[0].success, poor.results[0].success) == (True, False)
    assert findings[0].rows[0] == 2


@pytest.mark.parametrize(
    ("kwargs", "rows", "success", "share", "counted"),
    [
        ({"min_value": 10}, 10, True, 1.0, None),
        ({"min_value": 10}, 9, False, 0.9, (1, 10)),
        ({"min_value": 10}, 1, False, 0.1, (9, 10)),
        ({"max_value": 10}, 40, False, 0.25, (30, 40)),
        ({"min_value": 5, "max_value": 10}, 7, True, 1.0, None),
    ],
)
def test_too_few_or_too_many_rows_cost_in_proportion(kwargs, rows, success, share, counted):
    run, findings = ask({"a": ["x"] * rows}, item("table_row_count_to_be_between", **kwargs))

    assert (run.results[0].success, run.results[0].share) == (success, pytest.approx(share))
    assert [(f.count, f.of, f.rule) for f in findings] == (
        [(*counted, "volumes_as_expected")] if counted else []
    )


def test_a_table_without_rows_is_counted_and_its_cells_are_not_judged():
    run, findings = ask(
        {"a": []},
        item("table_row_count_to_be_between", min_value=1),
        item("column_values_to_not_be_null", column="a"),
    )

    assert [(r.success, r.share, r.reason) for r in run.results] == [
        (False, 0.0, ""),
        (None, None, "no_values"),
    ]
    assert [f.cause for f in findings] == ["expectation-rows"]


@pytest.mark.parametrize("empty", range(21))
def test_mostly_makes_no_cliff(empty):
    cells = [""] * empty + ["x"] * (20 - empty)
    seen, findings = result(cells, "column_values_to_not_be_null", mostly=0.9)

    assert seen.success is (empty <= 2)
    assert seen.share == pytest.approx(min(1, (20 - empty) / 20 / 0.9))
    assert [(f.count, f.of, f.facts["mostly"]) for f in findings] == [(empty, 20, 90)] * (empty > 2)


def test_a_finding_names_the_rows_of_the_file_and_shows_the_first_cells():
    cells = ["3", *["-1"] * 150]
    text = json.dumps(
        {"expectations": [item("column_values_to_be_between", "warning", column="a", min_value=0)]}
    )
    _, (finding,) = run_suite(text, {"a": cells}, tuple(range(5, 5 + len(cells))))

    assert (finding.rule, finding.cause, finding.severity) == (
        "values_plausible",
        "expectation-range",
        "warning",
    )
    assert (finding.count, finding.of, len(finding.rows), len(finding.samples)) == (
        150,
        151,
        100,
        20,
    )
    assert finding.rows[:2] == (6, 7)
    assert (finding.samples[0].row, finding.samples[0].value) == (6, "-1")
    assert (finding.facts["expected"], finding.facts["min"]) == ("≥ 0", 0)


def test_cells_that_the_schema_already_counts_are_left_out_of_plausibility():
    seen, findings = result(
        ["12,5", "1 000", "12 €", "5", ""], "column_values_to_be_between", min_value=0
    )

    assert (seen.success, seen.observed, findings) == (True, "1/1", ())


def test_a_filled_cell_that_its_field_cannot_read_is_not_empty_and_has_no_other_value():
    cells = [date(2026, 4, 5), Unread("04/04/2026"), Unread("2026-04-04T99"), None]
    few = {"mostly": 0.75}

    assert result(cells, "column_values_to_not_be_null")[0].observed == "3/4"
    assert result(cells, "column_values_to_not_be_null", **few)[0].success
    (empty,) = result(cells, "column_values_to_be_null")[1]
    assert (empty.count, empty.samples[1].value) == (3, "04/04/2026")
    share = "column_proportion_of_non_null_values_to_be_between"
    assert result(cells, share, min_value=0.75)[0].observed == "0.75"
    for name, kwargs in (
        ("column_values_to_be_between", {"max_value": "2027-01-01"}),
        ("column_values_to_be_unique", {}),
        ("column_values_to_match_regex", {"regex": "^2026-04-05$"}),
    ):
        assert result(cells, name, **kwargs)[0].observed == "1/1", name


def test_a_column_without_a_usable_cell_is_not_measured():
    for cells in (["12,5", "oui"], ["", None]):
        seen, findings = result(cells, "column_values_to_be_between", min_value=0)

        assert (seen.success, seen.share, seen.reason, findings) == (None, None, "no_values", ())


def test_a_missing_column_is_not_measured_unless_its_presence_is_the_question():
    run, findings = ask(
        {"a": ["x"]},
        item("column_values_to_not_be_null", column="z"),
        item("compound_columns_to_be_unique", column_list=["a", "z"]),
        item("column_to_exist", column="z"),
    )

    assert [(r.success, r.reason) for r in run.results] == [
        (None, "column_missing"),
        (None, "column_missing"),
        (False, ""),
    ]
    assert [(f.column, f.cause) for f in findings] == [("z", "expectation-column")]


def test_one_broken_expectation_never_voids_the_rest():
    run, findings = ask(
        {"a": ["1", "2"]},
        item("column_values_to_be_between", column="a", min_value=5, max_value=2),
        item("column_value_lengths_to_equal", column="a"),
        item("column_values_to_be_unique", column="a", ignore_row_if="never"),
        None,
        item("column_values_to_be_unique", column="a"),
    )

    assert [(r.success, r.reason) for r in run.results] == [
        (None, "expectation_failed"),
        (None, "expectation_failed"),
        (None, "expectation_refused"),
        (None, "expectation_refused"),
        (True, ""),
    ]
    assert findings == ()


def test_a_suite_that_cannot_be_read_gives_a_reason():
    run, findings = run_suite("{", {"a": ["x"]}, (2,))

    assert [(r.success, r.reason) for r in run.results] == [(None, "suite_malformed")]
    assert (findings, columns_needed("{")) == ((), frozenset())


def test_the_columns_needed_are_those_of_what_may_run():
    text = json.dumps(
        {
            "expectations": [
                item("column_values_to_not_be_null", column="a"),
                item("column_pair_values_to_be_equal", column_A="b", column_B="c"),
                item("compound_columns_to_be_unique", column_list=["c", "d"]),
                item("column_values_to_not_be_null", column="z", row_condition="x"),
                item("table_row_count_to_equal", value=1),
            ]
        }
    )

    assert columns_needed(text) == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    "name", ['"a"', "`a`", "a b", "é", "a'); --", "c0", "row", "@os", "0", " "]
)
def test_no_column_name_is_strange_to_the_engine(name):
    run, findings = ask(
        {name: ["x", ""], "b": ["1", "2"]},
        item("column_values_to_not_be_null", column=name),
        item("column_values_to_be_unique", column="b"),
    )

    assert [(r.column, r.success) for r in run.results] == [(name, False), ("b", True)]
    assert findings[0].rows == (3,)


@pytest.mark.parametrize(
    "poison",
    [
        {
            "row_condition": "@pd.io.common.os.system('touch {file}') == 0",
            "condition_parser": "pandas",
        },
        {
            "row_condition": "a == 'x' and @pd.io.common.os.system('touch {file}')",
            "condition_parser": "pandas",
        },
        {"row_condition": "@pd.io.common.os.system('touch {file}') == 0"},
        {"condition_parser": "pandas", "value_set": {"$PARAMETER": "__import__('os')"}},
    ],
)
def test_a_suite_that_carries_a_command_runs_none(poison, tmp_path):
    target = tmp_path / "pwned"
    kwargs = {
        key: value.replace("{file}", str(target)) if isinstance(value, str) else value
        for key, value in poison.items()
    }
    run, findings = ask(
        {"a": ["x", ""]},
        item("column_values_to_not_be_null", column="a", **kwargs),
        item("column_values_to_not_be_null", column="a"),
    )

    assert not target.exists()
    assert [(r.success, r.reason) for r in run.results] == [
        (None, "expectation_refused"),
        (False, ""),
    ]
    assert len(findings) == 1


def test_the_same_command_does_run_where_the_engine_gets_it_unfiltered(tmp_path):
    """The payload is live: without the allow-list this very text runs a shell command."""
    expect._quietly(expect._batches)  # whose imports are deprecated in part
    from great_expectations.expectations import (  # noqa: PLC0415 # takes seconds to import
        ExpectColumnValuesToNotBeNull,
    )

    target = tmp_path / "pwned"
    frame = expect._frame({("text", "a"): ["x", "y"]}, 2)
    batch = expect._batches().get_batch({"dataframe": frame})
    loaded = expect._quietly(
        lambda: ExpectColumnValuesToNotBeNull(
            column="c0",
            row_condition=f"@pd.io.common.os.system('touch {target}') == 0",
            condition_parser="pandas",
        )
    )
    expect._quietly(lambda: batch.validate(loaded))

    assert target.exists()


def test_a_runaway_pattern_is_stopped_and_the_rest_still_judged(monkeypatch):
    monkeypatch.setattr("app.table.native.cellwise.PATIENCE", 1.0)
    began = time.process_time()
    run, findings = ask(
        {"a": ["é" + " " * 40 + "x"] * 3},
        item("column_values_to_match_regex", column="a", regex=r"^.(\s+)+$"),
        item("column_values_to_be_unique", column="a"),
    )

    assert time.process_time() - began < 60  # unstopped, it takes years
    assert [(r.success, r.reason) for r in run.results] == [
        (None, "expectation_too_slow"),
        (False, ""),
    ]
    assert len(findings) == 1


@pytest.mark.parametrize(
    "cell", ["\udcff\ud800", [1, 2], {"a": 1}, b"x", float("nan"), float("inf"), 10**400, object()]
)
def test_no_cell_brings_the_engine_down(cell):
    types = [
        item(name.removeprefix("expect_"), column="a", **kwargs)
        for name, kwargs in (
            ("expect_column_values_to_not_be_null", {}),
            ("expect_column_values_to_be_unique", {}),
            ("expect_column_values_to_be_between", {"min_value": 0}),
            ("expect_column_values_to_be_between", {"min_value": "2000-01-01"}),
            ("expect_column_values_to_be_in_set", {"value_set": ["x"]}),
            ("expect_column_value_lengths_to_be_between", {"max_value": 9}),
            ("expect_column_mean_to_be_between", {"max_value": 9}),
        )
    ]
    run, _ = ask({"a": [cell, "x", 3, None, date(2026, 1, 1)]}, *types)

    assert {r.reason for r in run.results} == {""}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("sample", "passes"), [("valid", True), ("invalid", False)])
def test_shipped_suites_pass_the_valid_sample_and_fail_the_invalid_one(name, sample, passes):
    with (SHIPPED / name / f"{sample}.csv").open(encoding="utf-8", newline="") as file:
        header, *body = csv.reader(file)
    columns = {label: [row[place] for row in body] for place, label in enumerate(header)}
    text = (SHIPPED / name / "expectations.json").read_text("utf-8")
    run, findings = run_suite(text, columns, tuple(range(2, len(body) + 2)))

    failed = [r.type for r in run.results if r.success is False]
    assert {r.reason for r in run.results} <= {"", "no_values"}
    assert (not failed and not findings) if passes else len(failed) >= 4
    assert [f.code for f in findings] == failed
    assert {f.rule for f in findings} == (
        set() if passes else {"volumes_as_expected", "values_plausible"}
    )


def test_findings_are_evidence_that_the_rules_take():
    run, findings = ask(
        {"a": ["1", "-1"]},
        item("column_values_to_be_between", column="a", min_value=0),
        item("column_values_to_be_unique", column="a"),
    )
    seen = Evidence(seen_at=datetime.now().astimezone(), expectations=run, findings=findings)

    assert values_plausible.measure(seen).value == pytest.approx(0.75)


def test_every_cause_that_an_expectation_can_have_has_its_words():
    causes = {known.cause for known in KNOWN.values()} | {"expectation-date-window"}

    assert causes <= set(CAUSES)


def test_two_thousand_rows_and_ten_expectations_take_a_moment():
    columns = {
        "id": [f"{n:014d}" for n in range(2000)],
        "amount": [f"{n * 7 % 1000}.5" for n in range(2000)],
        "day": [f"2025-{1 + n % 12:02d}-{1 + n % 28:02d}" for n in range(2000)],
        "text": [f"objet {n}" if n % 7 else "" for n in range(2000)],
    }
    suite = [
        item("table_row_count_to_be_between", min_value=1, max_value=9),
        item("column_values_to_not_be_null", column="text", mostly=0.9),
        item("column_values_to_not_be_null", column="id"),
        item("column_values_to_be_between", column="amount", min_value=100),
        item("column_values_to_be_between", column="day", max_value="2025-06-01"),
        item("column_values_to_be_in_set", column="text", value_set=["objet 1"]),
        item("column_values_to_be_unique", column="id"),
        item("column_value_lengths_to_equal", column="id", value=14),
        item("column_value_lengths_to_be_between", column="text", min_value=3),
        item("compound_columns_to_be_unique", column_list=["id", "day"]),
    ]
    ask(columns, *suite)
    times = []
    for _ in range(5):
        began = time.process_time()
        ask(columns, *suite)
        times.append(time.process_time() - began)

    assert min(times) < 1  # Great Expectations itself takes several: this is no benchmark


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("expect_column_pair_values_to_be_in_set", {"column_A": "a", "column_B": "b"}),
        ("expect_column_quantile_values_to_be_between", {"column": "a"}),
        ("expect_column_values_to_match_regex", {"column": "absent"}),
    ],
)
def test_an_expectation_that_lacks_an_argument_has_no_answer_and_nothing_breaks(name, kwargs):
    stated = json.dumps({"name": "s", "expectations": [{"type": name, "kwargs": kwargs}]})

    judged, findings = run_suite(stated, {"a": ["1"], "b": ["2"]}, [2])

    assert ([one.reason for one in judged.results], findings) == (["expectation_failed"], ())


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("expect_table_column_count_to_be_between", {"min_value": 1, "strict_min": True}),
        (
            "expect_column_pair_values_to_be_equal",
            {"column_A": "a", "column_B": "b", "ignore_row_if": "never"},
        ),
        (
            "expect_compound_columns_to_be_unique",
            {"column_list": ["a", "b"], "ignore_row_if": "neither"},
        ),
    ],
)
def test_arguments_that_great_expectations_does_not_take_are_refused(name, kwargs):
    stated = json.dumps({"name": "s", "expectations": [{"type": name, "kwargs": kwargs}]})

    judged, _ = run_suite(stated, {"a": ["1"], "b": ["2"]}, [2])

    assert [one.reason for one in judged.results] == ["expectation_refused"]


def test_codes_are_not_equal_for_being_no_numbers():
    columns = {"a": ["01000", "02000", "2A004"], "b": ["1000", "02000", "2B001"]}
    run, findings = ask(columns, item("column_pair_values_to_be_equal", column_A="a", column_B="b"))

    assert [one.success for one in run.results] == [False]
    assert findings[0].rows == (2, 4)


def test_quantiles_of_one_column_are_each_their_own():
    asked = [
        item(
            "column_quantile_values_to_be_between",
            column="a",
            quantile_ranges={"quantiles": [share], "value_ranges": [[least, most]]},
        )
        for share, least, most in [(0.25, 3, 3), (0.75, 8, 8), (0.75, 1, 2)]
    ]
    run, _ = ask({"a": [*map(str, range(1, 10)), "100"]}, *asked)

    assert [one.success for one in run.results] == [True, True, False]
    found = json.loads(run.results[1].result)
    assert found["observed_value"] == {"quantiles": [0.75], "values": [8.0]}
    assert found["details"] == {"success_details": [True]}
