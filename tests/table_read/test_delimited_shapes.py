"""Delimiters, headers, quotes and last lines of the files that towns really send."""

import csv
import io
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.table.dialect import detect
from app.table.model import Candidate, Limits, SchemaSpec
from app.table.records import Unreadable
from rules.core.evidence import SchemaRef

TITLE = "Subventions versées en 2023\n"

DIALECTS = {
    "decimal commas between semicolons": ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
    "decimal commas, ragged": ("nom;montant\nx;1,5\ny;2,5;\nz;3,5\n", ";"),
    "decimal commas in one column only": ("montant\n1,5\n2,5\n3,5\n", None),
    "decimal commas without a header": ("1,5;2,5\n3,5;4,5\n", ";"),
    "unquoted text with commas": ("id;nom\n1;un, deux\n2;trois\n3;un, deux, trois\n", ";"),
    "a label with a comma": ("Nom, prénom;âge\nDupont, Jean;12\nDurand, Luc;13\n", ";"),
    "a single column of words": ("nom\nLyon\nNice\n", None),
    "a single column of sentences": (
        "avis\nBonjour, merci\nRien\nNon, vraiment, rien\nRien\n",
        None,
    ),
    "a preamble with commas": ("Ville, de, Lyon\n\nid;nom;n\n1;a;2\n2;b;3\n3;c;4\n", ";"),
    "two columns and one row": ("a,b\n1,2\n", ","),
    "header only": ("a;b;c\n", ";"),
    "a totals line": ("a;b\n1,5;x\n2,5;y\nTotal\n", ";"),
    "half the rows ragged": ("a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3\n1;2;3\n1\n", ";"),
    "tabs with commas and semicolons": ("a\tb\n1,5\tx;y\n2,5\tz;t\n", "\t"),
    "pipes": ("a|b|c\n1|x, y|2\n3|z|4\n", "|"),
    "quoted delimiters": ('a,b\n"x;y;z",1\n"u;v;w",2\n', ","),
    "an orphan quote on the second line": ('a;b;c\n1;"x;2\n3;y;4\n5;z;6\n', ";"),
    "coordinates": ("id;geo\n1;45.1,5.7\n2;45.2,5.8\n", ";"),
    "trailing delimiters": ("a;b;\n1;2;\n3;4;\n", ";"),
}


@pytest.mark.parametrize("case", DIALECTS)
def test_the_delimiter_is_the_one_a_person_would_name(table, case):
    text, delimiter = DIALECTS[case]
    found = table(text.encode())
    if delimiter is None:
        assert len(found.labels) == 1
        assert all(len(record.cells) < 2 for record in found.body)
    else:
        assert found.file.delimiter == delimiter


def test_a_name_in_tsv_settles_a_tie(table):
    data = b"a,b\tc\n1,2\t3\n"
    assert table(data, "x.csv").file.delimiter == "\t"
    assert table(b"a b\tc d\n", "x.tsv").file.format == "tsv"


def test_quotes_and_separators_by_the_thousand_do_not_slow_detection():
    lines = ['";,' * 300 + "\n"] * 400
    start = time.perf_counter()
    detect(lines)
    assert time.perf_counter() - start < 2


HEADERS = {
    "at once": ("a;b;c\n1;2;3\n", 1),
    "under a title": (f"{TITLE}a;b;c\n1;2;3\n4;5;6\n", 2),
    "under a title padded by the spreadsheet": ("Titre;;;\n;;;\na;b;c;d\n1;2;3;4\n", 3),
    "under a date and a town": ("Commune;Lyon\nDate;2023\n\na;b;c;d;e\n1;2;3;4;5\n1;2;3;4;5\n", 4),
    "under blank lines": ("\n\na;b\n1;2\n", 3),
    "with a blank label": ("a;;c\n1;2;3\n", 1),
    "with years": ("commune;2019;2020;2021\nLyon;1;2;3\nNice;4;5;6\n", 1),
    "with only years": ("2019;2020\n15;16\n17;18\n", 1),
    "of one column under a blank line": ("\nnom\nLyon\n", 2),
    "all alone": ("a;b;c\n", 1),
}


@pytest.mark.parametrize("case", HEADERS)
def test_the_header_is_found(table, finding, case):
    text, row = HEADERS[case]
    found = table(text.encode())
    assert found.file.header_row == row
    assert not [f for f in found.findings if f.cause == "no-header"]
    if row > 1:
        above = finding(found, "preamble-rows")
        assert (above.rule, above.rows) == ("clean_header", tuple(range(1, row)))
    assert [record.row for record in found.body][:1] in ([], [row + 1])


@pytest.mark.parametrize(
    "text",
    [
        "1;2;3\n4;5;6\n7;8;9\n",
        "75056;Paris;2023-01-02\n13055;Marseille;2023-02-03\n",
        "21060004500392;Antibes\n21860194600000;Poitiers\n",
        "a@b.fr;x\nc@d.fr;y\n",
        "2023-01-02;12,5\n",
    ],
)
def test_a_first_row_like_the_others_is_no_header(table, finding, text):
    told = finding(table(text.encode()), "no-header")
    assert (told.rule, told.rows) == ("clean_header", (1,))


