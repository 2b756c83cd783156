"""Whatever the bytes: a table, a format or a code, never an exception, never a hang."""

import gzip
import io
import json
import os
import random
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.table.model import Limits, TableJob
from app.table.open import open_records
from app.table.records import Records, Unreadable

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(40)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def _tiff(*tags: int) -> bytes:
    entries = b"".join(struct.pack("<HHII", tag, 3, 1, 0) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b" \r\n \n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xef\xbb\xbf\n\n", "empty"),
        (b"\xff\xfe", "empty"),
        (b'"', "empty"),
        (b";;;\n;;;\n", "empty"),
        (b"a;b\n1;\0\n" * 40, "nul_bytes"),
        (bytes(5000), "nul_bytes"),
        (random.Random(1).randbytes(10_000_000), "not_text"),
        (bytes(range(1, 256)) * 40, "not_text"),
        (b"\xff\xfe" + random.Random(2).randbytes(100_000), "not_text"),
        (b"x" * 5000, "line_too_long"),
        (b"a;b\n1;2\n" + b"y;" * 4000, "line_too_long"),
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "jpeg"),
        (PDF, "pdf"),
        (_tiff(256, 257), "tiff"),
        (_tiff(256, 34735), "geotiff"),
        (b"SQLite format 3\0" + bytes(52) + b"GPKG", "gpkg"),
        (b"SQLite format 3\0" + bytes(100), "sqlite"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(30), "7z"),
        (b'<?xml version="1.0"?><catalog><a/></catalog>', "xml"),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<kml xmlns='u'/>", "kml"),
        (b"<rdf:RDF xmlns:rdf='u'></rdf:RDF>", "rdf"),
        (b"@prefix dcat: <http://www.w3.org/ns/dcat#> .\n", "ttl"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "ics"),
    ],
)
def test_content_decides(outcome, data, expected):
    assert outcome(data, "data.csv", limits=Limits(max_line=4096)) == expected


PAGES = {
    "a 404 page": b"<!DOCTYPE html>\n<html><head><title>404</title></head></html>",
    "nginx": b"<html>\r\n<head><title>404 Not Found</title></head>\r\n<body></body></html>",
    "a login page after a comment": b"\n<!-- portal -->\n<!-- x -->\n<HTML lang='fr'><form>",
    "xhtml": b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="y"/>',
    "a page in UTF-16": "<html><body>Connexion</body></html>".encode("utf-16"),
    "a bare heading": b"<h1>Service indisponible</h1>",
    "storage": b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    "a map server": b'<ows:ExceptionReport xmlns:ows="u"><ows:Exception/></ows:ExceptionReport>',
    "a page with its pictures (MHTML)": b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type:"
    b' multipart/related; boundary="----=_Next"\r\n\r\n------=_Next\r\nContent-Type: text/html\r\n\r\n<html>',
    "a page saved by a browser": b"From: <Saved by Blink>\r\nSubject: Budget; 2023\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html"\r\n\r\n------\r\n\r\n<html>',
    "a page with a colon further off": b"Content-Type : multipart/related\nMIME-Version : 1.0\n\n--x\n",
    "a table of a page": b"<table border=1><tr><td>commune</td></tr></table>",
    "plain words": b"404: Not Found",
    "plain French": "Page non trouvée\n".encode(),
    "git lfs": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n",
    "an API error": b'{"error": {"code": 404, "message": "Not found"}}',
    "a problem": b'{"type": "about:blank", "title": "Not found", "status": 404, "detail": "x"}',
    "CKAN": b'{"help": "x", "success": false, "error": {"message": "Not found"}}',
    "FastAPI": b'{"detail":"Not Found"}',
    "Opendatasoft": b'{"errorcode": 10002, "reset_time": "x", "error": "Too many requests"}',
    "an error with no results": b'{"results": [], "error": "quota"}',
}


@pytest.mark.parametrize("name", ["data.csv", "data.xlsx", "data.xls", "data.json", ""])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_or_an_excuse_is_never_the_data(outcome, page, name):
    assert outcome(PAGES[page], name) == "not_the_data"


