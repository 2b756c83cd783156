"""Whatever was observed, there are words for it, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import RULES
from rules.core.assessment import conclude
from rules.core.causes import CAUSES
from rules.core.evidence import (
    Access,
    Column,
    Conformance,
    Evidence,
    File,
    Finding,
    Metadata,
    Sample,
    SchemaRef,
    Table,
)
from rules.core.grading import DATASET_LADDER, LADDER, judge
from rules.core.outcomes import OUTCOMES, effect_of, may_pass
from rules.core.reasons import DIMENSION_TITLES, LIMITS, REASONS, reason_text
from rules.core.rule import SEEN, Dimension
from rules.core.summary import summarise
from rules.core.text import LANGS
from rules.core.words import finding_facts, finding_message, finding_title, suggestion_words

RELAXED = settings(deadline=None, max_examples=100)
URL = "https://ville.example/budget.csv"
BOOK = {rule.id: rule for rule in RULES}
DMY = Finding(
    rule="cells_match_schema",
    code="type-error",
    cause="date-dmy",
    column="dateConvention",
    count=3,
    of=30,
    rows=(2, 3, 4),
    samples=(Sample(row=2, value="03/01/2026", fixed="2026-01-03"),),
)
TOWN = Evidence(
    seen_at=SEEN,
    access=Access(url=URL, status=200),
    file=File(format="csv", encoding="utf-8"),
    metadata=Metadata(frequency="annual", modified=SEEN),
    table=Table(rows=30, columns=(Column(position=1, label="dateConvention", filled=30),)),
    conformance=Conformance(schema=SchemaRef(name="s"), cells=30, valid_rows=27),
    findings=(DMY,),
)


@RELAXED
@given(data=st.data(), lang=st.sampled_from(LANGS))
def test_every_assessment_is_summed_up_in_one_to_three_sentences(any_evidence, data, lang):
    said = summarise(conclude(URL, data.draw(any_evidence), RULES), lang)

    assert 1 <= len(said) <= 3
    assert all(sentence and "{" not in sentence for sentence in said)


@RELAXED
@given(data=st.data(), lang=st.sampled_from(LANGS))
def test_every_suggestion_has_a_title_and_a_text(any_evidence, data, lang):
    assessment = conclude(URL, data.draw(any_evidence), RULES)

    for suggestion in assessment.suggestions:
        for text in suggestion_words(
            suggestion, assessment.evidence, assessment.verdict.measurements, BOOK, lang
        ):
            assert text
            assert "{" not in text


@pytest.mark.parametrize(
    ("parts", "limit"),
    [
        ({"file": File(format="csv")}, "no_schema"),
        ({"file": File(format="pdf"), "gaps": {"table": "not_tabular"}}, "closed_format"),
        ({"file": File(format="kml"), "gaps": {"table": "not_tabular"}}, "not_tabular"),
    ],
)
def test_the_summary_says_the_grade_then_what_holds_it_down_most(parts, limit):
    told = replace(TOWN.metadata, declared_schema="")
    silent = Evidence(seen_at=SEEN, access=TOWN.access, metadata=told, **parts)
    said = summarise(conclude(URL, silent, RULES), "en")

    assert said[0].startswith("Grade ")
    assert said[1] == LIMITS[limit][0].say("en")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("code", "most"),
    [
        ("no_schema", "B"),
        ("frequency_unknown", "B"),
        ("no_date", "B"),
        ("not_tabular", "C"),
        ("closed_format", "D"),
    ],
)
def test_a_rung_is_told_with_the_letter_at_which_it_stops(code, most, lang):
    assert re.search(rf"\b{most}\.$", LIMITS[code][0].say(lang))


def test_a_suggestion_for_what_was_not_measured_is_told_with_dashes():
    dropped = replace(TOWN, metadata=None, conformance=None, findings=())
    assessment = conclude(URL, dropped, RULES)
    suggestion = next(s for s in assessment.suggestions if s.rule == "schema_declared")
    title, text = suggestion_words(
        suggestion, assessment.evidence, assessment.verdict.measurements, BOOK, "en"
    )

    assert title == BOOK["schema_declared"].title.en
    assert text.endswith("Declared now: —; known schema that fits best: —.")


def test_a_suggestion_for_what_was_measured_is_told_with_its_facts():
    stated = replace(TOWN, metadata=Metadata(frequency_raw="parfois"), findings=())
    assessment = conclude(URL, stated, RULES)
    suggestion = next(s for s in assessment.suggestions if s.rule == "frequency_declared")
    _, text = suggestion_words(
        suggestion, assessment.evidence, assessment.verdict.measurements, BOOK, "fr"
    )

    assert text.endswith("Compris jusqu’ici : parfois.")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_whose_facts_were_never_recorded_is_told_all_the_same(cause, lang):
    bare = Finding(rule="r", code="c", cause=cause)

    for said in (finding_title(bare, lang), finding_message(bare, lang)):
        assert said
        assert "{" not in said


def test_the_summary_of_a_table_counts_its_good_rows_last():
    said = summarise(conclude(URL, TOWN, RULES), "fr")

    assert said[-1] == "Lignes sans aucune erreur : 27 sur 30."


def test_a_flawless_file_is_told_so():
    file_only = Evidence(seen_at=SEEN, file=File(format="csv", encoding="utf-8"))
    said = summarise(conclude(URL, file_only, (BOOK["format_is_open"],)), "fr")

    assert said[0] == "Note C (74,9 sur 100)."
    assert said[-1] == "Rien à corriger dans ce qui a pu être mesuré."


def test_what_ended_it_is_all_the_summary_says():
    gone = Evidence(seen_at=SEEN, access=Access(url=URL, outcome="http_status", status=404))
    said = summarise(conclude(URL, gone, RULES), "en")

    assert len(said) == 2
    assert "404" in said[0]


def test_where_nothing_could_be_measured_the_summary_says_why():
    nothing = Evidence(seen_at=SEEN, gaps={"table": "not_tabular"})

    assert len(summarise(conclude(URL, nothing, RULES), "fr")) == 1


def test_a_finding_is_told_with_its_first_sample():
    facts = finding_facts(DMY)

    assert (facts["row"], facts["value"], facts["fixed"]) == (2, "03/01/2026", "2026-01-03")
    assert "03/01/2026" in finding_message(DMY, "en")
    assert finding_title(DMY, "fr")


@pytest.mark.parametrize(
    ("rows", "samples", "row"),
    [((), (), "—"), ((7,), (), 7), ((7,), (Sample(row=9, value="x" * 500),), 9)],
)
def test_a_finding_without_samples_is_told_with_its_first_row(rows, samples, row):
    finding = Finding(rule="r", code="c", cause="unheard-of", rows=rows, samples=samples)
    facts = finding_facts(finding)

    assert (facts["row"], facts["fixed"]) == (row, "—")
    assert len(facts["value"]) <= 80
    assert finding_title(finding, "en") == finding_message(finding, "en") == "c"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", [*REASONS, *OUTCOMES])
def test_every_reason_is_explained(code, lang):
    assert reason_text(code, lang) != code


def test_an_unknown_reason_is_shown_as_it_is():
    assert reason_text("unheard_of", "fr") == "unheard_of"


def test_every_rung_of_the_ladder_and_every_dimension_has_words():
    assert set(LIMITS) == {*LADDER, *DATASET_LADDER, "little_measured"}
    assert set(DIMENSION_TITLES) == set(Dimension)


@pytest.mark.parametrize(
    ("code", "status", "effect", "again"),
    [
        ("http_status", 404, "dead", False),
        ("http_status", None, "dead", False),
        ("http_status", 500, "unmeasured", True),
        ("http_status", 429, "unmeasured", True),
        ("no_rows", None, "not_data", False),
        ("unheard_of", None, "unmeasured", False),
    ],
)
def test_an_outcome_costs_what_it_should(code, status, effect, again):
    assert (effect_of(code, status), may_pass(code, status)) == (effect, again)


@RELAXED
@given(data=st.data())
def test_every_reason_that_a_rule_gives_has_words(any_evidence, data):
    measured = judge(data.draw(any_evidence), RULES).measurements
    known = {*REASONS, *OUTCOMES, "unheard_of"}

    assert {m.reason for m in measured if m.reason} <= known
