"""Omission never pays: whatever a publisher leaves out, the grade is no better for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import RULES
from rules.core.advice import advise
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
from rules.core.freshness import last_update
from rules.core.grading import AT_MOST_B, AT_MOST_C, AT_MOST_D, ended, judge
from rules.core.rule import SEEN

RELAXED = settings(deadline=None, max_examples=150)
ROWS = 600
REQUIRED = ("nomAttribuant", "idAttribuant", "dateConvention", "nomBeneficiaire", "objet", "montant",
            "nature", "conditionsVersement", "datesPeriodeVersement", "notificationUE", "pourcentageSubvention")  # fmt: skip
OPTIONAL = ("referenceDecision", "idBeneficiaire", "rnaBeneficiaire", "idRAE", "dispositifAide")
GRANTS = SchemaRef(name="scdl/subventions", source="declared", dates=("dateConvention",))


def grants(wrong=(), dropped=()):
    """Give what the table room hands over for a file of grants with these columns wrong or gone."""
    here = [name for name in (*REQUIRED, *OPTIONAL) if name not in dropped]
    columns = tuple(
        Column(position=n, label=name, field=name, required=name in REQUIRED, filled=ROWS)
        for n, name in enumerate(here, start=1)
    )
    required = sum(column.required for column in columns)
    return Evidence(
        seen_at=SEEN,
        access=Access(
            url="https://ville.example/a.csv", status=200, media_type="text/csv", size_stated=True
        ),
        file=File(format="csv", encoding="utf-8"),
        metadata=Metadata(frequency="annual", modified=SEEN - timedelta(days=3)),
        table=Table(rows=ROWS, columns=columns),
        conformance=Conformance(
            schema=GRANTS,
            fields=16,
            required_fields=11,
            cells=ROWS * len(here),
            required_cells=ROWS * required,
        ),
        findings=(
            *(_wrong(name) for name in wrong if name not in dropped),
            *(_missing(name) for name in dropped),
        ),
    )


def _wrong(name):
    return Finding(rule="cells_match_schema", code="type-error", cause="other", column=name, count=ROWS, of=ROWS)  # fmt: skip


def _missing(name):
    needed = name in REQUIRED
    return Finding(
        rule="columns_match_schema",
        code="missing-label",
        cause="column-missing-required" if needed else "column-missing-optional",
        severity="error" if needed else "warning",
        column=name,
        of=16,
    )


def scored(evidence):
    return judge(evidence, RULES).score


@RELAXED
@given(data=st.data(), part=st.sampled_from(("metadata", "conformance", "date")))
def test_hiding_something_never_pays_beyond_the_ladder(any_evidence, data, part):
    evidence = data.draw(any_evidence)
    hidden = undated(evidence) if part == "date" else replace(evidence, **{part: None})
    verdict = judge(hidden, RULES)
    promised = hidden.conformance is not None and hidden.conformance.schema.frequency
    silent = {
        "conformance": True,
        "metadata": not promised,
        "date": last_update(hidden) is None,
    }

    if silent[part] and verdict.score is not None:
        assert verdict.limits
        assert verdict.score <= AT_MOST_B
        if part == "conformance":
            assert "no_schema" in verdict.limits or ended(verdict)
            if len(verdict.limits) > 1:
                assert verdict.score <= AT_MOST_C


def undated(evidence):
    told = evidence.metadata and replace(evidence.metadata, modified=None)
    served = evidence.access and replace(evidence.access, last_modified=None)
    return replace(evidence, metadata=told, access=served)


@RELAXED
@given(data=st.data())
def test_hiding_every_date_never_pays_where_the_latest_record_is_the_older_one(
    graded_evidence, data
):
    evidence = data.draw(graded_evidence)
    told, left = last_update(evidence), last_update(undated(evidence))
    if told is None or left is None or left.at > told.at:
        return

    assert scored(undated(evidence)) <= scored(evidence)


@RELAXED
@given(data=st.data())
def test_hiding_everything_is_never_more_than_c(any_evidence, data):
    evidence = data.draw(any_evidence)
    verdict = judge(replace(evidence, metadata=None, conformance=None), RULES)

    assert verdict.score is None or verdict.score <= AT_MOST_C


@RELAXED
@given(
    data=st.data(),
    hideout=st.sampled_from(
        (("pdf", AT_MOST_D), ("png", AT_MOST_D), ("", AT_MOST_D), ("xml", AT_MOST_C), ("zip", AT_MOST_C))
    ),
)  # fmt: skip
def test_a_table_put_where_it_cannot_be_read_is_never_more_than_d_or_c(any_evidence, data, hideout):
    name, most = hideout
    away = replace(
        data.draw(any_evidence),
        file=File(format=name),
        table=None,
        conformance=None,
        expectations=None,
        findings=(),
        gaps={"table": "not_tabular", "conformance": "not_tabular", "expectations": "not_tabular"},
    )
    verdict = judge(away, RULES)

    assert verdict.score is None or verdict.score <= most


def test_a_picture_of_a_bad_table_scores_less_than_the_bad_table():
    bad = grants(wrong=REQUIRED)
    picture = replace(
        bad,
        access=replace(bad.access, media_type="application/pdf"),
        file=File(format="pdf"),
        table=None,
        conformance=None,
        findings=(),
        gaps={"table": "not_tabular", "conformance": "not_tabular"},
    )

    assert scored(picture) < scored(bad)


@pytest.mark.parametrize("many", [1, 2, 3, 5, 11])
def test_leaving_bad_columns_out_is_never_as_good_as_correcting_them(many):
    wrong = REQUIRED[:many]

    assert scored(grants(wrong, dropped=wrong)) < scored(grants())
    assert scored(grants(wrong, dropped=wrong[:1])) < scored(grants(wrong[1:]))


@pytest.mark.parametrize("many", [1, 2, 3, 7, 11])
def test_leaving_bad_columns_out_wins_nothing_over_publishing_them(many):
    wrong = REQUIRED[:many]

    assert scored(grants(wrong, dropped=wrong)) <= scored(grants(wrong))


def test_a_missing_column_is_mended_once_and_counts_in_both_rules():
    evidence = grants(dropped=("montant",))
    suggestions, _ = advise(evidence, RULES, judge(evidence, RULES))
    mine = [s for s in suggestions if s.column == "montant"]

    assert [s.rule for s in mine] == ["columns_match_schema"]
    assert mine[0].gain == pytest.approx(scored(grants()) - scored(evidence), abs=0.05)


@pytest.mark.parametrize("name", ["montant", "dateConvention"])
def test_leaving_a_good_column_out_always_costs_and_a_required_one_costs_more(name):
    assert scored(grants(dropped=(name,))) < scored(grants(dropped=("idRAE",))) < scored(grants())


def test_a_date_typed_for_the_future_does_not_hide_how_old_the_data_is():
    column = Column(position=1, label="d", field="dateConvention", filled=ROWS)
    table = Table(rows=ROWS, columns=(replace(column, last_date=date(2205, 1, 1)),))
    evidence = undated(replace(grants(), table=table))

    assert judge(evidence, RULES).limits == ("no_date",)
