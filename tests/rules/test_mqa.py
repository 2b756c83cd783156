"""data.europa.eu's score foretold: bounds, monotony, every metric, several distributions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import RULES
from rules.core.assessment import conclude
from rules.core.evidence import Access, Evidence, File, Metadata
from rules.core.grading import judge
from rules.core.mqa import TOTAL, foretell, rating_of
from rules.core.mqa_metrics import METRICS, Pillar
from rules.core.rule import SEEN

URL, OTHER = "https://ville.example/budget.csv", "https://ville.example/budget"
RELAXED = settings(deadline=None, max_examples=150)
WHOLE = Metadata(
    publisher="Mairie",
    contact="data@ville.example",
    licence="lov2",
    modified=SEEN,
    issued=SEEN,
    keywords=("budget",),
    themes=("Finances",),
    spatial="Val-Fleuri",
    temporal="2026",
    format="csv",
    media_type="text/csv",
    byte_size=42,
    access_url=URL,
    download_url=URL,
    access_rights="PUBLIC",
    rights="Réutilisation libre",
)
SERVED = Access(url=URL, status=200)
STATED = {
    "publisher": st.sampled_from(("Mairie", "?")),
    "contact": st.just("data@ville.example"),
    "licence": st.sampled_from(("lov2", "fr-lo", "à nous")),
    "modified": st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 # hypothesis adds the zone
    "issued": st.just(SEEN),
    "keywords": st.just(("budget",)),
    "themes": st.just(("Finances",)),
    "spatial": st.just("Val-Fleuri"),
    "temporal": st.just("2026"),
    "format": st.sampled_from(("csv", "pdf", "xlsx", "parquet")),
    "media_type": st.sampled_from(("text/csv", "application/x-own", "application/vnd.nobody")),
    "byte_size": st.integers(0, 9**9),
    "download_url": st.sampled_from((URL, OTHER)),
    "access_rights": st.sampled_from(("PUBLIC", "ouvert")),
    "rights": st.just("Réutilisation libre"),
}
"""Whatever may be added to a description, one field at a time, beside the access link."""
accesses = st.none() | st.builds(
    Access,
    url=st.just(URL),
    outcome=st.sampled_from(("ok", "http_status", "dns_failed", "too_large", "unheard_of")),
    status=st.sampled_from((None, 200, 404, 503)),
)
files = st.none() | st.builds(File, format=st.sampled_from(("csv", "pdf", "")))
told = st.builds(
    Metadata,
    access_url=st.sampled_from(("", URL)),
    **{name: st.just(getattr(Metadata(), name)) | values for name, values in STATED.items()},
)
situations = st.builds(Evidence, seen_at=st.just(SEEN), access=accesses, file=files, metadata=told)


def answer(metric, metadata, access=SERVED, file=None, gaps=None):
    seen = Evidence(seen_at=SEEN, access=access, file=file, metadata=metadata, gaps=gaps or {})
    return next(mark.answer for mark in foretell(seen).marks if mark.metric.id == metric)


def test_there_are_23_metrics_in_five_dimensions_worth_405_points():
    most = {p: sum(m.points for m in METRICS if m.pillar is p) for p in Pillar}

    assert len({metric.id for metric in METRICS}) == 23
    assert list(most.values()) == [100, 100, 110, 75, 20]
    assert TOTAL == 405


@pytest.mark.parametrize(
    ("points", "word"),
    [
        (405, "Excellent"),
        (351, "Excellent"),
        (350, "Good"),
        (221, "Good"),
        (220, "Sufficient"),
        (121, "Sufficient"),
        (120, "Bad"),
        (0, "Bad"),
    ],
)
def test_points_have_a_word(points, word):
    assert rating_of(points) == word


def test_a_perfect_description_wins_all_but_what_only_the_portal_can_know():
    forecast = foretell(Evidence(seen_at=SEEN, access=SERVED, metadata=WHOLE))

    assert (forecast.points, forecast.at_most) == (375, 405)
    assert [m.metric.id for m in forecast.marks if not m.points] == ["dcatApCompliance"]
    assert rating_of(forecast.points) == "Excellent"


def test_without_metadata_nothing_is_foretold():
    assert foretell(Evidence(seen_at=SEEN, access=SERVED)) is None
    assert foretell() is None


@RELAXED
@given(situations)
def test_points_lie_within_bounds(seen):
    forecast = foretell(seen)

    assert 0 <= forecast.points <= forecast.at_most <= 405
    assert forecast.at_most - forecast.points >= 30
    for pillar in Pillar:
        assert sum(mark.points for mark in forecast.of(pillar)) <= 110


@RELAXED
@given(situations, st.sampled_from(sorted(STATED)), st.data())
def test_saying_more_never_costs_points(seen, name, data):
    bare = replace(seen, metadata=replace(seen.metadata, **{name: getattr(Metadata(), name)}))
    said = replace(seen, metadata=replace(seen.metadata, **{name: data.draw(STATED[name])}))

    assert foretell(said).points >= foretell(bare).points


@RELAXED
@given(situations)
def test_naming_the_tested_link_as_the_access_link_never_costs_points(seen):
    bare = replace(seen, metadata=replace(seen.metadata, access_url=""))
    said = replace(seen, metadata=replace(seen.metadata, access_url=URL))

    assert foretell(said).points >= foretell(bare).points


@RELAXED
@given(situations)
def test_the_dry_runs_never_change_the_grade(seen):
    assert conclude(URL, seen, RULES).verdict == judge(seen, RULES)


@pytest.mark.parametrize(
    ("metric", "field", "value"),
    [
        ("keywordAvailability", "keywords", ("budget",)),
        ("categoryAvailability", "themes", ("Finances",)),
        ("spatialAvailability", "spatial", "Nantes"),
        ("temporalAvailability", "temporal", "2026"),
        ("formatAvailability", "format", "???"),
        ("mediaTypeAvailability", "media_type", "???"),
        ("formatMediaTypeNonProprietary", "format", "ods"),
        ("formatMediaTypeMachineInterpretable", "format", "xlsx"),
        ("licenceAvailability", "licence", "à nous"),
        ("knownLicence", "licence", "lov2"),
        ("accessRightsAvailability", "access_rights", "ouvert"),
        ("accessRightsVocabularyAlignment", "access_rights", "public"),
        ("contactPointAvailability", "contact", "data@ville.example"),
        ("publisherAvailability", "publisher", "Mairie"),
        ("rightsAvailability", "rights", "libre"),
        ("byteSizeAvailability", "byte_size", 0),
        ("dateIssuedAvailability", "issued", SEEN),
        ("dateModifiedAvailability", "modified", SEEN),
    ],
)
def test_a_metric_is_met_once_its_field_is_stated(metric, field, value):
    assert answer(metric, Metadata()).status == "not_met"
    assert answer(metric, replace(Metadata(), **{field: value})).status == "met"


@pytest.mark.parametrize(
    ("metric", "field", "value"),
    [
        ("keywordAvailability", "keywords", (" ",)),
        ("formatMediaTypeNonProprietary", "format", "xlsx"),
        ("formatMediaTypeMachineInterpretable", "format", "pdf"),
        ("knownLicence", "licence", "à nous"),
        ("accessRightsVocabularyAlignment", "access_rights", "ouvert"),
    ],
)
def test_a_metric_is_not_met_by_just_any_word(metric, field, value):
    assert answer(metric, replace(Metadata(), **{field: value})).status == "not_met"


@pytest.mark.parametrize(
    ("format_", "media_type", "status"),
    [
        ("csv", "text/csv", "met"),
        ("csv", "", "not_met"),
        ("csv", "application/x-csv", "not_met"),
        ("csv", "application/vnd.nobody", "unknown"),
        ("tableau", "text/csv", "not_met"),
        ("tableau", "application/vnd.nobody", "not_met"),
    ],
)
def test_format_and_media_type_must_both_be_listed(format_, media_type, status):
    said = Metadata(format=format_, media_type=media_type)

    assert answer("formatMediaTypeVocabularyAlignment", said).status == status


LINKS = ("accessUrlStatusCode", "downloadUrlAvailability", "downloadUrlStatusCode")


@pytest.mark.parametrize(
    ("access_url", "download_url", "statuses"),
    [
        ("", "", ("met", "unknown", "unknown")),
        (URL, "", ("met", "not_met", "not_met")),
        (URL, URL, ("met", "met", "met")),
        ("", URL, ("met", "met", "met")),
        (OTHER, URL, ("unknown", "met", "met")),
        (URL, OTHER, ("met", "met", "unknown")),
    ],
)
def test_only_the_link_that_was_tested_is_known_to_answer(access_url, download_url, statuses):
    said = Metadata(access_url=access_url, download_url=download_url)

    assert tuple(answer(metric, said).status for metric in LINKS) == statuses


@pytest.mark.parametrize(
    ("access", "status", "reason"),
    [
        (SERVED, "met", ""),
        (Access(url="https://a.example", final_url=URL), "met", ""),
        (Access(url=URL, outcome="too_large", status=200), "met", ""),
        (Access(url=URL, outcome="http_status", status=404), "not_met", ""),
        (Access(url=URL, outcome="dns_failed"), "not_met", ""),
        (Access(url=URL, outcome="http_status", status=503), "unknown", "http_status"),
        (None, "unknown", "local_file"),
    ],
)
def test_a_link_answers_or_does_not_or_could_not_be_tried(access, status, reason):
    given_ = answer(LINKS[2], WHOLE, access=access, gaps={"access": "local_file"})

    assert (given_.status, given_.reason) == (status, reason)


@pytest.mark.parametrize("metric", LINKS)
def test_without_a_link_to_test_it_is_unknown(metric):
    assert answer(metric, Metadata(), access=None).status == "unknown"
    said = Metadata(access_url=URL)
    assert answer(LINKS[1], said, access=None).facts["url"] == URL


@pytest.mark.parametrize(
    ("metric", "fact", "file", "shown"),
    [
        ("formatAvailability", "seen", File(format="csv"), "CSV"),
        ("formatAvailability", "seen", None, "—"),
        ("mediaTypeAvailability", "expected", File(format="csv"), "text/csv"),
        ("mediaTypeAvailability", "expected", File(format="png", media_type="image/png"), "image/png"),
        ("mediaTypeAvailability", "expected", None, "—"),
        ("byteSizeAvailability", "bytes", File(bytes=4242), 4242),
        ("byteSizeAvailability", "bytes", None, "—"),
    ],
)  # fmt: skip
def test_the_advice_names_what_was_seen(metric, fact, file, shown):
    assert answer(metric, Metadata(), file=file).facts[fact] == shown


def test_of_several_files_the_best_counts_and_for_interoperability_the_best_there():
    pdf = replace(WHOLE, format="pdf", media_type="application/pdf")
    csv = replace(WHOLE, download_url="", byte_size=None)
    both = [Evidence(seen_at=SEEN, access=SERVED, metadata=said) for said in (pdf, csv)]
    forecast = foretell(*both)
    gained = {mark.metric.id for mark in forecast.marks if mark.points}

    assert {"formatMediaTypeMachineInterpretable", "downloadUrlStatusCode"} <= gained
    assert forecast.points == 375
    assert max(foretell(one).points for one in both) < 375


def test_a_file_without_metadata_adds_nothing():
    one = Evidence(seen_at=SEEN, access=SERVED, metadata=WHOLE)

    assert foretell(one, Evidence(seen_at=SEEN)) == foretell(one)
