"""Each way to go wrong is recognised, and mended only where the field accepts the correction."""

import re

import pytest

from rules.core import (
    causes_contacts,
    causes_dates,
    causes_ids,
    causes_numbers,
    causes_places,
    causes_times,
    causes_values,
)
from rules.core.causes import CAUSES
from rules.core.words import finding_facts, finding_message, finding_title

DATE = {"type": "date"}
NUMBER = {"type": "number"}
INTEGER = {"type": "integer"}
BOOL = {"type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]}
SIRET = {"type": "string", "customCheck": "siret"}
SIREN = {"type": "string", "customCheck": "siren"}
ENUM = {
    "constraints": {
        "enum": ["aide en numéraire", "aide en nature", "aide en nature;aide en numéraire"]
    }
}
INSEE = {"constraints": {"pattern": "^([013-9]\\d|2[AB1-9])\\d{3}$"}}
PHONE = {"customCheck": "phone-number-value"}
ACT = {"customCheck": "nomenclature-acte"}
PLACE = {"type": "geopoint", "customCheck": "french-gps-coordinates"}

CASES = [
    ("date-dmy", DATE, "31/12/2023", "2023-12-31"),
    ("date-dmy", DATE, "31-12-2023", "2023-12-31"),
    ("date-dmy", DATE, "31.12.2023", "2023-12-31"),
    ("date-dmy", DATE, "05/04/2023", "2023-04-05"),
    ("date-dmy", DATE, "31/12/2023 00:00", "2023-12-31"),
    ("date-dmy", {"type": "date", "format": "%d-%m-%Y"}, "31/12/2023", "31-12-2023"),
    ("date-dmy", {"constraints": {"pattern": r"\d{4}-\d{2}-\d{2}"}}, "31/12/2023", "2023-12-31"),
    ("date-mdy", DATE, "12/31/2023", "2023-12-31"),
    ("date-short-year", DATE, "31/12/23", "2023-12-31"),
    ("date-short-year", DATE, "05/04/23", None),
    ("date-separator", DATE, "2023/12/31", "2023-12-31"),
    ("date-separator", DATE, "20231231", "2023-12-31"),
    ("date-with-time", DATE, "2023-12-31 00:00:00", "2023-12-31"),
    ("date-with-time", DATE, "2023-12-31T00:00:00Z", "2023-12-31"),
    ("date-excel-serial", DATE, "45291", "2023-12-31"),
    ("date-text", DATE, "Commission Permanente du 27 février 2023", "2023-02-27"),
    ("date-text", DATE, "1er janvier 2024", "2024-01-01"),
    ("date-text", DATE, "le 31/12/2023", "2023-12-31"),
    ("date-text", DATE, "le 05/04/2023", None),
    ("date-text", DATE, "27 février 2023 ou plus tard", None),
    ("date-text", DATE, "2017-12-12/fin-action", None),
    ("date-several", DATE, "01/01/2023 et 02/02/2023", None),
    ("date-several", DATE, "2023-01-01, 2023-02-02", None),
    ("date-impossible", DATE, "31/02/2023", None),
    ("date-impossible", DATE, "2023-13-45", None),
    ("date-impossible", DATE, "30 février 2023", None),
    ("date-year-only", DATE, "2023", None),
    ("date-year-only", DATE, "2022/2023", None),
    ("date-month-only", DATE, "12/2023", None),
    ("date-other", DATE, "bientôt", None),
    ("datetime-format", {"type": "datetime"}, "31/12/2023 08:30", "2023-12-31T08:30:00"),
    ("datetime-format", {"type": "datetime"}, "31/12/2023 à 8h30", "2023-12-31T08:30:00"),
    ("datetime-no-time", {"type": "datetime"}, "2023-12-31", None),
    ("datetime-other", {"type": "datetime"}, "hier soir", None),
    (
        "datetime-timezone",
        {"type": "datetime", "constraints": {"minimum": "2020-01-01T00:00:00"}},
        "2023-01-01T00:00:00Z",
        None,
    ),
    ("time-format", {"type": "time"}, "8h30", "08:30:00"),
    ("time-format", {"type": "time"}, "08:30", "08:30:00"),
    ("time-other", {"type": "time"}, "25h", None),
    ("year-other", {"type": "year"}, "31/12/2023", "2023"),
    ("year-other", {"type": "year"}, "2022-2023", None),
    ("month-other", {"type": "yearmonth"}, "12/2023", "2023-12"),
    ("number-comma", NUMBER, "1234,5", "1234.5"),
    ("number-comma", NUMBER, ",5", "0.5"),
    ("number-point", {"type": "number", "decimalChar": ","}, "12.5", "12,5"),
    ("number-spaces", NUMBER, "1 000", "1000"),
    ("number-spaces", NUMBER, "1\u00a0234\u00a0567,50", "1234567.50"),
    ("number-spaces", NUMBER, "1\u202f000", "1000"),
    ("number-grouped", NUMBER, "1.234,56", "1234.56"),
    ("number-grouped", NUMBER, "1,234,567.89", "1234567.89"),
    ("number-currency", NUMBER, "12 €", "12"),
    ("number-currency", NUMBER, "1 200,50 euros", "1200.50"),
    ("number-percent", NUMBER, "12 %", None),
    ("number-unit", NUMBER, "12 k€", None),
    ("number-unit", NUMBER, "5 km", None),
    ("number-text", NUMBER, "douze", None),
    ("number-text", NUMBER, "12 13", None),  # two numbers, not 1213
    ("integer-decimal", INTEGER, "12.0", "12"),
    ("integer-decimal", INTEGER, "12,00", "12"),
    ("integer-decimal", INTEGER, "1.000", None),  # one or a thousand?
    ("integer-fraction", INTEGER, "12.5", None),
    ("number-spaces", INTEGER, "1 000", "1000"),
    ("too-small", {"type": "integer", "constraints": {"minimum": 0}}, "-3", None),
    ("too-small", {"type": "date", "constraints": {"minimum": "2020-01-01"}}, "1905-07-15", None),
    ("too-large", {"type": "number", "constraints": {"maximum": 90}}, "4885", None),
    ("percent-not-share", {"type": "number", "constraints": {"maximum": 1}}, "80", "0.8"),
    ("percent-not-share", {"type": "number", "constraints": {"maximum": 1}}, "100", "1"),
    ("percent-not-share", {"type": "number", "constraints": {"maximum": 1}}, "1.5", None),
    ("too-large", {"type": "number", "constraints": {"maximum": 1}}, "2000", None),
    ("siret-excel-scientific", SIRET, "4,991E+13", None),
    ("siret-excel-scientific", SIRET, "7.32829E13", None),
    ("siret-excel-scientific", SIRET, "4991E+13", None),
    ("siret-rounded", SIRET, "22040000000000", None),
    ("siret-rounded", SIRET, "32402138500000.0", None),
    ("siret-short", SIRET, "5420123100013", "05420123100013"),
    ("siren-short", SIREN, "54201231", "054201231"),
    (
        "siret-spaced",
        {**SIRET, "constraints": {"pattern": r"\d{14}"}},
        "732 829 320 00074",
        "73282932000074",
    ),
    ("siret-spaced", SIRET, "732-829-320-00074", "73282932000074"),
    ("siret-spaced", SIRET, "SIRET : 732 829 320 00074", "73282932000074"),
    ("siret-decimal", SIRET, "73282932000074.0", "73282932000074"),
    ("siret-is-siren", SIRET, "732829320", None),
    ("siret-checksum", SIRET, "73282932000075", None),
    ("siret-length", SIRET, "123", None),
    ("siret-other", SIRET, "en cours", None),
    ("siret-is-siren", {"constraints": {"pattern": r"^\d{14}$"}}, "732829320", None),
    ("siren-spaced", SIREN, "732-829-320", "732829320"),
    ("siren-is-siret", SIREN, "73282932000074", "732829320"),
    ("siren-checksum", SIREN, "732829321", None),
    ("siren-length", SIREN, "12", None),
    ("siren-other", SIREN, "abc", None),
    ("enum-near", ENUM, "Aide en numeraire", "aide en numéraire"),
    ("enum-near", ENUM, "Numéraire", "aide en numéraire"),
    ("enum-near", ENUM, "aide en numérairre", "aide en numéraire"),
    ("enum-unknown", ENUM, "prêt", None),
    ("enum-unknown", ENUM, "aide", None),  # could be any of them
    ("boolean-words", BOOL, "VRAI", "oui"),
    ("boolean-words", BOOL, "No", "non"),
    ("boolean-words", {"type": "boolean"}, "oui", "true"),
    ("boolean-other", BOOL, "peut-être", None),
    ("zeros-lost", INSEE, "1015", "01015"),
    ("decimal-tail", INSEE, "38185.0", "38185"),
    ("spaces-inside", INSEE, "38 185", "38185"),
    ("case-differs", INSEE, "2a004", "2A004"),
    ("pattern-mismatch", INSEE, "Grenoble", None),
    ("too-long", {"constraints": {"maxLength": 3}}, "abcd", None),
    ("too-short", {"constraints": {"minLength": 5}}, "abc", None),
    ("zeros-lost", {"constraints": {"minLength": 5, "maxLength": 5}}, "1015", "01015"),
    ("padded-value", DATE, "2023-12-31 ", "2023-12-31"),
    ("padded-value", ENUM, " aide en nature", "aide en nature"),
    ("placeholder-value", DATE, "NC", ""),
    ("placeholder-value", NUMBER, "-", ""),
    ("placeholder-value", {"type": "date", "constraints": {"required": True}}, "néant", None),
    ("placeholder-value", BOOL, "?", ""),
    ("formula-error", NUMBER, "#N/A", None),
    ("formula-error", DATE, "#REF!", None),
    ("formula-error", NUMBER, "Err:502", None),
    ("boolean-other", {**BOOL, "constraints": {"required": True}}, "?", None),
    ("email-bad", {"format": "email"}, "mairie @ville.fr", "mairie@ville.fr"),
    ("email-bad", {"format": "email"}, "mailto:mairie@ville.fr", "mairie@ville.fr"),
    ("email-bad", {"format": "email"}, "mairie", None),
    ("email-several", {"format": "email"}, "a@ville.fr;b@ville.fr", None),
    ("url-no-scheme", {"format": "uri"}, "www.ville.fr", None),
    ("url-bad", {"format": "uri"}, "voir le site", None),
    ("type-other", {"format": "uuid"}, "abc", None),
    ("json-bad", {"type": "array"}, "a, b", None),
    ("json-bad", {"type": "object"}, "a", None),
    ("phone-bad", PHONE, "012345", None),
    ("phone-several", PHONE, "0142764040 / 0142764041", None),
    ("opening-hours-bad", {"customCheck": "opening-hours-value"}, "lundi 9h", None),
    ("nomenclature-slash", ACT, "Finances locales", None),
    ("nomenclature-spaces", ACT, "Finances locales / Subventions", "Finances locales/Subventions"),
    ("nomenclature-unknown", ACT, "Finances/Subventions", None),
    ("year-interval-bad", {"customCheck": "year-interval-value"}, "2023-2024", "2023/2024"),
    ("official-code-unknown", {"customCheck": "code-region"}, "00", None),
    ("zeros-lost", {"customCheck": "code-region"}, "1", "01"),
    ("coordinates-format", {"type": "geopoint"}, "2.35 ; 48.85", "2.35,48.85"),
    ("coordinates-format", {"type": "geopoint", "format": "array"}, "2.35,48.85", "[2.35, 48.85]"),
    ("coordinates-bad", {"type": "geopoint"}, "place de la Mairie", None),
    ("coordinates-swapped", PLACE, "48.85,2.35", "2.35,48.85"),
    ("coordinates-outside", PLACE, "-74,40.7", None),
]


@pytest.mark.parametrize(
    ("cause", "field", "value", "fixed"), CASES, ids=[f"{c[0]}: {c[2]}" for c in CASES]
)
def test_a_wrong_value_is_recognised_and_mended_where_that_is_safe(
    look_at_column, cause, field, value, fixed
):
    outcome = look_at_column([value], field)
    causes = {f.cause for f in outcome.errors}

    assert causes == {cause}
    assert {s.fixed for f in outcome.errors for s in f.samples} == {fixed}
    if fixed:
        assert not look_at_column([fixed], field).errors


@pytest.fixture(scope="module")
def every_finding(look_at_column):
    found = [f for _, field, value, _ in CASES for f in look_at_column([value], field).findings]
    return [*found, *look_at_column([38185], {"type": "string"}, typed=True).findings]


FAMILIES = (
    *causes_values.VALUE_CAUSES,
    *causes_dates.DATE_CAUSES,
    *causes_times.TIME_CAUSES,
    *causes_numbers.NUMBER_CAUSES,
    *causes_ids.ID_CAUSES,
    *causes_contacts.CONTACT_CAUSES,
    *causes_places.PLACE_CAUSES,
)
BY_HAND: set[str] = set()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_finding_is_said_whole_in_every_language(every_finding, lang):
    for finding in every_finding:
        cause, facts = CAUSES[finding.cause], finding_facts(finding)
        fix = cause.fix.say(lang, facts)
        said = [finding_title(finding, lang), finding_message(finding, lang), fix]

        assert all(said)
        assert not re.search(r"\{[a-z]+\}|None", " ".join(said))


def test_every_cause_of_these_families_is_seen_here(every_finding):
    assert {cause.id for cause in FAMILIES} <= {f.cause for f in every_finding} | BY_HAND
