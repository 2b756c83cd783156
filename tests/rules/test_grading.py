"""The policy: what the answers add up to, and the promises that make a grade defensible."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import RULES
from rules.core.evidence import (
    Access,
    Column,
    Conformance,
    Evidence,
    File,
    Finding,
    Metadata,
    SchemaRef,
    Table,
)
from rules.core.grading import WEIGHTS, ended, grade_of, judge
from rules.core.rule import SEEN, Dimension

RELAXED = settings(deadline=None, max_examples=150)
URL = "https://ville.example/budget.csv"
SCHEMA = SchemaRef(name="scdl/subventions", source="declared")
ROWS = 1000
COLUMN = Column(position=1, label="montant", required=True, filled=ROWS)
FLAWLESS = Evidence(
    seen_at=SEEN,
    access=Access(url=URL, status=200, media_type="text/csv", size_stated=True),
    file=File(format="csv", encoding="utf-8"),
    metadata=Metadata(frequency="annual", modified=SEEN - timedelta(days=9)),
    table=Table(rows=ROWS, columns=(COLUMN,)),
    conformance=Conformance(schema=SCHEMA, cells=ROWS, required_cells=ROWS, keyed_rows=ROWS),
)
COUNTED = (
    "cells_match_schema",
    "rows_are_rectangular",
    "required_cells_filled",
    "encoding_is_utf8",
    "keys_are_unique",
    "no_duplicate_rows",
    "no_blank_rows",
)


def scored(evidence):
    return judge(evidence, RULES).score


def cell_errors(rule, count, of=ROWS):
    return Finding(rule=rule, code="type-error", cause="c", column="montant", count=count, of=of)


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (100, "A"),
        (90, "A"),
        (89.9, "B"),
        (75, "B"),
        (74.9, "C"),
        (55, "C"),
        (54.9, "D"),
        (35, "D"),
        (34.9, "E"),
        (0, "E"),
    ],
)
def test_the_letter_follows_the_score(score, grade):
    assert grade_of(score) == grade


def test_flawless_data_is_an_a_with_full_marks():
    verdict = judge(FLAWLESS, RULES)

    assert (verdict.score, verdict.grade, verdict.limits) == (100, "A", ())


@pytest.mark.parametrize(
    ("parts", "code", "score", "grade"),
    [
        ({"access": Access(url=URL, outcome="http_status", status=404)}, "http_status", 0, "E"),
        ({"access": Access(url=URL, outcome="http_status", status=503)}, "http_status", None, None),
        ({"access": Access(url=URL, outcome="http_status", status=429)}, "http_status", None, None),
        ({"access": Access(url=URL, outcome="unheard_of")}, "unheard_of", None, None),
        ({"table": Table(rows=0)}, "no_rows", 0, "E"),
    ],
)
def test_a_dead_end_is_e_and_a_passing_failure_is_no_grade(parts, code, score, grade):
    verdict = judge(replace(FLAWLESS, **parts), RULES)

    assert (verdict.limits, verdict.score, verdict.grade) == ((code,), score, grade)
    assert ended(verdict)


def test_a_file_that_could_not_be_read_ends_with_its_own_code_whatever_schema_was_given():
    evidence = replace(FLAWLESS, file=File(outcome="unheard_of"), table=None, conformance=None)

    assert judge(evidence, RULES).limits == ("unheard_of",)
    assert judge(evidence, RULES).grade is None


def test_an_address_that_we_will_not_touch_gets_no_grade():
    evidence = replace(FLAWLESS, access=Access(url=URL, outcome="address_not_public"))

    assert judge(evidence, RULES).grade is None


def test_a_table_cut_short_before_its_first_row_is_not_called_empty():
    evidence = replace(FLAWLESS, table=Table(rows=0, complete=False))

    assert judge(evidence, RULES).limits == ()


def test_nothing_measured_is_no_grade_never_e():
    verdict = judge(Evidence(seen_at=SEEN), RULES)

    assert (verdict.score, verdict.grade, verdict.coverage) == (None, None, 0)
    assert {d.score for d in verdict.dimensions} == {None}
    assert all(d.reason for d in (*verdict.dimensions, verdict.documentation))


def test_without_rules_there_is_no_grade_either():
    verdict = judge(FLAWLESS, ())

    assert (verdict.score, verdict.coverage) == (None, 0)
    assert {d.reason for d in verdict.dimensions} == {"no_rule"}


def test_documentation_alone_makes_no_grade():
    verdict = judge(Evidence(seen_at=SEEN, metadata=Metadata(title="t")), RULES)

    assert verdict.grade is None
    assert verdict.documentation.score > 0


def test_documentation_never_moves_the_grade():
    said = replace(FLAWLESS.metadata, title="t", licence="lov2", description="d" * 300)

    assert scored(replace(FLAWLESS, metadata=said)) == scored(FLAWLESS)


def test_three_wholly_wrong_columns_leave_a_sixth():
    findings = tuple(replace(cell_errors("cells_match_schema", 9, 9), column=c) for c in "abc")
    verdict = judge(replace(FLAWLESS, findings=findings), RULES)

    assert next(
        m.value for m in verdict.measurements if m.rule == "cells_match_schema"
    ) == pytest.approx(0.55**3)


@RELAXED
@given(data=st.data())
def test_every_score_and_value_is_bounded_and_no_rule_ever_crashes(any_evidence, data):
    verdict = judge(data.draw(any_evidence), RULES)

    assert verdict.score is None or 0 <= verdict.score <= 100
    assert (verdict.score is None) is (verdict.grade is None)
    assert 0 <= verdict.coverage <= 1
    for dimension in (*verdict.dimensions, verdict.documentation):
        assert dimension.score is None or 0 <= dimension.score <= 100
        assert (dimension.score is None) is (dimension.reason is not None)
    for measured in verdict.measurements:
        assert measured.reason != "internal"
        assert measured.value is None or 0 <= measured.value <= 1
        assert (measured.value is None) is (measured.reason is not None)


@RELAXED
@given(data=st.data(), seed=st.integers(0, 999))
def test_the_order_of_rules_and_findings_does_not_matter(any_evidence, data, seed):
    evidence = data.draw(any_evidence)
    shuffled = random.Random(seed)
    rules = shuffled.sample(RULES, len(RULES))
    findings = tuple(shuffled.sample(evidence.findings, len(evidence.findings)))
    one, other = judge(evidence, RULES), judge(replace(evidence, findings=findings), rules)

    assert (one.score, one.coverage) == (other.score, other.coverage)
    assert {m.rule: m for m in one.measurements} == {m.rule: m for m in other.measurements}


@pytest.mark.parametrize("rule", [rule for rule in RULES if "findings" in rule.needs])
def test_an_answer_does_not_depend_on_the_order_of_findings_to_the_last_bit(rule):
    findings = [
        Finding(rule=rule.id, code="c", cause=f"c{n}", column=f"k{n}", count=n, of=97)
        for n in range(1, 13)
    ]
    answers = {
        rule.measure(replace(FLAWLESS, findings=tuple(random.Random(n).sample(findings, 12)))).value
        for n in range(60)
    }

    assert len(answers) == 1


@RELAXED
@given(data=st.data())
def test_removing_a_finding_never_lowers_the_score(graded_evidence, data):
    evidence = data.draw(graded_evidence.filter(lambda e: e.findings))
    gone = data.draw(st.integers(0, len(evidence.findings) - 1))
    left = evidence.findings[:gone] + evidence.findings[gone + 1 :]

    assert scored(replace(evidence, findings=left)) >= scored(evidence)


@RELAXED
@given(data=st.data())
def test_lowering_a_count_never_lowers_the_score(graded_evidence, data):
    evidence = data.draw(graded_evidence.filter(lambda e: e.findings))
    place = data.draw(st.integers(0, len(evidence.findings) - 1))
    finding = evidence.findings[place]
    fewer = replace(finding, count=data.draw(st.integers(1, finding.count)))
    findings = (*evidence.findings[:place], fewer, *evidence.findings[place + 1 :])

    assert scored(replace(evidence, findings=findings)) >= scored(evidence)


@RELAXED
@given(data=st.data())
def test_filling_cells_never_lowers_the_score(graded_evidence, data):
    evidence = data.draw(graded_evidence.filter(lambda e: e.table.columns))
    table = evidence.table
    place = data.draw(st.integers(0, len(table.columns) - 1))
    column = table.columns[place]
    fuller = replace(column, filled=data.draw(st.integers(column.filled, table.rows)))
    columns = (*table.columns[:place], fuller, *table.columns[place + 1 :])

    assert scored(replace(evidence, table=replace(table, columns=columns))) >= scored(evidence)


@RELAXED
@given(data=st.data(), days=st.integers(0, 900))
def test_a_later_update_never_lowers_the_score(graded_evidence, data, days):
    evidence = data.draw(graded_evidence)
    old = evidence.metadata.modified
    if old is None or old > SEEN:
        return
    newer = replace(evidence.metadata, modified=min(SEEN, old + timedelta(days=days)))

    assert scored(replace(evidence, metadata=newer)) >= scored(evidence)


@RELAXED
@given(
    rule=st.sampled_from(COUNTED),
    of=st.integers(100, 100_000),
    part=st.floats(0, 1),
    data=st.data(),
)
def test_one_more_bad_cell_never_makes_the_score_jump(graded_evidence, rule, of, part, data):
    """A rule's answer moves by at most √(1/n), its share of the score by less (0.1 is rounding)."""
    count = int(part * (of - 1))
    evidence = replace(data.draw(graded_evidence), findings=())
    if evidence.conformance:
        conformance = replace(evidence.conformance, required_cells=of)
        evidence = replace(evidence, conformance=conformance)
    before = (cell_errors(rule, count, of),) if count else ()
    after = (cell_errors(rule, count + 1, of),)
    drop = scored(replace(evidence, findings=before)) - scored(replace(evidence, findings=after))
    measured = judge(replace(evidence, findings=after), RULES).measurements
    asked = next(m for m in measured if m.rule == rule)
    mine = [m for m in measured if m.dimension is asked.dimension and m.value is not None]
    live = {m.dimension for m in measured if m.value is not None} & set(WEIGHTS)
    weight = asked.weight / max(1, sum(m.weight for m in mine))
    share = weight * WEIGHTS[asked.dimension] / sum(WEIGHTS[d] for d in live)

    assert 0 <= drop <= 100 * share * sqrt(1 / of) + 0.21


