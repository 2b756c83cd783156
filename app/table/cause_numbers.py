"""How a number went wrong: decimal comma, spaces, currency … and the number that it is."""

from __future__ import annotations

import re
from decimal import Decimal

from app.table.guess import Guess

_CURRENCY = re.compile(r"€|\beuros?\b|\beur\b|\$|£", re.IGNORECASE)
_SPACED = re.compile(r"([-+]?)\s?(\d{1,3}(?:[\s'’]\d{3})+)([.,]\d+)?")
_PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?", re.ASCII)
_COMMA = re.compile(r"[-+]?\d*,\d+|[-+]?\d+,", re.ASCII)
_POINTS = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+|[-+]?\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
_COMMAS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+\.\d+|[-+]?\d{1,3}(?:,\d{3}){2,}", re.ASCII)
_THOUSAND = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
"""In whole numbers, “1.000” may be one or a thousand."""
_CLOTHES = (
    (_SPACED, "number-spaces"),
    (_POINTS, "number-grouped"),
    (_COMMAS, "number-grouped"),
    (_PLAIN, ""),
    (_COMMA, "number-comma"),
)
_LONGEST = 60


def guess_number(text: str, decimal_mark: str = ".", *, whole: bool = False) -> Guess:
    """Say what is wrong with a text that should be a number; ``whole``: an integer."""
    text = text.strip()
    if len(text) > _LONGEST or not any(c.isdigit() for c in text):
        return Guess("number-text")
    guess = _guess(text)
    if guess.fixed is None:
        return guess
    if not whole:
        mark = "number-point" if guess.cause == "" else guess.cause
        return Guess(mark, guess.fixed.replace(".", decimal_mark))
    return _whole(text, guess.cause, guess.fixed)


def _whole(text: str, cause: str, fixed: str) -> Guess:
    if _THOUSAND.fullmatch(text):
        return Guess("integer-decimal")
    number = Decimal(fixed)
    if number != number.to_integral_value():  # a remainder would ask for all the digits
        return Guess("integer-fraction")
    return Guess("integer-decimal" if cause in {"", "number-comma"} else cause, str(int(number)))


def _guess(text: str) -> Guess:
    """Read a number in whatever clothes; the cause is empty where it wears none."""
    money = _CURRENCY.sub("", text, count=1).strip()
    if money != text:
        return Guess("number-currency", _bare(money)) if _bare(money) else Guess("number-unit")
    if text.endswith("%"):
        return Guess("number-percent")
    for pattern, cause in _CLOTHES:
        if pattern.fullmatch(text):
            return Guess(cause, _bare(text))
    return Guess("number-unit" if text[0].isdigit() and text[-1].isalpha() else "number-text")


def _bare(text: str) -> str | None:
    """Give the number with a decimal point and no group marks; ``None`` if it is none."""
    spaced = _SPACED.fullmatch(text)
    if spaced:
        text = spaced[1] + re.sub(r"\D", "", spaced[2]) + (spaced[3] or "")
    if _POINTS.fullmatch(text):
        text = text.replace(".", "")
    elif _COMMAS.fullmatch(text):
        text = text.replace(",", "")
    text = text.replace(",", ".").removesuffix(".")
    if text.lstrip("+-").startswith("."):
        text = text.replace(".", "0.", 1)
    return text if _PLAIN.fullmatch(text) else None
