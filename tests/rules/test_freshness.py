"""How old the data may be and how old it is: sources, tolerance, the smooth fall."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.core.evidence import (
    Access,
    Column,
    Conformance,
    Evidence,
    Metadata,
    SchemaRef,
    Table,
)
from rules.core.freshness import expected_period, last_update, timeliness
from rules.core.rule import SEEN
from rules.updated_on_time import updated_on_time

DAY = timedelta(days=1)


def seen(metadata=None, modified_header=None, schema_frequency=None):
    access = Access(url="https://a.example", last_modified=modified_header)
    schema = schema_frequency and SchemaRef(name="s", frequency=schema_frequency)
    return Evidence(
        seen_at=SEEN,
        access=access if modified_header else None,
        metadata=metadata,
        conformance=Conformance(schema=schema) if schema else None,
    )


@pytest.mark.parametrize(
    ("stated", "of_schema", "days", "source"),
    [
        ("monthly", "annual", 31, "declared"),
        ("", "annual", 365, "schema"),
        ("no such thing", "annual", 365, "schema"),
        ("", None, 365, "default"),
        ("", "no such thing", 365, "default"),
        ("irregular", None, 365, "declared"),
        ("continuous", None, 365, "declared"),
        ("never", "annual", None, "declared"),
        ("punctual", None, None, "declared"),
    ],
)
def test_the_period_is_the_declared_one_else_the_schemas_else_a_year(
    stated, of_schema, days, source
):
    period = expected_period(seen(Metadata(frequency=stated), schema_frequency=of_schema))

    assert (period.days, period.source) == (days, source)


def test_without_metadata_a_year_is_expected_by_default():
    assert expected_period(seen()).source == "default"


@pytest.mark.parametrize(
    ("stated", "served", "source"),
    [
        (SEEN - DAY, SEEN - 9 * DAY, "metadata"),
        (None, SEEN - 9 * DAY, "http"),
        (SEEN + 9 * DAY, SEEN - 9 * DAY, "http"),
        (SEEN + 0.9 * DAY, None, "metadata"),
        (SEEN + 9 * DAY, None, None),
        (None, SEEN + 9 * DAY, None),
        (None, None, None),
    ],
)
def test_the_publishers_date_comes_first_and_the_future_is_no_date(stated, served, source):
    update = last_update(seen(Metadata(modified=stated), served))

    assert (update.source if update else None) == source


TODAY = SEEN.date()
BORN, OPENED = TODAY - 2 * DAY, TODAY - 40 * DAY


def recorded(dates=("opened",), columns=(("born", BORN), ("opened", OPENED)), **parts):
    """Give a table of dated columns, held against a schema that names some of them."""
    held = tuple(
        Column(position=n, label=name, field=name, last_date=last)
        for n, (name, last) in enumerate(columns, start=1)
    )
    return Evidence(
        seen_at=SEEN,
        table=Table(rows=9, columns=held),
        conformance=Conformance(schema=SchemaRef(name="s", dates=dates)),
        **parts,
    )


@pytest.mark.parametrize(
    ("dates", "columns", "latest"),
    [
        (("opened",), (("opened", OPENED),), OPENED),
        (("opened",), (("born", BORN), ("opened", OPENED)), OPENED),
        (("opened", "born"), (("born", BORN), ("opened", OPENED)), BORN),
        (("opened",), (("born", BORN),), None),
        ((), (("born", BORN), ("opened", OPENED)), None),
        (("",), (("", BORN),), None),
        (("opened",), (("opened", None),), None),
        (("opened",), (("opened", TODAY),), TODAY),
        (("opened",), (("opened", TODAY + DAY),), None),
        (("opened", "born"), (("born", date(2205, 1, 1)), ("opened", OPENED)), OPENED),
        (("opened",), (("opened", date(1, 1, 1)),), date(1, 1, 1)),
        (("opened",), (), None),
    ],
)
def test_the_latest_past_date_of_the_columns_that_the_schema_names_speaks_last(
    dates, columns, latest
):
    update = last_update(recorded(dates, columns))

    assert (update and update.at.date()) == latest
    assert update is None or (update.source, update.at.tzinfo) == ("data", UTC)


@pytest.mark.parametrize(
    ("parts", "source"),
    [
        ({}, "data"),
        ({"metadata": Metadata()}, "data"),
        ({"metadata": Metadata(modified=SEEN + 9 * DAY)}, "data"),
        ({"metadata": Metadata(modified=SEEN - 900 * DAY)}, "data"),
        ({"access": Access(url="u", last_modified=SEEN - 900 * DAY)}, "data"),
        ({"metadata": Metadata(modified=SEEN)}, "metadata"),
        ({"access": Access(url="u", last_modified=SEEN)}, "http"),
        ({"access": Access(url="u", last_modified=SEEN + 9 * DAY)}, "data"),
    ],
)
def test_the_rows_speak_where_they_are_later_than_what_is_told(parts, source):
    assert last_update(recorded(**parts)).source == source


@pytest.mark.parametrize("part", ["table", "conformance"])
def test_without_rows_or_without_a_schema_the_rows_say_nothing(part):
    assert last_update(recorded()) is not None
    assert last_update(replace(recorded(), **{part: None})) is None


def test_a_date_without_a_zone_is_utc_and_never_breaks_the_judgement():
    naive = datetime(2026, 1, 30, 12)  # noqa: DTZ001 # what CKAN hands out
    update = last_update(seen(Metadata(modified=naive)))

    assert update.at == datetime(2026, 1, 30, 12, tzinfo=UTC)


def test_zones_are_compared_as_instants():
    east = SEEN.astimezone(timezone(timedelta(hours=14))) + 0.5 * DAY

    assert last_update(seen(Metadata(modified=east))).source == "metadata"


@pytest.mark.parametrize(
    ("age", "period", "ratio"),
    [
        (0, 31, 1),
        (31, 31, 1),
        (32, 31, 1),
        (63, 31, 0.5),
        (94, 31, 0.25),
        (1, 1 / 24, 1),
        (366, 365, 1),
        (10**6, 1, 0),
        (-1, 1, 1),
    ],
)
def test_late_data_loses_half_for_each_period_after_a_day_of_grace(age, period, ratio):
    assert timeliness(age, period) == pytest.approx(ratio, abs=0.03)


@given(st.floats(0, 10_000), st.floats(0, 100), st.sampled_from((1 / 1440, 1, 31, 365, 10_950)))
def test_a_day_more_never_raises_freshness_and_never_makes_it_jump(age, more, period):
    sooner, later = timeliness(age, period), timeliness(age + more, period)

    assert later <= sooner
    assert sooner - later <= 0.7 * more / max(period, 1) + 1e-9


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        (Metadata(frequency="never", modified=SEEN), "no_update_expected"),
        (Metadata(frequency="annual"), "no_date"),
        (None, "no_date"),
    ],
)
def test_freshness_is_not_measured_where_nothing_can_be_late(metadata, reason):
    assert updated_on_time.measure(seen(metadata)).reason == reason


def test_an_update_dated_tomorrow_is_zero_days_old():
    facts = updated_on_time.measure(seen(Metadata(modified=SEEN + DAY))).facts

    assert (facts["age"], facts["date"]) == (0, "2026-02-01")
