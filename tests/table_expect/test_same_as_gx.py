"""Our own judging against Great Expectations itself: same suite, same cells, same answer.

GX_CASES=20000 makes a longer run of it. One frame carries many expectations, since each run of Great
Expectations costs the same whatever is asked.
"""

import json
import math
import os
from datetime import datetime
from itertools import pairwise

import numpy as np
import pytest

from app.table import expect
from app.table.native.listed import Listed
from app.table.native.run import OF_BLANKS, TYPES, Native
from app.table.suite import read_suite
from app.table.suite_feed import feed
from app.table.suite_header import OF_HEADER
from app.table.suite_result import figures
from app.table.suite_types import FOREIGN, KNOWN
from tests.suites import PER_RUN, SuiteMaker

CASES = int(os.environ.get("GX_CASES", "3000"))
SHARDS = 5
MOST = 100


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
    expect._quietly(expect._batches)
    from great_expectations import ExpectationSuite  # noqa: PLC0415 # takes seconds

    able = {
        place: expect._quietly(lambda o=o, p=place: expect._build(p, *o))
        for place, o in asked.items()
    }
    ready = [one for one in able.values() if one is not None]
    answers = dict.fromkeys(asked, "expectation_failed")

    def validate(some):
        batch = expect._batches().get_batch({"dataframe": frame})
        done = batch.validate(
            ExpectationSuite(name="s", expectations=some), result_format=expect._FORMAT
        )
        for result in done.results:
            answers[result.expectation_config.meta["place"]] = tidy(result)

    try:
        expect._quietly(lambda: validate(ready))
    except Exception:  # noqa: BLE001 # it promises no types
        for one in ready:
            try:
                expect._quietly(lambda one=one: validate([one]))
            except Exception:  # noqa: BLE001 # the same
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
            tuple(v.values()) if isinstance(v, dict) else v
            for v in found["partial_unexpected_list"]
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
        for a, b in pairwise(ends)
    ]
    for piece in pieces:
        native.look(piece)
    return known | {p: shaped(a) for p, a in native.finish(lambda: pieces).items()}


def shaped(answer):
    if isinstance(answer, str):
        return answer
    found = {"success": answer.success}
    if answer.elements is not None:
        return (
            found
            | figures(answer)
            | {
                "partial_unexpected_list": list(answer.values),
                "partial_unexpected_index_list": list(answer.positions),
            }
        )
    found["observed_value"] = answer.observed
    if answer.strange is not None:
        found |= {
            "unexpected_count": answer.strange,
            "partial_unexpected_list": list(answer.values),
        }
    if answer.absent is not None:
        found |= {
            "missing_count": answer.absent,
            "partial_missing_list": sorted(answer.lacking, key=str),
        }
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


OF_TYPES = {"expect_column_values_to_be_of_type", "expect_column_values_to_be_in_type_list"}
"""These ask Great Expectations how a frame was read, and us how a cell can be read."""


def compare(seed):
    maker = SuiteMaker(seed, types=TYPES - OF_TYPES)
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
    assert TYPES | FOREIGN | OF_HEADER | {"expect_column_to_exist"} == set(KNOWN)
    assert not TYPES & FOREIGN
    assert not OF_HEADER & (TYPES | FOREIGN)


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["a", "b", "1"], ["str", "object"]),
        ([1, 2, 3], ["int64", "int", "INTEGER"]),
        ([1.5, 2.0, None], ["float64", "float"]),
        ([True, False, True], ["bool"]),
        (
            [datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2021-06-15T12:00")],
            ["datetime64", "TIMESTAMP"],
        ),
    ],
)
def test_a_column_of_one_type_is_of_it_here_where_it_is_for_great_expectations(cells, names):
    import pandas as pd  # noqa: PLC0415 # takes half a second

    kind = "expect_column_values_to_be_of_type"
    asked = {place: (kind, {"column": "c", "type_": name}) for place, name in enumerate(names)}
    stated = [{"type": kind, "kwargs": kwargs} for kind, kwargs in asked.values()]
    suite = read_suite(json.dumps({"expectations": stated}))
    ours = of_ours(suite, {"c": cells}, len(cells), [])
    theirs = raw(asked, pd.DataFrame({"c": cells}))

    assert [answer["success"] for answer in ours.values()] == [True] * len(names)
    assert any(isinstance(one, dict) and one["success"] for one in theirs.values()), theirs


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        (["INTEGER"], ["1.5", "x", "2020-01-01", "TRUE"]),
        (["Float64"], ["x", "2020-01-01", "TRUE"]),
        (["bool"], ["1", "2", "1.5", "x", "2020-01-01"]),
        (["date", "LongType"], ["1.5", "x", "TRUE"]),
        (["DOUBLE PRECISION", "BOOLEAN", "unheard of"], ["x", "2020-01-01"]),
        (["str"], []),
    ],
)
def test_cells_are_asked_whether_they_can_be_read_as_a_type(names, wrong):
    cells = ["1", "2", "1.5", "", "x", "2020-01-01", "TRUE"]
    stated = {
        "type": "expect_column_values_to_be_in_type_list",
        "kwargs": {"column": "c", "type_list": names},
    }
    suite = read_suite(json.dumps({"expectations": [stated]}))

    found = of_ours(suite, {"c": cells}, len(cells), [2])[0]

    assert (found["missing_count"], found["unexpected_count"]) == (1, len(wrong))
    assert found["partial_unexpected_list"] == wrong


def test_a_type_of_which_nothing_is_known_is_refused():
    stated = {
        "type": "expect_column_values_to_be_of_type",
        "kwargs": {"column": "c", "type_": "Geometry"},
    }

    assert read_suite(json.dumps({"expectations": [stated]})).expected[0].refusal
