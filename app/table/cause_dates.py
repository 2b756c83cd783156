"""How a date went wrong: day first, Excel serial, in words, impossible … and the date that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from app.table.guess import Guess
from app.table.names import folded

AMBIGUOUS = "date-ambiguous"
"""Day and month could change places: settled by the rest of the column, see :func:`reread`."""
_PAIR = re.compile(
    r"(\d{1,2})\s?([/.\-\s])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?:[ T]\d{1,2}[:hH].*)?", re.ASCII
)
_YEAR_FIRST = re.compile(r"(\d{4})([/.\-\s]?)(\d{1,2})\2(\d{1,2})", re.ASCII)
_ISO_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{1,2}(?::\d{2}){1,2}.*", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})(?:er)?\s+([^\W\d_]{3,9})\.?\s+(\d{4})")
_INSIDE = re.compile(
    r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})(?!\d)", re.ASCII
)
_MONTHS = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fevr", "fev", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
_MONTH_OF = {name: n for n, names in enumerate(_MONTHS, start=1) for name in names}
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 60_000)
"""Excel's numbers for 1954 to 2064."""
_CENTURY_TURN = 50
_LONGEST = 300


def guess_date(text: str, shape: str = "default") -> Guess:
    """Say what is wrong with a text that should be a date written in ``shape``."""
    text = " ".join(text.split())[:_LONGEST]
    for attempt in (_year_first, _pair, _serial, _partial, _words, _several):
        guess = attempt(text)
        if guess is not None:
            return guess._replace(fixed=_written(guess.fixed, shape))
    return Guess("date-other")


def reread(text: str, shape: str, *, day_first: bool) -> str | None:
    """Write an ambiguous date again, its order known."""
    match = _PAIR.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    day, month = (first, second) if day_first else (second, first)
    return _written(_iso(_year(match[4]), month, day), shape)


def _written(fixed: str | None, shape: str) -> str | None:
    if fixed is None or shape in {"default", "any", "%Y-%m-%d"}:
        return fixed
    return date.fromisoformat(fixed).strftime(shape)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004
        return year
    return year + (2000 if year < _CENTURY_TURN else 1900)


def _year_first(text: str) -> Guess | None:
    with_time = _ISO_TIME.fullmatch(text)
    match = _YEAR_FIRST.fullmatch(with_time[1] if with_time else text)
    if match is None:
        return None
    fixed = _iso(int(match[1]), int(match[3]), int(match[4]))
    if fixed is None:
        return Guess("date-impossible")
    return Guess("date-with-time" if with_time else "date-separator", fixed)


def _pair(text: str) -> Guess | None:
    match = _PAIR.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    day_first, month_first = _iso(year, second, first), _iso(year, first, second)
    if len(match[4]) == 2 and (day_first or month_first):  # noqa: PLR2004
        both = day_first and month_first and first != second
        return Guess("date-short-year", None if both else day_first)
    if day_first and month_first and first != second:
        return Guess(AMBIGUOUS, day_first)
    if day_first:
        return Guess("date-dmy", day_first)
    return Guess("date-mdy", month_first) if month_first else Guess("date-impossible")


def _serial(text: str) -> Guess | None:
    match = re.fullmatch(r"(\d{5})(?:[.,]\d+)?", text, re.ASCII)
    if match is None or int(match[1]) not in _SERIALS:
        return None
    return Guess("date-excel-serial", (_SERIAL_ZERO + timedelta(days=int(match[1]))).isoformat())


def _partial(text: str) -> Guess | None:
    """Know a year, or a month of a year: a day is missing, and nobody can guess it."""
    if re.fullmatch(r"(?:19|20)\d{2}(?:[./-](?:19|20)\d{2})?", text, re.ASCII):
        return Guess("date-year-only")
    months = r"(?:19|20)\d{2}[/.-](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[/.-](?:19|20)\d{2}"
    return Guess("date-month-only") if re.fullmatch(months, text, re.ASCII) else None


def _words(text: str) -> Guess | None:
    found = dict(_dates_in_words(text))
    if not found:
        return None
    if len(found) > 1 or _INSIDE.search(text):
        return Guess("date-several")
    ((day, end),) = found.items()
    if day is None:
        return Guess("date-impossible")
    return Guess("date-text", day if end == len(text) else None)


def _dates_in_words(text: str) -> Iterator[tuple[str | None, int]]:
    """Give each date and where it ends: what stands before a date only says what it is of."""
    for match in _WORDS.finditer(text):
        month = _MONTH_OF.get(folded(match[2]))
        if month:
            yield _iso(int(match[3]), month, int(match[1])), match.end()


def _several(text: str) -> Guess | None:
    found = _INSIDE.findall(text)
    if not found:
        return None
    if len(found) > 1:
        return Guess("date-several")
    alone = guess_date(found[0].replace(".", "/"))  # 05/01.2023: else found in itself for ever
    sure = alone.cause != AMBIGUOUS and text.endswith(found[0])
    return Guess("date-text", alone.fixed if sure else None)
