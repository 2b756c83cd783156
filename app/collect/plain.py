"""Strangers' words made harmless: no control or direction characters, no endless length."""

from __future__ import annotations

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def plain(text: str, most: int, keep: str = "") -> str:
    """Drop what cannot be seen (but ``keep``) and cut to ``most`` characters."""
    cut = text[: most * 2]
    seen = (c for c in cut if c in keep or unicodedata.category(c) not in _UNSEEN)
    return "".join(seen).strip()[:most]
