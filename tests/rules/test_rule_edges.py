"""The rules whose answer has more sides than their examples show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules import RULES
from rules.core.evidence import (
    Access,
    Column,
    Conformance,
    Evidence,
    ExpectationResult,
    Expectations,
    File,
    Finding,
    Metadata,
    SchemaRef,
    Table,
)
from rules.core.rule import SEEN

BOOK = {rule.id: rule for rule in RULES}
URL = "https://ville.example/budget.csv"
HELD = Conformance(
    schema=SchemaRef(name="scdl/subventions"), cells=90, required_cells=90, keyed_rows=90
)


def asked(rule, **parts):
    return BOOK[rule].measure(Evidence(seen_at=SEEN, **parts))


def found(rule, cause="c", severity="error", **more):
    return Finding(rule=rule, code="c", cause=cause, severity=severity, **more)


@pytest.mark.parametrize(
    ("outcome", "status", "value", "reason"),
    [
        ("ok", 200, 1, None),
        ("http_status", 404, 0, None),
        ("http_status", 410, 0, None),
        ("http_status", 503, None, "http_status"),
        ("http_status", 429, None, "http_status"),
        ("unheard_of", None, None, "unheard_of"),
    ],
)
def test_a_link_is_good_dead_or_unknown(outcome, status, value, reason):
    measured = asked("link_answers", access=Access(url=URL, outcome=outcome, status=status))

    assert (measured.value, measured.reason) == (value, reason)


def test_a_dropped_file_has_no_link_to_judge():
    measured = asked("link_answers", gaps={"access": "local_file"})

    assert (measured.value, measured.reason) == (None, "local_file")


@pytest.mark.parametrize(
    ("stated", "file", "value"),
    [
        ("text/csv", File(format="csv"), 1),
        ("application/csv", File(format="csv"), 1),
        ("text/plain", File(format="csv"), 0.5),
        ("application/octet-stream", File(format="xlsx"), 0.5),
        ("application/vnd.ms-excel", File(format="csv"), 0),
        ("", File(format="csv"), 0),
        ("application/zip", File(format="csv", media_type="application/zip"), 1),
        ("text/plain", File(format="csv", media_type="text/plain"), 0.5),
        ("image/png", File(format="png", media_type="image/png"), 1),
        ("image/png", File(format="weird"), None),
        ("text/html", File(format="html", outcome="not_the_data"), None),
    ],
)
def test_a_media_type_is_right_vague_or_wrong(stated, file, value):
    access = Access(url=URL, media_type=stated)

    assert asked("media_type_matches", access=access, file=file).value == value


@pytest.mark.parametrize("rule", ["media_type_matches", "size_stated"])
def test_a_failed_answer_says_nothing_about_headers(rule):
    access = Access(url=URL, outcome="timeout")

    assert asked(rule, access=access, file=File(format="csv")).reason == "timeout"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("csv", 1),
        ("ods", 1),
        ("geojson", 1),
        ("parquet", 1),
        ("ttl", 1),
        ("xml", 0.8),
        ("xlsx", 0.7),
        ("zip", 0.5),
        ("xls", 0.4),
        ("pdf", 0),
        ("docx", 0),
        ("html", 0),
        ("png", 0),
        ("never-heard-of", 0),
        ("", 0),
    ],
)
def test_formats_are_open_by_degrees(name, value):
    assert asked("format_is_open", file=File(format=name)).value == value


@pytest.mark.parametrize("rule", ["format_is_open", "encoding_is_utf8"])
def test_a_file_that_we_could_not_read_is_not_judged(rule):
    assert asked(rule, file=File(outcome="parse_timeout")).reason == "parse_timeout"


@pytest.mark.parametrize(
    ("causes", "value"),
    [
        ((), 1),
        (("encoding-not-utf8",), 0.3),
        (("encoding-utf16",), 0.3),
        (("encoding-mixed",), 0.5),
        (("mojibake",), 0.5),
        (("encoding-not-utf8", "mojibake"), 0.15),
    ],
)
def test_another_encoding_and_garbled_letters_each_take_their_part(causes, value):
    findings = tuple(found("encoding_is_utf8", c, count=25, of=100) for c in causes)
    measured = asked("encoding_is_utf8", file=File(encoding="windows-1252"), findings=findings)

    assert measured.value == pytest.approx(value)


def test_a_spreadsheet_has_no_encoding():
    assert asked("encoding_is_utf8", file=File(format="xlsx")).reason == "not_text"


@pytest.mark.parametrize(
    ("severities", "value"),
    [((), 1), (("warning",), 0.7), (("error",), 0.4), (("error", "error"), 0.16), (("info",), 1)],
)
def test_each_flaw_of_the_header_takes_its_part(severities, value):
    findings = tuple(found("clean_header", f"c{n}", s) for n, s in enumerate(severities))

    assert asked("clean_header", table=Table(rows=9), findings=findings).value == pytest.approx(
        value
    )


def test_a_total_costs_half_however_long_the_table():
    long = (found("no_totals_row", of=10**6),)

    assert asked("no_totals_row", table=Table(rows=10**6), findings=long).value == pytest.approx(
        0.5, abs=0.001
    )


@pytest.mark.parametrize(
    ("cause", "severity", "value"),
    [
        ("column-missing-required", "error", 0.7),
        ("label-near", "warning", 0.97),
        ("labels-near", "warning", 0.97),
        ("column-missing-optional", "warning", 0.95),
        ("column-extra", "warning", 0.98),
        ("columns-reordered", "warning", 0.98),
        ("something-new", "error", 0.7),
        ("something-new", "warning", 0.97),
        ("something-new", "info", 1),
    ],
)
def test_each_flaw_of_the_columns_has_its_price(cause, severity, value):
    findings = (found("columns_match_schema", cause, severity),)

    assert asked("columns_match_schema", conformance=HELD, findings=findings).value == value


def test_many_columns_in_one_finding_cost_as_much_as_one_by_one():
    together = (found("columns_match_schema", "column-extra", "warning", count=3, of=9),)
    apart = tuple(found("columns_match_schema", "column-extra", "warning", column=c) for c in "abc")

    assert asked(
        "columns_match_schema", conformance=HELD, findings=together
    ).value == pytest.approx(asked("columns_match_schema", conformance=HELD, findings=apart).value)


def test_even_a_wholly_foreign_header_stays_above_zero():
    findings = tuple(
        found("columns_match_schema", "column-missing-required", column=f"c{n}") for n in range(20)
    )

    assert asked("columns_match_schema", conformance=HELD, findings=findings).value > 0


@pytest.mark.parametrize(
    ("severity", "count", "value"),
    [("error", 90, 0.55), ("error", 1, 0.953), ("warning", 90, 0.95), ("info", 90, 1)],
)
def test_a_column_of_bad_cells_takes_its_part(severity, count, value):
    findings = (found("cells_match_schema", severity=severity, column="m", count=count, of=90),)

    assert asked("cells_match_schema", conformance=HELD, findings=findings).value == pytest.approx(
        value, abs=0.001
    )


def test_the_causes_of_one_column_add_up_and_columns_multiply():
    def value(*columns):
        findings = tuple(
            found("cells_match_schema", f"c{n}", column=c, count=45, of=90)
            for n, c in enumerate(columns)
        )
        return asked("cells_match_schema", conformance=HELD, findings=findings).value

    assert value("a", "a") == pytest.approx(0.55)
    assert value("a", "a", "a") == pytest.approx(0.55)
    assert value("a", "b") == pytest.approx(value("a") ** 2)
    assert value("a", "b") < value("a", "a")


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("cells_match_schema", "no_cells"),
        ("keys_are_unique", "no_key"),
        ("required_cells_filled", "no_required_cells"),
    ],
)
def test_what_the_schema_does_not_ask_is_not_measured(rule, reason):
    empty = Conformance(schema=SchemaRef(name="s"))

    assert asked(rule, conformance=empty).reason == reason


def test_required_cells_are_counted_over_all_required_columns():
    findings = (found("required_cells_filled", count=9, of=9),)

    assert asked(
        "required_cells_filled", conformance=HELD, findings=findings
    ).value == pytest.approx(1 - 0.1**0.5)


@pytest.mark.parametrize(
    ("table", "value", "reason"),
    [
        (Table(rows=0), None, "no_rows"),
        (Table(rows=4), None, "no_columns"),
        (
            Table(
                rows=4,
                columns=(
                    Column(position=1, label="a", filled=4, required=True),
                    Column(position=2, label="b", filled=0),
                ),
            ),
            0.75,
            None,
        ),
        (
            Table(
                rows=4,
                columns=(
                    Column(position=1, label="a", filled=4),
                    Column(position=2, label="", filled=0),
                ),
            ),
            0.5,
            None,
        ),
        (Table(rows=4, columns=(Column(position=1, label="a", filled=9),)), 1, None),
    ],
)
def test_an_optional_column_weighs_a_third_of_a_required_one(table, value, reason):
    measured = asked("filled_cells", table=table)

    assert (measured.value, measured.reason) == (value, reason)


def test_the_emptiest_column_is_named():
    columns = (
        Column(position=1, label="a", filled=3),
        Column(position=2, label="b", filled=1),
        Column(position=3, label="c", filled=1),
    )
    facts = asked("filled_cells", table=Table(rows=4, columns=columns)).facts

    assert facts == {"empty": 7, "cells": 12, "column": "b", "holes": 3}


def test_a_table_cut_short_before_its_first_row_is_not_called_empty():
    assert asked("has_rows", table=Table(rows=0, complete=False)).reason == "no_rows"


@pytest.mark.parametrize(
    ("results", "told", "value", "reason"),
    [
        ((), "", None, "no_expectations"),
        ((("a", None, None),), "", None, "no_expectations"),
        ((("a", True, 1.0), ("b", False, 0.5)), "b", 0.75, None),
        ((("a", True, None), ("b", False, None)), "b", 0.5, None),
        ((("a", True, 1.0), ("b", False, 0.5)), "", 1, None),
        ((("a", False, 7.0),), "a", 1, None),
    ],
)
def test_expectations_are_averaged_while_a_finding_tells_of_them(results, told, value, reason):
    suite = Expectations(
        suite="s",
        engine="gx",
        results=tuple(
            ExpectationResult(type=kind, column="m", success=success, share=share)
            for kind, success, share in results
        ),
    )
    findings = tuple(
        Finding(rule="values_plausible", code=kind, cause="c", column="m") for kind in told
    )
    measured = asked("values_plausible", expectations=suite, findings=findings)

    assert (measured.value, measured.reason) == (value, reason)
    assert asked("volumes_as_expected", expectations=suite).reason == "no_expectations"


@pytest.mark.parametrize(
    ("frequency", "dates", "value", "reason"),
    [
        ("annual", (SEEN.date() - timedelta(days=700),), 1, None),
        ("annual", (SEEN.date() - timedelta(days=731 + 365),), 0.75, None),
        ("annual", (date(1900, 1, 1),), 0.5, None),
        ("annual", (date(1900, 1, 1), SEEN.date()), 1, None),
        ("annual", (SEEN.date() + timedelta(days=1),), 1, None),
        ("annual", (date(2205, 1, 1), date(1900, 1, 1)), 0.5, None),
        ("annual", (date(2205, 1, 1),), None, "no_dates"),
        ("annual", (None,), None, "no_dates"),
        ("annual", (), None, "no_dates"),
        ("never", (date(1900, 1, 1),), None, "no_update_expected"),
    ],
)
def test_the_latest_past_date_is_held_against_two_periods(frequency, dates, value, reason):
    columns = tuple(Column(position=n, label=f"c{n}", last_date=d) for n, d in enumerate(dates, 1))
    measured = asked(
        "content_dates_recent",
        table=Table(rows=9, columns=columns),
        metadata=Metadata(frequency=frequency),
    )

    assert measured.value == (value if value is None else pytest.approx(value, abs=0.001))
    assert measured.reason == reason


@pytest.mark.parametrize(
    ("licence", "value"),
    [
        ("fr-lo", 1),
        ("lov2", 1),
        ("etalab-2.0", 1),
        ("Licence Ouverte (Etalab)", 1),
        ("LICENCE OUVERTE / OPEN LICENCE version 2.0", 1),
        ("https://www.etalab.gouv.fr/licence-ouverte-open-licence", 1),
        ("odc-odbl", 1),
        ("ODbL 1.0", 1),
        ("Open Database License", 1),
        ("odc-by", 1),
        ("cc-zero", 1),
        ("CC0-1.0", 1),
        ("http://creativecommons.org/publicdomain/zero/1.0/", 1),
        ("cc-by", 1),
        ("CC BY-SA 4.0", 1),
        ("Creative Commons Attribution", 1),
        ("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0", 1),
        ("http://publications.europa.eu/resource/authority/licence/COM_REUSE", 1),
        ("http://publications.europa.eu/resource/authority/licence/CC_BYNCND_3_0", 0.6),
        ("http://creativecommons.org/licenses/by-nc/2.0/", 0.6),
        ("CC-BY-ND 4.0", 0.6),
        ("Creative Commons Attribution Non-Commercial", 0.6),
        ("Conditions d’utilisation de la ville", 0.6),
        ("globe", 0.6),
        ("notspecified", 0),
        ("Not specified", 0),
        ("N/A", 0),
        ("  ", 0),
        ("", 0),
    ],
)
def test_a_licence_is_open_other_or_missing(licence, value):
    assert asked("licence_declared", metadata=Metadata(licence=licence)).value == value


@pytest.mark.parametrize(
    ("description", "title", "value"),
    [
        ("", "", 0),
        ("x" * 100, "", 0.5),
        ("x" * 900, "t", 1),
        ("Le  Titre", "le titre", 0),
        (" " * 300, "t", 0),
        ("x" * 101, "", 0.505),
    ],
)
def test_a_description_is_worth_its_length_without_a_step(description, title, value):
    metadata = Metadata(title=title, description=description)

    assert asked("description_useful", metadata=metadata).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("keywords", "value"),
    [((), 0), (("a", "A", " "), 1 / 3), (("a", "b"), 2 / 3), (tuple("abcd"), 1)],
)
def test_only_different_keywords_count(keywords, value):
    assert asked("keywords_given", metadata=Metadata(keywords=keywords)).value == pytest.approx(
        value
    )


@pytest.mark.parametrize(
    ("source", "value"), [("declared", 1), ("given", 1), ("detected", 0), (None, 0)]
)
def test_a_schema_counts_as_declared_where_someone_named_it(source, value):
    held = source and Conformance(schema=SchemaRef(name="scdl/budget", source=source))
    measured = asked("schema_declared", metadata=Metadata(), conformance=held)

    assert measured.value == value
    assert measured.facts["proposal"] == ("scdl/budget" if source == "detected" else "—")


def test_a_declared_schema_that_nobody_knows_is_half_a_declaration():
    stated = Metadata(declared_schema="scdl/subvention")
    lost = asked("schema_declared", metadata=stated, gaps={"conformance": "unknown_schema"})
    unread = asked("schema_declared", metadata=stated, gaps={"conformance": "not_tabular"})

    assert (lost.value, unread.value) == (0.5, 1)
    assert lost.facts["declared"] == "scdl/subvention"


DATED = Conformance(schema=SchemaRef(name="s", dates=("d",)))
RECORDED = Table(
    rows=9, columns=(Column(position=1, label="d", field="d", last_date=date(2026, 1, 1)),)
)


@pytest.mark.parametrize(
    ("modified", "served", "value", "shown"),
    [
        (SEEN, None, 1, "2026-01-31"),
        (None, SEEN, 0.5, "2026-01-31"),
        (None, None, 0.5, "2026-01-01"),
    ],
)
def test_a_date_that_only_the_server_or_the_rows_tell_is_half_an_answer(
    modified, served, value, shown
):
    measured = asked(
        "update_date_known",
        metadata=Metadata(modified=modified),
        access=Access(url=URL, last_modified=served),
        table=RECORDED,
        conformance=DATED,
    )

    assert (measured.value, measured.facts["date"]) == (value, shown)


def test_freshness_is_that_of_the_latest_record_where_nobody_states_a_date():
    told = {"metadata": Metadata(frequency="monthly"), "table": RECORDED}
    measured = asked("updated_on_time", conformance=DATED, **told)
    silent = asked("updated_on_time", **told)

    assert (measured.value, measured.facts["age"]) == (1, 30)
    assert (silent.value, silent.reason) == (None, "no_date")


@pytest.mark.parametrize("rule", [r.id for r in RULES if r.dimension == "documentation"])
def test_nothing_stated_costs_all_but_nothing_asked_costs_nothing(rule):
    asked_for = asked(rule, metadata=Metadata())
    dropped = asked(rule, gaps={"metadata": "no_metadata"})

    assert asked_for.value == 0
    assert (dropped.value, dropped.reason) == (None, "no_metadata")
