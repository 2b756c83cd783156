"""Update frequencies: the vocabularies portals speak, and the days they allow.

Days are udata's whole-period tolerances (data.gouv.fr), so that a publisher is never held to
more than the national portal asks: “three times a year” allows a year. Shortest period first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rules.core.frequency_words import EVERY, NUMBERS, TIMES, UNITS, WORDS, key, plain
from rules.core.text import Text

_LONGEST = 200
"""Characters; a longer text is no frequency but an essay."""
_HOUR, _MINUTE = 1 / 24, 1 / 1440


@dataclass(frozen=True, slots=True)
class Frequency:
    """One promised frequency. ``id`` is udata's; ``days`` is ``None`` where it promises no date."""

    id: str
    eu: str
    """Code in the EU frequency authority list (``ANNUAL``)."""
    days: float | None
    title: Text
    never: bool = False
    """True where no further update is ever expected (never, not planned, punctual)."""


_ROWS: tuple[tuple[str, str, float | None, str, str], ...] = (
    ("continuous", "UPDATE_CONT", None, "continuous", "en continu"),
    ("oneMinute", "1MIN", _MINUTE, "every minute", "chaque minute"),
    ("fiveMinutes", "5MIN", 5 * _MINUTE, "every five minutes", "toutes les cinq minutes"),
    ("tenMinutes", "10MIN", 10 * _MINUTE, "every ten minutes", "toutes les dix minutes"),
    (
        "fifteenMinutes",
        "15MIN",
        15 * _MINUTE,
        "every quarter of an hour",
        "tous les quarts d’heure",
    ),
    ("thirtyMinutes", "30MIN", 30 * _MINUTE, "every half hour", "toutes les demi-heures"),
    ("hourly", "HOURLY", _HOUR, "hourly", "toutes les heures"),
    ("bihourly", "BIHOURLY", 2 * _HOUR, "every two hours", "toutes les deux heures"),
    ("trihourly", "TRIHOURLY", 3 * _HOUR, "every three hours", "toutes les trois heures"),
    ("twelveHours", "12HRS", 12 * _HOUR, "every twelve hours", "toutes les douze heures"),
    ("severalTimesADay", "CONT", 1, "several times a day", "plusieurs fois par jour"),
    ("threeTimesADay", "DAILY_3", 1, "three times a day", "trois fois par jour"),
    ("semidaily", "DAILY_2", 1, "twice a day", "deux fois par jour"),
    ("daily", "DAILY", 1, "daily", "quotidienne"),
    ("fiveTimesAWeek", "WEEKLY_5", 7, "five times a week", "cinq fois par semaine"),
    ("threeTimesAWeek", "WEEKLY_3", 7, "three times a week", "trois fois par semaine"),
    ("semiweekly", "WEEKLY_2", 7, "twice a week", "deux fois par semaine"),
    ("weekly", "WEEKLY", 7, "weekly", "hebdomadaire"),
    ("biweekly", "BIWEEKLY", 14, "every two weeks", "toutes les deux semaines"),
    ("threeTimesAMonth", "MONTHLY_3", 31, "three times a month", "trois fois par mois"),
    ("semimonthly", "MONTHLY_2", 31, "twice a month", "deux fois par mois"),
    ("monthly", "MONTHLY", 31, "monthly", "mensuelle"),
    ("bimonthly", "BIMONTHLY", 62, "every two months", "tous les deux mois"),
    ("quarterly", "QUARTERLY", 93, "quarterly", "trimestrielle"),
    ("threeTimesAYear", "ANNUAL_3", 365, "three times a year", "trois fois par an"),
    ("semiannual", "ANNUAL_2", 365, "twice a year", "semestrielle"),
    ("annual", "ANNUAL", 365, "yearly", "annuelle"),
    ("biennial", "BIENNIAL", 730, "every two years", "tous les deux ans"),
    ("triennial", "TRIENNIAL", 1095, "every three years", "tous les trois ans"),
    ("quadrennial", "QUADRENNIAL", 1460, "every four years", "tous les quatre ans"),
    ("quinquennial", "QUINQUENNIAL", 1825, "every five years", "tous les cinq ans"),
    ("decennial", "DECENNIAL", 3650, "every ten years", "tous les dix ans"),
    ("bidecennial", "BIDECENNIAL", 7300, "every twenty years", "tous les vingt ans"),
    ("tridecennial", "TRIDECENNIAL", 10950, "every thirty years", "tous les trente ans"),
    ("punctual", "AS_NEEDED", None, "one-off", "ponctuelle"),
    ("irregular", "IRREG", None, "irregular", "irrégulière"),
    ("other", "OTHER", None, "other", "autre"),
    ("notPlanned", "NOT_PLANNED", None, "no update planned", "aucune mise à jour prévue"),
    ("never", "NEVER", None, "never updated", "jamais mise à jour"),
)
_NEVER = frozenset({"punctual", "notPlanned", "never"})