@pytest.mark.parametrize("rule", COUNTED)
def test_one_bad_cell_of_a_thousand_costs_less_than_a_point(rule):
    one = replace(FLAWLESS, findings=(cell_errors(rule, 1),))
    many = replace(FLAWLESS, findings=(cell_errors(rule, ROWS // 2),))

    assert 99 < scored(one) <= 100
    assert scored(many) < scored(one)


@RELAXED
@given(data=st.data())
def test_a_dead_link_is_e_and_a_server_in_trouble_is_no_grade_whatever_else_is_known(
    any_evidence, data
):
    evidence = data.draw(any_evidence)
    gone = replace(evidence, access=Access(url=URL, outcome="http_status", status=410))
    busy = replace(evidence, access=Access(url=URL, outcome="http_status", status=503))

    assert (judge(gone, RULES).score, judge(gone, RULES).grade) == (0, "E")
    assert (judge(busy, RULES).score, judge(busy, RULES).grade) == (None, None)


@RELAXED
@given(data=st.data())
def test_taking_a_rule_as_met_never_lowers_the_score(any_evidence, data):
    evidence = data.draw(any_evidence)
    verdict = judge(evidence, RULES)
    met = frozenset(data.draw(st.lists(st.sampled_from([rule.id for rule in RULES]))))

    assert (judge(evidence, RULES, met).score or 0) >= (verdict.score or 0)


def test_the_same_evidence_gives_the_same_verdict():
    assert judge(FLAWLESS, RULES) == judge(FLAWLESS, RULES)


def test_coverage_is_the_share_of_weight_that_was_measured():
    only_file = judge(Evidence(seen_at=SEEN, file=File(format="csv", encoding="utf-8")), RULES)
    readable = sum(r.weight for r in RULES if r.dimension is Dimension.READABILITY)

    assert only_file.coverage == pytest.approx(0.2 * 6 / readable, abs=0.001)
