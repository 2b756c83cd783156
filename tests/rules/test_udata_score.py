"""data.gouv.fr's score foretold: each of the nine criteria, and what is not known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.evidence import Access, Evidence, File, Metadata
from rules.core.frequency import FREQUENCIES
from rules.core.listed import Listed
from rules.core.rule import SEEN
from rules.core.udata_score import CRITERIA, foretell

URL = "https://ville.example/budget.csv"
SERVED = Access(url=URL, status=200)
KEPT = Listed(format="csv", kind="main", described=True, remote=False)


def answer(criterion, metadata, access=SERVED, file=None, gaps=None):
    seen = Evidence(seen_at=SEEN, access=access, file=file, metadata=metadata, gaps=gaps or {})
    return next(c.answer for c in foretell(seen).checks if c.criterion.id == criterion)


def status(criterion, metadata, **seen):
    return answer(criterion, metadata, **seen).status


def test_there_are_nine_criteria_worth_a_ninth_each():
    whole = Metadata(
        description="x" * 101,
        licence="lov2",
        frequency="annual",
        modified=SEEN,
        spatial="Nantes",
        temporal="2026",
        resources=(KEPT,),
    )
    forecast = foretell(Evidence(seen_at=SEEN, metadata=whole))

    assert len({criterion.id for criterion in CRITERIA}) == 9
    assert (forecast.score, forecast.at_most) == (1.0, 1.0)


def test_without_metadata_nothing_is_foretold():
    assert foretell(Evidence(seen_at=SEEN)) is None


@pytest.mark.parametrize(
    ("criterion", "metadata"),
    [
        ("license", Metadata(licence="à nous")),
        ("temporal_coverage", Metadata(temporal="2026")),
        ("spatial", Metadata(spatial="Nantes")),
        ("spatial", Metadata(granularity="other")),
        ("update_frequency", Metadata(frequency="irregular")),
        ("dataset_description_quality", Metadata(description="x" * 101)),
        ("resources_documentation", Metadata(resources=(Listed(kind="documentation"),))),
        ("resources_documentation", Metadata(resources=(Listed(), KEPT))),
    ],
)
def test_a_criterion_is_met_once_its_field_is_stated(criterion, metadata):
    assert status(criterion, metadata) == "met"
    assert status(criterion, Metadata(resources=(Listed(),))) == "not_met"


def test_a_description_must_exceed_a_hundred_characters():
    assert status("dataset_description_quality", Metadata(description="x" * 100)) == "not_met"


@pytest.mark.parametrize(
    ("frequency", "age", "expected"),
    [
        ("monthly", timedelta(days=30), "met"),
        ("monthly", timedelta(days=32), "met"),
        ("monthly", timedelta(days=32, minutes=1), "not_met"),
        ("threeTimesADay", timedelta(hours=47), "met"),
        ("continuous", timedelta(days=4000), "met"),
        ("punctual", timedelta(days=4000), "met"),
        ("", timedelta(0), "not_met"),
        ("unheard-of", timedelta(0), "not_met"),
    ],
)
def test_an_update_may_be_one_day_late(frequency, age, expected):
    said = Metadata(frequency=frequency, modified=SEEN - age)

    assert status("update_fulfilled_in_time", said) == expected


def test_the_server_s_date_stands_in_for_one_that_is_not_stated():
    fresh = Access(url=URL, last_modified=SEEN)
    said = Metadata(frequency="daily")

    assert status("update_fulfilled_in_time", said, access=fresh) == "met"
    assert status("update_fulfilled_in_time", said, access=SERVED) == "unknown"
    assert status("update_fulfilled_in_time", said, access=None) == "unknown"


@pytest.mark.parametrize("frequency", [f.id for f in FREQUENCIES.values() if f.days is None])
def test_a_frequency_without_a_period_is_kept_without_any_date(frequency):
    assert status("update_fulfilled_in_time", Metadata(frequency=frequency)) == "met"


@pytest.mark.parametrize("name", ["pdf", "DOC", "docx", "word", "xls", "excel", " XLSX ", ""])
def test_closed_files_alone_are_not_open(name):
    closed = Listed(format=name)

    assert status("has_open_format", Metadata(resources=(closed,))) == "not_met"
    assert status("has_open_format", Metadata(resources=(closed, KEPT))) == "met"


@pytest.mark.parametrize(
    ("metadata", "file", "expected"),
    [
        (Metadata(format="csv"), None, "met"),
        (Metadata(format="pdf"), File(format="csv"), "not_met"),
        (Metadata(), File(format="csv"), "met"),
        (Metadata(), File(format="xlsx"), "not_met"),
        (Metadata(), File(), "unknown"),
        (Metadata(), None, "unknown"),
    ],
)
def test_of_a_single_file_the_stated_format_counts_else_the_one_seen(metadata, file, expected):
    assert status("has_open_format", metadata, file=file) == expected


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([True], "met"),
        ([None], "met"),
        ([True, None], "met"),
        ([True, False], "not_met"),
    ],
)
def test_a_remote_file_that_failed_its_check_is_lost_and_one_never_checked_is_not(checks, expected):
    files = tuple(Listed(remote=True, available=check) for check in checks)

    assert status("all_resources_available", Metadata(resources=files)) == expected


def test_a_file_kept_by_the_portal_is_always_available():
    dead = Access(url=URL, outcome="http_status", status=404)

    assert status("all_resources_available", Metadata(resources=(KEPT,)), access=dead) == "met"


@pytest.mark.parametrize("resources", [None, (Listed(format="csv"),)])
@pytest.mark.parametrize(
    ("access", "expected", "reason"),
    [
        (SERVED, "met", ""),
        (Access(url=URL, outcome="http_status", status=404), "not_met", ""),
        (Access(url=URL, outcome="http_status", status=503), "unknown", "http_status"),
        (None, "unknown", "local_file"),
    ],
)
def test_where_no_portal_tells_our_own_visit_does(resources, access, expected, reason):
    said = Metadata(resources=resources)
    given_ = answer("all_resources_available", said, access=access, gaps={"access": "local_file"})

    assert (given_.status, given_.reason) == (expected, reason)


def test_a_dataset_without_files_loses_three_criteria():
    lost = ("has_open_format", "all_resources_available", "resources_documentation")

    assert [status(criterion, Metadata(resources=())) for criterion in lost] == ["not_met"] * 3


def test_documentation_is_unknown_where_the_files_were_not_listed():
    assert answer("resources_documentation", Metadata()).reason == "resources_not_told"


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_the_score_lies_within_bounds(any_evidence, data):
    seen = data.draw(any_evidence)
    forecast = foretell(seen)

    assert (forecast is None) == (seen.metadata is None)
    if forecast:
        assert 0 <= forecast.score <= forecast.at_most <= 1
