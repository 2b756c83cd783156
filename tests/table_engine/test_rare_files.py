"""Rare files that once got the wrong answer: midnights, archives without a name for them, long places."""

import io
import subprocess
import sys
import tarfile
import zipfile
from datetime import datetime, timedelta

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.table.inspect import inspect_file
from app.table.model import TableJob

NOON = datetime(2023, 1, 2, 12)  # noqa: DTZ001 # a spreadsheet knows no time zone
HEAD = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
)


def outcome(path):
    return inspect_file(TableJob(path=str(path), name=path.name)).file.outcome


@pytest.mark.parametrize("many", [1, 600])
def test_a_midnight_of_a_workbook_is_an_instant(many, tmp_path, inspect_both):
    book = openpyxl.Workbook()
    days = [NOON - timedelta(hours=12 * at) for at in range(2 * many)]
    for row in [["d"], *[[day] for day in days]]:
        book.active.append(row)
    book.save(path := tmp_path / "f.xlsx")

    both = inspect_both(path, {"fields": [{"name": "d", "type": "datetime"}]})

    assert both[0] == both[1]
    assert not [one for one in both[0].findings if one.code == "type-error"]


def test_an_archive_of_the_old_kind_is_no_damaged_text(tmp_path):
    path = tmp_path / "f.tar"
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"))

    found = inspect_file(TableJob(path=str(path), name="f.tar"))

    assert found.file.format == "tar"
    assert found.file.outcome != "nul_bytes"


def test_a_parquet_file_with_a_secret_foot_is_said_to_be_encrypted(tmp_path):
    pq.write_table(pa.table({"a": [1, 2]}), path := tmp_path / "f.parquet")
    path.write_bytes(b"PARE" + path.read_bytes()[4:-4] + b"PARE")

    assert outcome(path) == "archive_encrypted"


@pytest.mark.parametrize(
    "row",
    ['<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>', '<row r="99999999999"><c><v>1</v></c></row>'],
)
def test_a_place_that_no_sheet_has_is_refused_before_it_is_read(row, tmp_path):
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.save(made)
    path = tmp_path / "f.xlsx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, f"{HEAD}{row}</sheetData></worksheet>" if sheet else old.read(name))

    assert outcome(path) == "sheet_too_sparse"


def test_a_file_may_have_a_name_that_is_no_utf_8(tmp_path):
    name = bytes(tmp_path) + b"/donn\xe9es.csv"
    with open(name, "wb") as file:  # noqa: PTH123 # a name of bytes
        file.write(b"a;b\n1;2\n3;4\n")

    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from app.cli import main; main()",
            "score",
            name,
            "--format",
            "json",
        ],
        capture_output=True,
        check=False,
        env={"QUALIDATA_DATA_DIR": str(tmp_path / "data"), "PATH": "/usr/bin:/bin"},
    )

    assert b'"grade"' in done.stdout, done.stderr[-500:]
