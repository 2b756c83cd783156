import json
import xml.etree.ElementTree as ET
from itertools import product

import pytest

from app.web.badge import GRADE_COLORS, GREY, badge_json, badge_of, badge_svg

SVG = "{http://www.w3.org/2000/svg}"
STYLES = ("flat", "flat-square")


@pytest.mark.parametrize(
    ("grade", "score", "state", "french", "english"),
    [
        ("B", 78.4, "graded", "B · 78/100", "B · 78/100"),
        ("B", 89.9, "graded", "B · 89/100", "B · 89/100"),
        ("A", 100.0, "graded", "A · 100/100", "A · 100/100"),
        ("E", 0.0, "graded", "E · 0/100", "E · 0/100"),
        ("C", 60.0, "stale", "C · 60/100 (ancienne)", "C · 60/100 (older)"),
        (None, None, "graded", "non mesurée", "not measured"),
        (None, None, "stale", "non mesurée", "not measured"),
        (None, None, "not_measured", "non mesurée", "not measured"),
        (None, None, "not_assessed", "pas encore évaluée", "not assessed yet"),
    ],
)
def test_the_message_tells_the_state_in_both_languages(grade, score, state, french, english):
    assert badge_of(grade, score, state, "fr")[:2] == ("qualité des données", french)
    assert badge_of(grade, score, state, "en")[:2] == ("data quality", english)


def test_only_a_known_grade_has_a_colour():
    assert [badge_of(g, 50.0, "graded", "fr")[2] for g in "ABCDE"] == list(GRADE_COLORS.values())
    assert badge_of("A", 95.0, "not_measured", "fr")[2] == GREY
    assert badge_of(None, None, "not_assessed", "fr")[2] == GREY


@pytest.mark.parametrize(("style", "color"), list(product(STYLES, [*GRADE_COLORS.values(), GREY])))
def test_every_badge_is_an_image_with_a_name_and_readable_text(style, color):
    root = ET.fromstring(badge_svg("qualité des données", "B · 78/100", color, style))
    assert (root.tag, root.get("height"), root.get("role")) == (f"{SVG}svg", "20", "img")
    assert root.get("aria-label") == root.findtext(f"{SVG}title")
    assert root.get("aria-label") == "qualité des données: B · 78/100"
    texts = [t for t in root.iter(f"{SVG}text") if t.get("aria-hidden") is None]
    assert [t.text for t in texts] == ["qualité des données", "B · 78/100"]
    assert all(float(t.get("textLength")) > 0 for t in texts)


@pytest.mark.parametrize("style", STYLES)
def test_hostile_words_stay_text(style, canary):
    drawn = badge_svg(canary, "x" * 5000 + "]]>", "red;}</style>", style)
    root = ET.fromstring(drawn)
    assert "<script" not in drawn
    assert 'onerror="' not in drawn
    assert "\u202e" not in drawn
    assert {t.tag.removeprefix(SVG) for t in root.iter()} <= {
        *("svg", "title", "linearGradient", "stop", "clipPath", "rect", "g", "text")
    }
    assert all(len(t.text) <= 80 for t in root.iter(f"{SVG}text"))


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "\ufffe", "\u202e\u2066", "", "日本語", "e\u0301"]
)
def test_any_text_gives_well_formed_xml(text):
    ET.fromstring(badge_svg(text, text, GREY).encode())


def test_an_empty_label_leaves_only_the_message():
    root = ET.fromstring(badge_svg("", "A · 95/100", GRADE_COLORS["A"]))
    assert root.get("aria-label") == "A · 95/100"
    assert len([t for t in root.iter(f"{SVG}text") if t.get("aria-hidden") is None]) == 1


def test_the_same_badge_is_the_same_bytes_and_another_is_not():
    assert badge_svg("a", "b", GREY) == badge_svg("a", "b", GREY)
    assert badge_svg("a", "b", GREY) != badge_svg("a", "c", GREY)


def test_an_unknown_style_is_drawn_flat():
    assert badge_svg("a", "b", GREY, "plastic") == badge_svg("a", "b", GREY, "flat")
    assert badge_svg("a", "b", GREY, "flat-square") != badge_svg("a", "b", GREY, "flat")


def test_wider_words_make_a_wider_badge_and_accents_change_nothing():
    def width(text):
        return int(ET.fromstring(badge_svg(text, "x", GREY)).get("width"))

    assert width("mmmm") > width("iiii")
    assert width("qualité") == width("qualite")


def test_widths_use_a_decimal_dot():
    assert "," not in badge_svg("abc", "def", GREY).split("<g text-anchor")[1].split("font-size")[1]


def test_shields_gets_its_keys_and_no_other():
    answer = json.loads(json.dumps(badge_json("qualité\u202e", "", "#14743f")))
    assert answer == {
        "schemaVersion": 1,
        "label": "qualité",
        "message": "–",
        "color": "#14743f",
        "isError": False,
        "cacheSeconds": 300,
    }
    assert badge_json("a", "b", "nope", is_error=True)["isError"] is True
    assert badge_json("a", "b", "nope")["color"] == GREY
