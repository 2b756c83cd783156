"""Every encoding × delimiter × line end that a French town may publish."""

import csv
import io

import pytest

ENCODINGS = [
    ("utf-8", "utf-8"),
    ("utf-8-sig", "utf-8-sig"),
    ("utf-16", "utf-16"),
    ("utf-16-le", "utf-16le"),
    ("utf-16-be", "utf-16be"),
    ("cp1252", "windows-1252"),
    ("iso-8859-15", "iso-8859-15"),
    ("mac-roman", "mac-roman"),
    ("cp850", "ibm850"),
]
ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
ROWS = [
    ["commune", "libellé", "montant", "date"],
    ["Orléans", "L'été à la plage, avec goûter", "12,50", "2023-01-02"],
    ["Épernay", "Crèche n° 3 ; œuvres", "1300", "2023-02-03"],
    ["Besançon", 'dit "le bœuf"', "", "2023-03-04"],
    ["Nîmes", "Maïs grillé", "7,05", "2023-04-05"],
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(("codec", "name"), ENCODINGS)
def test_the_same_table_is_read_however_it_is_written(table, codec, name, delimiter, end):
    out = io.StringIO()
    rows = ROWS
    if codec == "cp850":  # DOS has no œ
        rows = [[cell.replace("œ", "oe") for cell in row] for row in ROWS]
    csv.writer(out, delimiter=delimiter, lineterminator=ENDS[end]).writerows(rows)

    found = table(out.getvalue().encode(codec))

    file = found.file
    assert (file.delimiter, file.line_end, file.header_row) == (delimiter, end, 1)
    assert file.format == ("tsv" if delimiter == "\t" else "csv")
    assert [found.labels, *(record.cells for record in found.body)] == [tuple(r) for r in rows]
    # cp1252 and latin-9 differ in eight characters only: œ is one of them.
    assert file.encoding == name
    told = [f.cause for f in found.findings]
    assert told == (
        []
        if name in {"utf-8", "utf-8-sig"}
        else ["encoding-utf16"]
        if "16" in name
        else ["encoding-not-utf8"]
    )


def test_the_first_accent_may_come_late(table):
    lines = [f"{n};rien de spécial".encode("ascii", "ignore") for n in range(20_000)]
    data = b"id;nom\n" + b"\n".join(lines) + "\n20001;Orléans\n".encode("cp1252")
    found = table(data)
    assert found.file.encoding == "windows-1252"
    assert list(found.body)[-1].cells == ("20001", "Orléans")


def test_the_clerk_is_shown_the_first_word_that_breaks(table, finding):
    found = table("id;ville\n1;Lyon\n2;Orléans\n".encode("cp1252"))
    told = finding(found, "encoding-not-utf8")
    assert (told.rule, told.code, told.rows) == ("encoding_is_utf8", "encoding-error", (3,))
    assert told.facts == {"encoding": "windows-1252", "line": 3}
    assert (told.samples[0].value, told.samples[0].fixed) == ("Orl\ufffdans", "Orléans")


def test_stray_lines_of_another_encoding_are_located_and_read_right(table, finding):
    lines = ["ville", *(["Orléans"] * 5), "Nîmes", *(["Besançon"] * 3)]
    data = b"\n".join(line.encode("cp1252" if line == "Nîmes" else "utf-8") for line in lines)
    found = table(data)
    told = finding(found, "encoding-mixed")
    assert (found.file.encoding, told.rows, told.count, told.of) == ("utf-8", (7,), 1, 10)
    assert told.samples[0].fixed == "Nîmes"
    assert told.facts["other"] == "windows-1252"
    assert [record.cells[0] for record in found.body] == lines[1:]


def test_a_stray_line_that_also_holds_good_letters_is_read_by_its_stray_bytes_alone(table, finding):
    good = "Numéraire;école;été".encode()
    data = b"objet;nature\n" + (good + b"\n") * 9 + (b"F\xeate;" + good + b"\n") * 4
    told = finding(table(data), "encoding-mixed")
    assert (told.count, told.facts["other"]) == (4, "windows-1252")
    assert {sample.fixed for sample in told.samples} == {"Fête"}


@pytest.mark.parametrize(
    ("codec", "text", "name"),
    [
        ("cp1252", "Paris–Lyon", "windows-1252"),
        ("cp1252", "FêTE", "windows-1252"),
        ("cp1252", "agent·e", "windows-1252"),
        ("cp850", "été à Orléans", "ibm850"),
        ("mac-roman", "été à Orléans", "mac-roman"),
    ],
)
def test_one_odd_letter_does_not_make_another_encoding(table, codec, text, name):
    assert table(f"id;texte\n1;{text}\n".encode(codec)).file.encoding == name


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("Ã©tÃ©", "été"),
        ("lâ€™eau", "l’eau"),
        ("crÃ¨che", "crèche"),
        ("nÂ° 3", "n° 3"),
        ("cÅ“ur", "cœur"),
        ("10 â\u201a¬", "10 €"),
        ("ÃƒÂ©tÃƒÂ©", "été"),
        ("√©t√©", "été"),
        ("déjà Ã©tÃ©", "déjà été"),
    ],
)
def test_mangled_text_is_told_and_mended_where_nothing_is_lost(table, finding, bad, good):
    found = table(f"id;texte\n1;bien\n2;{bad}\n".encode())
    told = finding(found, "mojibake")
    assert (told.rows, told.count, told.of) == ((3,), 1, 3)
    assert (told.samples[0].value, told.samples[0].fixed) == (bad, good)


def test_letters_lost_for_good_are_told_apart(table, finding):
    found = table("id;texte\n1;bien\n2;perdu \ufffd\n3;Ã©tÃ© \ufffd\n".encode())
    told = finding(found, "letters-lost")
    assert (told.rows, told.count, told.of) == ((3, 4), 2, 4)
    assert [sample.fixed for sample in told.samples] == [None, None]
    assert finding(found, "mojibake").rows == (4,)


@pytest.mark.parametrize(
    "text", ["São Paulo, NÃO", "Ångström", "Å – voilà", "½ ± 3 √2", "âge, château", "Â", "Ã"]
)
def test_rare_letters_are_no_mojibake(table, text):
    assert not table(f"id;texte\n1;{text}\n2;château\n".encode()).findings


def test_a_header_with_accents_in_mixed_line_ends(table):
    found = table("é;b\r\n1;2\n3;4\r5;6\r\n".encode())
    assert found.file.line_end == "mixed"
    assert [r.cells for r in found.body] == [("1", "2"), ("3", "4"), ("5", "6")]
