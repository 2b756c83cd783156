"""How a time, a date with time, a year or a month went wrong."""

from __future__ import annotations

import re

from app.table.cause_dates import AMBIGUOUS, guess_date
from app.table.guess import Guess

_HOUR = re.compile(r"(\d{1,2})\s?(?:[:hH]|heures?)\s?(\d{2})?(?::(\d{2}))?(?:\.\d+)?", re.ASCII)
_SPLIT = re.compile(r"(.*?\d)(?:\s+(?:à\s+)?|T)(\d{1,2}\s?[:hH].*)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)", re.ASCII)
_MONTH = re.compile(r"(?:(\d{4})[/.\- ]?(\d{1,2})|(\d{1,2})[/.\- ](\d{4}))", re.ASCII)


def guess_time(text: str) -> Guess:
    """Read 8h30 or 8:30 as 08:30:00."""
    fixed = _time(text)
    return Guess("time-format", fixed) if fixed else Guess("time-other")


def _time(text: str) -> str | None:
    match = _HOUR.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups())
    good = hour < 24 and minute < 60 and second < 60  # noqa: PLR2004
    return f"{hour:02}:{minute:02}:{second:02}" if good else None


def guess_datetime(text: str) -> Guess:
    """Read a date and a time however they are written."""
    match = _SPLIT.fullmatch(text.strip())
    if match is None:
        day = guess_date(text)
        return Guess("datetime-no-time" if day.fixed else "datetime-other")
    day, hour = guess_date(match[1]), _time(match[2])
    if day.fixed is None or hour is None:
        return Guess("datetime-other")
    sure = day.cause != AMBIGUOUS
    return Guess("datetime-format", f"{day.fixed}T{hour}" if sure else None)


def guess_year(text: str) -> Guess:
    """Find the one year in a text."""
    years = set(_YEAR.findall(text))
    return Guess("year-other", years.pop() if len(years) == 1 else None)


def guess_month(text: str) -> Guess:
    """Read 12/2023 as 2023-12."""
    match = _MONTH.fullmatch(text.strip())
    if match is None:
        return Guess("month-other")
    year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
    return Guess("month-other", f"{year}-{int(month):02}")
