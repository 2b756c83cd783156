"""The badge: a small image with the grade, and shields.io's JSON for those who draw their own.

Conventions: https://shields.io/badges/endpoint-badge (unknown keys are refused there).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from markupsafe import escape

from app.web.formats import unhidden
from rules.core.grading import Grade
from rules.core.text import Lang, Text

BadgeState = Literal["graded", "stale", "not_measured", "not_assessed", "unavailable"]
ShieldsBadge = dict[str, str | int | bool]

GREY = "#6b7478"
GRADE_COLORS: Mapping[Grade, str] = MappingProxyType(
    {"A": "#14743f", "B": "#b5d642", "C": "#f6d038", "D": "#f7a541", "E": "#b3261e"}
)
"""Either dark enough for white text or bright enough for dark text, whoever draws the badge."""
_LABEL = Text(en="data quality", fr="qualité des données")
_MESSAGES: Mapping[BadgeState, Text] = MappingProxyType(
    {
        "graded": Text(en="{grade} · {score}/100", fr="{grade} · {score}/100"),
        "stale": Text(en="{grade} · {score}/100 (older)", fr="{grade} · {score}/100 (ancienne)"),
        "not_measured": Text(en="not measured", fr="non mesurée"),
        "not_assessed": Text(en="not assessed yet", fr="pas encore évaluée"),
        "unavailable": Text(en="unavailable", fr="indisponible"),
    }
)
_WIDTHS = (  # advance of DejaVu Sans at 11 px, measured in Chromium; Verdana is within 3 %
    (3.1, "ijl' ’‘|"),
    (3.5, "IJ,.:;/\\·"),
    (4.3, "()[]tf-r!"),
    (5.6, 'sz?_*"°'),
    (6.1, "ckLF–"),
    (6.7, "aeovxyTYP«»"),
    (7.0, "0123456789bdghnpqu$ES"),
    (7.7, "ABVXZKRC"),
    (8.3, "UNHDG&"),
    (9.0, "OQw#+<=>~"),
    (10.8, "mM%W@—…"),
)
_WIDTH = {character: width for width, group in _WIDTHS for character in group}
_WIDEST = 11.0
_CACHE_SECONDS = 300  # the least that shields.io honours
_BRIGHT = 0.69
"""Above this brightness shields.io too writes dark text."""
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="20" viewBox="0 0 {w} 20"'
    ' role="img" aria-label="{said}"><title>{said}</title>{defs}'
    "<g{clip}>"
    '<rect width="{left}" height="20" fill="#444d50"/>'
    '<rect x="{left}" width="{right}" height="20" fill="{color}"/>'
    "{shine}</g>"
    '<g text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">'
    "{texts}</g></svg>"
)
_DEFS = (
    '<linearGradient id="s" x2="0" y2="100%"><stop offset="0" stop-color="#bbb" stop-opacity=".1"/>'
    '<stop offset="1" stop-opacity=".1"/></linearGradient>'
    '<clipPath id="r"><rect width="{w}" height="20" rx="3" fill="#fff"/></clipPath>'
)


def badge_of(
    grade: Grade | None, score: float | None, state: BadgeState, lang: Lang
) -> tuple[str, str, str]:
    """Give label, message and colour. The score is rounded down: it never belies the letter."""
    if state in {"graded", "stale"} and (grade is None or score is None):
        state = "not_measured"
    facts = {"grade": grade or "", "score": int(score or 0)}
    color = GRADE_COLORS[grade] if grade and state in {"graded", "stale"} else GREY
    return _LABEL.say(lang), _MESSAGES[state].say(lang, facts), color


def badge_json(label: str, message: str, color: str, *, is_error: bool = False) -> ShieldsBadge:
    """Give shields.io's endpoint answer, those keys and no other; it takes no empty message."""
    return {
        "schemaVersion": 1,
        "label": unhidden(label),
        "message": unhidden(message) or "–",
        "color": _color(color),
        "isError": is_error,
        "cacheSeconds": _CACHE_SECONDS,
    }


def badge_svg(label: str, message: str, color: str, style: str = "flat") -> str:
    """Draw a badge, 20 px high. Same arguments, same bytes; an unknown style is drawn flat."""
    label, message, color = unhidden(label), unhidden(message) or "–", _color(color)
    left, right = _box(label) if label else 0, _box(message)
    flat = style != "flat-square"
    texts = _text(label, left / 2, "#fff", shadow=flat) if label else ""
    texts += _text(message, left + right / 2, _ink(color), shadow=flat)
    return _SVG.format(
        w=left + right,
        left=left,
        right=right,
        color=color,
        said=escape(f"{label}: {message}" if label else message),
        defs=_DEFS.format(w=left + right) if flat else "",
        clip=' clip-path="url(#r)"' if flat else ' shape-rendering="crispEdges"',
        shine=f'<rect width="{left + right}" height="20" fill="url(#s)"/>' if flat else "",
        texts=texts,
    )


def _text(text: str, middle: float, ink: str, *, shadow: bool) -> str:
    common = f'x="{middle:g}" textLength="{_width(text):g}" lengthAdjust="spacingAndGlyphs"'
    below = "#010101" if ink == "#fff" else "#ccc"
    under = (
        f'<text aria-hidden="true" {common} y="15" fill="{below}" fill-opacity=".3">'
        f"{escape(text)}</text>"
    )
    return f'{under if shadow else ""}<text {common} y="14" fill="{ink}">{escape(text)}</text>'


def _box(text: str) -> int:
    return round(_width(text)) + 12


def _width(text: str) -> float:
    """Estimate the width in px; accents are free, what is not in the table is as wide as an M."""
    plain = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return round(sum(_WIDTH.get(c, _WIDEST) for c in plain), 1)


def _color(color: str) -> str:
    return color if re.fullmatch(r"#[0-9a-f]{6}", color) else GREY


def _ink(color: str) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    bright = (0.299 * red + 0.587 * green + 0.114 * blue) / 255
    return "#222" if bright > _BRIGHT else "#fff"
