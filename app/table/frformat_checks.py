"""Checks of one French value: the names that Validata takes from frformat, old and new spellings.

Each takes text and answers true or false; none raises. Sources: INSEE, La Poste, ISO 3166-1, RNA,
RNB; the checksums are python-stdnum's. Where the official list is too long to keep (communes,
postcodes, cantons), the shape and the département are checked, or the check is not offered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

import opening_hours
import phonenumbers

from app.table.french_codes import COUNTRIES, DEPARTEMENTS, REGIONS, TERRITORIES
from app.table.sirene import is_siren, is_siret

TextCheck = Callable[[str], bool]

_ALIASES = {
    "french-siret-value": "siret",
    "french-siren-value": "siren",
    "nomenclature-actes-value": "nomenclature-acte",
    "numero-departement": "code-departement",
    "code-rna": "rna",
}
WITHOUT_LIST = frozenset({"commune", "canton", "pays"})
"""Known names whose official list is not kept here: nothing is checked, and we say so."""

_HEADINGS = (
    "Commande publique",
    "Urbanisme",
    "Domaine et patrimoine",
    "Fonction publique",
    "Institutions et vie politique",
    "Libertés publiques et pouvoirs de police",
    "Finances locales",
    "Domaines de compétences par thèmes",
    "Autres domaines de compétences",
)
_RNB_LENGTH = 12
_LONGEST = 4096
"""No value of these kinds is longer: what is, fails without being parsed."""


def canonical(name: str) -> str:
    """Give the current spelling of a check's name; deprecated ones are still in schemas."""
    return _ALIASES.get(name, name)


def plain(text: str) -> str:
    """Fold case and accents, as the nomenclature of acts is compared."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


_HEADINGS_PLAIN = frozenset(plain(heading) for heading in _HEADINGS)


def is_act_heading(text: str) -> bool:
    """Accept “heading/anything”: one of nine headings, no blank around the slash."""
    heading, slash, _ = text.partition("/")
    return bool(slash) and "/ " not in text and plain(heading) in _HEADINGS_PLAIN


def is_phone(text: str) -> bool:
    """Accept a number valid in France (short ones too: 115, 3949) or abroad with its +code."""
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return False
    return (
        phonenumbers.is_valid_number_for_region(number, "FR")
        or phonenumbers.is_valid_short_number_for_region(number, "FR")
        or phonenumbers.is_valid_number(number)
    )


def is_opening_hours(text: str) -> bool:
    """Accept the OpenStreetMap syntax of opening hours."""
    return bool(opening_hours.validate(text))


_RNA = re.compile(r"W[0-9A-Z]{9}", re.ASCII)
_RNB = re.compile(r"[0-9A-HJ-KM-NP-TV-Z]{12}", re.ASCII)
_COMMUNE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}", re.ASCII)
_POSTCODE = re.compile(r"[0-9]{5}", re.ASCII)
_STREET = re.compile(r"[0-9A-Z]{2}[0-9]{2}[A-Z]", re.ASCII)
_OVERSEAS = frozenset({"971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988"})
_FIRST_POSTCODES = frozenset(code for code in DEPARTEMENTS if code.isdigit()) | {"20", "98"}


def is_commune_code(text: str) -> bool:
    """Accept five characters that begin with a département (INSEE)."""
    if not _COMMUNE.fullmatch(text):
        return False
    return text[:2] in DEPARTEMENTS or text[:3] in _OVERSEAS


def is_postcode(text: str) -> bool:
    """Accept five digits that begin with a département; Corsica is 20, Monaco and overseas 98."""
    if not _POSTCODE.fullmatch(text):
        return False
    return text[:2] in _FIRST_POSTCODES or text[:3] in _OVERSEAS


def _is_rnb(text: str) -> bool:
    compact = text.replace("-", "").replace(" ", "")
    return len(compact) == _RNB_LENGTH and bool(_RNB.fullmatch(compact))


def _in(names: frozenset[str]) -> TextCheck:
    return names.__contains__


_CHECKS: Mapping[str, TextCheck] = {
    "siret": is_siret,
    "siren": is_siren,
    "rna": lambda text: bool(_RNA.fullmatch(text)),
    "id-rnb": _is_rnb,
    "nomenclature-acte": is_act_heading,
    "code-departement": _in(frozenset(DEPARTEMENTS | TERRITORIES)),
    "departement": _in(frozenset((DEPARTEMENTS | TERRITORIES).values())),
    "code-region": _in(frozenset(REGIONS)),
    "region": _in(frozenset(REGIONS.values())),
    "code-pays-iso2": _in(frozenset(COUNTRIES)),
    "code-pays-iso3": _in(frozenset(COUNTRIES.values())),
    "code-commune-insee": is_commune_code,
    "code-postal": is_postcode,
    "code-fantoir": lambda text: bool(_STREET.fullmatch(text)),
}
OWN_CODES: Mapping[str, TextCheck] = {
    "phone-number-value": is_phone,
    "opening-hours-value": is_opening_hours,
}
"""Checks whose errors bear their own name; those of the others are ``custom-check-error``."""
FORMATS = frozenset(_CHECKS) | frozenset(OWN_CODES)


def passes(name: str, text: str) -> bool:
    """Answer one check (its canonical name) on one text. ``KeyError`` where there is none such."""
    check = _CHECKS.get(name) or OWN_CODES[name]
    try:
        return len(text) <= _LONGEST and check(text)
    except Exception:  # noqa: BLE001 # parsers of strangers' texts: what breaks them is not valid
        return False
