"""The ladder: what a publisher may leave out, how low each rung stops, and what lifts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

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
from rules.core.grading import (
    AT_MOST_B,
    AT_MOST_C,
    AT_MOST_D,
    LADDER,
    ended,
    grade_of,
    judge,
)
from rules.core.rule import SEEN, Dimension

RELAXED = settings(deadline=None, max_examples=150)
THEN = SEEN - timedelta(days=9)
SCHEMA = SchemaRef(name="scdl/subventions", source="declared")
PERFECT = Evidence(
    seen_at=SEEN,
    access=Access(
        url="https://ville.example/budget.csv", status=200, media_type="text/csv", size_stated=True
    ),
    file=File(format="csv", encoding="utf-8"),
    metadata=Metadata(frequency="annual", modified=THEN, declared_schema="scdl/subventions"),
    table=Table(rows=9, columns=(Column(position=1, label="a", field="a", filled=9),)),
    conformance=Conformance(schema=SCHEMA, cells=9),
)
UNREAD = {
    "table": None,
    "conformance": None,
    "gaps": {"table": "not_tabular", "conformance": "not_tabular"},
}
"""What the table room hands over where a file is no table."""
DATED = replace(SCHEMA, dates=("a",))


def without_table(name, media_type):
    return replace(
        PERFECT,
        access=replace(PERFECT.access, media_type=media_type),
        file=File(format=name, media_type=media_type),
        **UNREAD,
    )


PICTURE = without_table("png", "image/png")
MAP = without_table("kml", "application/vnd.google-earth.kml+xml")
RUNGS = {
    "no_schema": replace(PERFECT, conformance=None, metadata=replace(PERFECT.metadata, declared_schema="")),
    "frequency_unknown": replace(PERFECT, metadata=replace(PERFECT.metadata, frequency="")),
    "no_date": replace(PERFECT, metadata=replace(PERFECT.metadata, modified=None)),
    "not_tabular": MAP,
    "closed_format": PICTURE,
    "rows_in_error": replace(PERFECT, findings=(Finding(rule="cells_match_schema", code="type-error", cause="date-dmy", column="a", count=9, of=9),)),
}  # fmt: skip
"""For each rung an evidence that stands on it, all else being well."""


def limits(evidence, mended=()):
    return judge(evidence, RULES, frozenset(mended)).limits


def test_with_nothing_left_out_the_ladder_holds_nothing_down():
    verdict = judge(PERFECT, RULES)

    assert (verdict.limits, verdict.score) == ((), 100)


@pytest.mark.parametrize(("most", "grade"), [(AT_MOST_B, "B"), (AT_MOST_C, "C"), (AT_MOST_D, "D")])
def test_a_ceiling_is_the_highest_score_that_still_earns_its_letter(most, grade):
    assert grade_of(most) == grade
    assert grade_of(round(most + 0.1, 1)) < grade


@pytest.mark.parametrize(
    ("hidden", "held", "score"),
    [
        ({"conformance": None}, ("no_schema",), AT_MOST_B),
        (
            {"conformance": Conformance(schema=replace(SCHEMA, source="detected"), cells=9)},
            ("no_schema",),
            AT_MOST_B,
        ),
        ({"metadata": Metadata(modified=THEN)}, ("frequency_unknown",), AT_MOST_B),
        ({"metadata": Metadata(frequency="annual")}, ("no_date",), AT_MOST_B),
        ({"metadata": Metadata()}, ("frequency_unknown", "no_date"), AT_MOST_B),
        ({"metadata": None}, ("frequency_unknown", "no_date"), AT_MOST_B),
        ({"conformance": None, "metadata": Metadata(frequency="annual")}, ("no_schema", "no_date"), AT_MOST_C),
        ({"conformance": None, "metadata": Metadata()}, ("no_schema", "frequency_unknown", "no_date"), AT_MOST_C),
        ({"gaps": {"table": "not_tabular"}}, ("not_tabular",), AT_MOST_C),
    ],
)  # fmt: skip
def test_what_is_left_out_caps_the_grade(hidden, held, score):
    verdict = judge(replace(PERFECT, **hidden), RULES)

    assert (verdict.limits, verdict.score) == (held, score)


def test_a_frequency_stated_by_the_schema_alone_lifts_the_cap():
    schema = replace(SCHEMA, frequency="annual")
    conformance = replace(PERFECT.conformance, schema=schema)

    assert limits(RUNGS["frequency_unknown"]) == ("frequency_unknown",)
    assert limits(replace(RUNGS["frequency_unknown"], conformance=conformance)) == ()


@pytest.mark.parametrize(
    ("schema", "held"), [(DATED, ()), (SCHEMA, ("no_date",)), (replace(DATED, dates=()), ("no_date",))]
)  # fmt: skip
def test_a_date_that_the_schema_names_lifts_the_cap_and_another_does_not(schema, held):
    column = replace(PERFECT.table.columns[0], last_date=THEN.date())
    evidence = replace(
        RUNGS["no_date"],
        table=replace(PERFECT.table, columns=(column,)),
        conformance=replace(PERFECT.conformance, schema=schema),
    )

    assert limits(evidence) == held


@pytest.mark.parametrize("name", ["pdf", "png", "docx", "html", "never-heard-of", ""])
def test_a_format_that_no_software_can_use_is_never_more_than_d(name):
    verdict = judge(replace(PICTURE, file=File(format=name, media_type="image/png")), RULES)

    assert verdict.limits == ("closed_format", "no_schema")
    assert verdict.score == AT_MOST_D
    assert verdict.grade == "D"


@pytest.mark.parametrize("name", ["xml", "zip", "kml", "gpkg", "shp"])
def test_an_open_format_that_is_no_table_is_never_more_than_c(name):
    media_type = "application/x-own"
    verdict = judge(without_table(name, media_type), RULES)

    assert verdict.limits == ("not_tabular", "no_schema")
    assert verdict.score == AT_MOST_C
    assert verdict.grade == "C"


@pytest.mark.parametrize("name", ["xls", "xlsx", "ods", "csv", "json", "parquet"])
def test_a_table_is_neither_closed_nor_no_table_whatever_its_format(name):
    file = File(format=name, encoding="utf-8")

    assert limits(replace(PERFECT, file=file)) == ()


@pytest.mark.parametrize("reason", ["no_table", "internal", "parse_timeout"])
def test_a_table_that_we_failed_to_read_is_not_called_no_table(reason):
    evidence = replace(MAP, gaps={"table": reason, "conformance": reason})

    assert limits(evidence) == ("no_schema",)


def test_without_a_file_there_is_no_telling_whether_it_is_a_table():
    evidence = replace(PERFECT, file=None, **UNREAD)

    assert "not_tabular" not in limits(evidence)


def test_a_closed_format_is_told_once_not_as_no_table_too():
    assert "not_tabular" not in limits(PICTURE)
    assert "not_tabular" in judge(PICTURE, [r for r in RULES if r.id != "format_is_open"]).limits


def test_every_rung_has_an_example_and_is_lifted_by_a_rule_of_the_book_or_by_none():
    assert set(RUNGS) == set(LADDER)
    assert {lifts for lifts in LADDER.values() if lifts} <= {rule.id for rule in RULES}
    assert LADDER["not_tabular"] == LADDER["rows_in_error"] == ""


@pytest.mark.parametrize(("code", "lifts"), [(c, r) for c, r in LADDER.items() if r])
def test_meeting_the_rule_that_a_rung_names_lifts_that_rung_and_no_other(code, lifts):
    evidence = RUNGS[code]
    held, left = limits(evidence), limits(evidence, (lifts,))

    assert code in held
    assert code not in left
    assert set(left) <= {*held, "not_tabular"}
    assert judge(evidence, RULES, frozenset({lifts})).score > judge(evidence, RULES).score


@pytest.mark.parametrize(("code", "lifts"), [(c, r) for c, r in LADDER.items() if r])
def test_meeting_any_other_rule_leaves_the_rung(code, lifts):
    others = [rule.id for rule in RULES if rule.id != lifts]

    assert code in limits(RUNGS[code], others)


def test_no_single_rule_makes_a_table_of_what_is_none():
    assert "not_tabular" in limits(MAP, [rule.id for rule in RULES])


def test_opening_a_closed_format_leads_from_d_to_c_and_no_higher():
    verdict = judge(PICTURE, RULES, frozenset(rule.id for rule in RULES))

    assert (verdict.limits, verdict.score) == (("not_tabular",), AT_MOST_C)


@pytest.mark.parametrize("code", LADDER)
def test_a_rung_holds_down_but_ends_nothing(code):
    assert not ended(judge(RUNGS[code], RULES))


@RELAXED
@given(data=st.data())
def test_no_score_ever_stands_above_its_rungs_whatever_is_mended(any_evidence, data):
    evidence = data.draw(any_evidence)
    mended = frozenset(data.draw(st.lists(st.sampled_from([rule.id for rule in RULES]))))
    verdict = judge(evidence, RULES, mended)
    left_out = [code for code in verdict.limits if code != "rows_in_error"]
    ceilings = {
        "closed_format": AT_MOST_D,
        "not_tabular": AT_MOST_C,
        "no_schema": AT_MOST_C if len(left_out) > 1 else AT_MOST_B,
        "rows_in_error": 90.0,
    }

    if verdict.score is not None:
        for code in verdict.limits:
            assert verdict.score <= ceilings.get(code, AT_MOST_B)


@RELAXED
@given(data=st.data())
def test_a_rung_depends_on_no_weight_and_no_order(any_evidence, data):
    evidence = data.draw(any_evidence)
    book = data.draw(st.permutations(RULES))
    lighter = [replace(rule, weight=1, dimension=Dimension.SCHEMA) for rule in book]

    told = judge(evidence, RULES).limits
    light = judge(evidence, lighter).limits

    assert judge(evidence, book).limits == told
    # How much was measured is a share of the weights, and nothing else is.
    assert light == told or "little_measured" in {*light, *told}


def test_the_ceiling_rises_with_every_row_that_is_mended():
    def capped(count):
        wrong = replace(RUNGS["rows_in_error"].findings[0], count=count)
        return judge(replace(PERFECT, findings=(wrong,)), RULES)

    scores = [capped(count).score for count in range(10)]

    assert scores == sorted(scores, reverse=True)
    assert capped(9).score <= AT_MOST_B
    assert "rows_in_error" not in capped(5).limits


def test_with_too_little_measured_there_is_no_grade_and_it_says_so():
    unread = replace(MAP, access=None, metadata=None)
    verdict = judge(unread, RULES)

    assert (verdict.score, verdict.grade, verdict.limits) == (None, None, ("little_measured",))
    assert judge(MAP, RULES).grade == "C"
