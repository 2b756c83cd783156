"""What a text looks like, without a schema: a number, a date, a yes or no … or just text."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})[.,][0-9]{1,17}", re.ASCII)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}\S{0,20}))?", re.ASCII)
_FRENCH = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: ([0-9]{2}:[0-9]{2}\S{0,20}))?", re.ASCII
)
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?", re.ASCII)
_TRUTHS = frozenset({"true", "false", "vrai", "faux", "oui", "non"})
_STARTS = frozenset("0123456789+-")


class Kind(NamedTuple):
    """A Table Schema type, and what its values are compared by."""

    type: str
    sort: float | str


def kind_of(text: str) -> Kind:
    """Recognise one text. Codes with leading zeros are text: as numbers they would lose them."""
    return Kind(*told(text))


def told(text: str) -> tuple[str, float | str]:
    """Do the same for one of very many: type, and what it is compared by."""
    if text[:1] not in _STARTS:
        return ("boolean" if text.casefold() in _TRUTHS else "string", text)
    if text[4:5] == "-":
        return _dated(text) or ("string", text)
    if _INTEGER.fullmatch(text):
        return ("integer", int(text))
    if _NUMBER.fullmatch(text):
        return ("number", float(text.replace(",", ".")))
    return _dated(text) or ("string", text)


def _dated(text: str) -> tuple[str, str] | None:
    iso, french = _ISO.fullmatch(text), _FRENCH.fullmatch(text)
    if iso:
        year, month, day, hour = iso.groups()
    elif french:
        day, month, year, hour = french.groups()
    else:
        return ("time", text) if _TIME.fullmatch(text) else None
    try:
        found = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
    return ("datetime", f"{found}T{hour}") if hour else ("date", found)
