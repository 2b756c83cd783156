"""What in a cell would name, reach or identify a person, and the same cell with that veiled.

Veiled texts keep their build – separators, lengths, accents, first letters – since what is wrong with
a value is nearly always there: ``06.12.34.56`` becomes ``06.••.••.••``, and is still two digits short.
"""

from __future__ import annotations

import re

DOT = "•"
_MAIL = re.compile(
    r"(?<![\w.+-])([\w+-])[\w.+-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.([A-Za-z]{2,24})\b"
)
_PHONE = re.compile(
    r"(?<![\w.,+/-])(?:(?:\+|00)33[ .-]?(?:\(0\))?[ .-]?|0)[1-9](?:[ .\u00a0\u202f-]?[0-9]{2}){4}(?![\w/]|[.,][0-9])"
    r"|(?<![\w.,+/-])\+[1-9][0-9]{0,2}(?:[ .-]?\(?[0-9]{1,4}\)?){2,6}(?![\w/]|[.,][0-9])"
)
_NIR = re.compile(
    r"(?<!\w)([1-478]) ?([0-9]{2}) ?([0-9]{2}) ?(2[ABab]|[0-9]{2}) ?([0-9]{3}) ?([0-9]{3}) ?([0-9]{2})(?!\w)"
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_JOINTS = frozenset(" \t\n\u00a0-\u2019'._@/,;:|()[]\"")
"""What stands before the first letter of a word."""
_FEW_DIGITS = 8
"""A number abroad has no fewer; anything shorter is a figure with a plus sign."""
_CORSICA = {"2A": "19", "2B": "18"}
"""What stands for Corsica in the computation of the key."""


def masked(text: str) -> str:
    """Veil e-mail addresses, telephone numbers, IBANs and social security numbers in any text."""
    if "@" in text:
        text = _MAIL.sub(lambda found: f"{found[1]}…@….{found[2]}", text)
    if sum(map(str.isdigit, text)) < _FEW_DIGITS:
        return text
    text = _NIR.sub(lambda found: _ends(found[0], 1, 0) if _is_nir(found) else found[0], text)
    text = _IBAN.sub(lambda found: _ends(found[0], 4, 2) if _is_iban(found[0]) else found[0], text)
    return _PHONE.sub(_phone, text)


def veiled(text: str) -> str:
    """Veil a cell of a column that is about persons, whatever stands in it."""
    if any(shape.fullmatch(text.strip()) for shape in (_MAIL, _PHONE, _NIR, _IBAN)):
        return masked(text)
    written, digits, before = [], 0, " "
    for character in text:
        keep = not character.isalnum() or not character.isascii()
        if character.isdigit():
            digits += 1
            keep = digits <= 2  # noqa: PLR2004 # enough to tell a century, a trunk code, a county
        elif before in _JOINTS:
            keep = True
        written.append(character if keep else DOT)
        before = character
    return "".join(written)


def _phone(found: re.Match[str]) -> str:
    text = found[0]
    if sum(map(str.isdigit, text)) < _FEW_DIGITS:
        return text
    return _ends(text, 3 if text.startswith(("+", "00")) else 2, 2)


def _ends(text: str, first: int, last: int) -> str:
    """Keep so many letters and figures at both ends, and every separator."""
    places = [at for at, character in enumerate(text) if character.isalnum()]
    hidden = frozenset(places[first : len(places) - last])
    return "".join(DOT if at in hidden else c for at, c in enumerate(text))


def _is_nir(found: re.Match[str]) -> bool:
    """Check a social security number by its key (97 less the rest of a division by 97)."""
    sex, year, month, county, town, order, key = found.groups()
    county = _CORSICA.get(county.upper(), county)
    number = int(f"{sex}{year}{month}{county}{town}{order}")
    return 97 - number % 97 == int(key)


def _is_iban(text: str) -> bool:
    """Check an IBAN by its remainder (ISO 13616)."""
    plain = text.replace(" ", "")
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1
