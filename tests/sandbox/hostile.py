"""Hostile files, each made on the spot: what they are called, and what they are made of."""

from __future__ import annotations

import gzip
import io
import json
import random
import struct
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook(rows, prolog="", strings="", dimension=""):
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
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{prolog}<worksheet xmlns="{MAIN}">'
        f"{dimension}<sheetData>{rows}</sheetData></worksheet>",
    }
    if strings:
        parts["xl/sharedStrings.xml"] = strings
    return zipped(parts)


def ods(rows, prolog=""):
    space = "urn:oasis:names:tc:opendocument:xmlns"
    manifest = f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>'
    content = (
        f'{prolog}<office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:text="{space}:text:1.0" xmlns:table="{space}:table:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="F">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
        }
    )


def _overlap():
    data = zipped({"a.csv": CSV * 99, "b.csv": CSV * 99})
    start = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", start + 4)
    return data[: second + 42] + bytes(4) + data[second + 46 :]


def _huge_directory():
    data = bytearray(zipped({"x.csv": CSV}))
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 1 << 30)
    return bytes(data)


def _encrypted():
    data = bytearray(zipped({"x.csv": CSV}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _parquet(footer, length=None):
    size = len(footer) if length is None else length
    return b"PAR1" + footer + struct.pack("<I", size) + b"PAR1"


def _cells(*places):
    return "".join(f'<c r="{p}"><v>1</v></c>' for p in places)


CSV = "id;nom\n1;Orléans\n".encode()
CHANCE = random.Random(7)
_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
BOMB = f'<!DOCTYPE x [<!ENTITY e0 "ha">{_ENTITIES}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e8 SYSTEM "file:///etc/passwd">]>'
_ODS_CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
_MANY = _ODS_CELL.format(' table:number-columns-repeated="16384"', "x")

FILES = {
    # text
    "nothing": lambda: b"",
    "one quotation mark": lambda: b'"',
    "all NUL": lambda: bytes(1 << 20),
    "noise": lambda: CHANCE.randbytes(5_000_000),
    "one line of 60 MB": lambda: b"x" * 60_000_000,
    "twenty million commas": lambda: b"," * 20_000_000,
    "five thousand equal headers": lambda: b";".join([b"a"] * 5000) + b"\n1\n",
    "four thousand columns, all wrong": lambda: (
        b";".join(b"c%d" % n for n in range(4000))
        + b"\n"
        + (b"\xc3\x83\xc2\xa9;" * 4000 + b"\n") * 20
    ),
    "a million columns": lambda: b";".join(b"%d" % n for n in range(1_000_000)) + b"\n",
    "quotes and separators": lambda: (b'",;' * 40 + b"\n") * 3000,
    "a quote never closed": lambda: b'a;b\n"1;2\n' + b"1;2\n" * 2_000_000,
    "a million rows of different widths": lambda: b"".join(
        b";" * (n % 90) + b"\n" for n in range(300_000)
    ),
    "invalid UTF-8": lambda: b"a;b\n" + b"\xc0\xaf;\xed\xa0\x80\n" * 1000,
    "UTF-16 cut in half": lambda: "a;b\n1;2\n".encode("utf-16") * 50 + b"\x00",
    "formulas": lambda: b"a;b\n=cmd|'/c calc'!A0;@SUM(1)\n+1;-1\n" * 50,
    "markup in header and cells": lambda: (
        b"<script>alert(1)</script>;</title><svg onload=x>\n" + b"<img src=x onerror=y>;'--\n" * 50
    ),
    "directions and controls": lambda: "a\u202eb;\x1b[31mc\n\u2066x;\x07\n".encode() * 50,
    "numbers beyond all bounds": lambda: b"a;b\n" + b"1e999999;" + b"9" * 10_000 + b"\n",
    "dates that never were": lambda: b"date;d2\n" + b"0000-00-00;9999-99-99T99:99:99Z\n" * 500,
    "backtracking bait": lambda: (
        b"mail;url\n" + (b"a" * 5000 + b"@" + b"." * 5000 + b";http://" + b"a:" * 5000 + b"\n") * 20
    ),
    "a page in place of data": lambda: b"<!doctype html><title>404</title>" * 100,
    # archives
    "a gzip bomb": lambda: gzip.compress(bytes(300_000_000), 1),
    "a gzip cut short": lambda: gzip.compress(CSV * 999)[:-9],
    "a gzip with a wrong sum": lambda: gzip.compress(CSV * 999)[:-8] + bytes(8),
    "a gzip in a gzip": lambda: gzip.compress(gzip.compress(CSV)),
    "a zip bomb": lambda: zipped({"x.csv": bytes(200_000_000)}),
    "a zip of zips": lambda: zipped({f"{n}.zip": zipped({"x.csv": CSV}) for n in range(9)}),
    "a zip of 5,000 entries": lambda: zipped({f"{n}.csv": b"" for n in range(5000)}),
    "overlapping entries": _overlap,
    "a directory that claims a gigabyte": _huge_directory,
    "an encrypted zip": _encrypted,
    "a path that climbs": lambda: zipped({"../../../../tmp/over.csv": CSV}),
    "a zip cut short": lambda: zipped({"x.csv": CSV * 999})[:-30],
    # workbooks
    "a cell at the far corner": lambda: workbook(
        f'<row r="1">{_cells("A1")}</row><row r="1048576">{_cells("XFD1048576")}</row>'
    ),
    "a lying dimension": lambda: workbook(
        f'<row r="1">{_cells("A1", "B1")}</row>', dimension='<dimension ref="A1:XFD1048576"/>'
    ),
    "lying strings": lambda: workbook(
        '<row><c r="A1" t="s"><v>0</v></c></row>',
        strings=f'<sst xmlns="{MAIN}" uniqueCount="4000000000"><si><t>x</t></si></sst>',
    ),
    "entities in a workbook": lambda: workbook("<row><c><v>&e8;</v></c></row>", prolog=BOMB),
    "a file of ours in a workbook": lambda: workbook(
        "<row><c><v>&e8;</v></c></row>", prolog=OUTSIDE
    ),
    "a workbook of a hundred million bytes": lambda: workbook(
        f"<row>{_cells('A1', 'B1')}</row>" + "<row><c><v>1</v></c></row>" * 4_000_000
    ),
    "a text of 100 MB in a cell": lambda: workbook(
        f'<row><c r="A1" t="inlineStr"><is><t>{"x" * 100_000_000}</t></is></c></row>'
    ),
    "an ODS that repeats itself": lambda: ods(
        f'<table:table-row table:number-rows-repeated="1048576">{_MANY}</table:table-row>'
    ),
    "entities in an ODS": lambda: ods(
        f"<table:table-row>{_ODS_CELL.format('', '&e8;')}</table:table-row>", prolog=BOMB
    ),
    "an old workbook of noise": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + CHANCE.randbytes(200_000)
    ),
    # documents and columns
    "JSON 200,000 deep": lambda: b"[" * 200_000 + b"]" * 200_000,
    "objects 100,000 deep": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a JSON number of a million digits": lambda: b'[{"a":' + b"9" * 1_000_000 + b"}]",
    "NaN, twins and lone surrogates": lambda: b'[{"a":NaN,"a":1e400,"b":"\\ud800"}]' * 9,
    "a new key in every record": lambda: json.dumps([{f"k{n}": n} for n in range(50_000)]).encode(),
    "JSON that never ends": lambda: b'[{"a":1},' * 500_000,
    "an endless string in JSON": lambda: b'[{"a":"' + b"x" * 30_000_000,
    "a Parquet footer of noise": lambda: _parquet(CHANCE.randbytes(3000)),
    "a Parquet footer longer than its file": lambda: _parquet(b"x" * 50, 0x7FFFFFF0),
    "a Parquet footer of nothing": lambda: _parquet(b"", 0),
    "XML entities": f'<?xml version="1.0"?>{BOMB}<x>&e8;</x>'.encode,
    "RDF entities": f'<?xml version="1.0"?>{BOMB}<rdf:RDF xmlns:rdf="u">&e8;</rdf:RDF>'.encode,
}