FREQUENCIES: Mapping[str, Frequency] = MappingProxyType(
    {id_: Frequency(id_, eu, days, Text(en, fr), id_ in _NEVER) for id_, eu, days, en, fr in _ROWS}
)
_KNOWN = {
    **WORDS,
    **{key(word): row[0] for row in _ROWS for word in (row[0], row[1], row[3], row[4])},
}
_URI = re.compile(r"^(?:https?://.*[/#]|\w+:)(?P<term>\w+)/?$", re.IGNORECASE)
_REPEAT = re.compile(r"^(?:R\d*/)?P(?P<time>T?)(?P<n>\d+(?:[.,]\d+)?)(?P<unit>[YMWDHS])$")
_EVERY = re.compile(r"^(?:tou(?:te)?s les|chaque|every|each|par|per) (?:(\w+) )?(\w+)$")
_TIMES = re.compile(
    r"^(\w+) fois (?:par|an?|l|per|every|each|chaque|tou(?:te)?s les) (?:(\w+) )?(\w+)$"
)


def parse_frequency(raw: str) -> str:
    """Give the canonical id of a stated frequency, or ``""``: the unknown is never guessed.

    Understands udata ids (old ones too), EU and Dublin Core terms and URIs, ISO 19115 codes,
    the ISO 8601 repeats of DCAT-US, and French or English words in any case and accents.
    """
    stated = raw.strip()
    if len(stated) > _LONGEST:
        return ""
    uri = _URI.match(stated)
    if uri:
        return _KNOWN.get(key(uri["term"]), "")
    repeat = _REPEAT.match(stated.upper())
    if repeat:
        return _repeat(repeat["time"], repeat["n"], repeat["unit"])
    return _KNOWN.get(key(stated), "") or _sentence(plain(stated))


def _repeat(time: str, number: str, unit: str) -> str:
    """Read one ISO 8601 duration: ``M`` is a month, but a minute after ``T``."""
    each = float(number.replace(",", "."))
    return EVERY.get((each, UNITS.get(f"{time}{unit}", "")), "")


def _sentence(words: str) -> str:
    """Read “every two months”, “deux fois par an”, “mise à jour annuelle”."""
    if words and key(words) in _KNOWN:
        return _KNOWN[key(words)]
    times = _TIMES.match(words)
    if times:
        many, each, unit = _number(times[1]), _number(times[2]), UNITS.get(key(times[3]), "")
        return EVERY.get((each, unit), "") if many == 1 else TIMES.get((many, unit, each), "")
    every = _EVERY.match(words)
    return EVERY.get((_number(every[1]), UNITS.get(key(every[2]), "")), "") if every else ""


def _number(word: str | None) -> float:
    """Read a small number, in digits or words; 0 where it is none."""
    if word is None:
        return 1
    return float(word) if word.isdecimal() else NUMBERS.get(word, 0)
