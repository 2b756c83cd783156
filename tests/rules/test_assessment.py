"""An assessment: one address, one verdict, its advice."""

from __future__ import annotations

import pytest

from rules import RULES
from rules.core.assessment import conclude, dataset_id
from rules.core.evidence import Evidence, File, Metadata
from rules.core.rule import SEEN

URL = "https://ville.example/budget.csv"


def test_an_address_keeps_its_id_and_another_gets_another():
    assert dataset_id(URL) == dataset_id(URL)
    assert dataset_id(URL) != dataset_id(URL + "?v=2")
    assert len(dataset_id(URL)) == 32


def test_an_address_that_is_no_text_at_all_has_an_id_too():
    assert dataset_id(URL + "\ud800") != dataset_id(URL + "\udfff")


@pytest.mark.parametrize(
    ("metadata", "file", "title"),
    [
        (Metadata(title="Budget"), File(name="budget.csv"), "Budget"),
        (Metadata(), File(name="budget.csv"), "budget.csv"),
        (None, None, ""),
    ],
)
def test_a_dataset_is_called_by_its_title_else_by_its_file(metadata, file, title):
    evidence = Evidence(seen_at=SEEN, metadata=metadata, file=file)

    assert conclude(URL, evidence, RULES).dataset.title == title


def test_everything_of_an_assessment_comes_from_its_evidence():
    evidence = Evidence(seen_at=SEEN, file=File(format="xls"))
    one, other = conclude(URL, evidence, iter(RULES)), conclude(URL, evidence, RULES)

    assert one.id != other.id
    assert (one.verdict, one.suggestions, one.plan) == (
        other.verdict,
        other.suggestions,
        other.plan,
    )
