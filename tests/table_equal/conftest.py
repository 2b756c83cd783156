"""Small files drawn from a seed, with schemas: frictionless' own answer, and both of our paths'."""

import json
import os
import random
import secrets
import warnings
from dataclasses import dataclass

import pytest
from frictionless import Dialect, Resource, Schema, system
from frictionless.formats import CsvControl

import app.table.engine.door  # noqa: F401 # so that its sizes can be set
from app.table.descriptor import rebuild
from app.table.engine import pages
from app.table.inspect import inspect_file
from app.table.model import Limits, SchemaSpec, TableJob
from rules.core.evidence import SchemaRef

CASES = int(os.environ.get("FUZZ_CASES", "5200"))
"""How many are drawn by all the files of this folder; the same ones each time, but for a fuzz."""
FIRST = secrets.randbits(40) if os.environ.get("QUALIDATA_FUZZ") else 0
ROWS_ONLY = {"extra-cell", "missing-cell", "blank-row", "primary-key", "foreign-key"}
REFUSED = {"schema-error", "field-error", "source-error", "encoding-error", "error"}
CELLS = ROWS_ONLY | {"type-error", "constraint-error", "unique-error"}
PATTERNS = [r"\d+", "[a-z]+", "a|b", ".*", r"(é|\w){2,}", "[^x]+", r"\d{14}", r"W\d{9}|[0-9]{9}"]
PATTERNS += [r"^[A-Z]{2}\s?\d*$", "(?=a).*", r"(a)\1", "(?i:oui|non)", r"[\w.-]+@[\w.-]+", ""]
SPELLED = [{}, {}, {"decimalChar": ","}, {"decimalChar": ",", "groupChar": " "}]
SPELLED += [{"groupChar": ","}, {"bareNumber": False}, {"decimalChar": ".", "bareNumber": False}]
POOL = {
    "string": [
        "a",
        "b",
        "ab",
        "x" * 40,
        "Été",
        "œuvre",
        "12",
        "a@b.fr",
        "aa",
        "oui",
        "NA",
        "W123456789",
    ],
    "email": [
        "a@b.fr",
        "jean.dupont@mairie-nimes.fr",
        "a@b",
        "@b.fr",
        "a@b.fr ",
        "a b@c.fr",
        "é@b.fr",
    ],
    "uri": [
        "http://a.fr",
        "https://a.fr/x?y=1#z",
        "a.fr",
        "ftp://x",
        "http://",
        "mailto:a@b.fr",
        "urn:x",
    ],
    "uuid": ["123e4567-e89b-12d3-a456-426614174000", "123E4567E89B12D3A456426614174000", "123"],
    "integer": [
        "1",
        "2",
        "12",
        "007",
        "+5",
        "-3",
        "1_000",
        " 12 ",
        "1.0",
        "9" * 21,
        "12 €",
        "1,000",
        "٣",
    ],
    "number": [
        "1",
        "1.5",
        "2,5",
        "1 200,50",
        "-0.0",
        "1e3",
        "NaN",
        "inf",
        ".5",
        "5.",
        "12%",
        "1,234.5",
    ],
    "date": [
        "2023-01-05",
        "2024-02-29",
        "2023-02-29",
        "2023-1-5",
        "05/01/2023",
        "0000-01-01",
        "2023-13-01",
    ],
    "boolean": ["true", "True", "0", "1", "oui", "non", "VRAI", "yes"],
    "year": ["2023", "0999", "+202", "1_99", "23", "20234"],
    "yearmonth": ["2023-02", "2023-2", "2023-13", "0001-01"],
    "datetime": [
        "2023-01-05T10:00:00",
        "2023-01-05 10:00:00",
        "2023-01-05T10:00:00Z",
        "2023-01-05",
    ],
    "time": ["08:30:00", "08:30", "25:00:00", "08:30:00Z"],
    "geopoint": ["2.5,48.1", "2.5 48.1", "200,0", "2.50, 48.1"],
    "array": ["[1, 2]", "[]", "{}", "x"],
    "object": ['{"a": 1}', "{}", "[1]", "x"],
    "any": ["a", "1", "é"],
}
KINDS = [*POOL, "string", "string", "integer", "number", "date", "boolean"]
FORMATS = {"email", "uri", "uuid"}
BOUNDS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
LIMITS = {"integer": [0, 2, "12", -3], "number": [0, 1.5, "2.5", 12], "year": [2000, 2023]}
LIMITS |= {"date": ["2023-01-05", "2020-06-01"], "yearmonth": ["2023-02"]}


