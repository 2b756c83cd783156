"""One workbook through frictionless and through us: the same rows, fields and error types.

Where we differ on purpose, the difference stands in a table of its own.
"""

import io
import json
import warnings
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock

import openpyxl
import pytest
from frictionless import Resource, Schema
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.table.descriptor import rebuild
from app.table.inspect import inspect_file
from app.table.model import Limits, SchemaSpec, TableJob
from rules.core.evidence import SchemaRef

_ROW_ONLY = {"extra-cell", "missing-cell", "blank-row", "primary-key", "foreign-key"}
NOON = datetime(2023, 1, 2, 12, 30)  # noqa: DTZ001 # a spreadsheet knows no time zone
MIDNIGHT = datetime(2023, 1, 2)  # noqa: DTZ001 # the same
DAY = date(2023, 1, 2)


class Wrong(str):
    """A formula that failed, with what it shows."""

    __slots__ = ()


def fields(*kinds, **constraints):
    """Make a field of each type, all with these constraints."""
    return [
        {"name": f"f{at}", "type": kind, "constraints": constraints}
        for at, kind in enumerate(kinds)
    ]


def workbook(rows, *, merged=(), mac=False, top=0, left=0):
    """Write a sheet under the names f0, f1 …, its rows as they are given."""
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    for at, row in enumerate(rows, top + 1):
        for place, value in enumerate(row, left + 1):
            cell = sheet.cell(at, place, value)
            if isinstance(value, Wrong):
                cell.data_type = "e"
    for cells in merged:
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(kinds, *rows, **constraints):
    """Give the fields and the rows under their names."""
    names = [f"f{at}" for at in range(len(kinds))]
    return {"fields": fields(*kinds, **constraints)}, [names, *rows]


