"""More hostile files: archives, workbooks, columns; those that need a path or a schema to be hostile."""

from __future__ import annotations

import gzip
import io
import os
import random
import struct
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq

CHANCE = random.Random(13)
CSV = "id;nom\n1;Orléans\n2;Olivet\n".encode()


def zipped(entries, method=zipfile.ZIP_DEFLATED, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, method)
        archive.comment = comment
    return out.getvalue()


def one(name="x.csv", data=CSV * 99, **more):
    return zipped([(name, data)], **more)


def patched(data, mark, at, what):
    """Change some bytes after the last place where a mark stands."""
    place = data.rindex(mark) + at
    return data[:place] + what + data[place + len(what) :]


def link():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("x.csv")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def named_gzip(name, extra=b""):
    plain = gzip.compress(CSV, mtime=0)
    flags = (8 if name else 0) | (4 if extra else 0)
    field = struct.pack("<H", len(extra)) + extra if extra else b""
    return (
        plain[:3]
        + bytes([flags])
        + plain[4:10]
        + field
        + (name + b"\0" if name else b"")
        + plain[10:]
    )


def ole(*, cycle):
    """An old office file whose table of sectors runs in a circle, or out of the file."""
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    )
    head += bytes(10) + struct.pack("<IIIIIIII", 1, 0, 0, 4096, 0, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0 if cycle else 99_999) + struct.pack("<I", 0xFFFFFFFF) * 108
    return head + struct.pack("<I", 0) * 128 + bytes(512 * 9)


def parquet(columns=3, rows=2, text=None, **more):
    out = io.BytesIO()
    values = [text or n for n in range(rows)]
    pq.write_table(pa.table({f"c{n}": values for n in range(columns)}), out, **more)
    return out.getvalue()


def many_rows(rows):
    """Hundreds of millions of equal rows in a file of some hundred kilobytes."""
    out = io.BytesIO()
    block = pa.table({"a": pa.array([7]).take(pa.array([0] * 1_000_000))})
    with pq.ParquetWriter(out, block.schema, compression="zstd") as writer:
        for _ in range(rows // 1_000_000):
            writer.write_table(block)
    return out.getvalue()


def nested(depth):
    kind = pa.int64()
    for _ in range(depth):
        kind = pa.list_(kind)
    value = pa.array([None, None], kind)
    out = io.BytesIO()
    pq.write_table(pa.table({"a": value}), out)
    return out.getvalue()


def shaken(data):
    data = bytearray(data)
    for _ in range(12):
        data[CHANCE.randrange(len(data) - 300, len(data) - 8)] = CHANCE.randrange(256)
    return bytes(data)


BOXES = {
    "a zip of exactly a thousand tables": lambda: zipped([(f"{n}.csv", CSV) for n in range(1000)]),
    "a zip with a link out": link,
    "a zip of the same name twice": lambda: zipped([("x.csv", CSV), ("X.csv", CSV), ("x.CSV", CSV)]),
    "a name of 60,000 signs": lambda: one("n" * 60_000 + ".csv"),
    "a name with a NUL, a break and a colour": lambda: patched(one("abcdefgh.csv"), b"abcdefgh", 0, b"a\0\n\x1b[3m\r"[:8]),
    "an absolute name": lambda: one("/etc/cron.d/x.csv"),
    "a name for Windows": lambda: one("..\\..\\C:\\x.csv"),
    "a comment of 60,000 signs": lambda: one(comment=b"PK\x05\x06" * 15_000),
    "another name inside": lambda: one("real.csv").replace(b"real.csv", b"fake.csv", 1),
    "a size that lies": lambda: patched(one(), b"PK\x01\x02", 24, struct.pack("<I", 3)),
    "a size of four gigabytes": lambda: patched(one(), b"PK\x01\x02", 24, b"\xfe\xff\xff\xff"),
    "a place beyond the file": lambda: patched(one(), b"PK\x01\x02", 42, b"\xfe\xff\xff\x7f"),
    "a method that nobody knows": lambda: patched(one(), b"PK\x01\x02", 10, b"\x63\x00"),
    "a zip in bzip2": lambda: one(method=zipfile.ZIP_BZIP2),
    "a zip in LZMA": lambda: one(method=zipfile.ZIP_LZMA),
    "a zip after a megabyte of something": lambda: bytes(1 << 20) + one(),
    "a zip with a wrong sum": lambda: patched(one(), b"PK\x01\x02", 16, b"\0\0\0\0"),
    "a gzip named like a path": lambda: named_gzip(b"../../etc/passwd\x1b[2J"),
    "a gzip name of a megabyte": lambda: named_gzip(b"n" * (1 << 20)),
    "a gzip with an extra field": lambda: named_gzip(b"", b"e" * 60_000),
    "a gzip of 20,000 empty members": lambda: gzip.compress(b"", mtime=0) * 20_000 + gzip.compress(CSV),
    "a gzip five deep": lambda: gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(CSV))))),
    "a gzip with something after it": lambda: gzip.compress(CSV) + b"<html>" * 99,
    "a tar": lambda: b"x.csv".ljust(257, b"\0") + b"ustar\x0000" + bytes(1024),
    "a 7z of noise": lambda: b"7z\xbc\xaf\x27\x1c" + CHANCE.randbytes(5000),
    "an xz of noise": lambda: b"\xfd7zXZ\x00" + CHANCE.randbytes(5000),
    "a zstd of noise": lambda: b"\x28\xb5\x2f\xfd" + CHANCE.randbytes(5000),
    "an old workbook that runs in a circle": lambda: ole(cycle=True),
    "an old workbook that runs out of itself": lambda: ole(cycle=False),
    "a Parquet file of 2,000 columns": lambda: parquet(2000),
    "a Parquet file of a million rows": lambda: many_rows(1_000_000),
    "a Parquet file 60 lists deep": lambda: nested(60),
    "a Parquet cell of 5 MB": lambda: parquet(1, 9, "x" * 5_000_000),
    "a Parquet file shaken once": lambda: shaken(parquet(20, 99)),
    "a Parquet file shaken again": lambda: shaken(parquet(20, 99)),
    "a Parquet file encrypted": lambda: b"PARE" + CHANCE.randbytes(900) + struct.pack("<I", 90) + b"PARE",
    "an Arrow file of noise": lambda: b"ARROW1\0\0" + CHANCE.randbytes(900) + b"ARROW1",
}  # fmt: skip
LARGE = {"a Parquet file of 300 million rows": lambda: many_rows(300_000_000)}
"""Only with QUALIDATA_FUZZ: they take long to make."""


