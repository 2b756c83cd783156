"""Validata's checks across columns."""

import pytest

PAIRS = [
    ("integer", "10", ">=", "9", True),
    ("integer", "9", ">=", "10", False),
    ("string", "10", ">", "9", True),  # two texts that are numbers are compared as numbers
    ("string", "a", "<", "1", False),  # else as texts
    ("string", "01", "==", "1", True),
    ("string", "nan", "<", "1", False),
    ("string", "²", ">", "1", True),
    ("date", "2023-01-02", ">=", "2023-01-01", True),
    ("date", "2023-01-02", "<", "2023-01-01", False),
    ("number", "inf", "<", "1", True),  # beyond comparison
    ("number", "12", ">", "NaN", True),
    ("integer", "", ">", "1", True),  # nothing to compare
    ("integer", "x", ">", "1", True),  # its own type error is enough
]


@pytest.mark.parametrize(("kind", "first", "op", "second", "good"), PAIRS)
def test_two_columns_are_compared(look, kind, first, op, second, good):
    schema = {
        "fields": [{"name": "a", "type": kind}, {"name": "b", "type": kind}],
        "custom_checks": [
            {"name": "compare-columns-value", "params": {"column": "a", "column2": "b", "op": op}}
        ],
    }
    found = look(["a", "b"], [[first, second]], schema).of(code="compare-columns-value")

    assert bool(found) is not good


SUMS = [
    (["3", "1", "2"], True),
    (["0.3", "0.1", "0.2"], True),  # decimals are exact
    (["4", "1", "2"], False),
    (["4", "1", ""], True),
    (["4", "x", "2"], True),
]


@pytest.mark.parametrize("kind", ["number", "string"])
@pytest.mark.parametrize(("row", "good"), SUMS)
def test_a_column_is_the_sum_of_others(look, row, good, kind):
    params = {"column": "total", "columns": ["x", "y"]}
    schema = {
        "fields": [{"name": n, "type": kind} for n in ("total", "x", "y")],
        "custom_checks": [{"name": "sum-columns-value", "params": params}],
    }
    found = look(["total", "x", "y"], [row], schema).of(code="sum-columns-value")

    assert bool(found) is not good


def _cohesive(look, labels, rows):
    params = {"column": "a", "othercolumns": ["b", "c"]}
    schema = {
        "fields": [{"name": n} for n in "abc"],
        "custom_checks": [{"name": "cohesive-columns-value", "params": params}],
    }
    return look(labels, rows, schema).of(code="cohesive-columns-value")


def test_columns_that_go_together_are_all_filled_or_all_empty(look):
    (finding,) = _cohesive(look, "abc", [["1", "2", "3"], ["1", "", "3"], ["", "", ""]])
    assert (finding.rows, finding.column, finding.facts["others"]) == ((3,), "a", "b, c")


def test_columns_that_go_together_and_are_not_all_there_are_told_once(look):
    (finding,) = _cohesive(look, ["a", "b"], [["1", "2"], ["", "1"]])
    assert (finding.rows, finding.count) == ((1,), 1)


def test_columns_that_go_together_and_are_all_absent_are_no_trouble(look):
    assert not _cohesive(look, ["z"], [["1"]])


def _one_of(look, labels, rows, kind="string"):
    schema = {
        "fields": [{"name": n, "type": kind} for n in "ab"],
        "custom_checks": [{"name": "one-of-required", "params": {"column1": "a", "column2": "b"}}],
    }
    return look(labels, rows, schema).of(code="one-of-required")


ONE_OF = [
    (["a", "b"], ["x", ""], ()),
    (["a", "b", "c"], ["", "", "x"], (2,)),
    (["a", "c"], ["", "x"], (2,)),  # the other column is absent
    (["b", "c"], ["x", ""], ()),
    (["c"], ["x"], (1,)),  # both are absent: said once, at the header
]


@pytest.mark.parametrize(("labels", "row", "rows"), ONE_OF)
def test_one_of_two_columns_is_required(look, labels, row, rows):
    assert tuple(r for f in _one_of(look, labels, [row]) for r in f.rows) == rows


def test_zero_counts_as_nothing_for_one_of_two(look):
    assert _one_of(look, ["a", "b"], [["0", ""]], kind="integer")
