"""What a clerk and an engineer find on a report."""

import pytest

from app.web.columns_view import MOST_COLUMNS
from app.web.pages import report_page
from app.web.report_view import FIRST_FIXES, MOST_FINDINGS
from app.web.shapes import ProfileShape, ResourceShape
from app.web.shapes_dataset import LeftOutShape, ResourceItemShape


@pytest.fixture
def text_of(page_of, read):
    def text(name, lang):
        return plain(read(page_of(name, lang)).text)

    return text


def plain(text):
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "fr",
            [
                "78,4 / 100",
                "Mesuré : 94,2 % de la note",
                "À faire en premier Dates écrites jour d’abord (dateConvention)",
                "+6,2 points",
                "+1,4 point nouvelle note Note A",
                "Gain connu après correction",
                "Documentation : +8 points",
                "Le plus court chemin vers la note A",
                "Tant que la fréquence de mise à jour est inconnue",
                "Lignes sans aucune erreur : 1 698 sur 2 042.",
                "312 sur 2 042",
                "30 février 2024 à corriger à la main",
                "(vide)",
                "La moins remplie : « idRAE » (0 %).",
                "265 points sur 405 (Good)",
                "412,9 ko (412 873 octets)",
                "point-virgule (;)",
                "23/11/2026 à 10 h 05 UTC (ce rapport)",
                "Non mesuré Aucune suite d’attentes",
            ],
        ),
        (
            "en",
            [
                "78.4 / 100",
                "Measured: 94.2% of the grade",
                "To do first Dates written day first (dateConvention)",
                "+6.2 points",
                "new grade Grade A",
                "Rows without any error: 1,698 of 2,042.",
                "412.9 kB (412,873 bytes)",
                "semicolon (;)",
                "23 November 2026 at 10:05 UTC (this report)",
            ],
        ),
    ],
)
def test_a_good_report_says_what_a_reader_needs(text_of, lang, said):
    text = text_of("good", lang)
    assert [s for s in said if plain(s) not in text] == []


def test_the_verdict_comes_before_everything_else(text_of):
    text = text_of("good", "fr")
    order = ["78,4 / 100", "À faire en premier", "Ce qu’il faut corriger", "Empreinte SHA-256"]
    found = [text.index(s) for s in order]
    assert found == sorted(found)


@pytest.mark.parametrize(("lang", "none"), [("fr", "Non noté"), ("en", "Not graded")])
def test_no_grade_is_said_with_its_reason_and_is_no_bad_grade(page_of, text_of, lang, none):
    text, html = text_of("ungraded", lang), page_of("ungraded", lang)
    assert none in text
    assert "0 / 100" not in text
    assert "step-E on" not in html
    assert "step-E blank" in html
    assert html.count('class="void"') == 5


def test_a_bad_grade_is_shown_as_such(page_of, text_of):
    assert "step-E on" in page_of("bad", "fr")
    assert "0 / 100" in text_of("bad", "fr")


@pytest.mark.parametrize("name", ["bad", "ungraded"])
def test_one_reason_is_not_said_over_and_over(text_of, name, lang, shape_of):
    reason = shape_of(name, lang).limit_texts[0].text
    assert text_of(name, lang).count(plain(reason)) == 2  # the verdict, and the list of fixes


def test_a_dataset_without_title_is_called_by_its_file(page_of, read):
    assert "<bdi>subventions-2025.csv</bdi></h1>" in page_of("ungraded", "fr")


def test_a_published_file_can_be_checked_again_with_the_same_order(page_of, read):
    links = [a["href"] for a in read(page_of("bad", "fr")).all("a")]
    wanted = "/?url=https%3A%2F%2Fdata.commune-exemple.fr%2Fexports%2Fsubventions-2025.csv&lang=fr"
    assert wanted in links
    assert not [
        h for h in (a["href"] for a in read(page_of("dropped", "fr")).all("a")) if "/?url" in h
    ]


def test_a_suggestion_leads_to_the_rows_behind_it(page_of, read):
    html = page_of("good", "fr")
    fix = html.split('id="fix-f1"')[1].split("</li>")[0]
    anchor = fix.split('href="#finding-')[1].split('"')[0]
    assert f'id="finding-{anchor}">Dates écrites jour' in html


def test_the_gravest_findings_come_first(read, page_of):
    articles = [a["class"] for a in read(page_of("good", "fr")).all("article")]
    assert articles == ["finding finding-error", "finding finding-error", "finding finding-warning"]


def test_the_plan_lists_its_fixes(page_of):
    plan = page_of("good", "fr").split('class="plan')[1].split("</ol>")[0]
    assert [f'href="#fix-f{n}"' in plan for n in (1, 2, 3, 4)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("language", "part"),
    [
        ("Markdown", "[![qualité des données](http://127.0.0.1:8000/badge.svg?url=https%3A%2F%2F"),
        ("HTML", '<a href="http://127.0.0.1:8000/datasets/a94f"><img src="http://'),
        ("reStructuredText", ".. image:: http://127.0.0.1:8000/badge.svg"),
        ("AsciiDoc", "image:http://127.0.0.1:8000/badge.svg"),
    ],
)
def test_the_badge_can_be_pasted_anywhere(read, page_of, language, part):
    text = read(page_of("good", "fr")).text
    assert part in text[text.index(language) :]


