"""From a refused value to its cause, and to the right value where the field accepts it.

A proposed value is never shown unless the field itself, with all its constraints and checks,
accepts it: that is what makes a correction safe.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from app.table.cause_dates import guess_date
from app.table.cause_ids import guess_siren, guess_siret
from app.table.cause_numbers import guess_number
from app.table.cause_places import guess_place, guess_point
from app.table.cause_texts import (
    guess_boolean,
    guess_email,
    guess_enum,
    guess_pattern,
    guess_url,
    slips_of,
)
from app.table.cause_times import guess_datetime, guess_month, guess_time, guess_year
from app.table.expected import Expected
from app.table.guess import Guess, is_formula_error, is_placeholder
from app.table.tally import Fault
from rules.core.text import NO_FACTS, Fact

_LISTED = 8
"""Most allowed values spelled out to the reader."""
_SHOWN = 300
_PERCENT = 100
_ZONE = re.compile(r".*(?:Z|[+-]\d{2}:?\d{2})", re.DOTALL)
_Guesser = Callable[[str, Expected], Guess]


def explain(fault: str, code: str, text: str, expected: Expected) -> Fault:
    """Say why a text was refused. ``fault``: ``type``, a constraint, or a custom check's name."""
    guess = _guess(fault, text, expected)
    fixed = guess.fixed
    if fixed is not None and (fixed == text or not expected.passes(fixed)):
        fixed = None
    return Fault(code, guess.cause, fixed, _facts(fault, expected), fault)


def _guess(fault: str, text: str, expected: Expected) -> Guess:
    if is_formula_error(text):
        return Guess("formula-error")
    if is_placeholder(text) and fault not in _BOUNDS:
        return _nothing(fault, text, expected)
    bare = text.strip()
    if bare != text and expected.passes(bare):
        return Guess("padded-value", bare)
    if fault == "type":
        return _BY_TYPE.get((expected.type, expected.format), _by_type)(text, expected)
    return _BY_FAULT.get(fault, _code)(text, expected)


def _nothing(fault: str, text: str, expected: Expected) -> Guess:
    """Say that a text means nothing; only a cell that may stay empty is mended by emptying it."""
    if not expected.constraints.get("required"):
        return Guess("placeholder-value", "")
    if fault == "type" and expected.type == "boolean":
        return guess_boolean(text, expected)
    return Guess("placeholder-value")


def _by_type(text: str, expected: Expected) -> Guess:
    return _ANY_FORMAT.get(expected.type, _other)(text, expected)


def _other(_text: str, _expected: Expected) -> Guess:
    return Guess("type-other")


def _bound(text: str, expected: Expected, cause: str) -> Guess:
    """Name a value out of bounds; a share above 1 is mostly a percentage."""
    if expected.type in {"datetime", "time"} and _ZONE.fullmatch(text):
        return Guess("datetime-timezone")
    try:
        value, most = Decimal(text.strip()), Decimal(str(expected.constraints.get("maximum")))
    except InvalidOperation:
        return Guess(cause)
    if cause == "too-large" and value.is_finite() and most == 1 and 1 < value <= _PERCENT:
        share = format((value / _PERCENT).normalize(), "f")
        return Guess("percent-not-share", share if value >= 2 else None)  # noqa: PLR2004
    return Guess(cause)


def _short(text: str, expected: Expected) -> Guess:
    for guess in slips_of(text):
        if guess.cause == "zeros-lost" and expected.passes(guess.fixed or ""):
            return guess
    return Guess("too-short")


def _code(text: str, expected: Expected) -> Guess:
    """Undo the usual slips of an official code, else call it unknown."""
    for guess in slips_of(text):
        if guess.fixed is not None and expected.passes(guess.fixed):
            return guess
    return Guess("official-code-unknown")


def _phone(text: str, expected: Expected) -> Guess:
    parts = [part for part in re.split(r"[/,;|]|\bou\b", text) if part.strip()]
    if len(parts) > 1 and all(expected.passes(part) for part in parts):
        return Guess("phone-several")
    return Guess("phone-bad")


def _act(text: str, expected: Expected) -> Guess:
    tight = re.sub(r"\s*/\s*", "/", text)
    if expected.passes(tight):
        return Guess("nomenclature-spaces", tight)
    return Guess("nomenclature-unknown" if "/" in text else "nomenclature-slash")


def _interval(text: str, _expected: Expected) -> Guess:
    return Guess("year-interval-bad", re.sub(r"\s*[-–/]\s*", "/", text.strip()))


_BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
_ANY_FORMAT: Mapping[str, _Guesser] = {
    "array": lambda _t, _e: Guess("json-bad"),
    "boolean": guess_boolean,
    "date": lambda t, e: guess_date(t, e.format),
    "datetime": lambda t, _e: guess_datetime(t),
    "geojson": lambda _t, _e: Guess("json-bad"),
    "geopoint": lambda t, e: guess_point(t, e.format),
    "integer": lambda t, e: guess_number(t, e.decimal_mark, whole=True),
    "number": lambda t, e: guess_number(t, e.decimal_mark),
    "object": lambda _t, _e: Guess("json-bad"),
    "time": lambda t, _e: guess_time(t),
    "year": lambda t, _e: guess_year(t),
    "yearmonth": lambda t, _e: guess_month(t),
}
_BY_TYPE: Mapping[tuple[str, str], _Guesser] = {
    ("string", "email"): lambda t, _e: guess_email(t),
    ("string", "uri"): lambda t, _e: guess_url(t),
}
_BY_FAULT: Mapping[str, _Guesser] = {
    "enum": guess_enum,
    "pattern": guess_pattern,
    "minLength": _short,
    "maxLength": lambda _t, _e: Guess("too-long"),
    "minimum": lambda t, e: _bound(t, e, "too-small"),
    "exclusiveMinimum": lambda t, e: _bound(t, e, "too-small"),
    "maximum": lambda t, e: _bound(t, e, "too-large"),
    "exclusiveMaximum": lambda t, e: _bound(t, e, "too-large"),
    "siret": lambda t, _e: guess_siret(t),
    "siren": lambda t, _e: guess_siren(t),
    "phone-number-value": _phone,
    "opening-hours-value": lambda _t, _e: Guess("opening-hours-bad"),
    "nomenclature-acte": _act,
    "year-interval-value": _interval,
    "french-gps-coordinates": lambda t, e: guess_place(t, e.format),
    "coordonnees-gps-francaises": lambda t, e: guess_place(t, e.format),
}


def _facts(fault: str, expected: Expected) -> Mapping[str, Fact]:
    """Give what the reader needs to know of the rule that was broken."""
    if fault == "enum":
        allowed = expected.allowed
        listed = ", ".join(allowed[:_LISTED])[:_SHOWN]
        return {"allowed": listed + ("…" if len(allowed) > _LISTED else "")}
    if fault == "type" and expected.type == "boolean":
        return {"allowed": f"{expected.true_values[0]}, {expected.false_values[0]}"}
    stated = expected.constraints.get(fault)
    if stated is None:
        return NO_FACTS
    if fault == "pattern":
        shown = expected.example and expected.passes(expected.example)
        return {"form": (expected.example if shown else str(stated))[:_SHOWN]}
    return {"limit": stated if isinstance(stated, int | float) else str(stated)[:_SHOWN]}