VERSION_2 = "https://datapackage.org/profiles/2.0/dataresource.json"
"""Without it frictionless knows no exclusive bounds."""


@dataclass
class Case:
    """A file as bytes, what it is written in, and a schema."""

    data: bytes
    encoding: str
    delimiter: str
    schema: dict
    block: int


class Maker:
    def __init__(self, seed):
        self.draw = random.Random(seed)

    def maybe(self, share):
        return self.draw.random() < share

    def field(self, name):
        kind = self.draw.choice(KINDS)
        made = {"name": name, "type": "string" if kind in FORMATS else kind}
        made |= {"format": kind} if kind in FORMATS else {}
        made["constraints"] = self.constraints(made["type"], kind)
        if kind in {"number", "integer"}:
            spelled = self.draw.choice(SPELLED)
            bare = {"bareNumber": False} if "bareNumber" in spelled else {}
            made |= spelled if kind == "number" else bare
        if kind == "date" and self.maybe(0.4):
            made["format"] = self.draw.choice(["%d/%m/%Y", "any", "%Y-%m-%d"])
        if kind == "boolean" and self.maybe(0.5):
            made |= {"trueValues": ["oui"], "falseValues": ["non", "0"]}
        if self.maybe(0.2):
            made["missingValues"] = self.draw.choice([["", "NA"], ["NA"], ["-"], []])
        return made, kind

    def constraints(self, kind, drawn):
        asked = {"required": self.maybe(0.3)}
        if drawn not in {"array", "object"}:
            asked["unique"] = self.maybe(0.2)
        if kind == "string":
            asked |= {"pattern": self.draw.choice(PATTERNS)} if self.maybe(0.4) else {}
            asked |= {"minLength": self.draw.randint(0, 4)} if self.maybe(0.2) else {}
            asked |= {"maxLength": self.draw.randint(1, 30)} if self.maybe(0.2) else {}
            asked |= {"enum": ["a", "b", "oui", "12"]} if self.maybe(0.15) else {}
        elif kind in LIMITS:
            for bound in BOUNDS:
                asked |= {bound: self.draw.choice(LIMITS[kind])} if self.maybe(0.15) else {}
            asked |= {"enum": POOL[kind][:2]} if self.maybe(0.1) else {}
        return asked

    def schema(self, fields):
        made = {"fields": fields}
        names = [f["name"] for f in fields if f["type"] not in {"array", "object"}]
        if names and self.maybe(0.25):
            made["primaryKey"] = self.draw.sample(names, min(len(names), self.draw.randint(1, 2)))
        if len(names) > 1 and self.maybe(0.15):
            ours, theirs = self.draw.sample(names, 2)
            reference = {"resource": "", "fields": [theirs]}
            made["foreignKeys"] = [{"fields": [ours], "reference": reference}]
        if self.maybe(0.2):
            made["missingValues"] = self.draw.choice([["", "NA"], ["NA", "-"]])
        return made

    def cell(self, kind, row):
        if self.maybe(0.06):
            return self.draw.choice(["", "NA", "-", " ", "é", "None", "1\n2", 'a"b', "a;b,c\td|e"])
        if self.maybe(0.1):
            return self.draw.choice(POOL[self.draw.choice(KINDS)])
        if kind in {"integer", "any", "string"} and self.maybe(0.5):
            return str(row)
        return self.draw.choice(POOL[kind])

    def quoted(self, cell, delimiter):
        needs = any(char in cell for char in (delimiter, '"', "\n", "\r"))
        return '"' + cell.replace('"', '""') + '"' if needs or self.maybe(0.05) else cell

    def lines(self, fields, delimiter, wild):
        yield delimiter.join(f["name"] for f, _ in fields)
        for row in range(self.draw.choice([3, 8, 20, 40])):
            cells = [self.quoted(self.cell(kind, row), delimiter) for _, kind in fields]
            if self.maybe(0.04 * wild):
                cells = cells[:-1] if self.maybe(0.5) else [*cells, self.draw.choice(["x", ""])]
            if self.maybe(0.03):
                cells = self.draw.choice([[""] * len(fields), [], ["NA"] * len(fields)])
            line = delimiter.join(cells)
            if self.maybe(0.02 * wild):
                line = self.draw.choice([line + 'x"y"', 'a"b' + line, '"a"b' + line, "é" + line])
            yield line

    def case(self, *, wild):
        fields = [self.field(f"champ_{letter}") for letter in "abcde"[: self.draw.randint(2, 5)]]
        delimiter = self.draw.choice(",;;\t|")
        end = self.draw.choice(["\n", "\n", "\r\n", "\r"] if wild else ["\n", "\r\n"])
        text = end.join(self.lines(fields, delimiter, wild)) + (end if self.maybe(0.8) else "")
        encodings = ["utf-8", "utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"]
        encoding = self.draw.choice(encodings) if wild else "utf-8"
        schema = self.schema([field for field, _ in fields])
        data = text.encode(encoding, "replace")
        return Case(
            data, encoding, delimiter, schema, self.draw.choice([30, 300, 1 << 20, 1 << 20])
        )