@pytest.mark.parametrize(
    "data",
    [
        b"error;message\n404;Not found\n",
        b"<10;moins de 10\n>10;plus\n",
        b"Forbidden\nvalue\n" + b"x\n" * 300,
        b"MIME-Version: 1.0;b\n1;2\n",
        b"date:;Content-Type: multipart/related\n1;2\n",
        b'[{"error": "x", "message": "y"}]',
        b'{"results": [{"error": "x"}], "error": null}',
    ],
)
def test_data_about_errors_is_data(table, data):
    table(data)


def test_a_single_line_without_end_is_refused_before_it_fills_the_memory(outcome):
    start = time.perf_counter()
    assert outcome(b"a," * 20_000_000) == "line_too_long"
    assert time.perf_counter() - start < 5


# --- archives ---------------------------------------------------------------------------------


def _zip(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, method)
    return out.getvalue()


CSV = "id;nom\n1;Orléans\n".encode()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (gzip.compress(CSV, mtime=0), "x.csv.gz"),
        (gzip.compress(CSV[:9], mtime=0) + gzip.compress(CSV[9:], mtime=0), "x.csv"),
        (gzip.compress(b"", mtime=0) * 9999 + gzip.compress(CSV, mtime=0) + bytes(90_000), "x.csv"),
        (_zip({"x.csv": CSV}), "x.zip"),
        (_zip({"dossier/": b"", "dossier/x.CSV": CSV, "lisez-moi.pdf": PDF}), "x"),
        (_zip({"x.csv": CSV, "__MACOSX/._x.csv": b"\0", ".DS_Store": b"\0"}), "x.zip"),
        (_zip({"LISEZMOI.txt": b"Bonjour", "README.txt": b"Hello", "x.csv": CSV}), "x.zip"),
        (_zip({"donnees": CSV}, zipfile.ZIP_STORED), "x.zip"),
    ],
)
def test_one_data_file_in_an_archive_is_read_as_if_bare(table, data, name):
    found = table(data, name)
    assert [r.cells for r in found.body] == [("1", "Orléans")]
    assert (found.file.format, found.file.bytes, found.file.name) == ("csv", len(data), name)
    assert found.file.media_type == ("application/gzip" if data[0] == 31 else "application/zip")


def test_no_scratch_file_stays_behind(table, tmp_path):
    found = table(gzip.compress(CSV, mtime=0))
    assert len(list(found.body)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["body"]


def _overlapping() -> bytes:
    data = _zip({"a.csv": CSV * 99, "b.csv": CSV * 99})
    start = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", start + 4)
    return data[: second + 42] + bytes(4) + data[second + 46 :]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (gzip.compress(CSV * 9, mtime=0)[:-9], "archive_malformed"),
        (gzip.compress(CSV, mtime=0) + b"junk", "archive_malformed"),
        (gzip.compress(CSV, mtime=0)[:-4], "archive_malformed"),
        (gzip.compress(CSV, mtime=0)[:9], "archive_malformed"),
        (gzip.compress(CSV, mtime=0)[:-8] + bytes(8), "archive_malformed"),
        (gzip.compress(b"", mtime=0) * 50_001, "archive_too_many_entries"),
        (gzip.compress(bytes(20_000_000), mtime=0), "bomb"),
        (gzip.compress(gzip.compress(CSV, mtime=0), mtime=0), "archive_nested"),
        (gzip.compress(_zip({"x.csv": CSV}), mtime=0), "archive_nested"),
        (_zip({"x.zip": _zip({"x.csv": CSV})}), "archive_nested"),
        (_zip({"x": _zip({"x.csv": CSV})}), "archive_nested"),
        (_zip({f"{n}.zip": b"PK" for n in range(9)}), "archive_nested"),
        (_zip({"x.csv": bytes(20_000_000)}), "bomb"),
        (_zip({f"{n}.csv": b"" for n in range(1001)}), "archive_too_many_entries"),
        (_zip({}), "empty"),
        (_zip({"x.csv": CSV})[:-9], "archive_malformed"),
        (b"PK\x03\x04" + bytes(50), "archive_malformed"),
        (_overlapping(), "entry_mismatch"),
        (_zip({"a.csv": CSV, "b.csv": CSV}), "zip"),
        (_zip({"a.shp": b"x", "a.dbf": b"y", "a.prj": b"z"}), "shp"),
        (_zip({"stops.txt": b"x", "trips.txt": b"y", "routes.txt": b"z"}), "gtfs"),
        (_zip({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "docx"),
        (_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}), "odt"),
        (_zip({"x.pdf": PDF}), "pdf"),
        (_zip({"x.csv": b""}), "empty"),
    ],
)
def test_archives_are_opened_only_where_they_are_honest(outcome, data, expected):
    assert outcome(data, "x.zip") == expected


