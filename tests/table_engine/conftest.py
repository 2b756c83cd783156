"""Small files of every kind, drawn from a seed, and both paths' answers to them."""

import json
import random
import warnings
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from app.table import repeats
from app.table.descriptor import rebuild
from app.table.inspect import inspect_file
from app.table.model import Inspection, Limits, SchemaSpec, TableJob
from rules.core.evidence import SchemaRef
from tests.suites import SuiteMaker

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
ODD = [
    *("", "", "abc", "N/A", "31/12/2020", "1 234,56", "12,5", " 12 ", "1_000", "+7", "-3", "NA"),
    *("2021-1-5", "2021-02-30", "9" * 21, "NaN", "sNaN", "1e3", "inf", "é" * 120, "oui ", "OUI"),
    *("2020-01-01T00:00:00", "007", "0x1A", "12.0", "١٢", "  ", "\tx", "a'b", "None", "null"),
    *(
        "Ã©tÃ©",
        "perdu \ufffd",
        "12;3",
        "a,b",
        "l\n2",
        "x\r\ny",
        'q"z',
        "\u017f",
        "true",
        "-0",
        "-01",
    ),
    *("08:30", "2024-02-29", "0000-01-01", "1.50", "1.5", "01", "1", "l1;a;b\nl2;c;d\nl3;e;f"),
]
GOOD = [
    *("a", "b", "73282932000074", "01 02 03 04 05", "75001", "a@b.fr", "http://a.fr/x"),
    *("2023-01-05T10:00:00", "08:30:00", "2023-02", "CHÂTEAU", "œuvre d’été"),
]
KINDS = ["string", "string", "string", "integer", "integer", "number", "number", "date", "date"]
KINDS += ["boolean", "any", "year", "datetime", "time", "yearmonth"]
OPS = [">", ">=", "==", "<=", "<", "!="]
SUMS = ["siret", "siren"]
PATTERNS = [r"\d+", "[a-z]+", "a|b", ".*", "(é|\\w){2,}", "[^x]+", r"\d{4}-\d{2}-\d{2}", "(?=a).*"]


@dataclass
class Case:
    """A file, a schema, and the sizes at which both paths cut their work."""

    data: bytes
    schema: dict | None
    limits: dict = field(default_factory=dict)
    sizes: dict = field(default_factory=dict)
    suite: dict | None = None