def test_the_badge_on_the_page_comes_from_the_page_itself(read, page_of, lang):
    image = read(page_of("good", lang)).all("img")[0]
    assert image["src"].startswith("/badge.svg?url=")
    assert image["src"].endswith(f"lang={lang}")
    assert image["alt"].endswith("B · 78/100")


@pytest.mark.parametrize("name", ["dropped", "alone"])
def test_without_a_service_nothing_points_at_it(read, page_of, name):
    tree = read(page_of(name, "fr"))
    assert tree.all("img") == []
    assert not [a for a in tree.all("a") if "127.0.0.1" in a["href"]]


def test_a_standalone_report_needs_no_other_file(read, page_of):
    tree = read(page_of("alone", "fr"))
    assert (tree.all("link"), tree.all("script")) == ([], [])
    assert not [a for a in tree.all("a") if a["href"].startswith("/")]


def test_many_fixes_fold_and_many_findings_are_counted(shape_of, read):
    shape = shape_of("good", "fr")
    many = shape.model_copy(
        update={
            "findings": shape.findings * 30,
            "suggestions": [
                shape.suggestions[0].model_copy(update={"id": f"s{n}"}) for n in range(20)
            ],
            "profile": ProfileShape(columns=shape.profile.columns * 20),
        }
    )
    html = report_page(many, (), "fr")
    tree = read(html)
    assert tree.faults == []
    assert len(tree.all("article")) == MOST_FINDINGS
    assert f"Autres suggestions\u00a0: {20 - FIRST_FIXES}" in html
    assert f"dans le JSON\u00a0: {90 - MOST_FINDINGS}." in html
    assert f"dans le JSON\u00a0: {320 - MOST_COLUMNS}." in html


def test_unknown_facts_are_said_to_be_unknown(shape_of, read):
    shape = shape_of("good", "fr")
    bare = shape.model_copy(update={"resource": ResourceShape(url="https://a.fr/x")})
    html = report_page(bare, (), "fr")
    assert html.count("inconnu</span>") == 9
    assert "skyline" not in html  # without the number of rows there is no share to draw


def test_the_first_rows_are_listed_and_the_others_counted(shape_of, read):
    shape = shape_of("good", "fr")
    rows = list(range(1001, 1041))
    finding = shape.findings[0].model_copy(update={"rows": rows, "samples": [], "count": 618})
    html = report_page(shape.model_copy(update={"findings": [finding]}), (), "fr")
    assert plain("Lignes : 1 001, 1 002,") in plain(read(html).text)
    assert plain("1 030 …") in plain(read(html).text)
    assert plain("1 031") not in plain(read(html).text)


def test_several_resources_are_all_listed(shape_of, read):
    shape = shape_of("good", "fr")
    files = [
        ResourceItemShape(id="i", assessment=f"a{n}", url=f"https://a.fr/{n}.csv", grade=g, score=s)
        for n, g, s in ((1, "A", 95.0), (2, None, None))
    ]
    left = [LeftOutShape(url="", title="Guide", reason="documentation", reason_text="un guide")]
    changes = {"resource": None, "resources": files, "left_out": left}
    text = plain(read(report_page(shape.model_copy(update=changes), (), "fr")).text)
    assert "1.csv https://a.fr/1.csv Note A 95" in text
    assert "2.csv https://a.fr/2.csv –Non noté Non mesuré" in text
    assert "Non évalués : 1 Guide – Un guide" in text


@pytest.mark.parametrize(
    ("facts", "content", "extent"),
    [
        ({"type": "number", "minimum": "0", "maximum": "48"}, "nombre", "0 à 48"),
        ({"type": "number", "minimum": "5", "maximum": "5"}, "nombre", "5"),
        ({"type": "string", "min_length": 1, "max_length": 64}, "texte", "1 à 64 caractères"),
        ({"type": "string", "min_length": 14, "max_length": 14}, "texte", "14 caractères"),
        ({"type": "string", "meaning": "siret"}, "numéro SIRET", "–"),
        ({"type": "datetime", "meaning": "date"}, "date et heure", "–"),
        ({"type": "geopoint"}, "geopoint", "–"),
        ({}, "–", "–"),
    ],
)
def test_a_column_says_what_it_holds(shape_of, read, facts, content, extent):
    shape = shape_of("good", "fr")
    nothing = dict.fromkeys(
        ("type", "meaning", "minimum", "maximum", "min_length", "max_length", "distinct")
    )
    column = shape.profile.columns[0].model_copy(update=nothing | {"top": []} | facts)
    one = shape.model_copy(update={"profile": ProfileShape(columns=[column])})
    text = plain(read(report_page(one, (), "fr")).text)
    assert f"100 % 0 … {content} {extent} –" in text


def test_history_is_drawn_from_two_points_on(page_of):
    assert 'class="sparkline"' in page_of("good", "fr")
    assert 'class="sparkline"' not in page_of("first", "fr")
    assert "tendance se verra dès la prochaine" in page_of("first", "fr")
    assert 'id="history"' not in page_of("new", "fr")
