"""Each way for a row or a column to go wrong is recognised and put into words."""

import re

import pytest

from rules.core import causes_columns, causes_rows
from rules.core.causes import CAUSES
from rules.core.words import finding_facts, finding_message, finding_title

ROWS = {
    "foreign-key-unknown": (
        "ab",
        [["1", ""], ["2", "1"], ["3", "9"]],
        {
            "fields": [{"name": "a"}, {"name": "b"}],
            "foreignKeys": [{"fields": "b", "reference": {"resource": "", "fields": "a"}}],
        },
    ),
    "required-empty": (
        "ab",
        [["", "1"], ["x", "1"]],
        {"fields": [{"name": "a", "constraints": {"required": True}}, {"name": "b"}]},
    ),
    "blank-row": ("ab", [["", ""], ["x", "1"]], None),
    "row-too-long": ("ab", [["1", "2", "3"], ["x", "1"]], None),
    "row-too-short": ("ab", [["1"], ["x", "1"]], None),
    "duplicate-row": ("ab", [["1", "2"], ["1", "2"]], None),
    "value-duplicate": (
        "a",
        [["1"], ["01"]],
        {"fields": [{"name": "a", "type": "integer", "constraints": {"unique": True}}]},
    ),
    "key-duplicate": (
        "ab",
        [["1", "x"], ["1", "y"]],
        {"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": "a"},
    ),
    "key-empty": (
        "ab",
        [["", "x"], ["1", "y"]],
        {"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a"]},
    ),
    "column-empty": ("ab", [["1", ""], ["2", ""]], None),
    "columns-disagree": (
        "ab",
        [["1", "2"]],
        {
            "fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}],
            "custom_checks": [
                {
                    "name": "compare-columns-value",
                    "params": {"column": "a", "column2": "b", "op": ">"},
                }
            ],
        },
    ),
    "sum-differs": (
        "ab",
        [["1", "2"]],
        {
            "fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}],
            "custom_checks": [
                {"name": "sum-columns-value", "params": {"column": "a", "columns": ["b"]}}
            ],
        },
    ),
    "columns-half-filled": (
        "ab",
        [["1", ""]],
        {
            "fields": [{"name": "a"}, {"name": "b"}],
            "custom_checks": [
                {"name": "cohesive-columns-value", "params": {"column": "a", "othercolumns": ["b"]}}
            ],
        },
    ),
    "one-of-missing": (
        "abc",
        [["", "", "x"]],
        {
            "fields": [{"name": "a"}, {"name": "b"}],
            "custom_checks": [
                {"name": "one-of-required", "params": {"column1": "a", "column2": "b"}}
            ],
        },
    ),
    "label-near": ("A", [["1"]], {"fields": [{"name": "a"}]}),
    "labels-near": ("ABCD", [list("1234")], {"fields": [{"name": n} for n in "abcd"]}),
    "column-missing-required": (
        "b",
        [["1"]],
        {"fields": [{"name": "aaa", "constraints": {"required": True}}, {"name": "b"}]},
    ),
    "column-missing-optional": ("b", [["1"]], {"fields": [{"name": "aaa"}, {"name": "b"}]}),
    "column-extra": ("ab", [["1", "2"]], {"fields": [{"name": "b"}]}),
    "columns-reordered": ("ab", [["1", "2"]], {"fields": [{"name": "b"}, {"name": "a"}]}),
    "check-unusable": (
        "a",
        [["1"]],
        {"fields": [{"name": "a", "customCheck": "compare-columns-value"}]},
    ),
    "check-unknown": ("a", [["1"]], {"fields": [{"name": "a", "customCheck": "astrology"}]}),
    "check-no-list": ("a", [["1"]], {"fields": [{"name": "a", "customCheck": "commune"}]}),
    "schema-key-ignored": (
        "a",
        [["1"]],
        {"fields": [{"name": "a", "constraints": {"pattern": "("}}]},
    ),
}


@pytest.mark.parametrize(("cause", "table"), ROWS.items(), ids=ROWS)
def test_a_wrong_row_or_column_is_recognised(look, cause, table):
    labels, rows, schema = table
    assert cause in {f.cause for f in look(labels, rows, schema).findings}


@pytest.fixture(scope="module")
def every_finding(look):
    return [f for table in ROWS.values() for f in look(*table).findings]


FAMILIES = (*causes_columns.COLUMN_CAUSES, *causes_rows.ROW_CAUSES)
BY_HAND = {"constraint-unusable", "pattern-too-slow", "keys-late", "json-line"}
"""Given on paths that have tests of their own."""


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_finding_is_said_whole_in_every_language(every_finding, lang):
    for finding in every_finding:
        cause, facts = CAUSES[finding.cause], finding_facts(finding)
        fix = cause.fix.say(lang, facts)
        said = [finding_title(finding, lang), finding_message(finding, lang), fix]

        assert all(said)
        assert not re.search(r"\{[a-z]+\}|None", " ".join(said))


def test_every_cause_of_these_families_is_seen_here(every_finding):
    assert {cause.id for cause in FAMILIES} <= {f.cause for f in every_finding} | BY_HAND