class Maker:
    def __init__(self, seed):
        self.draw = random.Random(seed)

    def maybe(self, share):
        return self.draw.random() < share

    def field(self, name, kinds=KINDS):
        kind = self.draw.choice(kinds)
        made = {"name": name, "type": kind, "constraints": self.constraints(kind)}
        if kind == "string" and self.maybe(0.15):
            made["format"] = self.draw.choice(["email", "uri", "uuid"])
        if kind == "number" and self.maybe(0.3):
            made |= {"decimalChar": ","} | ({"groupChar": " "} if self.maybe(0.5) else {})
        if kind in {"integer", "number"} and self.maybe(0.1):
            made["bareNumber"] = False
        if kind == "date" and self.maybe(0.3):
            made["format"] = self.draw.choice(["%d/%m/%Y", "any", "%Y-%m-%d"])
        if kind == "boolean" and self.maybe(0.5):
            made |= {"trueValues": ["oui"], "falseValues": ["non"]}
        if self.maybe(0.2):
            made["missingValues"] = self.draw.choice([["", "NA"], ["NA"], ["-"]])
        if self.maybe(0.1):
            made["customCheck"] = self.draw.choice([*SUMS, "phone-number-value", "code-postal"])
        return made

    def constraints(self, kind):
        asked = {"required": self.maybe(0.3), "unique": self.maybe(0.2)}
        if kind == "string":
            asked |= {"pattern": self.draw.choice(PATTERNS)} if self.maybe(0.3) else {}
            asked |= {"minLength": self.draw.randint(0, 4)} if self.maybe(0.2) else {}
            asked |= {"maxLength": self.draw.randint(1, 30)} if self.maybe(0.2) else {}
            asked |= {"enum": ["a", "b", "oui", "1", "v1"]} if self.maybe(0.1) else {}
        if kind in {"integer", "number"}:
            asked |= {"minimum": self.draw.choice([0, -3, "2"])} if self.maybe(0.3) else {}
            asked |= {"maximum": self.draw.choice([1000, 12, "20", 1])} if self.maybe(0.3) else {}
            asked |= {"enum": [1, 2, "12"]} if self.maybe(0.1) else {}
        if kind == "date" and self.maybe(0.2):
            asked["minimum"] = "2020-06-01"
        return asked

    def siret(self):
        rounded = self.draw.randint(1, 999_999_999) * 10**5
        digits = rounded if self.maybe(0.3) else self.draw.randrange(10**14)
        return self.draw.choice([f"{digits:014}", "35600000012345", f"{digits % 10**9:09}"])

    def value(self, kind, few, row):
        if kind == "integer":
            return str(self.draw.randint(0, 50) if few else row)
        if kind == "number":
            text = f"{self.draw.random() * 20:.{self.draw.randint(0, 2)}f}"
            return text.replace(".", ",") if self.maybe(0.2) else text
        if kind == "date":
            day, month, year = (
                self.draw.randint(*ends) for ends in ((1, 28), (1, 12), (2018, 2024))
            )
            return f"{year}-{month:02}-{day:02}"
        if kind == "boolean":
            return self.draw.choice(["oui", "non", "true", "0"])
        if kind == "year":
            return str(self.draw.randint(1990, 2024))
        return f"v{row % 4}" if few else self.draw.choice([f"v{row}", f"texte é {row}", *GOOD])

    def schema(self, fields):
        made = {"fields": fields}
        names = [f["name"] for f in fields]
        if self.maybe(0.2):
            made["primaryKey"] = names[: self.draw.randint(1, 2)]
        if self.maybe(0.2):
            made["missingValues"] = ["", "NA"]
        if len(names) > 1 and self.maybe(0.2):
            two = {"column": "c0", "column2": "c1"}
            some = self.draw.sample(names[1:], self.draw.randint(1, len(names) - 1))
            drawn = [
                {"name": "compare-columns-value", "params": {**two, "op": self.draw.choice(OPS)}},
                {"name": "one-of-required", "params": {"column1": "c0", "column2": "c1"}},
                {"name": "compare-columns-value", "params": {**two, "op": self.draw.choice(OPS)}},
                {
                    "name": "cohesive-columns-value",
                    "params": {"column": "c0", "othercolumns": some},
                },
                {"name": "sum-columns-value", "params": {"column": "c0", "columns": some}},
            ]
            made["custom_checks"] = self.draw.sample(drawn, self.draw.randint(1, 3))
        if len(names) > 1 and self.maybe(0.15):
            several = self.draw.randint(1, len(names) // 2)
            reference = {"resource": "", "fields": self.draw.sample(names, several)}
            made["foreignKeys"] = [
                {"fields": self.draw.sample(names, several), "reference": reference}
                for _ in range(self.draw.randint(1, 2))
            ]
        return made

    def quoted(self, cell, separator):
        needs = any(char in cell for char in (separator, '"', "\n", "\r"))
        return '"' + cell.replace('"', '""') + '"' if needs or self.maybe(0.05) else cell

    def draws(self, fields, few, row):
        """Give a drawer of one good value for each field, more or less."""
        for f, n in zip(fields, few, strict=True):
            summed = f.get("customCheck") in SUMS
            yield self.siret if summed else partial(self.value, f["type"], n, row)

    def lines(self, fields, separator):
        rows = self.draw.choice([5, 20, 60, 150])
        few = [self.maybe(0.4) for _ in fields]
        dirt, blank = self.draw.choice([0, 0.02, 0.2]), self.draw.choice([0, 0, 0.05])
        ragged, weird = self.draw.choice([0, 0, 0.05]), self.draw.choice([0, 0, 0, 0.02])
        again = self.draw.choice([0, 0.05])
        if self.maybe(0.1):
            yield "Titre du fichier"
        yield separator.join(f["name"] for f in fields)
        last = "x"
        for row in range(rows):
            cells = [
                self.quoted(
                    self.draw.choice(ODD) if self.maybe(dirt) else draw(),
                    separator,
                )
                for draw in self.draws(fields, few, row)
            ]
            if self.maybe(ragged):
                cells = cells[:-1] if self.maybe(0.5) else [*cells, "x"]
            if self.maybe(blank):
                cells = self.draw.choice([[""] * len(fields), [], ["NA"] * len(fields)])
            line = separator.join(cells)
            if self.maybe(weird):
                odd = [line + '"', line + 'x"y"', 'a"b' + line, '"a"b' + line, "é\rb"]
                line = self.draw.choice(odd)
            yield last if self.maybe(again) else line
            last = line
        if self.maybe(0.1):
            yield separator.join(["Total", *["12"] * (len(fields) - 1)])

    def suite(self, names):
        seed = self.draw.randint(0, 1 << 30)
        return SuiteMaker(seed, [*names, *names[:1], "absent"], self.draw.randint(1, 8)).suite()

    def case(self):
        kinds = [self.draw.choice(KINDS)] if self.maybe(0.2) else KINDS
        fields = [self.field(f"c{i}", kinds) for i in range(self.draw.randint(1, 5))]
        end = self.draw.choice(["\n", "\n", "\r\n"])
        text = end.join(self.lines(fields, self.draw.choice(",;\t|")))
        encoding = self.draw.choice(["utf-8", "utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
        data = (text + (end if self.maybe(0.8) else "")).encode(encoding, "replace")
        data += (
            "été;".encode("cp1252") + b"\n" if self.maybe(0.05) and encoding[:3] == "utf" else b""
        )
        if self.maybe(0.2) and encoding in {"cp1252", "latin-1"}:
            data += "é;à\n".encode() * self.draw.choice([1, 5, 100])
        return Case(
            data,
            self.schema(fields) if self.maybe(0.9) else None,
            suite=self.suite([f["name"] for f in fields]) if self.maybe(0.3) else None,
            limits={
                "samples": self.draw.choice([1, 3, 20]),
                "max_rows": self.draw.choice([10**6, 10**6, 30]),
            },
            sizes={
                "app.table.engine.pages.FIRST": self.draw.choice([7, 64, 500, 1 << 20]),
                "app.table.engine.pages.BLOCK": self.draw.choice([7, 64, 500, 4096, 1 << 20]),
                "app.table.engine.pages._PIECE": self.draw.choice([7, 1 << 18]),
                "app.table.engine.watch._HEAD": self.draw.choice([200, 1 << 20]),
                "app.table.engine.watch._GLANCE": self.draw.choice([7, 1 << 17]),
                "app.table.engine.watch._PIECE": self.draw.choice([7, 1 << 20]),
                "app.table.engine.scan._PAGE": self.draw.choice([7, 64, 1 << 20]),
                "app.table.preflight.KEPT": (kept := self.draw.choice([8, 1 << 16])),
                "app.table.engine.scan.KEPT": kept,
                "app.table.engine.few._FEW": self.draw.choice([0, 0.1, 1]),
                "app.table.engine.verdicts._FEW": self.draw.choice([0, 64]),
                "app.table.engine.verdicts.HELD": (held := self.draw.choice([5, 50_000])),
                "app.table.engine.sitting.HELD": held,
                "app.table.engine.portrait._FEW": self.draw.choice([0, 5, 100]),
                "app.table.engine.verdicts._PIECE": self.draw.choice([3, 6000]),
                "app.table.engine.ledger.FEW": self.draw.choice([0, 300]),
                "app.table.explainer._OTHERS": self.draw.choice([2, 8, 2000]),
                "app.table.explainer._SHAPES": self.draw.choice([2, 20, 5000]),
                "app.table.engine.again._HELD": self.draw.choice([10, 1 << 21]),
                "app.table.block._ROWS": self.draw.choice([16, 50, 4096]),
                "app.table.profile.DISTINCT": self.draw.choice([20, 10_000]),
                "app.table.repeats.NEAR": self.draw.choice([5, repeats.NEAR]),
            },
        )


def inspect_both(
    path: Path, schema: dict | None, suite: dict | None = None, **limits
) -> tuple[Inspection, Inspection]:
    """Look into a file by the plain path, and by the block engine."""
    spec = None
    if schema is not None:
        descriptor = json.dumps(rebuild(schema))
        spec = SchemaSpec(ref=SchemaRef(name="s"), descriptor=descriptor)
    both = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a doubtful pattern is its author's affair
        for bulk_from in (None, 1):
            limit = Limits(bulk_from=bulk_from, **limits)
            job = TableJob(
                path=str(path),
                name=path.name,
                schema=spec,
                limits=limit,
                suite=json.dumps(suite) if suite else "",
            )
            both.append(inspect_file(job))
    return both[0], both[1]


@pytest.fixture(name="inspect_both", scope="session")
def _inspect_both():
    return inspect_both


@pytest.fixture(scope="session")
def make_case():
    return lambda seed: Maker(seed).case()


@pytest.fixture(scope="session")
def maker_of():
    return Maker


@pytest.fixture(scope="session")
def odd_texts():
    return [*ODD, *GOOD]


@pytest.fixture(scope="session")
def corpus():
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files lies beside the repository; it is not here")
    return CORPUS