ALL = ("integer", "number", "string", "boolean", "date")
CASES = {
    "integers that the file stores as floats": (
        table(("integer", "number", "year"), [12, 12, 2023], [12.0, 12.5, 2023.0], [1.5, -3, 99], [0, 0.0, 1e15]),
        {},
    ),
    "great and small numbers": (
        table(("integer", "number"), [10**14, 1e-9], [123456789012, 0.1], [-1, 1e300], [10**15 - 1, 3.0]),
        {},
    ),
    "numbers against bounds": (
        table(("integer", "number"), [1, 1.0], [5, 5.5], [None, None], [6, 4.99], minimum=1, maximum=5),
        {},
    ),
    "days": (
        table(("date", "date"), [DAY, MIDNIGHT], [NOON, "2023-01-02"], ["02/01/2023", None], [45000, True]),
        {},
    ),
    "instants": (
        table(("datetime", "datetime"), [NOON, NOON], [None, "2023-01-02T12:30:00"], ["hier", 1.5]),
        {},
    ),
    "times": (table(("time", "time"), [clock(8, 30), "08:30:00"], [clock(23, 59, 59), "25:00:00"]), {}),
    "days in a workbook of 1904": (table(("date", "integer"), [DAY, 1], [MIDNIGHT, 2], [NOON, 3]), {"mac": True}),
    "errors of formulas": (
        table(ALL, *[[Wrong(text)] * 5 for text in ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!")],
              [1, 1.5, "a", True, DAY]),
        {},
    ),
    "errors of formulas that calamine does not know": (
        table(ALL, *[[Wrong(text)] * 5 for text in ("#SPILL!", "#CALC!", "#FIELD!", "#N/A", "#BLOCKED!", "#PYTHON!")],
              [1, 1.5, "a", True, DAY]),
        {},
    ),
    "an unknown error where a value is required": (
        table(("integer", "string"), [Wrong("#SPILL!"), Wrong("#SPILL!")], [None, None], [2, "b"], required=True),
        {"top": 0},
    ),
    "an error at a row's end and one alone": (
        table(("integer", "integer"), [1, Wrong("#N/A")], [Wrong("#REF!"), None], [None, Wrong("#NUM!")], [3, 4]),
        {},
    ),
    "an error where a value is required": (
        table(("integer", "string"), [Wrong("#N/A"), Wrong("#N/A")], [None, None], [2, "b"], required=True),
        {},
    ),
    "booleans": (
        table(("boolean", "boolean"), [True, False], ["true", "oui"], [None, "0"], ["1", "VRAI"]),
        {},
    ),
    "merged cells": (
        table(("string", "integer", "number"), ["a", 1, 1.5], ["b", 2, 2.5], ["c", 3, 3.5], ["d", 4, 4.5]),
        {"merged": ("A2:A4", "B3:C3")},
    ),
    "merged cells where values are required": (
        table(("string", "string"), ["a", "b"], ["c", "d"], ["e", "f"], required=True),
        {"merged": ("A2:A4",)},
    ),
    "empty cells, rows and row ends": (
        table(("string", "integer", "string"), ["a", None, None], [None, None, None], ["b", 2, None], [None, 3, "c"]),
        {},
    ),
    "texts that look like something else": (
        table(ALL, ["12", "1.5", "x", "true", "2023-01-02"], ["12.0", "1,5", "", "1", "2023-1-2"], [" 1", "1 ", " ", "0", "x"]),
        {},
    ),
    "codes with a pattern": (table(("string",), ["AB"], ["ab"], [None], ["A1"], pattern="[A-Z]+"), {}),
    "lengths": (table(("string",), ["a"], ["abcd"], ["é" * 3], minLength=2, maxLength=3), {}),
    "values of a list": (table(("string",), ["a"], ["b"], ["A"], enum=["a", "b"]), {}),
    "unique values": (table(("integer", "string"), [1, "a"], [1.0, "b"], [None, None], [2, "a"], unique=True), {}),
}  # fmt: skip


def theirs(path, schema):
    """Give row, field and type of each of their errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        resource = Resource(
            path=path.name, basepath=str(path.parent), schema=Schema.from_descriptor(schema)
        )
        report = resource.validate(limit_errors=10**6)
    return _alike(report.flatten(["rowNumber", "fieldName", "type"]))


def ours(path, schema):
    """Give row, field and type of each of our errors, listed one by one."""
    spec = SchemaSpec(ref=SchemaRef(name="s"), descriptor=json.dumps(rebuild(schema)))
    job = TableJob(path=str(path), schema=spec, labels="exact", list_errors=10_000)
    seen = inspect_file(job)
    assert seen.file.outcome == "ok"
    return _alike((e.row, e.column, e.code) for e in seen.listed.errors)


def _alike(errors):
    return {(row, "" if kind in _ROW_ONLY else name, kind) for row, name, kind in errors}


@pytest.mark.parametrize("case", CASES)
def test_cells_of_a_workbook_are_judged_as_frictionless_judges_them(tmp_path, case):
    (schema, rows), options = CASES[case]
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(rows, **options))

    assert ours(path, schema) == theirs(path, schema)


DELIBERATE = {
    "numbers in a column of texts are read as their text, and told as a warning": (
        table(("string", "integer"), [75056, 1], [DAY, 2], [True, 3]),
        {},
        {(2, "f0", "type-error"), (3, "f0", "type-error"), (4, "f0", "type-error")},
        set(),
    ),
    "0 and 1 in a column of booleans are read as their text": (
        table(("boolean", "boolean"), [0, 1], [2, True]),
        {},
        {(2, "f0", "type-error"), (2, "f1", "type-error")},
        set(),
    ),
    "empty rows under the last value are no rows": (
        table(("integer",), [1], [None], [2], [None], [None]),
        {},
        {(5, "", "blank-row"), (6, "", "blank-row")},
        set(),
    ),
    "a cell beyond the header is its row's fault, not the header's": (
        table(("integer", "integer"), [1, 2], [3, 4, 5], [6, "x", 7]),
        {},
        {(None, "", "extra-label")},
        {(3, "", "extra-cell"), (4, "", "extra-cell")},
    ),
    "the header is found under empty rows": (
        table(("integer",), [1], ["x"]),
        {"top": 2},
        {(None, "f0", "blank-label"), (2, "", "blank-row"), (3, "f0", "type-error")},
        set(),
    ),
}


@pytest.mark.parametrize("case", DELIBERATE)
def test_a_deliberate_difference_is_just_what_is_said(tmp_path, case):
    (schema, rows), options, only_theirs, only_ours = DELIBERATE[case]
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(rows, **options))
    mine, other = ours(path, schema), theirs(path, schema)

    assert (other - mine, mine - other) == (only_theirs, only_ours)


@pytest.mark.parametrize("quick", [False, True])
def test_an_unknown_error_is_a_cell_of_its_own(tmp_path, quick):
    schema, rows = table(
        ("integer", "number"), [1, 1.5], [Wrong("#SPILL!"), 2.5], [3, Wrong("#CALC!")]
    )
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(rows))
    spec = SchemaSpec(ref=SchemaRef(name="s"), descriptor=json.dumps(rebuild(schema)))
    limits = Limits(bulk_from=1 if quick else None)
    seen = inspect_file(TableJob(path=str(path), schema=spec, limits=limits))

    assert seen.file.outcome == "ok"
    found = {(f.cause, f.column, f.rows, f.samples[0].value) for f in seen.findings}
    assert ("formula-error", "f0", (3,), "#SPILL!") in found
    assert ("formula-error", "f1", (4,), "#CALC!") in found


def test_no_row_of_a_sheet_ends_before_another(tmp_path):
    """A writer that streams states no dimensions: there frictionless takes empty cells for missing."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (["f0", "f1"], ["a", 1], ["b"]):
        sheet.append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)
    schema = {"fields": fields("string", "integer")}

    assert (ours(path, schema), theirs(path, schema)) == (set(), {(3, "", "missing-cell")})


def test_durations_are_texts_to_us(tmp_path):
    """frictionless has no type for them either: neither accepts one as a number."""
    schema, rows = table(("number",), [timedelta(hours=30)], [1])
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(rows))

    assert ours(path, schema) == theirs(path, schema) == {(2, "f0", "type-error")}


def test_the_workbooks_of_these_tests_hold_errors_as_excel_writes_them():
    with zipfile.ZipFile(io.BytesIO(workbook([[Wrong("#N/A")]]))) as archive:
        assert b't="e"' in archive.read("xl/worksheets/sheet1.xml")
