"""Whatever cells and whatever schema: an answer that adds up, never an exception."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.table.checks import plan_checks
from app.table.descriptor import rebuild
from rules.core.causes import CAUSES
from rules.core.words import finding_message

FEW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
KINDS = (
    "string integer number date datetime time year yearmonth boolean geopoint array object any "
    "geojson duration list"
)
CHECKS = (
    "siret siren nomenclature-acte phone-number-value opening-hours-value year-interval-value "
    "french-gps-coordinates compare-columns-value sum-columns-value cohesive-columns-value "
    "one-of-required code-postal nothing"
)
ODD = st.sampled_from(
    (
        *(
            "sNaN",
            "-Infinity",
            "1e999999999",
            "9" * 5_000,
            "²",
            "\0",
            "\u202e",
            "\ufffd",
            "é" * 300,
        ),
        *(
            "[" * 500,
            '{"lon": 1, "lat": 2}',
            "NaN,NaN",
            "1,2,3",
            "P1Y",
            "00000000000000",
            "/",
            "//",
        ),
        *(
            float("nan"),
            float("inf"),
            -0.0,
            1e300,
            2**70,
            True,
            None,
            Decimal("sNaN"),
            Decimal("1E+99"),
        ),
        *(
            date.min,
            datetime.fromisoformat("9999-12-31T23:59:59"),
            datetime(2023, 1, 1, tzinfo=UTC),
            time(8, 30),
            [1, [2]],
            {"a": {}},
        ),
    )
)
CELLS = ODD | st.text(max_size=20) | st.integers() | st.floats() | st.dates() | st.booleans()


@st.composite
def schemas(draw):
    kinds = draw(st.lists(st.sampled_from(KINDS.split()), min_size=2, max_size=2))
    fields = [
        {
            "name": name,
            "type": kind,
            "constraints": {"required": draw(st.booleans()), "unique": draw(st.booleans())},
            "customCheck": draw(st.sampled_from(CHECKS.split())),
        }
        for name, kind in zip("ab", kinds, strict=True)
    ]
    params = {"column": "a", "column1": "a", "column2": "b", "op": "<", "columns": ["b"]}
    params["othercolumns"] = ["b"]
    checks = [{"name": name, "params": params} for name in CHECKS.split()]
    return {"fields": fields, "custom_checks": checks, "primaryKey": ["b", "a"]}


@FEW
@given(schemas(), st.lists(st.lists(CELLS, max_size=3), max_size=6))
def test_odd_cells_are_judged_and_said(look, schema, rows):
    outcome = look(["a", "b"], rows, schema, typed=True)
    table = outcome.checked.table

    assert table.rows + table.blank_rows == len(rows)
    assert 0 <= outcome.checked.valid_rows <= table.rows
    for finding in outcome.findings:
        assert finding.cause in CAUSES
        assert 0 < finding.count <= finding.of
        assert len(finding_message(finding, "fr")) < 2_000


@pytest.mark.parametrize("kind", KINDS.split())
@FEW
@given(st.lists(CELLS, min_size=1, max_size=4))
def test_odd_cells_against_every_type_and_constraint(look_at_column, kind, cells):
    bounds = {"minimum": "1", "maximum": "3", "minLength": 1, "maxLength": 2, "pattern": "a+"}
    field = {"type": kind, "constraints": {**bounds, "enum": ["1", "2"], "unique": True}}
    outcome = look_at_column(cells, field, typed=True)

    assert outcome.checked.table.rows <= len(cells)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(CHECKS.split()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "params", "column", "column2", "op"]), inner)
    ),
    max_leaves=8,
)


@FEW
@given(JSON, JSON)
def test_odd_checks_are_planned_or_refused(look, root, own):
    schema = {"fields": [{"name": "a", "customCheck": own}, {"name": "b"}], "custom_checks": root}

    plan_checks(schema, frozenset("ab"), 1)  # as a stranger wrote it
    outcome = look(["a", "b"], [["x", "y"]], schema)  # as we rebuild it
    assert outcome.checked.table.rows == 1


def test_the_widest_table_of_wrong_cells_fits_the_answer(look):
    labels = [f"c{i}" for i in range(2_000)]
    schema = {"fields": [{"name": n, "type": "integer"} for n in labels]}
    outcome = look(labels, [["x" * 500] * 2_000] * 30, schema)
    written = json.dumps([f.samples for f in outcome.findings], default=str)

    assert len(outcome.errors) == 2_000
    assert len(written) < 4 << 20
    assert json.dumps(rebuild(schema))
