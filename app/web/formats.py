"""How facts are written for a reader: numbers, dates, sizes, and strangers' text made harmless."""

from __future__ import annotations

import math
import unicodedata
from datetime import UTC, datetime

from rules.core.text import Lang, Text, write

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNITS = (("Go", "GB", 1e9), ("Mo", "MB", 1e6), ("ko", "kB", 1e3))
_BYTES = Text(en="{count} bytes", fr="{count} octets")
_TINY = 0.001
"""Below this share (or above its complement) rounding would say none (or all)."""
_MINUS = "\u2212"
_SIGNS = {"\n": "↵", "\r": "↵", "\t": "⇥"}


def when(at: datetime, lang: Lang) -> str:
    """Write an instant, in UTC: 23/11/2026 à 10 h 05 UTC."""
    utc = _utc(at)
    if lang == "fr":
        return f"{utc:%d/%m/%Y} à\u00a0{utc.hour}\u00a0h\u00a0{utc.minute:02d}\u00a0UTC"
    return f"{utc.day}\u00a0{_MONTHS[utc.month - 1]} {utc.year} at\u00a0{utc:%H:%M}\u00a0UTC"


def stamp(at: datetime) -> str:
    """Write an instant for machines (the ``datetime`` attribute), to the second."""
    return f"{_utc(at):%Y-%m-%dT%H:%M:%SZ}"


def points(value: float, lang: Lang, *, signed: bool = False) -> str:
    """Write points with at most one decimal: 6,2; signed: with + or a true minus."""
    shown = write(round(abs(value), 1), lang)
    if not signed:
        return f"{_MINUS}{shown}" if value < 0 else shown
    return f"{_MINUS if value < 0 else '+'}{shown}"


def percent(share: float, lang: Lang) -> str:
    """Write a share 0..1 rounded down to a tenth, so that 100 % always means all of it."""
    gap = "\u00a0" if lang == "fr" else ""
    bounded = min(1.0, max(0.0, share))
    if 0 < bounded < _TINY:
        return f"<\u00a0{write(0.1, lang)}{gap}%"
    return f"{write(math.floor(round(bounded * 1000, 6)) / 10, lang)}{gap}%"


def size(count: int, lang: Lang) -> str:
    """Write a number of bytes in the largest unit that keeps a digit before the comma."""
    for french, english, unit in _UNITS:
        if count >= unit:
            return (
                f"{write(round(count / unit, 1), lang)}\u00a0{french if lang == 'fr' else english}"
            )
    return _BYTES.say(lang, {"count": count})


def visible(text: str, limit: int = 80) -> str:
    """Shorten a stranger's text and show what hides: control, bidi and zero-width characters."""
    cut = text if len(text) <= limit else text[: limit - 1]
    shown = "".join(_shown(c) for c in cut)
    return shown if cut is text else f"{shown}…"


def unhidden(text: str, limit: int = 80) -> str:
    """Remove what hides (category C: control, bidi, surrogates …) and shorten."""
    flat = " ".join(text.split())
    return "".join(c for c in flat if not unicodedata.category(c).startswith("C"))[:limit]


def typeset(text: str, lang: Lang) -> str:
    """Bind French double punctuation to its word, so that no line starts with a colon."""
    if lang == "en":
        return text
    for mark in (" :", " ;", " ?", " !", " »", " %"):
        text = text.replace(mark, "\u00a0" + mark[1])
    return text.replace("« ", "«\u00a0")


def sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def _shown(character: str) -> str:
    if not unicodedata.category(character).startswith(("C", "Zl", "Zp")):
        return character
    return _SIGNS.get(character, f"⟨U+{ord(character):04X}⟩")


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
