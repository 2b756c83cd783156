"""More hostile files: texts, documents, markup. What each is called, and what it is made of."""

from __future__ import annotations

import json
import random
from base64 import b64encode

CHANCE = random.Random(11)
DEEP = 100_000


def lines(*rows, times=1):
    return ("\n".join(rows) + "\n").encode() * times


TEXTS = {
    "a quotation mark in every cell": lambda: b"a;b\n" + b'";"\n' * 100_000,
    "quotes of every kind": lambda: b'a;b\n"x"y;z"\n""";"""";"\n' * 3000,
    "a quote that closes in the last line": lambda: b'a;b\n"1;2\n' + b"1;2\n" * 200_000 + b'"\n',
    "quotes unbalanced now and then": lambda: (b"a;b\n" * 998 + b'x;"y\n') * 40,
    "overlong UTF-8": lambda: b"a;b\n" + b"\xc0\x80;\xe0\x80\x80;\xf0\x80\x80\x80;\xf8\x88\x80\x80\x80\n" * 900,
    "beyond Unicode": lambda: b"a;b\n" + b"\xf4\x90\x80\x80;\xf7\xbf\xbf\xbf;\xfe\xff\n" * 900,
    "halves of characters in UTF-8": lambda: b"a;b\n" + b"\xed\xa0\x80\xed\xb0\x80;\xed\xbf\xbf\n" * 900,
    "halves of characters in UTF-16": lambda: b"\xff\xfe" + b"a\x00;\x00\x00\xd8\n\x00" * 900,
    "UTF-32": lambda: "a;b\né;2\n".encode("utf-32") * 99,
    "UTF-7": lambda: b"+AGEAOwBi-\n+AOk-;1\n" * 99,
    "EBCDIC": lambda: ("nom;ville\n" + "Été;Orléans\n" * 99).encode("cp500"),
    "a byte order mark in every line": lambda: "\ufeffa;\ufeffb\n".encode() * 999,
    "a thousand byte order marks": lambda: b"\xef\xbb\xbf" * 1000 + b"a;b\n1;2\n",
    "blank lines without end": lambda: b"a;b\n" + b"\n" * 200_000 + b"1;2\n",
    "line ends of every kind": lambda: b"a;b\r\r\n1;2\n\r3;4\r5;6\x0b7;8\x0c9;0\xc2\x85\xe2\x80\xa8x;y\n" * 999,
    "old Macintosh lines": lambda: b"a;b\r" + b"1;2\r" * 300_000,
    "separators only": lambda: (b";" * 200 + b"\n") * 5000,
    "every separator at once": lambda: b"a,b;c|d\te:f\n" + b"1,2;3|4\t5:6\n" * 9000,
    "NULs now and then": lambda: b"a;b\n" + (b"1;2\n" * 5000 + b"\x00;3\n") * 9,
    "a header of one line of 1 MB": lambda: b";".join(b"colonne%d" % n for n in range(90_000)) + b"\n1\n",
    "columns just under the limit": lambda: (b";".join(b"c%d" % n for n in range(4096)) + b"\n") * 30,
    "columns just over the limit": lambda: (b";".join(b"c%d" % n for n in range(4097)) + b"\n") * 30,
    "a cell of almost a line": lambda: b"a;b\n" + b"x" * ((1 << 20) - 9) + b";2\n1;2\n",
    "marks heaped on a letter": lambda: ("a;b\n" + "e" + "\u0301" * 50_000 + ";1\n").encode() * 9,
    "letters that grow when folded": ("a;b\n" + "\ufdfa" * 90_000 + ";İ" + "ß" * 900 + "\n").encode,
    "escapes of a terminal": lambda: b"a;b\n" + b"\x1b]8;;http://x\x07l\x1b]8;;\x07;\x1b[2J\n" * 9,
    "names of Python and JavaScript": lambda: lines("__proto__;__class__;constructor", "a;{0.__class__};%n%s", times=99),
    "names that formulas are made of": lambda: lines("=HYPERLINK(A1);+1;@x", '=1+1;-2;"=cmd|x"', times=99),
    "200,000 different long values": lambda: b"a\n" + b"".join(b"%0200d\n" % n for n in range(60_000)),
    "dates that could be anything": lambda: b"d;e\n" + b"01/02/03;3-4-5\n" * 90_000,
    "a number of 300,000 digits": lambda: b"a;b\n" + b"9" * 300_000 + b";1e" + b"9" * 300_000 + b"\n",
    "base64": lambda: b64encode(CHANCE.randbytes(900_000)),
    "a dump of a database": lambda: lines("INSERT INTO t VALUES (1,'a'),(2,'b');", times=5000),
    "a page 100,000 elements deep": lambda: b"<html>" + b"<div>" * DEEP,
    "XML 100,000 elements deep": lambda: b"<?xml version='1.0'?>" + b"<a>" * DEEP + b"</a>" * DEEP,
    "an element with 100,000 attributes": lambda: b"<x " + b" ".join(b"a%d='1'" % n for n in range(DEEP)) + b"/>",
    "an entity that grows slowly": lambda: (
        b"<!DOCTYPE x [<!ENTITY e '" + b"y" * 50_000 + b"'>]><x>" + b"&e;" * 5000 + b"</x>"
    ),
    "parameter entities": lambda: (
        b'<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"><!ENTITY % b "%a;">%b;]><x/>'
    ),
    "an inclusion": lambda: b'<x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="/etc/passwd"/></x>',
    "a YAML of aliases": lambda: lines(*(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))),
    "a YAML of tags": lambda: lines("!!python/object/apply:os.system ['id']", times=50),
    "a pickle": lambda: b"\x80\x04\x95\x1d\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R\x94.",
    "a picture with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    # JSON
    "JSON of arrays in objects": lambda: b'[{"a":' * 50_000 + b"1" + b"}]" * 50_000,
    "a JSON object of 60,000 keys": lambda: json.dumps({f"k{n}": n for n in range(60_000)}).encode(),
    "a JSON key of 5 MB": lambda: b'[{"' + b"k" * 5_000_000 + b'": 1}]',
    "a JSON table of 1,000 columns": lambda: json.dumps([[n] * 1000 for n in range(60)]).encode(),
    "JSON of bare values": lambda: b"[" + b'1,null,true,"x",' * 50_000 + b"{}]",
    "JSON numbers beyond bounds": lambda: b'[{"a":1e400,"b":-1e-400,"c":0e99999,"d":1' + b"0" * 5000 + b"}]",
    "JSON that is null": lambda: b"null",
    "JSON with remarks": lambda: b'/* x */ [{"a": 1,}, // y\n]',
    "JSON in UTF-16": lambda: json.dumps([{"é": n} for n in range(99)]).encode("utf-16"),
    "JSON lines, one 100,000 deep": lambda: b'{"a":1}\n' * 99 + b"[" * DEEP + b"]" * DEEP + b"\n",
    "JSON lines, one of them broken": lambda: b'{"a":1}\n' * 999 + b'{"a":\n' + b'{"a":2}\n' * 999,
    "GeoJSON collections 10,000 deep": lambda: (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
        + b'{"type":"GeometryCollection","geometries":[' * 10_000 + b"]}" * 10_000 + b"}]}"
    ),
    "a GeoJSON polygon of 300,000 points": lambda: (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":'
        b'{"type":"Polygon","coordinates":[[' + b",".join([b"[1.5,2.5]"] * 300_000) + b"]]}}]}"
    ),
}  # fmt: skip
