"""What the report says of the description: its own score, and what two portals would make of it."""

import re

import pytest

from app.web.pages import report_page
from app.web.present import present
from rules import RULES
from rules.core.assessment import conclude
from rules.core.evidence import Access, Evidence, File, Metadata
from rules.core.rule import SEEN

URL = "https://ville.example/budget.csv"
TOLD = Metadata(
    title="Budget", licence="fr-lo", frequency="annual", keywords=("budget",), format="csv"
)
FILE = File(format="csv", media_type="text/csv", bytes=4242, encoding="utf-8")
EVIDENCE = Evidence(seen_at=SEEN, access=Access(url=URL, status=200), file=FILE, metadata=TOLD)


def shape_of(evidence, lang):
    return present(conclude(URL, evidence, RULES), lang)


def plain(text):
    return " ".join(text.split())


@pytest.fixture
def part(read):
    """Give the words of the part, and the page as a tree."""

    def read_part(evidence, lang):
        html = report_page(shape_of(evidence, lang), (), lang)
        section = re.search(
            r'<section aria-labelledby="documentation">.*?</section>', html, re.DOTALL
        )
        return plain(read(section[0]).text), read(html)

    return read_part


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "fr",
            [
                "160 points sur 405 (Suffisant)",
                "240 au plus, avec ce qui n’a pas pu être connu",
                "Critères remplis : 4 sur 9",
                "pour data.europa.eu, critère par critère : 17 sur 23",
                "Thématique Manquant 0 sur 30 Choisissez une thématique",
                "Conformité à DCAT-AP Inconnu 0 à 30",
                "Seul data.europa.eu peut le vérifier",
                "Mots-clés Rempli 30 sur 30 Rien",
                "Indiqué aujourd’hui : fr-lo.",
                "taille mesurée ici : 4 242.",
                "Longueur actuelle : 0.",
                "Fichiers documentés Inconnu",
            ],
        ),
        (
            "en",
            [
                "160 points out of 405 (Sufficient)",
                "240 at most, with what could not be known",
                "Criteria met: 4 of 9",
                "Theme Missing 0 of 30 Choose a theme",
                "Not known 0 to 30",
                "size measured here: 4,242.",
                "Stated now: fr-lo.",
            ],
        ),
    ],
)
def test_both_forecasts_are_told_with_what_to_add(part, lang, said):
    text, _ = part(EVIDENCE, lang)

    for words in said:
        assert plain(words) in text


def test_what_wins_most_comes_first_and_what_is_met_last(part):
    text, _ = part(EVIDENCE, "fr")
    places = [text.index(name) for name in ("Thématique", "Producteur", "DCAT-AP", "Mots-clés")]

    assert places == sorted(places)


def test_each_table_has_a_row_for_each_criterion(part, lang):
    text, tree = part(EVIDENCE, lang)
    html = report_page(shape_of(EVIDENCE, lang), (), lang)
    tables = html.split('<table class="criteria">')[1:]

    assert [table.split("</table>")[0].count('<th scope="row">') for table in tables] == [23, 9]
    assert tree.faults == []
    assert "{" not in text
    assert [a for a in tree.all("a") if a["href"] == "#documentation"]


def test_without_metadata_nothing_is_foretold(part, lang):
    text, tree = part(Evidence(seen_at=SEEN, file=FILE), lang)

    assert "data.europa.eu" not in text
    assert "data.gouv.fr" not in text
    assert tree.faults == []


def test_the_shape_says_the_same(lang):
    said = shape_of(EVIDENCE, lang).documentation

    assert (said.mqa.points, said.mqa.points_at_most, said.mqa.max) == (160, 240, 405)
    assert (said.mqa.rating, said.mqa.rating_at_most) == ("Sufficient", "Good")
    assert sum(d.points for d in said.mqa.dimensions) == said.mqa.points
    assert [d.max for d in said.mqa.dimensions] == [100, 100, 110, 75, 20]
    assert (len(said.mqa.metrics), len(said.udata.criteria)) == (23, 9)
    assert said.udata.score == round(4 / 9, 4)
    assert all((m.text is None) is (m.status == "met") for m in said.mqa.metrics)
    assert all((c.reason is None) is (c.status != "unknown") for c in said.udata.criteria)


def test_without_metadata_both_are_null(lang):
    said = shape_of(Evidence(seen_at=SEEN, file=FILE), lang).documentation

    assert (said.mqa, said.udata) == (None, None)


def test_a_stranger_s_words_stay_words(part, canary, lang):
    told = Metadata(licence=canary, format=canary, access_url=canary, frequency_raw=canary)
    html = report_page(shape_of(Evidence(seen_at=SEEN, file=FILE, metadata=told), lang), (), lang)

    assert canary not in html
    assert "<b id=canary" not in html
