"""From evidence to page, nothing by hand: every rule's own examples make a whole report."""

import pytest

from app.web.pages import report_page
from app.web.present import present
from rules import RULES
from rules.core.assessment import conclude

EXAMPLES = [
    pytest.param(evidence, id=f"{rule.id}-{kind}-{n}")
    for rule in RULES
    for kind in ("good", "bad")
    for n, evidence in enumerate(getattr(rule, kind))
]


@pytest.mark.parametrize("evidence", EXAMPLES)
def test_any_evidence_makes_a_whole_page(evidence, lang, read):
    assessment = conclude("https://exemple.fr/menus.csv", evidence, RULES)
    tree = read(report_page(present(assessment, lang, "https://q.example"), (), lang))
    assert tree.faults == []
    assert "{" not in tree.text  # no sentence with a blank left in it