@pytest.mark.parametrize(
    "text",
    [
        "nom;2023-01-01;2023-02-01\nLyon;12;13\nNice;14;15\n",
        "siret;nom\n21060004500392;Antibes\n",
        "nom;prenom\nDupont;Jean\n",
        "total\n12\n",
    ],
)
def test_a_first_row_unlike_the_others_is_a_header(table, text):
    assert not [f for f in table(text.encode()).findings if f.cause == "no-header"]


def _schema(*names: str) -> SchemaSpec:
    fields = ",".join(f'{{"name": "{name}"}}' for name in names)
    return SchemaSpec(ref=SchemaRef(name="x"), descriptor=f'{{"fields": [{fields}]}}')


def test_the_schema_s_names_tell_the_header_from_a_table_like_preamble(table):
    text = "service;personne;telephone\ncom;Anne;0400000000\nNOM;Prénom;Date de naissance\nx;y;z\n"
    assert table(text.encode()).file.header_row == 1
    names = ("nom", "prenom", "date_de_naissance", "ville")
    assert table(text.encode(), schema=_schema(*names)).file.header_row == 3
    known = Candidate(ref=SchemaRef(name="y"), required=names, optional=())
    assert table(text.encode(), candidates=(known,)).file.header_row == 3


@pytest.mark.parametrize(
    "descriptor", ["", "[", "3", '{"fields": 3}', '{"fields": [3]}', "[" * 9999]
)
def test_an_unusable_schema_does_not_stop_the_reading(table, descriptor):
    schema = SchemaSpec(ref=SchemaRef(name="x"), descriptor=descriptor)
    assert table(b"a;b\n1;2\n", schema=schema).labels == ("a", "b")


def test_blank_labels_are_counted_once_with_their_positions(table, finding):
    told = finding(table(b"a;;c; \n1;2;3;4\n"), "blank-label")
    assert (told.rule, told.code, told.count, told.of) == ("header_labels", "blank-label", 2, 4)
    assert told.facts == {"position": 2, "positions": "2, 4"}


def test_repeated_labels_name_the_column_and_both_places(table, finding):
    told = finding(table(b"a;b;a\n1;2;3\n"), "duplicate-label")
    assert (told.rule, told.code, told.column) == ("header_labels", "duplicate-label", "a")
    assert told.facts == {"first_position": 1, "position": 3, "positions": "3"}


def test_padded_labels_are_a_warning_with_the_tidy_label(table, finding):
    told = finding(table(b'" Nom ";"Date\nde naissance";ok\n1;2;3\n'), "padded-label")
    assert (told.rule, told.severity, told.count) == ("clean_header", "warning", 2)
    assert [s.fixed for s in told.samples] == ["Nom", "Date de naissance"]


def test_five_thousand_equal_headers_take_no_time(opened):
    data = b",".join([b"nom"] * 5000) + b"\n" + b",".join([b"1"] * 5000) + b"\n"
    start = time.perf_counter()
    found = opened(data, limits=Limits(max_columns=6000))
    assert found.findings[0].count == 4999
    assert time.perf_counter() - start < 1


ORPHANS = {
    "to the end of the file": ('a;b;c;d\n1;"x;3;4\n1;2;3;4\n1;2;3;4\n', 2, 2, 3),
    "closed by another one": ('a;b;c;d\n1;2;3;4\n1;"x;3;4\n1;2;3;4\n1;y";3;4\n1;2;3;4\n', 3, 3, 3),
    "after a cell of two lines": ('a;b;c;d\n"x\ny";2;3;4\n1;"x;3;4\n1;2;3;4\n', 3, 4, 2),
    "on the last line": ('a;b\n1;"x\n', 2, 2, 1),
    "in a single column": ('nom\n"Lyon\nNice\nOran\n', 2, 2, 3),
}


@pytest.mark.parametrize("case", ORPHANS)
def test_a_quote_that_swallows_lines_is_noticed(table, finding, case):
    text, row, line, swallowed = ORPHANS[case]
    told = finding(table(text.encode()), "orphan-quote")
    assert (told.rule, told.code) == ("rows_are_rectangular", "source-error")
    assert (told.rows, told.facts["line"], told.count) == ((row,), line, swallowed)


@pytest.mark.parametrize(
    "text",
    [
        'a;b\n1;"deux\nlignes"\n2;x\n',
        'a;b;c;d\n1;"une; deux\ntrois";3;4\n1;2;3;4\n',
        'a;b\n1;"x\n\n\ny"\n',
        'a,b\n1,"Rue, de\nla, Paix"\n2,x\n',
        'a;b\n1;5" de large\n2;6" de haut\n',
        '"a";"b"\n"1";"dit ""oui"""\n',
    ],
)
def test_a_cell_of_several_lines_is_no_orphan(table, text):
    found = table(text.encode())
    assert not found.findings
    assert [found.labels, *(r.cells for r in found.body)] == [
        tuple(row)
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=found.file.delimiter)
    ]