def theirs(path, case, schema):
    """Give frictionless' errors, for the dialect that the file was written in."""
    control = CsvControl(delimiter=case.delimiter, quote_char='"', skip_initial_space=False)
    resource = Resource(
        path=str(path),
        encoding=case.encoding,
        schema_profile=VERSION_2,
        schema=Schema.from_descriptor(schema),
        dialect=Dialect(header_rows=[1], controls=[control]),
    )
    report = resource.validate(limit_errors=0)
    if {error.type for task in report.tasks for error in task.errors} & REFUSED:
        raise ValueError("the schema or the file is refused as a whole")
    errors = report.flatten(["rowNumber", "fieldName", "type"])
    return {(row, "" if kind in ROWS_ONLY else name, kind) for row, name, kind in errors}


def ours(path, schema, bulk_from):
    """Give our errors; files are so short that every row of each is named."""
    spec = SchemaSpec(ref=SchemaRef(name="s"), descriptor=json.dumps(schema))
    job = TableJob(path=str(path), name="f.csv", schema=spec, limits=Limits(bulk_from=bulk_from))
    seen = inspect_file(job)
    found = {
        (row, "" if f.code in ROWS_ONLY else f.column, f.code)
        for f in seen.findings
        if f.code in CELLS and f.severity == "error"
        for row in f.rows
    }
    return seen, found


@dataclass
class Counts:
    """How many cases were compared, and how many errors they held."""

    cases: int = 0
    errors: int = 0
    refused: int = 0


def compare(path, seeds, *, wild):
    """Compare all three on every case; those that frictionless itself refuses are counted."""
    counts = Counts()
    system.trusted = True
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")  # a doubtful pattern is its author's affair
        for seed in seeds:
            case = Maker(FIRST + seed).case(wild=wild)
            path.write_bytes(case.data)
            schema = rebuild(case.schema)
            schema.pop("x-dropped", None)
            patch.setattr(pages, "BLOCK", case.block)
            plain, by_rows = ours(path, schema, None)
            quick, by_blocks = ours(path, schema, 0)
            assert quick == plain, f"seed {FIRST + seed}"
            try:
                expected = theirs(path, case, schema)
            except Exception:  # noqa: BLE001 # what frictionless cannot judge, we must survive
                counts.refused += 1
                continue
            assert by_rows == by_blocks == expected, f"seed {FIRST + seed}"
            counts.cases += 1
            counts.errors += len(expected)
    return counts


@pytest.fixture(scope="session")
def compare_all():
    return compare


@pytest.fixture(scope="session")
def drawn():
    return CASES
