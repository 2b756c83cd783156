"""Our own judging against Great Expectations itself: same suite, same cells, same answer.

GX_CASES=20000 makes a longer run of it. One frame carries many expectations, since each run of Great
Expectations costs the same whatever is asked.
"""

import math
import os
import random
from datetime import date, datetime

import numpy as np
import pytest

from app.table import expect
from app.table.cells import Unread
from app.table.native.listed import Listed
from app.table.native.run import OF_BLANKS, TYPES, Native
from app.table.suite import read_suite
from app.table.suite_feed import feed
from app.table.suite_result import figures
from app.table.suite_types import FOREIGN, KNOWN

CASES = int(os.environ.get("GX_CASES", "3000"))
PER_RUN, SHARDS = 40, 5
MOST = 100

TEXTS = ["", "", "a", "b", "A", "é", "ab", "abc", "1", "01", "2", "-1", "1.0", "1.5", "12", "1e3"]
TEXTS += ["2020-01-01", "2021-06-15", "1999-12-31", "31/12/2020", "{", "[1]", "null", "a b", "a\n"]
TEXTS += ["x\u0300", "ß", "\u0661\u0662", "W1", "a@b.fr", " ", "\x0b", "12:30", "NaN", "inf", "-0"]
TYPED = [None, None, 1, 2, 3, -1, 0, 1.5, 2.0, -0.0, 1e300, 2**53 + 1, True, False, "1", "2", "x"]
TYPED += [date(2020, 1, 1), date(2021, 6, 15), datetime(2020, 1, 1, 12), Unread("?"), float("nan")]
NUMBERS = [None, 0, 1, 2, 3, 1.5, -1, 0.1, 0.2, 0.30000000000000004, 1e10, 7, 7, 7]
DAYS = [None, date(2020, 1, 1), date(2020, 2, 29), date(1999, 12, 31), date(2040, 12, 31)]
MOMENTS = [None, datetime(2020, 1, 1), datetime(2020, 1, 1, 12, 0, 0, 1), date(2020, 1, 2)]
COLUMNS = {"t": TEXTS, "m": TYPED, "n": NUMBERS, "d": DAYS, "i": MOMENTS}
PATTERNS = ["a", "^a", "b$", r"\d", r"^\d+$", r"\w+", r"\s", "[^a]", "(?i)A", "a|b", "^.{2,3}$", "é"]
PATTERNS += [r"\bb", "(?=a)", r"(.)\1", "[éa]", r"\S", r"\W", "", "^$", r"[\d\s]", "x*", r"^-?\d+\.?\d*$"]
DATES = ["2020-01-01", "2020-02-29", "1999-12-31", "2040-12-31"]
INSTANTS = ["2020-01-01T00:00:00", "2020-01-01T12:00:00Z", "2020-01-01T12:00:00+01:00"]


class Maker:
    def __init__(self, seed):
        self.draw = random.Random(seed)

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
            "column_list": lambda: self.draw.sample(sorted(COLUMNS), self.draw.randint(2, 3)),
            "mostly": lambda: self.one([0, 0.5, 0.9, 1, 1, 2 / 3, 0.25]),
            "column_A": lambda: self.one(sorted(COLUMNS)),
            "column_B": lambda: self.one(sorted(COLUMNS)),
            "column": lambda: self.fitting(KNOWN[name].kind),
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
        return self.one([*COLUMNS, *fit])

    def ignored(self, name):
        if "pair" in name:
            return ["both_values_are_missing", "either_value_is_missing", "neither"]
        return ["all_values_are_missing", "any_value_is_missing", "never"]

    def suite(self):
        names = [self.one(sorted(TYPES)) for _ in range(PER_RUN)]
        return {"expectations": [{"type": name, "kwargs": self.kwargs(name)} for name in names]}


def of_gx(suite, columns, rows):
    """Give each expectation's raw answer of Great Expectations: a result, or a reason code."""
    fed, asked, answers = {}, {}, {}
    for place, expected in enumerate(suite.expected):
        if expected.refusal:
            answers[place] = expected.refusal
            continue
        arguments, usable = feed(expected, columns, fed)
        if expected.columns and not usable and expected.type not in OF_BLANKS:
            answers[place] = "no_values"
        else:
            asked[place] = (expected.type, arguments)
    frame = expect._quietly(lambda: expect._frame(fed, rows))
    return answers | raw(asked, frame)


