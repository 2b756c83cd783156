"""Update frequencies: every vocabulary is understood, nothing is guessed."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.frequency import FREQUENCIES, parse_frequency
from rules.core.frequency_words import WORDS, key
from rules.core.text import LANGS

EU = "http://publications.europa.eu/resource/authority/frequency/"
DUBLIN_CORE = [
    "triennial",
    "biennial",
    "annual",
    "semiannual",
    "threeTimesAYear",
    "quarterly",
    "bimonthly",
    "monthly",
    "semimonthly",
    "biweekly",
    "threeTimesAMonth",
    "weekly",
    "semiweekly",
    "threeTimesAWeek",
    "daily",
    "continuous",
    "irregular",
]
PAYLOADS = Path(__file__).parents[3] / "shared" / "corpus" / "payloads"


def test_the_table_holds_udatas_forty_values_but_unknown():
    assert len(FREQUENCIES) == 39
    assert "unknown" not in FREQUENCIES
    assert len({f.eu for f in FREQUENCIES.values()}) == 39


def test_the_shortest_period_comes_first():
    days = [f.days for f in FREQUENCIES.values() if f.days is not None]

    assert days == sorted(days)
    assert len(days) == 33, "udata gives 33 of them a delay"


def test_only_what_is_over_for_good_expects_no_update():
    assert {f.id for f in FREQUENCIES.values() if f.never} == {"never", "notPlanned", "punctual"}
    assert all(f.days is None for f in FREQUENCIES.values() if f.never)


@pytest.mark.parametrize(
    ("id_", "days"),
    [
        ("daily", 1),
        ("threeTimesADay", 1),
        ("weekly", 7),
        ("biweekly", 14),
        ("monthly", 31),
        ("quarterly", 93),
        ("semiannual", 365),
        ("annual", 365),
        ("triennial", 1095),
        ("hourly", 1 / 24),
        ("oneMinute", 1 / 1440),
        ("continuous", None),
        ("irregular", None),
    ],
)
def test_the_days_are_those_that_data_gouv_fr_allows(id_, days):
    assert FREQUENCIES[id_].days == days


@pytest.mark.parametrize("frequency", FREQUENCIES.values(), ids=lambda f: f.id)
def test_a_frequency_understands_its_own_id_code_addresses_and_titles(frequency):
    said = [frequency.id, frequency.eu, frequency.id.upper(), frequency.eu.lower()]
    said += [EU + frequency.eu, (EU + frequency.eu).replace("http:", "https:") + "/"]
    said += [frequency.title.say(lang) for lang in LANGS]

    assert {parse_frequency(word) for word in said} == {frequency.id}


@pytest.mark.parametrize("term", DUBLIN_CORE)
def test_dublin_core_is_understood_bare_or_as_an_address(term):
    assert parse_frequency(term) == term
    assert parse_frequency(f"http://purl.org/cld/freq/{term}") == term
    assert parse_frequency(f"freq:{term}") == term


@pytest.mark.parametrize(
    ("old", "id_"),
    [
        ("realtime", "continuous"),
        ("fourTimesADay", "severalTimesADay"),
        ("fortnighly", "biweekly"),
        ("fourTimesAWeek", "other"),
        ("biannual", "semiannual"),
        ("not_planned", "notPlanned"),
        ("daily_2", "semidaily"),
        ("update_cont", "continuous"),
        ("as_needed", "punctual"),
    ],
)
def test_udatas_old_ids_are_understood(old, id_):
    assert parse_frequency(old) == id_


@pytest.mark.parametrize(
    ("repeat", "id_"),
    [
        ("R/P10Y", "decennial"),
        ("R/P4Y", "quadrennial"),
        ("R/P1Y", "annual"),
        ("R/P2M", "bimonthly"),
        ("R/P0.5M", "semimonthly"),
        ("R/P3.5D", "semiweekly"),
        ("R/P1D", "daily"),
        ("R/P2W", "biweekly"),
        ("R/P0.5W", "biweekly"),
        ("R/P6M", "semiannual"),
        ("R/P2Y", "biennial"),
        ("R/P3Y", "triennial"),
        ("R/P0.33W", "threeTimesAWeek"),
        ("R/P0.33M", "threeTimesAMonth"),
        ("R/PT1S", "continuous"),
        ("R/P1M", "monthly"),
        ("R/P3M", "quarterly"),
        ("R/P4M", "threeTimesAYear"),
        ("R/P1W", "weekly"),
        ("R/PT1H", "hourly"),
        ("r/p1y", "annual"),
        ("R5/P1Y", "annual"),
        ("P1M", "monthly"),
        ("R/PT15M", "fifteenMinutes"),
        ("R/P12M", "annual"),
        ("P0,5Y", "semiannual"),
        ("R/P1DT2H", ""),
        ("R/P", ""),
        ("R/P7Y", ""),
        ("R/PT1D", ""),
        ("R/P-1Y", ""),
    ],
)
def test_the_repeats_of_dcat_us_are_understood(repeat, id_):
    assert parse_frequency(repeat) == id_


def test_every_repeat_that_dcat_us_lists_is_understood():
    listed = PAYLOADS / "misc" / "dcat_us_data_json_frequency.json"
    if not listed.exists():
        pytest.skip("the shared corpus is not here")

    assert [r for r in json.loads(listed.read_text("utf-8")) if not parse_frequency(r)] == []


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("Annuelle", "annual"),
        ("ANNUEL", "annual"),
        ("annuelles", "annual"),
        ("  annuelle. ", "annual"),
        ("Mise à jour annuelle", "annual"),
        ("Fréquence : annuelle", "annual"),
        ("Frequency: annual", "annual"),
        ("Fréquence: tous les mois", "monthly"),
        ("chaque année", "annual"),
        ("tous les ans", "annual"),
        ("une fois par an", "annual"),
        ("1 fois par an", "annual"),
        ("par an", "annual"),
        ("yearly", "annual"),
        ("once a year", "annual"),
        ("Annually", "annual"),
        ("every year", "annual"),
        ("tous les mois", "monthly"),
        ("Mensuelle", "monthly"),
        ("Updated monthly", "monthly"),
        ("trimestriel", "quarterly"),
        ("une fois par trimestre", "quarterly"),
        ("4 fois par an", "quarterly"),
        ("every quarter", "quarterly"),
        ("chaque semaine", "weekly"),
        ("Hebdomadaire", "weekly"),
        ("hebdo", "weekly"),
        ("tous les quinze jours", "biweekly"),
        ("tous les 15 jours", "biweekly"),
        ("every other week", "biweekly"),
        ("once every two weeks", "biweekly"),
        ("quotidienne", "daily"),
        ("Quotidienne ou plusieurs fois par jour", "daily"),
        ("Hebdomadaire ou plusieurs fois par semaine", "weekly"),
        ("Mensuelle ou plusieurs fois par mois", "monthly"),
        ("Continuelle", "continuous"),
        ("journalière", "daily"),
        ("tous les jours", "daily"),
        ("twice a day", "semidaily"),
        ("trois fois par jour", "threeTimesADay"),
        ("3x par semaine", "threeTimesAWeek"),
        ("deux fois l’an", "semiannual"),
        ("semestrielle", "semiannual"),
        ("tous les six mois", "semiannual"),
        ("half-yearly", "semiannual"),
        ("bimensuelle", "semimonthly"),
        ("bimestrielle", "bimonthly"),
        ("tous les deux mois", "bimonthly"),
        ("bisannuelle", "biennial"),
        ("biennale", "biennial"),
        ("1 fois tous les 2 ans", "biennial"),
        ("every five years", "quinquennial"),
        ("décennale", "decennial"),
        ("Temps réel", "continuous"),
        ("en continu", "continuous"),
        ("Real-time", "continuous"),
        ("toutes les heures", "hourly"),
        ("Ponctuelle", "punctual"),
        ("As needed", "punctual"),
        ("Irrégulière", "irregular"),
        ("IRRÉGULIER", "irregular"),
        ("As available", "irregular"),
        ("Jamais", "never"),
        ("Jamais mise à jour", "never"),
        ("Aucune mise à jour", "never"),
        ("Will not be refreshed", "never"),
        ("Non planifiée", "notPlanned"),
        ("Autre", "other"),
        ("Semi-annually", "semiannual"),
        ("Bi-weekly", "biweekly"),
        (
            "http://inspire.ec.europa.eu/metadata-codelist/MaintenanceFrequency/biannually",
            "semiannual",
        ),
        ("http://purl.org/cld/terms/annual", "annual"),
    ],
)
def test_french_and_english_words_are_understood_in_any_case_and_accents(words, id_):
    assert parse_frequency(words) == id_


@pytest.mark.parametrize(
    "words",
    [
        "",
        "  ",
        "unknown",
        "inconnue",
        "UNKNOWN",
        EU + "UNKNOWN",
        EU + "OP_DATPRO",
        EU,
        "variable",
        "http://purl.org/cld/freq/ThisTermDoesNotExist",
        "https://annual",
        "mensuelle ou annuelle",
        "tous les 45 jours",
        "deux fois par semestre",
        "de temps en temps",
        "2024",
        "an",
        "fois",
        "tous les",
        "mise à jour",
        "aucune",
        "janvier",
        "0 fois par an",
        "une fois",
        "%",
        "é",
        "tous les ans sauf 2020",
        "annual" * 50,
        "trente fois par an",
        "every zzz",
        "1",
        "R/",
    ],
)
def test_the_unknown_is_never_guessed(words):
    assert parse_frequency(words) == ""


def test_no_word_means_two_things():
    for frequency in FREQUENCIES.values():
        for word in (frequency.id, frequency.eu, frequency.title.en, frequency.title.fr):
            assert WORDS.get(key(word), frequency.id) == frequency.id


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=300))
def test_any_text_gives_a_known_id_or_nothing(text):
    assert parse_frequency(text) in {"", *FREQUENCIES}


@pytest.mark.parametrize("text", ["a" * 10**6, "1 " * 10**6, "http://" + "/" * 10**6, " " * 10**6])
def test_an_endless_text_costs_nothing(text):
    started = time.process_time()

    assert parse_frequency(text) == ""
    assert time.process_time() - started < 0.5


def test_every_frequency_met_in_real_portals_answers_is_understood():
    if not PAYLOADS.exists():
        pytest.skip("the shared corpus is not here")
    stated = re.compile(
        r'"(?:accrualPeriodicity|frequency)": ?"([^"]+)"|(http://purl.org/cld/[a-z]+/\w+)'
    )
    met = {
        word
        for path in PAYLOADS.rglob("*.json")
        for pair in stated.findall(path.read_text("utf-8"))
        for word in pair
        if word and "accrualPeriodicity" not in word
    }

    assert met
    assert {word for word in met if not parse_frequency(word)} <= {"unknown"}