def sparse(path, head, size):
    with path.open("wb") as file:
        file.write(head)
    os.truncate(path, size)


PLACED = {
    "a gigabyte of nothing": lambda path: sparse(path, b"", 1 << 30),
    "a gigabyte of nothing after a table": lambda path: sparse(path, CSV * 9, 1 << 30),
    "a gigabyte said to be gzip": lambda path: sparse(path, b"\x1f\x8b\x08", 1 << 30),
    "a gigabyte said to be a zip": lambda path: sparse(path, b"PK\x03\x04", 1 << 30),
    "a gigabyte said to be Parquet": lambda path: sparse(path, b"PAR1", 1 << 30),
}
BAIT = (
    b"a;b\n"
    + b"a" * 5000
    + b"!;"
    + b"ab" * 2000
    + b"\n"
    + b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!;x\n" * 50
)


def texts(*patterns):
    return {
        "fields": [
            {"name": n, "constraints": {"pattern": p}} for n, p in zip("ab", patterns, strict=True)
        ]
    }


SCHEMAS = {
    "patterns that explode": (BAIT, texts("^(a+)+$", "^(a|a)*$")),
    "patterns that explode and look around": (BAIT, texts("(?=a)(a|aa)+$", "(a|ab)*\\1c")),
    "patterns of huge repeats": (BAIT, texts("(a{0,1000}){0,1000}", "(.*a){20}")),
    "a pattern of 5,000 signs": (BAIT, texts("(a|b)" * 1000, "|".join(f"a{n}" for n in range(900)))),
    "patterns that are none": (BAIT, texts("(", "(?P<x>a)(?P=y)")),
    "5,000 fields": (BAIT, {"fields": [{"name": f"champ numéro {n}"} for n in range(5000)]}),
    "3,000 columns that resemble 3,000 fields": (
        b";".join(b"colonne_%d_x" % n for n in range(3000)) + b"\n1\n",
        {"fields": [{"name": f"colone-{n}-y", "type": "integer"} for n in range(3000)]},
    ),
    "an enumeration of 100,000": (BAIT, {"fields": [{"name": "a", "constraints": {"enum": [f"v{n}" for n in range(100_000)]}}]}),
    "bounds beyond bounds": (BAIT, {"fields": [{"name": "a", "type": "number", "constraints": {"minimum": "1e999999999", "maximum": 1e308}}]}),
    "a key of every column, and a stranger's": (
        BAIT,
        {"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a", "b"] * 500,
         "foreignKeys": [{"fields": "a", "reference": {"resource": "", "fields": "b"}}] * 500},
    ),
    "types that are none": (BAIT, {"fields": [{"name": "a", "type": "date", "format": "%999999d"}, {"name": "b", "type": "array", "arrayItem": {"type": "array", "arrayItem": {}}}]}),
    "missing values by the thousand": (BAIT, {"fields": [{"name": "a"}], "missingValues": [f"m{n}" for n in range(1000)]}),
}  # fmt: skip
NAMES = [
    "*.csv",
    "[s]ecret.csv",
    "{a,b}.csv",
    "-rf",
    "a\nb.csv",
    "$(id).csv",
    "%s%n.csv",
    "x" * 250,
    "http:",
    "~",
]
"""What a file might be called on our own disk, if we let strangers name it."""
