"""Advice: every gain is what re-judging gives, every plan reaches its grade."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import RULES
from rules.core.advice import advise
from rules.core.evidence import (
    Access,
    Conformance,
    Evidence,
    ExpectationResult,
    Expectations,
    File,
    Finding,
    Metadata,
    SchemaRef,
    Table,
)
from rules.core.grading import GRADES, LADDER, ended, judge
from rules.core.rule import SEEN, Dimension, Value, eased, rule
from rules.core.text import Text

RELAXED = settings(deadline=None, max_examples=100)
URL = "https://ville.example/budget.csv"
TOWN = Evidence(
    seen_at=SEEN,
    access=Access(url=URL, status=200, media_type="text/csv", size_stated=True),
    file=File(format="csv", encoding="windows-1252"),
    metadata=Metadata(frequency="annual", modified=SEEN - timedelta(days=9)),
    table=Table(rows=30),
    conformance=Conformance(schema=SchemaRef(name="scdl/subventions"), cells=480),
    findings=(
        Finding(rule="cells_match_schema", code="type-error", cause="date-dmy", column="d", count=9, of=30),
        Finding(rule="cells_match_schema", code="type-error", cause="other", column="m", count=2, of=30),
        Finding(rule="columns_match_schema", code="missing-label", cause="column-missing-required", column="r"),
        Finding(rule="clean_header", code="preamble-rows", cause="preamble-rows"),
        Finding(rule="encoding_is_utf8", code="encoding-error", cause="encoding-not-utf8"),
    ),
)  # fmt: skip


def advised(evidence, rules=RULES):
    verdict = judge(evidence, rules)
    return verdict, *advise(evidence, rules, verdict)


def mended(evidence, suggestions):
    """Judge again, from nothing, with these suggestions followed."""
    gone = {(s.rule, s.cause, s.column or "") for s in suggestions if s.cause}
    left = tuple(f for f in evidence.findings if (f.rule, f.cause, f.column) not in gone)
    met = frozenset(s.rule for s in suggestions if not s.cause)
    return judge(replace(evidence, findings=left), RULES, met)


@RELAXED
@given(data=st.data())
def test_every_gain_is_exactly_what_judging_again_gives(any_evidence, data):
    evidence = data.draw(any_evidence)
    verdict, suggestions, _ = advised(evidence)

    for suggestion in suggestions:
        after = mended(evidence, [suggestion])
        assert suggestion.grade_after == after.grade
        assert suggestion.documentation_gain == round(
            (after.documentation.score or 0) - (verdict.documentation.score or 0), 1
        )
        if suggestion.gain is not None:
            assert suggestion.gain == round((after.score or 0) - (verdict.score or 0), 1)
            assert suggestion.gain >= 0


@RELAXED
@given(data=st.data())
def test_a_plan_reaches_its_grade_and_none_of_its_fixes_is_superfluous(any_evidence, data):
    evidence = data.draw(any_evidence)
    verdict, suggestions, plan = advised(evidence)
    chosen = [s for s in suggestions if s.id in plan.suggestions]
    floor = next((f for f, _ in reversed(GRADES) if f > (verdict.score or 0)), 101)

    if plan.to is None:
        assert not plan.suggestions
        everything = mended(evidence, suggestions).score or 0
        assert verdict.score is None or ended(verdict) or everything < floor
    else:
        assert len(chosen) == len(plan.suggestions) > 0
        assert mended(evidence, chosen).grade == plan.to
        for one in chosen:
            fewer = mended(evidence, [s for s in chosen if s is not one])
            assert fewer.score < floor


@RELAXED
@given(data=st.data())
def test_following_all_suggestions_leaves_no_measured_rule_unmet(any_evidence, data):
    evidence = data.draw(any_evidence)
    _, suggestions, _ = advised(evidence)
    values = [m.value for m in mended(evidence, suggestions).measurements if m.value is not None]
    dead = any(s.gain is None and s.cause for s in suggestions)

    assert dead or all(value == 1 for value in values)


@RELAXED
@given(data=st.data())
def test_suggestions_come_best_first_and_each_once(any_evidence, data):
    _, suggestions, _ = advised(data.draw(any_evidence))
    gains = [float("inf") if s.gain is None else s.gain for s in suggestions]

    assert gains == sorted(gains, reverse=True)
    assert len({s.id for s in suggestions}) == len(suggestions)


def test_each_cause_of_a_column_is_a_suggestion_with_its_own_gain():
    verdict, suggestions, plan = advised(TOWN)
    by_cause = {s.cause: s for s in suggestions if s.rule == "cells_match_schema"}

    assert by_cause["date-dmy"].gain > by_cause["other"].gain > 0
    assert by_cause["date-dmy"].repairable
    assert (by_cause["date-dmy"].column, by_cause["date-dmy"].effort) == ("d", "low")
    assert not by_cause["other"].repairable
    assert (verdict.grade, plan.to) == ("B", "A")


def test_the_same_cause_in_two_columns_is_two_suggestions_each_with_its_own_gain():
    kind = "expect_column_values_to_be_between"
    twice = tuple(
        finding
        for column, count in (("d", 30), ("m", 3))
        for finding in (
            Finding(
                rule="cells_match_schema", code="c", cause="c", column=column, count=count, of=30
            ),
            Finding(rule="values_plausible", code=kind, cause="c", column=column),
        )
    )
    results = tuple(
        ExpectationResult(type=kind, column=column, success=False, share=share)
        for column, share in (("d", 0.2), ("m", 0.5))
    )
    suite = Expectations(suite="s", engine="gx", results=results)
    evidence = replace(TOWN, findings=twice, expectations=suite)
    _, suggestions, _ = advised(evidence)

    for name in ("cells_match_schema", "values_plausible"):
        gains = {s.column: s.gain for s in suggestions if s.rule == name}
        assert gains["d"] > gains["m"] > 0
    for suggestion in suggestions:
        assert suggestion.grade_after == mended(evidence, [suggestion]).grade


def test_what_no_finding_explains_is_mended_by_meeting_the_rule():
    _, suggestions, _ = advised(replace(TOWN, file=File(format="xls")))
    mended_whole = [s for s in suggestions if s.rule == "format_is_open"]

    assert [(s.cause, s.column) for s in mended_whole] == [(None, None)]
    assert mended_whole[0].gain > 0


def test_findings_and_what_they_leave_unexplained_are_both_suggested():
    def torn(table: Table, findings: tuple[Finding, ...]) -> Value:
        return Value(0.5 * eased(findings), {"rows": table.rows})

    words = Text(en="a", fr="b")
    half = rule(
        dimension=Dimension.READABILITY,
        weight=1,
        title=words,
        why=words,
        fix=words,
        good=(),
        bad=(),
    )(torn)
    shown = Finding(rule="torn", code="c", cause="seen", count=25, of=100)
    _, suggestions, _ = advised(replace(TOWN, findings=(shown,)), (half,))

    assert {s.cause: s.gain for s in suggestions} == {"seen": 25.0, None: 75.0}


def test_findings_that_only_illustrate_a_rule_are_not_suggested_one_by_one():
    shown = Finding(rule="size_stated", code="c", cause="c")
    silent = replace(TOWN, access=replace(TOWN.access, size_stated=False), findings=(shown,))
    _, suggestions, _ = advised(silent)

    assert [s.cause for s in suggestions if s.rule == "size_stated"] == [None]


def test_every_failed_expectation_is_a_suggestion_with_its_own_gain():
    kinds = ("expect_column_min_to_be_between", "expect_column_values_to_be_in_set")
    results = tuple(ExpectationResult(type=k, column="m", success=False, share=0.5) for k in kinds)
    told = tuple(Finding(rule="values_plausible", code=k, cause=k, column="m") for k in kinds)
    suite = Expectations(suite="s", engine="gx", results=results)
    _, suggestions, _ = advised(replace(TOWN, expectations=suite, findings=told))
    gains = {s.cause: s.gain for s in suggestions if s.rule == "values_plausible"}

    assert set(gains) == set(kinds)
    assert min(gains.values()) > 0


def test_information_is_never_a_suggestion():
    note = Finding(rule="cells_match_schema", code="c", cause="note", severity="info")
    stray = Finding(rule="schema_notes", code="c", cause="note")
    _, suggestions, _ = advised(replace(TOWN, findings=(note, stray)))

    assert "note" not in {s.cause for s in suggestions}


@pytest.mark.parametrize(
    ("parts", "rule", "cause"),
    [
        (
            {"access": Access(url=URL, outcome="http_status", status=404)},
            "link_answers",
            "http_status",
        ),
        ({"table": Table(rows=0)}, "has_rows", "no_rows"),
    ],
)
def test_behind_a_dead_end_the_way_out_comes_first_and_no_gain_is_promised(parts, rule, cause):
    plain_http = {"access": replace(TOWN.access, url="http://ville.example/budget.csv"), **parts}
    _, suggestions, plan = advised(replace(TOWN, **plain_http))
    first = suggestions[0]

    assert (first.rule, first.cause, first.gain) == (rule, cause, None)
    assert [s.rule for s in suggestions].count(rule) == 1
    assert plan.to is None
    assert {s.gain for s in suggestions if s.documentation_gain} == {0.0}


def test_a_book_without_the_rule_that_speaks_for_a_dead_end_still_gives_advice():
    dead = replace(TOWN, access=Access(url=URL, outcome="http_status", status=404))
    book = tuple(r for r in RULES if r.id != "link_answers")
    _, suggestions, _ = advised(dead, book)

    assert "http_status" not in {s.cause for s in suggestions}
    assert suggestions


def test_after_a_passing_failure_no_gain_is_promised():
    busy = replace(TOWN, access=Access(url=URL, outcome="http_status", status=503))
    _, suggestions, plan = advised(busy)

    assert {s.gain for s in suggestions} <= {None, 0.0}
    assert "http_status" not in {s.cause for s in suggestions}
    assert plan.to is None


def test_at_the_top_there_is_nothing_left_to_plan():
    best = replace(
        TOWN, file=File(format="csv", encoding="utf-8"), findings=(), conformance=TOWN.conformance
    )
    verdict, _, plan = advised(best)

    assert verdict.grade == "A"
    assert (plan.to, plan.suggestions) == (None, ())


def test_declaring_the_schema_lifts_the_cap_and_the_plan_knows_it():
    silent = replace(TOWN, file=File(format="csv", encoding="utf-8"), conformance=None, findings=())
    verdict, suggestions, plan = advised(silent)
    declare = next(s for s in suggestions if s.rule == "schema_declared")

    assert (verdict.grade, verdict.score) == ("B", 89.9)
    assert declare.grade_after == plan.to == "A"
    assert plan.suggestions == (declare.id,)


def test_two_caps_that_must_fall_together_are_planned_together():
    silent = replace(
        TOWN, file=File(format="csv", encoding="utf-8"), findings=(), metadata=Metadata()
    )
    verdict, suggestions, plan = advised(silent)
    planned = {s.rule for s in suggestions if s.id in plan.suggestions}

    assert (verdict.grade, plan.to) == ("B", "A")
    assert planned == {"frequency_declared", "update_date_known"}


DROPPED = replace(TOWN, metadata=None, gaps={"metadata": "no_metadata"}, conformance=None)
"""A file dropped on us: nobody asked about its schema, its frequency, its date."""


def test_a_rule_that_holds_the_grade_down_is_suggested_though_it_was_not_measured():
    verdict, suggestions, plan = advised(DROPPED)
    unmeasured = {m.rule for m in verdict.measurements if m.value is None}
    lifting = {LADDER[code] for code in verdict.limits}
    suggested = {s.rule: s for s in suggestions}

    assert lifting == {"schema_declared", "frequency_declared", "update_date_known"}
    assert lifting <= unmeasured
    assert lifting <= set(suggested)
    assert {suggested[rule].cause for rule in lifting} == {None}
    assert (verdict.grade, plan.to) == ("C", "B")
    assert plan.suggestions == (suggested["schema_declared"].id,)


def test_what_was_not_measured_and_holds_nothing_down_is_not_suggested():
    verdict, suggestions, _ = advised(DROPPED)
    unmeasured = {m.rule for m in verdict.measurements if m.value is None}
    lifting = {LADDER[code] for code in verdict.limits}

    assert unmeasured - lifting
    assert not {s.rule for s in suggestions} & (unmeasured - lifting)


def test_stating_the_schema_of_a_dropped_file_gains_what_the_ladder_held_back():
    dated = replace(
        TOWN,
        metadata=None,
        access=replace(TOWN.access, last_modified=SEEN),
        file=File(format="csv", encoding="utf-8"),
        findings=(),
        conformance=None,
    )
    verdict, suggestions, _ = advised(dated)
    gains = {s.rule: s.gain for s in suggestions if s.rule in LADDER.values()}

    assert (verdict.limits, verdict.score) == (("no_schema", "frequency_unknown"), 74.9)
    assert gains == {"schema_declared": 15.0, "frequency_declared": 15.0}


@RELAXED
@given(data=st.data())
def test_whatever_holds_the_grade_down_its_way_out_is_suggested(any_evidence, data):
    verdict, suggestions, _ = advised(data.draw(any_evidence))
    answered = {m.rule for m in verdict.measurements if m.value == 1}

    if not ended(verdict):
        lifting = {LADDER[code] for code in verdict.limits} - {"", *answered}
        assert lifting <= {s.rule for s in suggestions}


def test_a_closed_format_is_the_first_thing_to_change_and_the_gain_says_how_far():
    closed = replace(
        TOWN,
        file=File(format="pdf"),
        access=replace(TOWN.access, media_type="application/pdf"),
        table=None,
        conformance=None,
        findings=(),
        gaps={"table": "not_tabular", "conformance": "not_tabular"},
    )
    verdict, suggestions, plan = advised(closed)
    first = suggestions[0]

    assert (verdict.score, verdict.grade) == (54.9, "D")
    assert (first.rule, first.gain, first.grade_after) == ("format_is_open", 20.0, "C")
    assert (plan.to, plan.suggestions) == ("C", (first.id,))


def test_where_the_data_is_no_table_nothing_leads_higher_and_no_plan_pretends_it():
    plan_of_town = replace(
        TOWN,
        file=File(format="kml"),
        table=None,
        conformance=None,
        findings=(),
        gaps={"table": "not_tabular", "conformance": "not_tabular"},
    )
    verdict, suggestions, plan = advised(plan_of_town)

    assert (verdict.limits, verdict.grade) == (("not_tabular", "no_schema"), "C")
    assert {s.grade_after for s in suggestions} == {"C"}
    assert (plan.to, plan.suggestions) == (None, ())


def test_a_column_whose_name_is_no_text_at_all_still_has_its_suggestion():
    torn = Finding(rule="cells_match_schema", code="c", cause="c", column="\ud800", count=9, of=9)
    _, suggestions, _ = advised(replace(TOWN, findings=(torn,)))
    ids = {s.id for s in suggestions if s.column == "\ud800"}

    assert len(ids) == 1


def test_ten_thousand_causes_take_no_more_judgings_than_a_hundred():
    """A rule that looks at every cause, asked again for every cause, would be quadratic."""
    asked = []
    true = next(r for r in RULES if r.id == "cells_match_schema")
    counting = replace(true, check=lambda **seen: asked.append(1) or true.check(**seen))
    rules = tuple(counting if r is true else r for r in RULES)
    hostile = [
        replace(
            TOWN,
            findings=tuple(
                Finding(
                    rule=rule, code="c", cause=f"c{n % 3}", column=f"k{n}", count=n % 90 + 1, of=100
                )
                for rule in ("cells_match_schema", "header_labels", "required_cells_filled")
                for n in range(columns)
            ),
            conformance=replace(TOWN.conformance, required_cells=90),
        )
        for columns in (100, 4000)
    ]
    advised(hostile[0], rules)
    few = len(asked)
    _, suggestions, _ = advised(hostile[1], rules)

    assert len(asked) - few <= few < 200
    cells = [s for s in suggestions if s.rule == "cells_match_schema"]
    assert len(cells) == 41
    assert [s.cause for s in cells].count(None) == 1
