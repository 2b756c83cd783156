"""The style sheet: readable in both schemes, in step with the badge, nothing from elsewhere."""

import re
from pathlib import Path

import pytest

from app.web.badge import GRADE_COLORS, GREY, badge_svg
from app.web.pages import STATIC

SHEET = (STATIC / "style.css").read_text(encoding="utf-8")
ROOTS = re.findall(r":root \{(.*?)\n\s*\}", SHEET, re.DOTALL)
LIGHT = dict(re.findall(r"--([\w-]+): (#[0-9a-fA-F]{6})", ROOTS[0]))
DARK = LIGHT | dict(re.findall(r"--([\w-]+): (#[0-9a-fA-F]{6})", ROOTS[1]))
TEXT = [
    *(
        (ink, paper)
        for ink in ("ink", "muted", "accent", "accent-hover", "bad")
        for paper in ("paper", "surface")
    ),
    *(("ink", p) for p in ("soft", "note", "bad-soft")),
    *(("muted", p) for p in ("soft", "note")),
    ("accent", "soft"),
    ("accent-hover", "soft"),
    ("bad", "bad-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    *(("on-dark-grade", f"grade-{g}") for g in "AE"),
    *(("on-light-grade", f"grade-{g}") for g in "BCD"),
]
SHAPES = [(ink, p) for ink in ("edge", "focus", "accent") for p in ("paper", "surface")]


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def full(color):
    return color if len(color) == 7 else "#" + "".join(c * 2 for c in color[1:])


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_text_can_be_read(scheme, ink, paper):
    assert contrast(scheme[ink], scheme[paper]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), [*SHAPES, ("accent", "track")])
def test_lines_and_bars_can_be_seen(scheme, ink, paper):
    assert contrast(scheme[ink], scheme[paper]) >= 3


def test_the_badge_and_the_pages_show_the_same_colours():
    assert {g: LIGHT[f"grade-{g}"] for g in "ABCDE"} == dict(GRADE_COLORS)


@pytest.mark.parametrize("color", [*GRADE_COLORS.values(), GREY])
def test_both_halves_of_a_badge_can_be_read(color):
    drawn = badge_svg("qualité", "B · 78/100", color, "flat-square")
    boxes = re.findall(r'<rect[^>]* fill="(#\w+)"', drawn)
    inks = re.findall(r'<text[^>]* fill="(#\w+)"', drawn)
    assert len(boxes) == len(inks) == 2
    assert all(contrast(full(ink), box) >= 4.5 for ink, box in zip(inks, boxes, strict=True))


def test_contrast_is_computed_as_the_guidelines_do():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_nothing_is_loaded_from_elsewhere():
    for path in (p for p in STATIC.iterdir() if p.is_file()):  # vendor/ is tried in a browser
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|@font-face|url\(", text), path.name


def test_motion_and_print_and_the_dark_are_thought_of():
    for feature in ("prefers-reduced-motion", "prefers-color-scheme: dark", "@media print"):
        assert feature in SHEET


def test_the_only_safe_markup_is_our_own():
    templates = Path(STATIC).parent / "templates"
    for path in templates.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe", text), path.name
        assert "autoescape" not in text, path.name
