"""Expectations about the columns themselves, beside Great Expectations on a frame with the same ones."""

import json
import random

import pandas as pd
import pytest

from app.table import expect
from app.table.native.judging import Unusable
from app.table.suite import read_suite
from app.table.suite_header import OF_HEADER, header_outcome
from app.table.suite_result import written
from app.table.suite_run import run_suite

NAMES = ["a", "b", "c", "é", " d"]


def drawn(seed):
    """Draw a header, and expectations near what it holds."""
    draw = random.Random(seed)
    header = draw.sample(NAMES, draw.randint(1, len(NAMES)))

    def near():
        names = [*header, *draw.sample([*NAMES, "z"], draw.randint(0, 2))]
        cut = names[: draw.randint(1, len(names))]
        return cut if draw.random() < 0.5 else draw.sample(cut, len(cut))

    def kwargs(name):
        if name.endswith("ordered_list"):
            return {"column_list": near()}
        if name.endswith("match_set"):
            exact = draw.choice([{}, {"exact_match": True}, {"exact_match": False}])
            return {"column_set": near(), **exact}
        if name.endswith("_to_equal"):
            return {"value": draw.randint(0, 6)}
        ends = sorted(draw.sample(range(7), 2))
        return draw.choice([{"min_value": ends[0]}, {"max_value": ends[1]}]) | draw.choice(
            [{}, {"min_value": ends[0], "max_value": ends[1]}]
        )

    items = [{"type": name, "kwargs": kwargs(name)} for name in sorted(OF_HEADER) * 10]
    return header, items


def of_gx(header, items):
    frame = pd.DataFrame({name: ["x"] for name in header})
    expect._quietly(expect._batches)
    from great_expectations import ExpectationSuite  # noqa: PLC0415 # takes seconds

    ready = [
        expect._quietly(lambda p=p, i=i: expect._build(p, i["type"], i["kwargs"]))
        for p, i in enumerate(items)
    ]
    assert all(ready)

    def validate():
        batch = expect._batches().get_batch({"dataframe": frame})
        done = batch.validate(ExpectationSuite(name="s", expectations=ready))
        return {r.expectation_config.meta["place"]: r for r in done.results}

    found = expect._quietly(validate)
    return [(bool(found[p].success), found[p].result) for p in range(len(items))]


def tidy(result):
    """Put what the engine draws from sets in an order."""
    details = result.get("details", {}).get("mismatched")
    if isinstance(details, dict):
        result = result | {"details": {"mismatched": {k: sorted(v) for k, v in details.items()}}}
    observed = result["observed_value"]
    return result | {"observed_value": observed if isinstance(observed, int) else list(observed)}


def test_bounds_that_cross_fail_as_they_do_in_great_expectations():
    name = "expect_table_column_count_to_be_between"
    items = [{"type": name, "kwargs": {"min_value": 3, "max_value": 1}}]
    (expected,) = read_suite(json.dumps({"expectations": items})).expected
    ours = header_outcome(expected, ["a"])

    assert [(ours.success, json.loads(written(expected, ours)))] == of_gx(["a"], items)
    assert not ours.success


@pytest.mark.parametrize("seed", range(5))
def test_columns_get_the_same_answer_as_from_great_expectations(seed):
    header, items = drawn(seed)
    suite = read_suite(json.dumps({"expectations": items}))
    theirs = of_gx(header, items)

    for expected, (success, result) in zip(suite.expected, theirs, strict=True):
        ours = header_outcome(expected, header)
        mine, other = tidy(json.loads(written(expected, ours))), tidy(result)
        if expected.type.endswith("match_set"):  # its columns come from a set
            mine["observed_value"], other["observed_value"] = (
                sorted(side["observed_value"]) for side in (mine, other)
            )
        assert (ours.success, mine) == (success, other), (header, expected)


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("expect_table_column_count_to_equal", {}),
        ("expect_table_columns_to_match_ordered_list", {}),
        ("expect_table_columns_to_match_set", {"exact_match": True}),
    ],
)
def test_what_makes_no_sense_has_no_answer(name, kwargs):
    (expected,) = read_suite(
        json.dumps({"expectations": [{"type": name, "kwargs": kwargs}]})
    ).expected

    with pytest.raises(Unusable):
        header_outcome(expected, ("a",))


def test_the_whole_header_is_judged_where_only_some_columns_are_read():
    items = [
        {
            "type": "expect_table_columns_to_match_ordered_list",
            "kwargs": {"column_list": ["a", "b"]},
        },
        {"type": "expect_table_column_count_to_equal", "kwargs": {"value": 3}},
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "a"}},
    ]
    text = json.dumps({"expectations": items})

    run, (finding,) = run_suite(text, {"a": ["x"]}, (2,), ("a", "c", "b"))

    assert [(r.success, r.engine) for r in run.results] == [
        (False, "native"),
        (True, "native"),
        (True, "native"),
    ]
    assert run.results[0].share == pytest.approx(1 / 3)
    assert (finding.cause, finding.count, finding.of) == ("expectation-columns", 1, 1)
    assert (finding.facts["observed"], finding.facts["expected"]) == ("a, c, b", "a, b")
