"""How a text went wrong: near an allowed value, against a pattern, no e-mail, no address …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from app.table.cause_dates import guess_date
from app.table.cause_ids import guess_siret
from app.table.expected import Expected
from app.table.guess import Guess
from app.table.names import folded, words

_A_SIRET, _A_SIREN = "73282932000074", "732829320"
_CLOSE = 0.85
_MANY = 2_000
"""Longer lists of allowed values are compared by case and accents only."""
_WORDS_TRUE = frozenset({"oui", "o", "vrai", "yes", "y", "true", "t", "1", "x", "on"})
_WORDS_FALSE = frozenset({"non", "n", "faux", "no", "false", "f", "0", "off"})
_TRUTH, _UNTRUTH = "true", "false"


def guess_enum(text: str, expected: Expected) -> Guess:
    """Find the one allowed value that was meant."""
    allowed = expected.allowed
    plain = folded(text)
    same = [value for value in allowed if folded(value) == plain]
    if len(same) == 1:
        return Guess("enum-near", same[0])
    if len(allowed) > _MANY or not plain:
        return Guess("enum-unknown")
    by_plain = {folded(value): value for value in allowed}
    close = get_close_matches(plain, by_plain, n=2, cutoff=_CLOSE)
    if len(close) == 1:
        return Guess("enum-near", by_plain[close[0]])
    return _enum_by_words(text, allowed)


def _enum_by_words(text: str, allowed: tuple[str, ...]) -> Guess:
    """Take “Numéraire” for “aide en numéraire”: the shortest value that says no less, if one is."""
    said = set(words(text))
    holding = sorted((v for v in allowed if said <= set(words(v))), key=lambda v: len(words(v)))
    if not said or not holding:
        return Guess("enum-unknown")
    alone = len(holding) == 1 or len(words(holding[0])) < len(words(holding[1]))
    return Guess("enum-near", holding[0]) if alone else Guess("enum-unknown")


def guess_boolean(text: str, expected: Expected) -> Guess:
    """Read oui, non, VRAI … as the true and false values that the schema lists."""
    word = folded(text)
    for known, values, usual in (
        (_WORDS_TRUE, expected.true_values, _TRUTH),
        (_WORDS_FALSE, expected.false_values, _UNTRUTH),
    ):
        if word in known or word in map(folded, values):
            return Guess("boolean-words", usual if usual in values else values[0])
    return Guess("boolean-other")


def guess_pattern(text: str, expected: Expected) -> Guess:
    """Try the usual slips one by one until the pattern accepts the text."""
    if "siret" in expected.checks or _wants_siret(expected):
        return guess_siret(text)
    for guess in slips_of(text):
        if guess.fixed is not None and expected.passes(guess.fixed):
            return guess
    day = guess_date(text)
    if day.fixed is not None and expected.passes(day.fixed):
        return day
    return Guess("pattern-mismatch")


def _wants_siret(expected: Expected) -> bool:
    """Tell whether the pattern asks for fourteen digits, and for nothing shorter."""
    shorter = expected.passes(_A_SIREN) or expected.passes("1")
    return expected.passes(_A_SIRET) and not shorter


def slips_of(text: str) -> Iterator[Guess]:
    """Give what a code becomes once a usual slip is undone."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", text)
    yield Guess("spaces-inside", bare)
    yield Guess("spaces-inside", re.sub(r"[\s.\-_/]", "", text))
    whole = re.fullmatch(r"(\d+)[.,]0+", bare)
    if whole:
        yield Guess("decimal-tail", whole[1])
    digits = whole[1] if whole else bare
    if digits.isdigit():
        for zeros in ("0", "00", "000"):
            yield Guess("zeros-lost", zeros + digits)
    for cased in (text.upper(), text.lower(), text.capitalize()):
        yield Guess("case-differs", cased)


def guess_email(text: str) -> Guess:
    """Say what is wrong with an e-mail address."""
    if len(re.findall(r"[^\s@]@[^\s@]", text)) > 1:
        return Guess("email-several")
    bare = re.sub(r"\s", "", text).strip("<>;,.").removeprefix("mailto:")
    return Guess("email-bad", bare.replace("(at)", "@").replace("[at]", "@"))


def guess_url(text: str) -> Guess:
    """Say what is wrong with a web address; the protocol is never guessed."""
    bare = text.strip()
    if re.fullmatch(r"(?i)(?:www\.|[a-z0-9-]+\.(?:fr|com|org|net|eu|bzh)\b)\S*", bare):
        return Guess("url-no-scheme")
    return Guess("url-bad", bare.replace(" ", "%20") if "://" in bare else None)