def test_an_encrypted_zip_says_so(outcome):
    data = bytearray(_zip({"x.csv": CSV}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert outcome(bytes(data)) == "archive_encrypted"


def test_a_directory_that_claims_to_be_huge_is_not_read(outcome):
    data = bytearray(_zip({"x.csv": CSV}))
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 1 << 30)
    assert outcome(bytes(data)) == "archive_too_many_entries"


def test_a_scratch_file_that_the_sandbox_will_not_let_grow_is_a_code(tmp_path):
    path = tmp_path / "body"
    path.write_bytes(gzip.compress(b"a;b\n" + b"1;2 du texte\n" * 200_000, 1, mtime=0))
    program = (
        "import resource, sys;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20));"
        "from app.table.open import open_records; from app.table.model import TableJob;"
        "print(open_records(TableJob(path=sys.argv[1])).outcome)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert (done.stdout.strip(), done.stderr) == ("too_large", "")


# --- anything at all ----------------------------------------------------------------------------


def _never_raises(path, data: bytes, name: str) -> None:
    path.write_bytes(data)
    found = open_records(TableJob(path=str(path), name=name, limits=Limits(max_rows=100)))
    assert found.file.outcome == "ok" if isinstance(found, Records) else found.outcome
    if isinstance(found, Records):
        assert found.labels
        json.dumps([f.facts for f in found.findings], default=dict)
        try:
            rows = [record.row for record in found.body]
        except Unreadable:
            return
        else:
            first = found.file.header_row + 1
            assert rows == list(range(first, first + len(rows)))
    else:
        assert found.outcome != "parse_crashed"


HEADS = [b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
HEADS += [b"[{", b'{"data":[', b"<", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b'{"a":1}\n']
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=400, deadline=None, suppress_health_check=SLOW)
@given(st.sampled_from(HEADS), st.binary(max_size=5000), st.sampled_from(["", "x.csv", "x.jsonl"]))
@example(b"", b'"', "")
@example(b"", b"\r", "")
@example(b"", b"\xff", "")
@example(b"", b"\xef\xbb", "")
@example(b"", b"\xe2\x82\r\n;", "")
def test_any_bytes_end_in_a_table_or_a_code(tmp_path_factory, head, data, name):
    _never_raises(tmp_path_factory.getbasetemp() / "any", head + data, name)


TEXT = st.text(alphabet="[]{}\":,;0e.1-\\u dnt\n\réÃ©<>!'|\t\x0b", max_size=200)


@settings(max_examples=400, deadline=None)
@given(TEXT, st.sampled_from(["utf-8", "utf-16", "cp1252"]), st.sampled_from(["", "x.jsonl"]))
def test_any_text_ends_in_a_table_or_a_code(tmp_path_factory, text, codec, name):
    _never_raises(tmp_path_factory.getbasetemp() / "any", text.encode(codec), name)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_broken_archives_end_in_a_code(tmp_path_factory, chance):
    data = bytearray(chance.choice([gzip.compress(CSV * 50, mtime=0), _zip({"x.csv": CSV * 50})]))
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    _never_raises(tmp_path_factory.getbasetemp() / "any", bytes(data), "x")


def test_a_missing_file_is_an_outcome_too(tmp_path):
    found = open_records(TableJob(path=os.fspath(tmp_path / "nowhere"), name="x"))
    assert found.outcome == "parse_crashed"