def test_rows_of_findings_count_records_where_cells_span_lines(table, finding):
    text = 'a;b\n1;"x\ny"\n2;Ã©tÃ©\n'
    assert finding(table(text.encode()), "mojibake").rows == (3,)
    data = 'a;b\r\n1;"x\ny"\r\n2;été\r\n'.encode("cp1252")
    found = table(data)
    assert finding(found, "encoding-not-utf8").rows == (3,)
    assert found.file.line_end == "crlf"


def test_a_cell_beyond_all_measure_ends_the_reading_and_says_where(table, monkeypatch, finding):
    monkeypatch.setattr("app.table.quotes.CELL_MAX", 5000)
    monkeypatch.setattr("app.table.delimited.CELL_MAX", 5000)
    found = table(b'a;b;c;d\n1;2;3;4\n1;"x;3;4\n' + b"1;2;3;4\n" * 2000)
    assert finding(found, "orphan-quote").rows == (3,)
    assert next(found.body).row == 2
    with pytest.raises(Unreadable) as end:
        next(found.body)
    assert (end.value.code, end.value.row) == ("cell_too_large", 3)


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("TOTAL;;12", True),
        ("Total général;;12,50", True),
        ("Sous-total;;12", True),
        ("total", True),
        (";Total;12", True),
        ("TotalEnergies;x;12", False),
        ("Total SA;Paris;12", False),
        ("Lyon;x;12", False),
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\n\n;;\n"])
def test_a_totals_line_is_told_from_a_row(table, last, told, end):
    found = table(f"nom;ville;montant\nx;Lyon;12\n{last}{end}".encode())
    causes = {f.cause: f for f in found.findings}
    assert ("totals-row" in causes) == told
    if told:
        assert causes["totals-row"].rows == (3,)
        assert causes["totals-row"].rule == "no_totals_row"


def test_a_totals_line_is_found_beyond_a_long_file_and_cells_of_several_lines(table, finding):
    body = "".join(f'{n};"a\nb";{n}\n' for n in range(9000))
    assert finding(table(f"n;t;m\n{body}Total;;12\n".encode()), "totals-row").rows == (9002,)
    body = "".join(f"{n};texte;{n}\n" for n in range(9000))
    assert finding(table(f"n;t;m\n{body}Total;;12\n".encode()), "totals-row").rows == (9002,)


def test_the_row_limit_stops_the_body_and_says_so(table):
    data = b"a\n" + b"1\n" * 10
    cut = table(data, limits=Limits(max_rows=9))
    assert (len(list(cut.body)), cut.state.complete) == (9, False)
    whole = table(data, limits=Limits(max_rows=10))
    assert (len(list(whole.body)), whole.state.complete) == (10, True)


def test_too_many_columns_are_refused_in_the_header_and_in_a_row(opened, table):
    limits = Limits(max_columns=3)
    assert opened(b"a;b;c;d\n", limits=limits).outcome == "too_many_columns"
    found = table(b"a;b;c\n1;2;3\n1;2;3;4\n", limits=limits)
    with pytest.raises(Unreadable, match="too_many_columns at row 3"):
        list(found.body)


CELLS = st.text(alphabet='ab1;,"\n\r é|\t', max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=8).map("".join), st.sampled_from(["utf-8", "cp1252"]))
def test_records_are_cut_as_csv_reader_cuts_them(tmp_path_factory, text, codec):
    from app.table.model import TableJob  # noqa: PLC0415 # a fixture would be reset at each example
    from app.table.open import open_records  # noqa: PLC0415
    from app.table.records import Records  # noqa: PLC0415

    path = tmp_path_factory.getbasetemp() / "parity"
    path.write_bytes(text.encode(codec))
    found = open_records(TableJob(path=str(path)))
    if not isinstance(found, Records):
        assert found.outcome == "empty"
        assert not text.strip('";,|\t\r\n ')
        return
    ours = [found.labels, *(record.cells for record in found.body)]
    theirs = csv.reader(io.StringIO(text, newline=""), delimiter=found.file.delimiter)
    rows = [tuple(row) for row in theirs]
    assert ours == rows[found.file.header_row - 1 :]


def test_ragged_random_tables_keep_their_delimiter(table):
    chance = random.Random(7)
    for delimiter in ";,|\t":
        rows = [["code", "libelle", "montant", "date"]]
        for n in range(200):
            row = [str(n), "texte libre", "12.50", "2023-01-02"]
            rows.append(row[: chance.randint(1, 4)] if chance.random() < 0.3 else row)
        text = "\n".join(delimiter.join(row) for row in rows)
        assert table(text.encode()).file.delimiter == delimiter
