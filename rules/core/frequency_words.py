"""The words in which people and portals state an update frequency, in French and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_ENDINGS = re.compile(r"(?:(?<=n)ne|(?<=l)le|(?<=er)e|(?<=al)e|(?<=e)e|(?<=u)e)?s?$")
_NOISE = re.compile(
    r"\b(?:mis(?:es?)? a jour|actualis(?:ation|ee?)s?|maj|frequence|periodicite|rythme|"
    r"publi(?:cation|ee?)s?|updates?|updated|refreshed|published|frequency|donnees|data|est|is)\b"
)
_CALLED: Mapping[str, str] = {
    "continuous": "realtime|temps réel|en temps réel|continu|continuel|continual|continually|continuously updated",
    "oneMinute": "every minute|minutely",
    "hourly": "horaire",
    "severalTimesADay": "fourTimesADay|pluriquotidien",
    "semidaily": "twice daily|biquotidien|twice a day",
    "daily": "quotidien|journalier|quotidiennement|quotidienne ou plusieurs fois par jour",
    "fiveTimesAWeek": "tous les jours ouvrés|every weekday|every working day",
    "threeTimesAWeek": "trihebdomadaire",
    "semiweekly": "bihebdomadaire|twice weekly",
    "weekly": "hebdomadaire|hebdo|hebdomadairement|hebdomadaire ou plusieurs fois par semaine",
    "biweekly": "fortnightly|fortnighly|bi-weekly|every fortnight|every other week|une semaine sur deux",
    "threeTimesAMonth": "trimensuel",
    "semimonthly": "bimensuel|bi-mensuel|twice monthly|semi-monthly",
    "monthly": "mensuel|mensuellement|mensuelle ou plusieurs fois par mois",
    "bimonthly": "bimestriel|bi-monthly|every other month|un mois sur deux",
    "quarterly": "trimestriel|trimestriellement",
    "threeTimesAYear": "quadrimestriel",
    "semiannual": "biannual|biannually|semestriel|biannuel|bi-annuel|half-yearly|semi-annually|"
    "semiannually|six-monthly|twice yearly",
    "annual": "annuel|annuellement|annually|yearly",
    "biennial": "biennal|bisannuel|every other year|un an sur deux|une année sur deux",
    "triennial": "triennal|trisannuel",
    "quadrennial": "quadriennal",
    "quinquennial": "quinquennal",
    "decennial": "décennal",
    "punctual": "ponctuel|one off|unique|once|une seule fois|au besoin|en cas de besoin|si besoin|"
    "selon les besoins",
    "irregular": "irrégulier|irregularly|as available",
    "other": "autre|fourTimesAWeek",
    "notPlanned": "non planifié|non prévu|pas de mise à jour prévue|aucune mise à jour planifiée",
    "never": "jamais|jamais actualisé|aucune mise à jour|pas de mise à jour|plus mis à jour|"
    "not updated|no updates|will not be refreshed|ne sera plus mis à jour",
}

NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        word: number
        for number, words in {
            1: "un une one",
            2: "deux two other",
            3: "trois three",
            4: "quatre four",
            5: "cinq five",
            6: "six",
            7: "sept seven",
            10: "dix ten",
            12: "douze twelve",
            14: "quatorze fourteen",
            15: "quinze fifteen",
            20: "vingt twenty",
            30: "trente thirty",
        }.items()
        for word in words.split()
    }
)
EVERY: Mapping[tuple[float, str], str] = MappingProxyType(
    {
        (1, "second"): "continuous",
        (1, "minute"): "oneMinute",
        (5, "minute"): "fiveMinutes",
        (10, "minute"): "tenMinutes",
        (15, "minute"): "fifteenMinutes",
        (30, "minute"): "thirtyMinutes",
        (1, "hour"): "hourly",
        (2, "hour"): "bihourly",
        (3, "hour"): "trihourly",
        (12, "hour"): "twelveHours",
        (24, "hour"): "daily",
        (1, "day"): "daily",
        (3.5, "day"): "semiweekly",
        (7, "day"): "weekly",
        (14, "day"): "biweekly",
        (15, "day"): "biweekly",  # “tous les quinze jours” is French for a fortnight
        (30, "day"): "monthly",
        (365, "day"): "annual",
        (0.33, "week"): "threeTimesAWeek",
        (0.5, "week"): "biweekly",  # DCAT-US lists it so, beside R/P2W
        (1, "week"): "weekly",
        (2, "week"): "biweekly",
        (0.33, "month"): "threeTimesAMonth",
        (0.5, "month"): "semimonthly",
        (1, "month"): "monthly",
        (2, "month"): "bimonthly",
        (3, "month"): "quarterly",
        (4, "month"): "threeTimesAYear",
        (6, "month"): "semiannual",
        (12, "month"): "annual",
        (24, "month"): "biennial",
        (1, "quarter"): "quarterly",
        (1, "half"): "semiannual",
        (0.5, "year"): "semiannual",
        (1, "year"): "annual",
        (2, "year"): "biennial",
        (3, "year"): "triennial",
        (4, "year"): "quadrennial",
        (5, "year"): "quinquennial",
        (10, "year"): "decennial",
        (20, "year"): "bidecennial",
        (30, "year"): "tridecennial",
    }
)
"""Every so many units."""
TIMES: Mapping[tuple[float, str, float], str] = MappingProxyType(
    {
        (2, "day", 1): "semidaily",
        (3, "day", 1): "threeTimesADay",
        (2, "week", 1): "semiweekly",
        (3, "week", 1): "threeTimesAWeek",
        (5, "week", 1): "fiveTimesAWeek",
        (2, "month", 1): "semimonthly",
        (3, "month", 1): "threeTimesAMonth",
        (2, "year", 1): "semiannual",
        (3, "year", 1): "threeTimesAYear",
        (4, "year", 1): "quarterly",
        (6, "year", 1): "bimonthly",
        (12, "year", 1): "monthly",
    }
)
"""So many times in so many units: (times, unit, units)."""


def plain(raw: str) -> str:
    """Lower the case, drop accents, signs and the words that only say “updated”."""
    folded = unicodedata.normalize("NFKD", raw).casefold()
    spaced = re.sub(r"[^a-z0-9]+", " ", "".join(c for c in folded if not unicodedata.combining(c)))
    counted = re.sub(r"\bonce\b", "1 fois", re.sub(r"\btwice\b", "2 fois", spaced))
    counted = re.sub(r"(\w+) times?\b|(\d+) ?x\b", lambda m: f"{m[1] or m[2]} fois", counted)
    return " ".join(_NOISE.sub(" ", counted).split())


def key(word: str) -> str:
    """Reduce a term to letters and digits, without accents, gender or plural."""
    folded = unicodedata.normalize("NFKD", word).casefold()
    return _ENDINGS.sub("", re.sub(r"[^a-z0-9]", "", folded))


WORDS: Mapping[str, str] = MappingProxyType(
    {key(word): id_ for id_, words in _CALLED.items() for word in words.split("|")}
)
"""Every term with a meaning of its own, reduced by :func:`key`: the canonical id."""
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "TS": "second",
        "TM": "minute",
        "TH": "hour",
        "D": "day",
        "W": "week",
        "M": "month",
        "Y": "year",
        **{
            key(word): unit
            for unit, words in {
                "minute": "minute",
                "hour": "heure hour",
                "day": "jour day",
                "week": "semaine week",
                "month": "mois month",
                "quarter": "trimestre quarter",
                "half": "semestre",
                "year": "an année year",
            }.items()
            for word in words.split()
        },
    }
)
"""Names of units, ISO 8601 letters included (``TM`` is a minute, ``M`` a month)."""
