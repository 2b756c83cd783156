"""What the values of a column stand for: SIRET, postcode, latitude … from the label and a sample."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from app.table.frformat_checks import is_commune_code, is_postcode
from app.table.names import words
from app.table.sirene import is_siren, is_siret

_MOST = 0.8
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
_URL = re.compile(r"https?://\S+")
_PHONE = re.compile(r"(?:(?:\+|00)33[\s.]?(?:\(0\))?|0)[1-9](?:[\s.\-]?[0-9]{2}){4}")
_RNA = re.compile(r"W[0-9A-Z]{9}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_POINT = re.compile(r"\[?-?[0-9]{1,3}\.[0-9]+\s*,\s*-?[0-9]{1,3}\.[0-9]+\]?")
_NUMERIC = frozenset({"integer", "number"})
_YEARS = (1800.0, 2100.0)


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


_BY_VALUES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("siret", is_siret),
    ("email", _matches(_EMAIL)),
    ("url", _matches(_URL)),
    ("rna", _matches(_RNA)),
    ("uuid", _matches(_UUID)),
    ("coordinates", _matches(_POINT)),
    ("phone", _matches(_PHONE)),
)
"""Meanings that values alone give away."""
_BY_LABEL: tuple[tuple[str, frozenset[str], Callable[[str], bool]], ...] = (
    ("siren", frozenset({"siren"}), is_siren),
    ("insee", frozenset({"insee", "cog", "codgeo", "depcom", "commune"}), is_commune_code),
    ("postcode", frozenset({"postal", "cp", "codepostal", "postcode"}), is_postcode),
)
"""Meanings that many numbers could have: the label must say so too."""
_AMOUNT = frozenset(
    "montant prix cout budget subvention depense recette tarif credit euro ht ttc".split()  # noqa: SIM905 # reads better
)
_SHARE = frozenset({"pourcentage", "taux", "part", "ratio"})
CODES = frozenset({"siret", "siren", "insee", "postcode", "phone"})
"""Meanings whose values are texts even where they are made of digits."""


def meaning_of(
    label: str, field: str, type_: str, sample: Sequence[str], ends: tuple[str, str]
) -> str:
    """Name what a column holds, or ``""``. ``ends`` are its least and greatest value."""
    if type_ in {"date", "datetime"}:
        return "date"
    said = {*words(label), *words(field)}
    for name, test in _BY_VALUES:
        if _mostly(test, sample):
            return name
    for name, hints, test in _BY_LABEL:
        if said & hints and _mostly(test, sample):
            return name
    return _of_numbers(said, ends) if type_ in _NUMERIC else ""


def _mostly(test: Callable[[str], bool], sample: Sequence[str]) -> bool:
    """Tell whether nearly all pass; too many failures end the search."""
    good = len(sample)
    for value in sample:
        good -= not test(value)
        if good < _MOST * len(sample):
            return False
    return bool(sample)


def _of_numbers(said: set[str], ends: tuple[str, str]) -> str:
    least, most = (float(end.replace(",", ".")) for end in ends)
    if said & {"annee", "millesime"} and least >= _YEARS[0] and most <= _YEARS[1]:
        return "year"
    if "lat" in said and least >= -90 and most <= 90:  # noqa: PLR2004
        return "latitude"
    if "lon" in said and least >= -180 and most <= 180:  # noqa: PLR2004
        return "longitude"
    return "amount" if said & _AMOUNT and not said & _SHARE else ""
