"""Our dry run of data.gouv.fr against the ``quality`` blocks of its own recorded answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.collect.metadata import read_metadata
from rules.core.evidence import Evidence
from rules.core.udata_score import CRITERIA, foretell

SEEN = datetime(2024, 6, 5, tzinfo=UTC)
ADDED = "composed by hand: the quality block is that of the dataset with its own four files"
DISAGREE = {
    "v1": {
        "resources_documentation": ("not_met", ADDED),
    },
    "page": {
        "resources_documentation": ("not_met", ADDED),
    },
    "v2": {
        "has_open_format": ("unknown", "API v2 gives a link to the files, not the files"),
        "all_resources_available": ("unknown", "the same"),
        "resources_documentation": ("unknown", "the same"),
    },
}
"""Criterion by criterion, where we differ from the recorded answer, and why."""


@pytest.fixture(scope="module")
def datasets(payload):
    return {
        "v1": payload("udata/api1_dataset_composed.json"),
        "page": payload("udata/api1_datasets_page_composed.json")["data"][0],
        "v2": payload("udata/api2_dataset.json"),
    }


def forecast(dataset):
    return foretell(Evidence(seen_at=SEEN, metadata=read_metadata(dataset)))


@pytest.mark.parametrize("criterion", [criterion.id for criterion in CRITERIA])
@pytest.mark.parametrize("name", list(DISAGREE))
def test_a_criterion_says_what_data_gouv_fr_said(datasets, name, criterion):
    checks = {c.criterion.id: c.answer.status for c in forecast(datasets[name]).checks}
    theirs = datasets[name]["quality"].get(criterion, False)  # absent without a frequency
    expected, _ = DISAGREE[name].get(criterion, ("met" if theirs else "not_met", ""))

    assert checks[criterion] == expected


@pytest.mark.parametrize("name", list(DISAGREE))
def test_their_keys_are_our_criteria(datasets, name):
    theirs = set(datasets[name]["quality"])

    # has_resources is shown and never counted
    assert theirs == {criterion.id for criterion in CRITERIA} | {"has_resources", "score"}


@pytest.mark.parametrize("name", list(DISAGREE))
def test_the_score_is_theirs_but_for_the_criteria_that_differ(datasets, name):
    ours, theirs = forecast(datasets[name]), datasets[name]["quality"]["score"]
    lost = sum(status == "not_met" for status, _ in DISAGREE[name].values())

    assert ours.at_most == pytest.approx(theirs - lost / 9)
