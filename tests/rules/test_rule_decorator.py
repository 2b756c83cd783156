"""How a rule is made from a function, and what happens when it is asked."""

from __future__ import annotations

import logging

import pytest

from rules.core.evidence import Evidence, File, Finding, Metadata, Table
from rules.core.rule import SEEN, Dimension, Skip, Value, eased, noted, rule
from rules.core.text import Text

WORDS = Text(en="a", fr="b")


def made(check):
    make = rule(
        dimension=Dimension.READABILITY,
        weight=1,
        title=WORDS,
        why=WORDS,
        fix=WORDS,
        good=(),
        bad=(),
    )
    return make(check)


def seen(**parts):
    return Evidence(seen_at=SEEN, **parts)


def test_the_function_gives_the_rule_its_name_and_its_needs():
    def tidy(table: Table, findings: tuple[Finding, ...]) -> Value:
        return Value(1.0)

    assert (made(tidy).id, made(tidy).needs) == ("tidy", ("table", "findings"))


def test_a_parameter_that_is_no_evidence_is_refused_at_import():
    def tidy(weather: Table) -> Value:
        return Value(1.0)

    with pytest.raises(TypeError, match="rule tidy: no such evidence: weather"):
        made(tidy)


def test_a_parameter_of_the_wrong_type_is_refused_at_import():
    def tidy(table: File) -> Value:
        return Value(1.0)

    with pytest.raises(TypeError, match="table"):
        made(tidy)


def test_a_parameter_without_a_type_is_refused_at_import():
    def tidy(table) -> Value:
        return Value(1.0)

    with pytest.raises(TypeError, match="table"):
        made(tidy)


def test_what_was_not_observed_is_not_measured_and_the_gap_says_why():
    def tidy(table: Table) -> Value:
        return Value(1.0)

    told = made(tidy).measure(seen(gaps={"table": "not_tabular"}))
    silent = made(tidy).measure(seen())

    assert (told.value, told.reason) == (None, "not_tabular")
    assert (silent.value, silent.reason) == (None, "no_table")


def test_a_rule_that_asks_for_the_whole_evidence_is_never_skipped_for_a_missing_part():
    def tidy(evidence: Evidence) -> Value:
        return Value(float(evidence.table is None))

    assert made(tidy).measure(seen()).value == 1


def test_a_rule_sees_only_the_findings_that_name_it_and_never_mere_information():
    def tidy(evidence: Evidence, findings: tuple[Finding, ...]) -> Value:
        assert evidence.findings == findings
        return Value(1.0, {"seen": " ".join(f.code for f in findings)})

    findings = (
        Finding(rule="tidy", code="mine", cause="c"),
        Finding(rule="other", code="theirs", cause="c"),
        Finding(rule="tidy", code="note", cause="c", severity="info"),
    )

    assert made(tidy).measure(seen(findings=findings)).facts == {"seen": "mine"}


@pytest.mark.parametrize(("ratio", "value"), [(1.2, 1), (-0.1, 0), (0.5, 0.5), (float("nan"), 0)])
def test_a_value_stays_between_nought_and_one(ratio, value):
    def tidy(metadata: Metadata) -> Value:
        return Value(ratio)

    assert made(tidy).measure(seen(metadata=Metadata())).value == value


def test_a_rule_may_decline_to_answer():
    def tidy(metadata: Metadata) -> Skip:
        return Skip("no_key")

    measured = made(tidy).measure(seen(metadata=Metadata()))

    assert (measured.value, measured.reason, measured.facts) == (None, "no_key", {})


def test_a_rule_that_crashes_is_our_fault_and_costs_nothing(caplog):
    def tidy(metadata: Metadata) -> Value:
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        measured = made(tidy).measure(seen(metadata=Metadata()))

    assert (measured.value, measured.reason) == (None, "internal")
    assert "rule tidy crashed" in caplog.text


@pytest.mark.parametrize(
    ("counts", "of", "ratio"),
    [((), 100, 1), ((1,), 100, 0.9), ((25,), 100, 0.5), ((10, 15), 100, 0.5), ((200,), 100, 0)],
)
def test_repeats_are_damped_by_the_square_root(counts, of, ratio):
    findings = tuple(Finding(rule="r", code="c", cause="c", count=n, of=of) for n in counts)

    assert eased(findings) == pytest.approx(ratio)


def test_a_finding_of_nothing_touches_all_of_it():
    assert Finding(rule="r", code="c", cause="c", count=1, of=0).share == 1


def test_the_widest_finding_is_named_whatever_their_order():
    narrow = Finding(rule="r", code="c", cause="c", column="a", count=2, of=100, rows=(5,))
    wide = Finding(rule="r", code="c", cause="c", column="b", count=9, of=10, rows=(7, 8))

    assert noted((narrow, wide)) == noted((wide, narrow)) == {"count": 11, "column": "b", "row": 7}


def test_without_findings_nothing_is_named():
    assert noted(()) == {"count": 0, "column": "—", "row": "—"}
