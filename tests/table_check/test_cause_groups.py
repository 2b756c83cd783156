"""Wrong values are grouped by cause, counted whole, and settled by the rest of their column."""

import re

import pytest

from app.table.patience import OutOfPatience, within

DATE = {"type": "date"}
NUMBER = {"type": "number"}
INTEGER = {"type": "integer"}

MAJORITY = [
    (["05/04/2023", "31/12/2023", "30/11/2023"], {"date-dmy": 3}, "2023-04-05"),
    (["05/04/2023", "12/31/2023", "11/30/2023"], {"date-mdy": 3}, "2023-05-04"),
    (["05/04/2023", "12/31/2023", "30/11/2023"], {"date-dmy": 2, "date-mdy": 1}, "2023-04-05"),
    (["05/04/2023"], {"date-dmy": 1}, "2023-04-05"),
]


@pytest.mark.parametrize(("values", "causes", "fixed"), MAJORITY)
def test_the_rest_of_the_column_settles_which_comes_first(look_at_column, values, causes, fixed):
    outcome = look_at_column(values, DATE)
    samples = {s.value: s.fixed for f in outcome.errors for s in f.samples}

    assert {f.cause: f.count for f in outcome.errors} == causes
    assert samples["05/04/2023"] == fixed


def test_two_rules_broken_by_one_slip_are_one_trouble(look_at_column):
    field = {"type": "string", "constraints": {"pattern": "[a-z]{2}", "maxLength": 2}}
    (finding,) = look_at_column([" ab "], field).errors

    assert (finding.cause, finding.count) == ("padded-value", 1)


def test_the_form_is_shown_by_the_schemas_own_example(look_at_column):
    field = {"type": "string", "constraints": {"pattern": r"^W\d{9}$"}, "example": "W123456789"}
    (finding,) = look_at_column(["xyz"], field).errors

    assert finding.facts["form"] == "W123456789"


def test_many_different_mistakes_are_all_counted_under_their_cause(look_at_column):
    values = [f"{i},5" for i in range(12_000)] + [f"x{i}" for i in range(100)]
    outcome = look_at_column(values, NUMBER)

    assert {f.cause: f.count for f in outcome.errors} == {
        "number-comma": 12_000,
        "number-text": 100,
    }


def test_a_hundred_thousand_different_words_do_not_take_minutes(look_at_column):
    allowed = [f"mot numéro {i}" for i in range(150)]
    values = [f"autre {i}" for i in range(20_000)]
    with within(20):
        outcome = look_at_column(values, {"constraints": {"enum": allowed}})

    assert sum(f.count for f in outcome.errors) == 20_000


def test_huge_cells_are_judged_and_shown_cut(look_at_column):
    outcome = look_at_column(["x" * 500_000, "9" * 100_000], INTEGER)
    (finding,) = outcome.errors

    assert all(len(s.value) <= 200 for s in finding.samples)


def test_patience_ends_what_takes_too_long():
    with pytest.raises(OutOfPatience), within(0.05):
        re.match("(a+)+$", "a" * 60 + "!")
