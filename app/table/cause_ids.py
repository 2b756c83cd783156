"""How a SIRET or SIREN went wrong: mostly at the hands of a spreadsheet."""

from __future__ import annotations

import re

from app.table.guess import Guess
from app.table.sirene import is_siren, is_siret

_SIRET, _SIREN = 14, 9
_SCIENTIFIC = re.compile(r"\d{1,14}(?:[.,]\d+)?\s?[eE]\s?\+?\d{1,2}", re.ASCII)
_DECIMALS = re.compile(r"(\d+)[.,]0+", re.ASCII)
_LOST = 3
"""Most leading zeros a spreadsheet can have eaten: identifiers begin with few."""
_ROUNDED = "00000"
_FOURTEEN = re.compile(r"[0-9]{14}", re.ASCII)
_NINE = re.compile(r"[0-9]{9}", re.ASCII)


def wrong_sum(check: str, text: str) -> str:
    """Name the cause where a check refused a text of the right digits; ``""`` for all others."""
    if check == "siret" and _FOURTEEN.fullmatch(text):
        return "siret-rounded" if text.endswith(_ROUNDED) else "siret-checksum"
    return "siren-checksum" if check == "siren" and _NINE.fullmatch(text) else ""


def guess_siret(text: str) -> Guess:
    """Say what is wrong with a text that should be a valid SIRET."""
    text = text.strip()
    if _SCIENTIFIC.fullmatch(text):
        return Guess("siret-excel-scientific")
    decimals = _DECIMALS.fullmatch(text)
    digits = decimals[1] if decimals else _digits(text)
    padded = digits.zfill(_SIRET)
    if is_siret(padded) and len(digits) >= _SIRET - _LOST:
        return Guess(_siret_mend(text, digits, bool(decimals)), padded)
    if len(digits) == _SIRET:
        return Guess(wrong_sum("siret", digits))
    if is_siren(digits):
        return Guess("siret-is-siren")
    return Guess("siret-length" if digits else "siret-other")


def _siret_mend(text: str, digits: str, decimals: bool) -> str:  # noqa: FBT001
    if decimals:
        return "siret-decimal"
    return "siret-spaced" if digits != text and len(digits) == _SIRET else "siret-short"


def guess_siren(text: str) -> Guess:
    """Say what is wrong with a text that should be a valid SIREN."""
    text = text.strip()
    decimals = _DECIMALS.fullmatch(text)
    digits = decimals[1] if decimals else _digits(text)
    padded = digits.zfill(_SIREN)
    if is_siren(padded) and len(digits) >= _SIREN - _LOST:
        whole = len(digits) == _SIREN
        return Guess("siren-spaced" if whole or decimals else "siren-short", padded)
    if is_siret(digits):
        return Guess("siren-is-siret", digits[:_SIREN])
    if len(digits) == _SIREN:
        return Guess(wrong_sum("siren", digits))
    return Guess("siren-length" if digits else "siren-other")


def _digits(text: str) -> str:
    """Keep the digits, where nothing but blanks, points, dashes and a word stands around them."""
    bare = re.sub(r"(?i)^(?:n°\s*)?(?:siret|siren)\s*:?", "", text).strip("'\"’ ")
    kept = re.sub(r"[\s.\-_]", "", bare)
    return kept if kept.isascii() and kept.isdigit() else ""