def raw(asked, frame):
    from great_expectations import ExpectationSuite  # noqa: PLC0415 # takes seconds

    able = {place: expect._quietly(lambda o=o, p=place: expect._build(p, *o)) for place, o in asked.items()}
    ready = [one for one in able.values() if one is not None]
    answers = {place: "expectation_failed" for place in asked}

    def validate(some):
        batch = expect._batches().get_batch({"dataframe": frame})
        done = batch.validate(ExpectationSuite(name="s", expectations=some), result_format=expect._FORMAT)
        for result in done.results:
            answers[result.expectation_config.meta["place"]] = tidy(result)

    try:
        expect._quietly(lambda: validate(ready))
    except Exception:
        for one in ready:
            try:
                expect._quietly(lambda one=one: validate([one]))
            except Exception:
                continue
    return answers


def tidy(result):
    info = result.exception_info
    if info and info.get("raised_exception", True):
        return "expectation_failed"
    found = {"success": bool(result.success), **result.result}
    for key in ("partial_unexpected_counts", "details", "unexpected_list"):
        found.pop(key, None)
    if "element_count" in found:
        found["partial_unexpected_list"] = [
            tuple(v.values()) if isinstance(v, dict) else v for v in found["partial_unexpected_list"]
        ]
    if "observed_value" in found and hasattr(found["observed_value"], "item"):
        found["observed_value"] = found["observed_value"].item()
    return found


def of_ours(suite, columns, rows, cuts):
    """Give each expectation's answer of ours, the table cut in pieces, in the same shape."""
    known = {p: e.refusal for p, e in enumerate(suite.expected) if e.refusal}
    native = Native({p: e for p, e in enumerate(suite.expected) if p not in known}, MOST)
    ends = [0, *cuts, rows]
    pieces = [
        Listed({n: c[a:b] for n, c in columns.items()}, range(a + 2, b + 2), a)
        for a, b in zip(ends, ends[1:], strict=False)
    ]
    for piece in pieces:
        native.look(piece)
    return known | {p: shaped(a) for p, a in native.finish(lambda: pieces).items()}


def shaped(answer):
    if isinstance(answer, str):
        return answer
    found = {"success": answer.success}
    if answer.elements is not None:
        return found | figures(answer) | {
            "partial_unexpected_list": list(answer.values),
            "partial_unexpected_index_list": list(answer.positions),
        }
    found["observed_value"] = answer.observed
    if answer.strange is not None:
        found |= {"unexpected_count": answer.strange, "partial_unexpected_list": list(answer.values)}
    if answer.absent is not None:
        found |= {"missing_count": answer.absent, "partial_missing_list": sorted(answer.lacking, key=str)}
    return found


def plain(value):
    """Make NaN equal to itself, and dates to what pandas makes of them."""
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        items = [plain(item) for item in value]
        return items if isinstance(value, list) else tuple(items)
    if isinstance(value, np.datetime64):
        return value.astype("datetime64[us]").item()
    if hasattr(value, "to_pydatetime"):
        return None if value != value else value.to_pydatetime()  # noqa: PLR0124 # NaT
    return value


def compare(seed):
    import json  # noqa: PLC0415

    maker = Maker(seed)
    columns, stated = maker.table(), maker.suite()
    rows = len(columns["t"])
    suite = read_suite(json.dumps(stated))
    cuts = sorted(maker.draw.sample(range(rows + 1), min(rows, maker.draw.randint(0, 3))))
    ours, theirs = of_ours(suite, columns, rows, cuts), of_gx(suite, columns, rows)
    for place, asked in enumerate(stated["expectations"]):
        left, right = plain(ours[place]), plain(theirs[place])
        if isinstance(right, dict) and "partial_missing_list" in right:
            right["partial_missing_list"] = sorted(right["partial_missing_list"], key=str)
        named = suite.expected[place].columns
        assert left == right, (seed, asked, {n: columns[n] for n in named}, cuts)


@pytest.mark.timeout(300 if CASES <= 3000 else 0)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_drawn_suites_get_the_same_answer_as_from_great_expectations(shard):
    for number in range(CASES // PER_RUN // SHARDS):
        compare(1000 * number + shard)


def test_what_we_judge_and_what_we_leave_is_all_there_is():
    assert TYPES | FOREIGN | {"expect_column_to_exist"} == set(KNOWN)
    assert not TYPES & FOREIGN
