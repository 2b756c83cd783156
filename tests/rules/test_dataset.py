"""A dataset of several files: one grade that nobody can improve by hiding one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import RULES
from rules.core.assessment import LeftOut, conclude, dataset_id
from rules.core.dataset import aggregate, conclude_dataset
from rules.core.dataset_advice import MOST, MOST_FINDINGS
from rules.core.dataset_score import mean_documentation, mean_score
from rules.core.dataset_words import LEFT_OUT, NOTES, left_out_text, note_text
from rules.core.evidence import (
    Access,
    Conformance,
    Evidence,
    File,
    Finding,
    Metadata,
    SchemaRef,
    Table,
)
from rules.core.grading import AT_MOST_B, Verdict
from rules.core.rule import SEEN
from rules.core.summary import summarise
from rules.core.text import LANGS
from rules.core.words import suggestion_words

PAGE = "https://data.ville.example/datasets/budget/"
SAID = Metadata(title="Budget", frequency="annual", modified=SEEN - timedelta(days=9))
BOOK = {rule.id: rule for rule in RULES}
DMY = Finding(
    rule="cells_match_schema", code="type-error", cause="date-dmy", column="d", count=30, of=30
)


def evidence(url, **changes):
    kept = {
        "access": Access(url=url, status=200, media_type="text/csv", size_stated=True),
        "file": File(name="b.csv", format="csv", encoding="utf-8", media_type="text/csv"),
        "metadata": SAID,
        "table": Table(rows=30),
        "conformance": Conformance(schema=SchemaRef(name="scdl/budget"), cells=480),
    }
    return Evidence(seen_at=SEEN, **{**kept, **changes})


def part(name="a", title="", **changes):
    url = f"https://files.ville.example/{name}.csv"
    return conclude(url, evidence(url, **changes), RULES, title)


def dead(name="dead", outcome="http_status", status=404):
    url = f"https://files.ville.example/{name}.csv"
    access = Access(url=url, outcome=outcome, status=status)
    return part(name, access=access, file=None, table=None, conformance=None)


def late(name="late"):
    """A file whose server is unwell: nothing to hold against anyone."""
    return dead(name, "headers_timeout", None)


def whole(*parts, left_out=()):
    told = Evidence(seen_at=SEEN, metadata=SAID)
    return conclude_dataset(PAGE, told, parts, RULES, left_out)


def poor(name="poor"):
    return part(name, title="Le mauvais", findings=(DMY,))


def test_the_score_is_the_mean_of_the_files_measured():
    good, bad = part(), poor()
    found = whole(good, bad, late()).verdict

    assert found.score == pytest.approx((good.verdict.score + bad.verdict.score) / 2, abs=0.1)
    assert found.score < good.verdict.score
    assert found.grade in {"A", "B"}


def test_one_good_file_alone_weighs_as_much_as_itself():
    assert whole(part()).verdict.score == part().verdict.score


def test_a_file_that_could_not_be_measured_only_lowers_the_coverage():
    found, sure = whole(part(), late()).verdict, whole(part(), part("b")).verdict

    assert found.score == sure.score
    assert found.coverage < sure.coverage


def test_files_beyond_the_cap_lower_the_coverage_too():
    waiting = LeftOut(url="https://x/", reason="too_many")
    guide = LeftOut(url="https://y/", reason="documentation")

    assert whole(part(), left_out=(waiting,)).verdict.coverage == pytest.approx(
        whole(part()).verdict.coverage / 2, abs=0.001
    )
    assert whole(part(), left_out=(guide,)).verdict.coverage == whole(part()).verdict.coverage


def test_nothing_measured_is_no_grade():
    found = whole(late(), late("b"))

    assert (found.verdict.score, found.verdict.grade) == (None, None)
    assert found.verdict.limits == ("headers_timeout",)
    assert found.plan.to is None
    assert all(s.gain is None for s in found.suggestions)
    assert summarise(found, "en")


def test_one_dead_file_among_twenty_good_ones_stops_the_dataset_at_b():
    files = [part(f"f{n}") for n in range(20)]
    found = whole(*files, dead()).verdict

    assert whole(*files).verdict.grade == "A"
    assert (found.grade, found.limits) == ("B", ("resource_unusable",))
    assert found.score <= AT_MOST_B


def test_every_file_dead_is_e_for_that_reason():
    found = whole(dead("a"), dead("b"), dead("c", "dns_failed", None))

    assert (found.verdict.grade, found.verdict.score) == ("E", 0.0)
    assert found.verdict.limits == ("http_status",)
    assert len(summarise(found, "fr")) == 2


def test_the_ladder_is_told_only_where_it_holds_every_file():
    held = {"conformance": None}
    without = whole(part("a", **held), part("b", **held)).verdict
    one = whole(part("a", **held), part("b")).verdict

    assert "no_schema" in without.limits
    assert "no_schema" not in one.limits


def test_dimensions_and_rules_are_means_of_what_was_measured():
    good, bad = part(), poor()
    found = whole(good, bad, dead()).verdict
    schema = {v.dimensions[0].id: v.dimensions[0].score for v in (good.verdict, bad.verdict)}
    rule = next(m for m in found.measurements if m.rule == "cells_match_schema")

    assert len(schema) == 1
    assert good.verdict.dimensions[0].score > found.dimensions[0].score > 0
    assert rule.facts == {"files": 2}
    unmeasured = whole(part(conformance=None)).verdict
    assert unmeasured.dimensions[0].reason == "no_conformance"
    assert [m.reason for m in unmeasured.measurements if m.rule == "cells_match_schema"] == [
        "no_conformance"
    ]


def test_a_dataset_lists_its_files_and_says_which_is_the_weakest():
    found = whole(part(), poor(), late())

    assert [r.grade for r in found.resources] == [p.verdict.grade for p in found.parts]
    assert found.resources[0].id == dataset_id(found.resources[0].url)
    assert (found.resources[0].format, found.resources[0].rows) == ("csv", 30)
    assert (found.resources[2].format, found.resources[2].rows) == ("", None)
    assert found.evidence.gaps["file"] == "several_resources"
    assert found.dataset.title == "Budget"
    assert "“Le mauvais”" in " ".join(summarise(found, "en"))


def test_a_file_without_a_title_is_called_by_its_address():
    parts = (part(), replace(poor(), dataset=replace(poor().dataset, title="")))

    assert "“poor.csv”" in " ".join(summarise(whole(*parts), "en"))


def test_without_metadata_a_dataset_has_no_title():
    found = conclude_dataset(PAGE, Evidence(seen_at=SEEN), (part(),), RULES)

    assert found.dataset.title == ""


def test_a_dataset_without_files_is_not_for_this_function():
    with pytest.raises(ValueError, match="no part"):
        conclude_dataset(PAGE, Evidence(seen_at=SEEN), (), RULES)


def test_a_gain_in_one_file_is_the_datasets_gain():
    good, bad = part(), poor()
    found = whole(good, bad)
    own = next(s for s in bad.suggestions if s.cause == "date-dmy")
    shared = next(s for s in found.suggestions if s.cause == "date-dmy")

    assert shared.gain == pytest.approx(own.gain / 2, abs=0.11)
    assert shared.resource == bad.dataset.url
    assert shared.id != own.id


def test_a_fix_on_the_datasets_page_is_said_once_for_all_files():
    unsaid = replace(SAID, frequency="")
    found = whole(part("a", metadata=unsaid), part("b", metadata=unsaid))
    once = [s for s in found.suggestions if s.rule == "frequency_declared"]

    assert [s.resource for s in once] == [""]
    assert once[0].gain > 0
    assert once[0].documentation_gain > 0


def test_a_schema_is_declared_file_by_file():
    found = whole(part("a", conformance=None), part("b", conformance=None))

    assert len({s.resource for s in found.suggestions if s.rule == "schema_declared"}) == 2


def test_a_dead_file_is_told_first_and_its_gain_is_not_guessed():
    found = whole(part(), dead())
    first = found.suggestions[0]
    title, _ = suggestion_words(first, found.evidence, found.verdict.measurements, BOOK, "en")

    assert (first.gain, first.resource) == (None, "https://files.ville.example/dead.csv")
    assert "404" in title


def test_the_words_of_a_suggestion_name_what_is_in_its_own_file():
    plain = Access(url="https://b/", status=200, media_type="text/plain", size_stated=True)
    found = whole(part(), part("b", access=plain))
    fix = next(s for s in found.suggestions if s.rule == "media_type_matches")
    _, text = suggestion_words(fix, found.evidence, found.verdict.measurements, BOOK, "en")

    assert "text/plain" in text


def test_the_plan_reaches_the_next_grade_with_nothing_in_excess():
    wrong = tuple(replace(DMY, column=name) for name in "defg")
    found = whole(part("a", findings=wrong), part("b", findings=wrong), part("c"))

    assert found.verdict.grade == "B"
    assert found.plan.to == "A"
    assert set(found.plan.suggestions) <= {s.id for s in found.suggestions}
    causes = [s.cause for s in found.suggestions if s.id in found.plan.suggestions]
    assert 0 < causes.count("date-dmy") == len(causes) < 8


def test_findings_keep_their_file_and_the_gravest_come_first():
    many = tuple(
        replace(DMY, column=f"c{n}", count=1 + n % 3, severity=("error", "warning")[n % 2])
        for n in range(200)
    )
    found = whole(part("a", findings=many), part("b"))

    assert {f.resource for f in found.evidence.findings} == {"https://files.ville.example/a.csv"}
    assert MOST_FINDINGS <= len(found.evidence.findings) <= MOST_FINDINGS + MOST
    assert len(found.suggestions) <= MOST


verdicts = st.builds(
    lambda score, ended: (score, ended),
    score=st.none() | st.floats(0, 100),
    ended=st.booleans(),
)


def verdict(score, broken):
    limits = ("http_status",) if broken else ()
    like = part().verdict
    return replace(like, score=0.0 if broken and score is not None else score, limits=limits)


@settings(deadline=None, max_examples=100)
@given(st.lists(verdicts, min_size=1, max_size=6), st.integers(0, 5), st.floats(0, 100))
def test_mending_one_file_never_lowers_the_dataset(drawn, place, better):
    before = [verdict(*pair) for pair in drawn]
    index = place % len(before)
    if before[index].score is None:
        return
    mended = list(before)
    mended[index] = verdict(max(better, before[index].score), broken=False)

    assert mean_score(mended) >= mean_score(before)


def test_the_means_of_nothing_are_nothing():
    silent: Verdict = replace(late().verdict, documentation=late().verdict.dimensions[0])

    assert mean_score([late().verdict]) is None
    assert mean_documentation([silent]) is None
    assert aggregate((late(),)).coverage < 0.2


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", LEFT_OUT)
def test_every_reason_for_leaving_a_file_out_has_words(code, lang):
    assert left_out_text(code, lang) != code
    assert "'" not in left_out_text(code, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", NOTES)
def test_every_note_has_words(code, lang):
    assert note_text(code, lang) != code


def test_words_of_another_version_are_shown_as_they_are():
    assert left_out_text("unheard_of", "fr") == note_text("unheard_of", "fr") == "unheard_of"
