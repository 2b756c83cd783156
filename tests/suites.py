"""Tables and suites drawn from a seed: shared by the tests that hold one judge against another."""

import random
from datetime import date, datetime

from app.table.cells import Unread
from app.table.native.run import TYPES
from app.table.suite_types import KNOWN

PER_RUN = 40
AT = datetime.fromisoformat
TEXTS = ["", "", "a", "b", "A", "é", "ab", "abc", "1", "01", "2", "-1", "1.0", "1.5", "12", "1e3"]
TEXTS += ["2020-01-01", "2021-06-15", "1999-12-31", "31/12/2020", "{", "[1]", "null", "a b", "a\n"]
TEXTS += ["x\u0300", "ß", "\u0661\u0662", "W1", "a@b.fr", " ", "\x0b", "12:30", "NaN", "inf", "-0"]
TYPED = [None, None, 1, 2, 3, -1, 0, 1.5, 2.0, -0.0, 1e300, 2**53 + 1, True, False, "1", "2", "x"]
TYPED += [date(2020, 1, 1), date(2021, 6, 15), AT("2020-01-01T12:00:00"), Unread("?"), float("nan")]
NUMBERS = [None, 0, 1, 2, 3, 1.5, -1, 0.1, 0.2, 0.30000000000000004, 1e10, 7, 7, 7]
DAYS = [None, date(2020, 1, 1), date(2020, 2, 29), date(1999, 12, 31), date(2040, 12, 31)]
MOMENTS = [None, AT("2020-01-01T00:00:00"), AT("2020-01-01T12:00:00.000001"), date(2020, 1, 2)]
COLUMNS = {"t": TEXTS, "m": TYPED, "n": NUMBERS, "d": DAYS, "i": MOMENTS}
PATTERNS = [
    "a",
    "^a",
    "b$",
    r"\d",
    r"^\d+$",
    r"\w+",
    r"\s",
    "[^a]",
    "(?i)A",
    "a|b",
    "^.{2,3}$",
    "é",
]
PATTERNS += [
    r"\bb",
    "(?=a)",
    r"(.)\1",
    "[éa]",
    r"\S",
    r"\W",
    "",
    "^$",
    r"[\d\s]",
    "x*",
    r"^-?\d+\.?\d*$",
]
TYPE_NAMES = ["str", "INTEGER", "float64", "bool", "date", "datetime64[ns]", "DECIMAL(10, 2)"]
DATES = ["2020-01-01", "2020-02-29", "1999-12-31", "2040-12-31"]
INSTANTS = ["2020-01-01T00:00:00", "2020-01-01T12:00:00Z", "2020-01-01T12:00:00+01:00"]


class SuiteMaker:
    def __init__(self, seed, names=tuple(COLUMNS), most=PER_RUN, types=TYPES):
        self.draw = random.Random(seed)
        self.types = sorted(types)
        self.names, self.most = sorted(names), most

    def one(self, listed):
        return self.draw.choice(listed)

    def some(self, listed, least=1, most=4):
        return [self.one(listed) for _ in range(self.draw.randint(least, most))]

    def table(self):
        size = self.draw.choice([1, 2, 3, 5, 8, 20, 60])
        few = {name: self.some(pool, 1, 12) for name, pool in COLUMNS.items()}
        return {name: [self.one(few[name]) for _ in range(size)] for name in COLUMNS}

    def number(self):
        return self.one([0, 1, 2, 3, -1, 1.5, 0.5, 2, 10, 1e10, 7, 0.1])

    def bounds(self, make):
        kwargs = {}
        for end in ("min", "max"):
            if self.draw.random() < 0.8:
                kwargs[f"{end}_value"] = make()
            if self.draw.random() < 0.3:
                kwargs[f"strict_{end}"] = self.draw.random() < 0.6
        return kwargs

    def moment_bounds(self):
        listed = self.one([DATES, INSTANTS, DATES + INSTANTS])
        return self.bounds(lambda: self.one(listed))

    def value_set(self):
        if self.draw.random() < 0.4:
            return self.some([1, 2, 3, 1.5, 7, 0, -1, 2.0, 2**53 + 1], 1, 5)
        if self.draw.random() < 0.2:
            return self.some([True, False], 1, 2)
        return self.some([text for text in TEXTS if text] + ["zz"], 1, 6)

    def kwargs(self, name):
        makers = {
            "value_set": self.value_set,
            "regex": lambda: self.one(PATTERNS),
            "regex_list": lambda: self.some(PATTERNS, 1, 3),
            "match_on": lambda: self.one(["any", "all"]),
            "strftime_format": lambda: self.one(["%Y-%m-%d", "%d/%m/%Y", "%H:%M", "%Y"]),
            "strictly": lambda: True,
            "or_equal": lambda: True,
            "value": lambda: self.one([0, 1, 2, 3, 5, 20, 2.5]),
            "value_pairs_set": lambda: [self.some(TEXTS, 2, 2) for _ in range(3)],
            "column_list": lambda: self.draw.sample(
                self.names, min(len(self.names), self.draw.randint(2, 3))
            ),
            "mostly": lambda: self.one([0, 0.5, 0.9, 1, 1, 2 / 3, 0.25]),
            "column_A": lambda: self.one(self.names),
            "column_B": lambda: self.one(self.names),
            "column": lambda: self.fitting(KNOWN[name].kind),
            "type_": lambda: self.one(TYPE_NAMES),
            "type_list": lambda: self.some(TYPE_NAMES, 1, 3),
            "ignore_row_if": lambda: self.one(self.ignored(name)),
        }
        seldom = {"mostly", "strictly", "or_equal", "match_on", "ignore_row_if"}
        asked = {
            key: makers[key]()
            for key in sorted(KNOWN[name].arguments & makers.keys())
            if key not in seldom or self.draw.random() < 0.5
        }
        if "min_value" in KNOWN[name].arguments:
            dated = KNOWN[name].kind == "bounds" and self.draw.random() < 0.4
            asked |= self.moment_bounds() if dated else self.bounds(self.number)
        return asked

    def fitting(self, kind):
        """Choose a column, most often one whose cells can be read as asked."""
        fit = {"number": "nnnm", "bounds": "nndi", "natural": "nnidm"}.get(kind, "")
        return self.one([*self.names, *(name for name in fit if name in self.names)])

    def ignored(self, name):
        if "pair" in name:
            return ["both_values_are_missing", "either_value_is_missing", "neither"]
        return ["all_values_are_missing", "any_value_is_missing", "never"]

    def suite(self):
        names = [self.one(self.types) for _ in range(self.most)]
        return {
            "name": "drawn",
            "expectations": [{"type": name, "kwargs": self.kwargs(name)} for name in names],
        }
