"""XLSX, XLS and ODS: cells as the spreadsheet types them, and workbooks that lie."""

import contextlib
import io
import random
import re
import struct
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock

import openpyxl
import pytest

from app.table.model import Limits, SchemaSpec, TableJob
from app.table.open import open_records
from app.table.records import Records, Unreadable
from rules.core.evidence import SchemaRef

MOMENT = datetime(2023, 1, 2, 3, 4)  # noqa: DTZ001 # a spreadsheet knows no time zone
MIDNIGHT = datetime(2023, 1, 2)  # noqa: DTZ001 # the same
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>%s</sheetData></worksheet>'


def _xlsx(sheet: str, strings: str = "") -> bytes:
    """Build the smallest workbook that calamine opens."""
    shared = f'<Relationship Id="rId2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACK}"><Relationship Id="rId1"'
        f' Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACK}">'
        f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f"{shared if strings else ''}</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings:
        parts["xl/sharedStrings.xml"] = strings
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def _book(*sheets: list[list[object]], names: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for at, rows in enumerate(sheets):
        sheet = book.create_sheet(names[at] if names else f"F{at}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="F">%s</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def _ods(rows: str, prolog: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", prolog + ODS % rows)
    return out.getvalue()


def _ods_cell(kind: str, value: str, text: str, extra: str = "") -> str:
    attribute = {"date": "date-value", "boolean": "boolean-value"}.get(kind, "value")
    given = "" if kind == "string" else f' office:{attribute}="{value}"'
    return (
        f'<table:table-cell office:value-type="{kind}"{given}{extra}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def test_cells_keep_the_types_that_the_spreadsheet_gave_them(table):
    rows = [
        ["nom", "entier", "réel", "jour", "instant", "heure", "vrai", "durée", "vide"],
        [" a ", 12, 1.5, date(2023, 1, 2), MOMENT, clock(3, 4), True,
         timedelta(hours=30), None],
        [None, 75056, 0.1, MIDNIGHT, None, None, False, None, None],
    ]  # fmt: skip
    found = table(_book(rows), "x.csv")
    assert (found.file.format, found.typed, found.file.encoding) == ("xlsx", True, "")
    assert found.labels == tuple(rows[0])
    first, second = found.body
    assert first.cells == (
        *(" a ", 12, 1.5, date(2023, 1, 2), MOMENT, clock(3, 4), True),
        *("1 day, 6:00:00", None),
    )
    assert type(first.cells[1]) is int
    assert second.cells[:4] == (None, 75056, 0.1, date(2023, 1, 2))
    assert type(second.cells[3]) is date


def test_rows_are_counted_from_the_sheet_s_first_one(table, finding):
    found = table(_book([[], ["Titre"], [], ["a", "b", "c"], [1, 2, 3], [], [4, 5, 6]]))
    assert (found.file.header_row, finding(found, "preamble-rows").rows) == (4, (1, 2, 3))
    assert [(r.row, r.cells) for r in found.body] == [(5, (1, 2, 3)), (6, ()), (7, (4, 5, 6))]


def test_a_stray_cell_beyond_the_header_is_one_cell_more(table):
    found = table(_book([["a", "b"], [1, 2], [3, None, None, None, "note"], [5]]))
    assert found.labels == ("a", "b")
    assert [r.cells for r in found.body] == [(1, 2), (3, None, None, None, "note"), (5, None)]


def test_a_table_away_from_the_corner_keeps_its_place(table, finding):
    found = table(_book([[None, "a", "b"], [None, 1, 2]]))
    assert found.labels == ("", "a", "b")
    assert finding(found, "blank-label").facts["position"] == 1


def test_the_first_sheet_that_holds_something_is_read(table):
    assert table(_book([], [["a", "b"], [1, 2]], [["c", "d"], [2, 3]])).labels == ("a", "b")
    assert table(_book([], [["a"], [1]], [["b"], [2]])).labels == ("a",)


def test_a_lone_note_on_the_first_sheet_is_no_table(table):
    assert table(_book([["à jour"]], [["a", "b"], [1, 2]])).labels == ("a", "b")


def test_explanations_are_passed_over(table):
    cover = [["Ce fichier décrit"], ["les subventions"]]
    data = _book(cover, [["a", "b"], [1, 2]], names=("Lisez-moi", "Données"))
    assert table(data).labels == ("a", "b")
    assert table(_book(cover, names=("Lisez-moi",))).labels == ("Ce fichier décrit",)


def test_the_sheet_with_the_schema_s_columns_is_preferred(table):
    data = _book([["x", "y"], [1, 2]], [["Nom", "Âge"], ["a", 2]])
    schema = SchemaSpec(
        ref=SchemaRef(name="s"), descriptor='{"fields": [{"name": "nom"}, {"name": "age"}]}'
    )
    assert table(data).labels == ("x", "y")
    assert table(data, schema=schema).labels == ("Nom", "Âge")


def test_totals_and_mangled_text_are_noticed_in_sheets_too(table, finding):
    found = table(_book([["a", "b", "n"], ["Ã©tÃ©", "x", 1], ["Total", None, 1]]))
    assert len(list(found.body)) == 2
    told, totals = found.state.findings
    assert (totals.cause, totals.rows) == ("totals-row", (3,))
    assert (told.rows, told.count, told.of, told.samples[0].fixed) == ((2,), 1, 3, "été")


def test_the_sheet_that_was_read_is_named_and_so_are_the_others(table, finding):
    grid = [["a", "b"], [1, 2]]
    found = table(_book(grid, [["note"]], grid, grid, names=("2023", "Note", "2024", "Lisez-moi")))
    told = finding(found, "other-sheets")
    assert (found.file.sheet, told.severity, told.facts["others"]) == ("2023", "info", "2024")


def test_a_workbook_of_one_table_has_no_others(table):
    found = table(_book([["à jour"]], [["a", "b"], [1, 2]], names=("Note", "Données")))
    assert (found.file.sheet, [f.cause for f in found.findings]) == ("Données", [])


@pytest.mark.parametrize("quote", ['"', "'"])
def test_formulas_that_failed_show_what_the_spreadsheet_shows(table, quote):
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="B{0}" t="{1}"><v>{2}</v></c></row>'
    cells = row.format(1, "str", "b") + row.format(2, "e", "#N/A") + row.format(4, "e", "#REF!")
    found = table(_xlsx((SHEET % cells).replace('t="e"', f"t = {quote}e{quote}")))
    assert [r.cells for r in found.body] == [(1, "#N/A"), (), (1, "#REF!")]


@pytest.mark.parametrize(
    "name", [lambda name: name.replace("/", "\\"), str.lower, str.upper, str.swapcase]
)
def test_parts_may_have_backslashes_or_other_letters(table, name):
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="B{0}" t="{1}"><v>{2}</v></c></row>'
    made = io.BytesIO(_xlsx(SHEET % (row.format(1, "str", "b") + row.format(2, "e", "#N/A"))))
    out = io.BytesIO()
    with zipfile.ZipFile(made) as book, zipfile.ZipFile(out, "w") as odd:
        for part in book.namelist():
            odd.writestr(name(part), book.read(part))
    found = table(out.getvalue(), "x.xlsx")
    assert (found.file.format, [r.cells for r in found.body]) == ("xlsx", [(1, "#N/A")])


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize(
    ("kind", "value"),
    [("n", "abc"), ("n", " 12"), ("n", "1,5"), ("b", "oui"), ("zz", "abc"), ("", "abc")],
)
def test_a_value_that_is_not_of_its_cell_s_type_is_one_text(table, prefix, kind, value):
    kind = f" t='{kind}'" if kind else ""
    row = '<row r="{0}"><c r="A{0}"><v>{1}</v></c><c r="B{0}" s="0"{2}><v>{3}</v></c></row>'
    sheet = SHEET % (
        row.format(1, "a", ' t="str"', "b")
        + row.format(2, 1, kind, value)
        + row.format(3, "1.5e3", ' t="b"', 1)
        + row.format(4, 4, ' t="e"', "#N/A")
        + row.format(5, 5, "", "")
    )
    if prefix:
        sheet = re.sub(r"<(/?)(?=\w)", r"<\1x:", sheet).replace("xmlns=", "xmlns:x=")
    found = table(_xlsx(sheet), "x.xlsx")
    body = [(1, value), (1500, True), (4, "#N/A"), (5, None)]
    assert [r.cells for r in found.body] == body


def test_cells_that_never_end_cost_no_more_than_their_bytes(outcome):
    rows = "<row><c t='n'><v>abc</v></c>" + "<c>" * 300_000 + "</row>"
    start = time.perf_counter()
    assert outcome(_xlsx(SHEET % rows), "x.xlsx") == "archive_malformed"
    assert time.perf_counter() - start < 5


def test_a_broken_sheet_that_nobody_asked_for_spoils_nothing(table):
    data = io.BytesIO(_book([["a", "b"], [1, 2]], [["c", "d"], [3, 4]]))
    out = io.BytesIO()
    with zipfile.ZipFile(data) as book, zipfile.ZipFile(out, "w") as broken:
        for name in book.namelist():
            sheet = book.read(name)
            broken.writestr(name, sheet[:-30] if name.endswith("sheet2.xml") else sheet)
    assert table(out.getvalue()).labels == ("a", "b")


def test_formulas_that_failed_in_an_opendocument_sheet(table):
    calc = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    failed = (
        f'<table:table-cell xmlns:c="{calc}" c:value-type="error" office:value-type="string"'
        ' office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    label = _ods_cell("string", "", "n")
    one = _ods_cell("float", "1", "1")
    rows = [label + label.replace(">n<", ">m<"), one + failed, one + one]
    found = table(_ods("".join(f"<table:table-row>{row}</table:table-row>" for row in rows)))
    assert (found.file.sheet, [r.cells for r in found.body]) == ("F", [(1, "#DIV/0!"), (1, 1)])


def test_a_formula_that_failed_in_an_old_workbook(opened, corpus):
    data = bytearray(
        (corpus / "samples/etalab__schema-lieux-covoiturage/exemple-valide.xls").read_bytes()
    )
    start = data.index(b"\x09\x08\x10\x00")
    number = data.index(b"\x03\x02\x0e\x00", start)  # a number: row, column, look, value
    error = b"\x05\x02\x08\x00" + data[number + 4 : number + 10] + b"\x2a\x01"
    data[number : number + 18] = error + b"\x99\x99\x02\x00\x00\x00"
    row, column = struct.unpack_from("<HH", data, number + 4)
    found = opened(bytes(data), "x")
    body = {record.row: record.cells for record in found.body}
    assert body[row + 1][column] == "#N/A"


def test_the_row_limit_holds_for_sheets(table):
    cut = table(_book([["a"], *([n] for n in range(9))]), limits=Limits(max_rows=4))
    assert (len(list(cut.body)), cut.state.complete) == (4, False)


def test_an_opendocument_sheet_is_read(table):
    rows = (
        "<table:table-row>"
        + "".join(_ods_cell("string", "", label) for label in ("nom", "n", "jour", "ok"))
        + "</table:table-row><table:table-row>"
        + _ods_cell("string", "", "Orléans")
        + _ods_cell("float", "12", "12")
        + _ods_cell("date", "2023-01-02", "02/01/23")
        + _ods_cell("boolean", "true", "VRAI")
        + '</table:table-row><table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    found = table(_ods(rows), "x.zip")
    assert (found.file.format, found.labels) == ("ods", ("nom", "n", "jour", "ok"))
    assert [r.cells for r in found.body] == [("Orléans", 12, date(2023, 1, 2), True)]


def test_an_old_workbook_is_read(opened, corpus):
    path = corpus / "samples/etalab__schema-lieux-covoiturage/exemple-valide.xls"
    found = opened(path.read_bytes(), "x")
    assert (found.file.format, found.labels[:2]) == ("xls", ("id_lieu", "nom_lieu"))
    assert [record.cells[4] for record in found.body] == [76217]


def _c(place: str, value: str = "1", extra: str = "") -> str:
    return f'<c r="{place}"{extra}><v>{value}</v></c>'


STRING = _c("A1", "0", ' t="s"')

HOSTILE = {
    "far corner": (SHEET % f'<row r="1">{_c("A1")}</row><row r="1048576">{_c("XFD1048576")}</row>',
                   "", "sheet_too_sparse"),
    "far corner in small letters": (SHEET % f'<row>{_c("A1")}{_c("zz900000")}</row>', "",
                                    "sheet_too_sparse"),
    "far corner behind a bracket": (SHEET % f'<row>{_c("A1")}<c x=">" r="XFD1048576"><v>1</v></c></row>',
                                    "", "sheet_too_sparse"),
    "far corner by counting": (SHEET % f'<row r="1048575"/><row>{"<c><v>1</v></c>" * 40}</row>', "",
                               "sheet_too_sparse"),
    "far corner spelled apart": (SHEET % "<row><c r = 'A1'><v>1</v></c><c  r\n=\n'XFD1048576' ><v>1</v></c></row>",
                                 "", "sheet_too_sparse"),
    "no such place": (SHEET % f'<row>{_c("ZZZZZZ4000000000")}</row>', "", "sheet_too_sparse"),
    "lying strings": (SHEET % f"<row>{STRING}</row>",
                      f'<sst xmlns="{MAIN}" uniqueCount="4000000000"><si><t>x</t></si></sst>',
                      "archive_malformed"),
    "entities": (SHEET.replace("<work", '<!DOCTYPE w [<!ENTITY a "b">]><work') % "", "",
                 "xml_entities"),
    "external entity": (SHEET.replace("<work", '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><work')
                        % "", "", "xml_entities"),
    "cut off": ((SHEET % f"<row>{_c('A1')}")[:-40], "", "archive_malformed"),
    "no cell": (SHEET % "", "", "empty"),
    "in UTF-16": ((SHEET % f"<row>{_c('A1')}</row>").encode("utf-16"), "", "archive_malformed"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_workbook_that_lies_is_refused_before_it_is_believed(outcome, case):
    sheet, strings, code = HOSTILE[case]
    assert outcome(_xlsx(sheet, strings)) == code


@pytest.mark.parametrize(
    ("sheet", "strings"),
    [
        # Excel and LibreOffice style whole columns down to the last row.
        (f'<row r="1">{_c("A1")}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>', ""),
        (f'<row r="1">{_c("A1")}</row><row r="1048576" ht="12"/>', ""),
        (f"<row><c><v>1</v></c><c><v>2</v></c></row><row>{_c('A2')}</row>", ""),
        (
            f"<row>{STRING}</row>",
            f'<sst xmlns="{MAIN}" count="9" uniqueCount="9"><si><t>r="XFD1048576" &lt;c</t></si></sst>',
        ),
    ],
)
def test_an_honest_workbook_is_not(table, sheet, strings):
    assert table(_xlsx(SHEET % sheet, strings)).labels


def test_calamine_would_have_died_of_it(tmp_path):
    """Prove that the guard stands before a real fall: without it the whole process aborts."""
    path = tmp_path / "far.xlsx"
    path.write_bytes(_xlsx(HOSTILE["far corner"][0]))
    program = (
        "import resource, sys, python_calamine as c;"
        "resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30));"
        "resource.setrlimit(resource.RLIMIT_CORE, (0, 0));"
        "c.load_workbook(sys.argv[1]).get_sheet_by_index(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, check=False
    )
    assert done.returncode < 0


def test_an_ods_that_repeats_itself_without_end_is_refused(outcome):
    cell = _ods_cell("string", "", "x", ' table:number-columns-repeated="16384"')
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    start = time.perf_counter()
    assert outcome(_ods(rows)) == "too_large"
    assert time.perf_counter() - start < 5


def test_an_ods_with_a_cell_far_below_is_refused(outcome):
    far = '<table:table-row table:number-rows-repeated="1000000"/>'
    cell = _ods_cell("string", "", "x", ' table:number-columns-repeated="3"')
    row = f"<table:table-row>{cell}</table:table-row>"
    assert outcome(_ods(row + far + row)) == "sheet_too_sparse"


def test_an_ods_with_entities_is_refused(outcome):
    prolog = '<!DOCTYPE x [<!ENTITY a "b">]>'
    assert outcome(_ods("<table:table-row/>", prolog)) == "xml_entities"


def _ods_row(*cells: str, times: int = 1) -> str:
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


LABELS = _ods_row(_ods_cell("string", "", "a"), _ods_cell("string", "", "b"))
LONG = f"{'x' * 200_000}"


@pytest.mark.parametrize(
    "row",
    [
        _ods_row(_ods_cell("string", "", '<text:s text:c="1000000000"/>')),
        _ods_row(_ods_cell("string", "", '<text:s text:c="400000000"/>' * 2)),
        _ods_row(_ods_cell("float", "abc", '<text:s text:c="1000000000"/>')),
        _ods_row(_ods_cell("string", "", '<text:s text:c="100000"/>'), times=10_000),
        _ods_row(_ods_cell("string", "", '<text:s text:c="9000"/>')) * 60_000,
        _ods_row(_ods_cell("string", "", LONG, ' table:number-columns-repeated="9000"')),
        _ods_row(_ods_cell("string", "", LONG), times=9000),
        _ods_row(_ods_cell("string", "", "", f' office:string-value="{LONG}"'), times=9000),
    ],
)
def test_an_ods_of_a_few_kilobytes_that_stand_for_gigabytes_is_refused(outcome, row):
    assert outcome(_ods(LABELS + row), "x.ods") == "bomb"


def test_an_ods_that_repeats_cells_and_blanks_in_measure_is_read(table):
    blank = _ods_cell("string", "", 'x<text:s text:c="3"/>y')
    rows = _ods_row(blank, _ods_cell("float", "1", "1"), times=20_000) + _ods_row(
        blank, '<table:table-cell table:number-columns-repeated="16382"/>', times=1000
    )
    found = list(table(_ods(LABELS + rows), "x.ods").body)
    assert (len(found), found[0].cells, found[-1].cells) == (21_000, ("x   y", 1), ("x   y", None))


@pytest.mark.parametrize("kind", ["float", "currency", "percentage", "boolean"])
@pytest.mark.parametrize("value", ["abc", "1,5", "n/a"])
def test_a_value_of_an_ods_that_is_not_of_its_cell_s_type_is_one_text(table, kind, value):
    calc = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    failed = f'<table:table-cell xmlns:c="{calc}" c:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    rows = (
        _ods_row(_ods_cell("float", "1", "1"), _ods_cell(kind, value, "autre"))
        + _ods_row(failed, _ods_cell("boolean", "true", "VRAI"))
        + _ods_row(_ods_cell("date", "2023-01-02", "2"), '<table:table-cell office:value-type="void"/>')
        + _ods_row(_ods_cell("string", "", " é &amp; <text:span>&lt;</text:span></text:p><text:p>2"),
                   _ods_cell("float", "2", "2", ' table:number-columns-repeated="2"'), times=2)
    )  # fmt: skip
    found = table(_ods(LABELS + rows), "x.ods")
    last = (" é & <\n2", 2, 2)
    body = [(1, value), ("#N/A", True), (date(2023, 1, 2), None), last, last]
    assert (found.file.sheet, [r.cells for r in found.body]) == ("F", body)


def test_tabs_line_breaks_and_cdata_of_an_ods_are_part_of_its_texts(table):
    text = "x<text:tab/>y<text:line-break/>z<![CDATA[ <&>]]>"
    found = table(_ods(LABELS + _ods_row(_ods_cell("string", "", text))), "x.ods")
    assert [r.cells for r in found.body] == [("x\ty\nz <&>", None)]


def _ods_renamed(data: bytes, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as written:
        for name in archive.namelist():
            part = archive.read(name)
            written.writestr(name, part.replace(old.encode(), new.encode()))
    return out.getvalue()


@pytest.mark.parametrize("prefix", ["office", "table", "text"])
def test_an_ods_with_other_prefixes_is_read_as_any(table, prefix):
    usual = _ods(LABELS + _ods_row(_ods_cell("float", "1.5", "1,5"), _ods_cell("string", "", "é")))
    other = _ods_renamed(_ods_renamed(usual, f"{prefix}:", "o:"), f"xmlns:{prefix}", "xmlns:o")
    other = _ods_renamed(
        other, f"xmlns:o:{prefix}", f"urn:oasis:names:tc:opendocument:xmlns:{prefix}"
    )
    other = _ods_renamed(other, "xmlns:o:1.0", f"xmlns:{prefix}:1.0")
    with zipfile.ZipFile(io.BytesIO(other)) as archive:
        assert f":{prefix}:1.0".encode() in archive.read("content.xml")
        assert f"<{prefix}:".encode() not in archive.read("content.xml")
    assert [r.cells for r in table(other, "x.ods").body] == [(1.5, "é")]


def test_an_ods_whose_prefixes_mean_something_else_is_refused(outcome):
    data = _ods(LABELS + _ods_row(_ods_cell("float", "1", "1")))
    assert outcome(_ods_renamed(data, "xmlns:table:1.0", "xmlns:chart:1.0"), "x.ods") == (
        "archive_malformed"
    )


def test_a_text_without_a_type_in_an_ods_is_a_text(table):
    rows = _ods_row(
        _ods_cell("float", "1", "1"), "<table:table-cell><text:p>x</text:p></table:table-cell>"
    )
    assert [r.cells for r in table(_ods(LABELS + rows), "x.ods").body] == [(1, "x")]


ENCRYPTED = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="%s" manifest:size="4096"><manifest:encryption-data>'
    '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
    "</manifest:encryption-data></manifest:file-entry></manifest:manifest>"
)


@pytest.mark.parametrize("part", ["content.xml", "encrypted-package"])
def test_an_ods_with_a_password_says_so(outcome, part):
    """LibreOffice encrypts each part or, since its version 24.8, all of them as one."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(part, random.Random(3).randbytes(4096))
        archive.writestr("META-INF/manifest.xml", ENCRYPTED % part)
    assert outcome(data.getvalue(), "x.ods") == "archive_encrypted"


def test_sheets_as_wide_as_excel_allows_are_refused_or_cut(outcome, table):
    wide = _book([[f"c{n}" for n in range(5000)], [1]])
    assert outcome(wide) == "too_many_columns"
    assert len(table(wide, limits=Limits(max_columns=5000)).labels) == 5000


def _record(stream: bytes, kind: int) -> int:
    """Find the first record of a kind in an old workbook's stream."""
    at = 0
    while True:
        found, size = struct.unpack_from("<HH", stream, at)
        if found == kind:
            return at + 4
        at += 4 + size


OLD_LIES = {
    "a directory that leads back to itself": lambda data, _: (4608 + 4 * 7, 7),
    "a stream that leads out of the file": lambda data, _: (4608 + 4 * 2, 9999),
    "a table of chains beyond the file": lambda data, _: (76, 9999),
    "a header that states a billion sectors": lambda data, _: (44, 1 << 30),
    "a billion shared strings": lambda data, start: (
        start + _record(data[start:], 0xFC) + 4,
        1 << 30,
    ),
    "a sheet that ends before it starts": lambda data, start: (
        data.index(b"\x00\x02\x0e\x00", start) + 4,
        1 << 30,
    ),
    "a cell in column 40,000": lambda data, start: (
        data.index(b"\xfd\x00\x0a\x00", start) + 4,
        40_000 << 16,
    ),
}


@pytest.mark.parametrize("lie", OLD_LIES)
def test_an_old_workbook_that_lies_is_refused_before_it_is_believed(outcome, corpus, lie):
    data = bytearray(
        (corpus / "samples/etalab__schema-lieux-covoiturage/exemple-valide.xls").read_bytes()
    )
    start = data.index(b"\x09\x08\x10\x00")
    place, value = OLD_LIES[lie](bytes(data), start)
    data[place : place + 4] = struct.pack("<I", value)
    assert outcome(bytes(data)) == "archive_malformed"


@pytest.mark.parametrize("seed", range(12))
def test_broken_workbooks_end_in_a_code(tmp_path, corpus, seed):
    chance = random.Random(seed)
    for name in ("etalab__schema-lieux-covoiturage/exemple-valide.xls",
                 "openmaraude__schema-stationstaxi/exemple-valide.xlsx"):  # fmt: skip
        data = bytearray((corpus / "samples" / name).read_bytes())
        for _ in range(chance.choice([1, 3, 30])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = tmp_path / "broken"
        path.write_bytes(data[: chance.choice([len(data), len(data) // 2])])
        found = open_records(TableJob(path=str(path)))
        if isinstance(found, Records):
            with contextlib.suppress(Unreadable):
                list(found.body)
        else:
            assert found.outcome not in {"ok", "parse_crashed"}
