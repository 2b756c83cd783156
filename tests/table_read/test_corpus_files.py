"""Third-party files, read from beside the repository: each opens with the header one expects."""

import csv
import io

import pytest

from app.table.records import Records

ODD = {
    # Published without a header: EU vocabularies, and a pivot table with its filter on top.
    "vocab_non_proprietary.csv",
    "vocab_machine_readable.csv",
    "vocab_licenses.csv",
    "vocab_access_rights.csv",
    "vocab_file_types.csv",
}


def test_every_csv_of_the_corpus_opens_with_its_header(opened, corpus):
    paths = sorted(corpus.rglob("*.csv"))
    assert len(paths) > 60
    for path in paths:
        data = path.read_bytes()
        found = opened(data, path.name)
        assert isinstance(found, Records), path
        assert found.file.header_row == 1, path
        assert len(found.labels) > 1, path
        missing = any(f.cause == "no-header" for f in found.findings)
        assert missing == (path.name in ODD), path
        text = io.StringIO(data.decode(found.file.encoding), newline="")
        rows = list(csv.reader(text, delimiter=found.file.delimiter))
        assert [list(found.labels), *(list(r.cells) for r in found.body)] == rows, path


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_every_workbook_of_the_corpus_opens_on_its_data(opened, corpus, kind):
    paths = sorted(corpus.rglob(f"*.{kind}"))
    assert paths
    for path in paths:
        found = opened(path.read_bytes(), path.name)
        assert isinstance(found, Records), path
        assert found.file.format == kind
        assert list(found.body), path


def test_numbers_puts_a_page_in_front_of_the_data(table, corpus, finding):
    found = table((corpus / "samples/api-subventions-asso/SCDL.xlsx").read_bytes(), "SCDL.xlsx")
    assert found.labels[:2] == ("Nom de l'attribuant", "Identification de l'attributaire")
    assert finding(found, "preamble-rows").rows == (1, 2, 3)


def test_a_mangled_label_is_found_in_a_real_header(table, corpus, finding):
    data = (corpus / "samples/api-subventions-asso/SCDL_DILCRAH_2019.csv").read_bytes()
    found = table(data)
    assert finding(found, "mojibake").samples[0].fixed == " Aide notifiée à l'Europe "
    assert finding(found, "padded-label").count == 13


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("payloads/dcat/catalog.rdf", "rdf"),
        ("payloads/dcat/dataset.ttl", "ttl"),
        ("payloads/udata/geonetwork.xml", "rdf"),
        ("payloads/udata/geoide-iso19139-single-dataset.xml", "xml"),
        ("payloads/ckan/mcp_not-found.json", "not_the_data"),
        ("payloads/badges/goodtables_data-error-flat.svg", "svg"),
        ("payloads/misc/dcat_us_data_json_frequency.json", None),
    ],
)
def test_what_is_no_table_is_named(opened, corpus, name, expected):
    found = opened((corpus / name).read_bytes(), name)
    if expected is None:
        assert found.file.format == "json" if isinstance(found, Records) else found.format == "json"
    else:
        assert (found.outcome if found.outcome != "ok" else found.format) == expected
