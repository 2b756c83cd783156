"""Rare cells that once went wrong: both paths say of them what frictionless says."""

import json

import pytest

from app.table.inspect import inspect_file
from app.table.model import Limits, TableJob


def field(type_, **more):
    return {"name": "champ_a", "type": type_, **more}


UNIQUE = {"constraints": {"unique": True}}
SELF = {"fields": ["champ_a"], "reference": {"resource": "", "fields": ["champ_b"]}}
CASES = {
    "two separators": (field("date"), {}, ["05/01.2023"], {2}),
    "two separators, a day": (field("string", constraints={"pattern": r"\d+"}), {}, ["25/1.2023"], {2}),
    "a zone of days": (field("datetime", format="any"), {}, ["2023-01-05T10:00:00+99:00"], set()),
    "a number for nothing": (
        field("integer", missingValues=["5", "9"]),
        {"primaryKey": ["champ_a", "champ_b"]},
        [f"{at}" for at in range(40)],
        {11},
    ),
    "noughts": (field("number", **UNIQUE), {}, ["0", "0e20", "0." + "0" * 16, "0.000000000000001", "1e-15"], {3, 4, 6}),
    "exponents": (field("number"), {}, ["1", "1e-9999999999999999999", "0e9999999999999999999", "2"], {3, 4}),
    "one degree west": (field("geopoint", **UNIQUE), {}, ['"-1,48"', '"-2,48"', '"-1.0,48"'], {4}),
    "days before": (field("duration", **UNIQUE), {}, ["-P1D", "-P2D", "-P1M", "-P2M", "-P1D"], {6}),
    "keys within keys": (field("string"), {"primaryKey": ["champ_a", "champ_b"]}, ["a\x1ftx;c", "a;x\x1ftc", "a\x1ftx;c"], {4}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_rare_cells_are_judged_alike(name, tmp_path, inspect_both):
    judged, more, cells, wrong = CASES[name]
    rows = [cell if ";" in cell else f"{cell};x" for cell in cells]
    path = tmp_path / "f.csv"
    path.write_text("\n".join(["champ_a;champ_b", *rows, ""]))
    schema = {"fields": [judged, {"name": "champ_b", "type": "string"}], **more}

    plain, quick = inspect_both(path, schema)

    errors = [one for one in plain.findings if one.code.endswith("-error") or "key" in one.code]
    assert quick == plain
    assert {row for one in errors for row in one.rows} == wrong, plain.findings


def test_a_text_that_was_explained_alone_stays_explained(tmp_path, inspect_both):
    rows = [f"{10_000_000_000 + at % 2_500:011d};n{at}" for at in range(6_000)]
    path = tmp_path / "f.csv"
    path.write_text("\n".join(["siret;nom", *rows, "NA;x", "NA;y", ""]))
    fields = [
        {"name": "siret", "type": "string", "customCheck": "siret"},
        {"name": "nom", "type": "string"},
    ]

    plain, quick = inspect_both(path, {"fields": fields})

    assert quick == plain


def test_a_long_line_after_a_short_one_is_refused_at_once(tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes(b"a;b\n" + b"1;" * 3_000_000)

    found = inspect_file(TableJob(path=str(path), name="f.csv", limits=Limits(max_line=1 << 20)))

    assert (found.file.outcome, json.dumps(found.gaps["table"])) == (
        "line_too_long",
        '"line_too_long"',
    )
