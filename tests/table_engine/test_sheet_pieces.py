"""Big sheets read in pieces: the same answers as from the whole, and the whole where in doubt."""

import io
import json
import re
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from app.table import sheet_pieces
from app.table.descriptor import rebuild
from app.table.inspect import inspect_file
from app.table.model import Limits, SchemaSpec, TableJob
from rules.core.evidence import SchemaRef

SHEET = "xl/worksheets/sheet1.xml"
ROWS = 400
SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"unique": True}},
        {"name": "nom", "type": "string"},
        {"name": "jour", "type": "date"},
        {"name": "montant", "type": "number"},
    ]
}


def workbook(path, rows=ROWS, change=None, sheets=1, more=(), epoch=WINDOWS_EPOCH):
    """Write a workbook; ``change`` is what becomes of the XML of its first sheet."""
    book = openpyxl.Workbook(write_only=True)
    book.epoch = epoch
    for at in range(sheets):
        sheet = book.create_sheet(f"Feuille{at}")
        sheet.append(["id", "nom", "jour", "montant"])
        for row in range(2, rows + 2):
            amount = "beaucoup" if row == rows - 3 else row / 4
            sheet.append([row, f"nom {row}", date(2024, 1, 1 + row % 28), amount])
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as read, zipfile.ZipFile(path, "w") as written:
        for name, data in more:
            written.writestr(name, data)
        for name in read.namelist():
            data = read.read(name)
            written.writestr(name, change(data) if change and name == SHEET else data)
    return path


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Have sheets of some kilobytes cut."""
    monkeypatch.setattr("app.table.sheet_pieces.PIECE", 5000)
    monkeypatch.setattr("app.table.sheet_pieces._COMMON", 0)
    monkeypatch.setattr("app.table.sheet_pieces._BEGINNING", 30_000)
    monkeypatch.setattr("app.table.directory.BLOCK", 700)


@pytest.fixture
def pieces(monkeypatch):
    """Count the pieces that calamine reads."""
    read, one = [], sheet_pieces.sheet_of
    monkeypatch.setattr(sheet_pieces, "sheet_of", lambda *asked: read.append(asked) or one(*asked))
    return read


def looked(path, *, whole=False, suite=None, **limits):
    spec = SchemaSpec(ref=SchemaRef(name="s"), descriptor=json.dumps(rebuild(SCHEMA)))
    asked = json.dumps(suite) if suite else ""
    limit = Limits(bulk_from=1, look_first=whole, **limits)
    job = TableJob(path=str(path), name="f.xlsx", schema=spec, suite=asked, limits=limit)
    return inspect_file(job)


def row_of(number, data):
    return re.search(rb'<row r="%d".*?</row>' % number, data)[0]


CUT = {
    "as openpyxl writes": None,
    "an error in a cell": lambda xml: xml.replace(
        b'<c r="D300" t="n"><v>75</v></c>', b'<c r="D300" t="e"><v>#N/A</v></c>'
    ),
    "rows of errors alone": lambda xml: re.sub(
        rb'<row r="(29\d)".*?</row>', rb'<row r="\1"><c r="A\1" t="e"><v>#REF!</v></c></row>', xml
    ),
    "rows left out": lambda xml: re.sub(rb'<row r="2\d\d".*?</row>', b"", xml),
    "a column less at the end": lambda xml: re.sub(rb'<c r="D3\d\d" .*?</c>', b"", xml),
    "a first column empty for long": lambda xml: re.sub(rb'<c r="A3\d\d" .*?</c>', b"", xml),
    "a cell too much": lambda xml: xml.replace(
        b'<c r="D300"', b'<c r="H300" t="n"><v>1</v></c><c r="D300"'
    ),
    "something after the rows": lambda xml: xml.replace(
        b"</sheetData>",
        b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:B1"/>' * 900 + b"</mergeCells>",
    ),
}
WHOLE = {
    "rows without numbers": lambda xml: re.sub(
        rb'<c r="[A-D]\d+"', b"<c", re.sub(rb'<row r="\d+"', b"<row", xml)
    ),
    "rows out of order": lambda xml: xml.replace(row_of(350, xml), b"").replace(
        row_of(20, xml), row_of(20, xml) + row_of(350, xml)
    ),
    "a comment that ends a row": lambda xml: xml.replace(
        b'<c r="D300"', b'<!-- </row><row r="9"> --><c r="D300"'
    ),
    "an instruction": lambda xml: xml.replace(b'<row r="300"', b'<?a </row>?><row r="300"'),
    "an unknown error": lambda xml: xml.replace(
        b'<c r="D300" t="n"><v>75</v></c>', b'<c r="D300" t="e"><v>#SPILL!</v></c>'
    ),
    "an error beyond the piece's cells": lambda xml: xml.replace(
        b'<c r="D300"', b'<c r="J300" t="e"><v>#N/A</v></c><c r="D300"'
    ),
    "broken XML": lambda xml: xml.replace(b'<row r="300"', b"<row r=</c>"),
    "a cell far away": lambda xml: xml.replace(b'<c r="D300"', b'<c r="XFD1048576"'),
    "an entity": lambda xml: xml.replace(b'<row r="300"', b'<!ENTITY a "b"><row r="300"'),
    "a beginning of few rows": lambda xml: xml.replace(
        row_of(3, xml), b'<row r="3">' + b" " * 40_000 + row_of(3, xml).partition(b">")[2]
    ),
}


@pytest.mark.parametrize("case", CUT)
@pytest.mark.parametrize("limits", [{}, {"max_rows": 320}])
def test_what_can_be_cut_gets_the_same_answer(tmp_path, caplog, pieces, case, limits):
    path = workbook(tmp_path / "f.xlsx", change=CUT[case])
    caplog.set_level("INFO", "app.table.inspect")

    assert looked(path, **limits) == looked(path, whole=True, **limits)
    assert len(pieces) > 5
    assert "again" not in caplog.text


@pytest.mark.parametrize("case", WHOLE)
def test_what_cannot_be_cut_with_certainty_is_read_as_a_whole(tmp_path, case):
    path = workbook(tmp_path / "f.xlsx", change=WHOLE[case])

    assert looked(path) == looked(path, whole=True)


NAMES = {
    "backslashes": lambda name: name.replace("/", "\\"),
    "small letters": str.lower,
    "a sheet in capitals": lambda name: SHEET.upper() if name == SHEET else name,
    "a sheet that begins with a capital": lambda name: name.replace("sheet1", "Sheet1"),
    "a sheet with backslashes": lambda name: name.replace("/", "\\") if name == SHEET else name,
}


@pytest.mark.parametrize("case", NAMES)
def test_a_big_sheet_under_an_unusual_name_loses_no_row(tmp_path, case):
    path = workbook(tmp_path / "f.xlsx")
    usual = looked(path)
    with zipfile.ZipFile(path) as read, zipfile.ZipFile(tmp_path / "odd.xlsx", "w") as written:
        for name in read.namelist():
            written.writestr(NAMES[case](name), read.read(name))
    found = looked(tmp_path / "odd.xlsx")

    assert (found.table, found.findings) == (usual.table, usual.findings)
    assert found.table.rows == ROWS


def test_days_since_1904_are_the_same_in_pieces(tmp_path, pieces, caplog):
    path = workbook(tmp_path / "f.xlsx", epoch=MAC_EPOCH)
    caplog.set_level("INFO", "app.table.inspect")
    found = looked(path)

    assert found == looked(path, whole=True)
    days = found.table.columns[2]
    assert str(days.last_date) == "2024-01-28"
    assert len(pieces) > 5
    assert "again" not in caplog.text


@pytest.mark.parametrize("room", [0, 12_000, 1 << 20])
def test_texts_that_all_rows_share_are_known_in_each_piece(
    tmp_path, pieces, monkeypatch, caplog, room
):
    def shared(xml):
        return re.sub(rb't="inlineStr"><is><t>nom (\d+)</t></is>', rb't="s"><v>\1</v>', xml)

    texts = "".join(
        f"<si><t>texte {at} que partagent des lignes</t></si>" for at in range(ROWS + 2)
    )
    part = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>'
    monkeypatch.setattr(sheet_pieces, "_COMMON", 1)
    monkeypatch.setattr(sheet_pieces, "_ROOM", room)
    path = workbook(tmp_path / "f.xlsx", change=shared, more=[("xl/sharedStrings.xml", part)])
    caplog.set_level("INFO", "app.table.inspect")
    found = looked(path)

    assert found == looked(path, whole=True)
    names = found.table.columns[1]
    assert names.distinct == ROWS
    assert len(pieces) > 5
    assert "again" not in caplog.text


def test_a_small_sheet_of_a_workbook_with_a_big_one_is_read_as_it_is(tmp_path, pieces):
    path = tmp_path / "f.xlsx"
    workbook(path, sheets=2, change=lambda xml: re.sub(rb'<c r="[A-D]1" .*?</c>', b"", xml))

    assert looked(path) == looked(path, whole=True)
    assert pieces


def test_a_key_of_an_earlier_piece_is_found_again(tmp_path, caplog):
    def twins(xml):
        return xml.replace(b'<c r="A390" t="n"><v>390</v>', b'<c r="A390" t="n"><v>17</v>')

    caplog.set_level("INFO", "app.table.inspect")
    path = workbook(tmp_path / "f.xlsx", change=twins)
    found = looked(path)

    assert found == looked(path, whole=True)
    assert [f.rows for f in found.findings if f.code == "unique-error"] == [(390,)]
    assert "again" not in caplog.text


@pytest.mark.parametrize("limits", [{}, {"max_rows": 100}])
def test_a_second_reading_begins_at_the_first_row(tmp_path, caplog, limits):
    def twins(xml):
        return re.sub(rb'<c r="A(\d+)5" t="n"><v>\d+</v>', rb'<c r="A\g<1>5" t="n"><v>7</v>', xml)

    # All rows of a text that comes twice are wanted: they are only known once all were read.
    kind = "expect_column_values_to_be_unique"
    suite = {"name": "s", "expectations": [{"type": kind, "kwargs": {"column": "id"}}]}
    caplog.set_level("INFO", "app.table.inspect")
    path = workbook(tmp_path / "f.xlsx", change=twins)
    found = looked(path, suite=suite, **limits)

    assert found == looked(path, whole=True, suite=suite, **limits)
    rows = json.loads(found.expectations.results[0].result)["partial_unexpected_index_list"]
    assert [one["row"] for one in rows[:3]] == [7, 15, 25]
    assert "again" not in caplog.text
