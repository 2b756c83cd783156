"""What the block engine's answers rest on, each part against the plain thing it stands for."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import threading
import weakref
from collections import Counter
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.table.cause_ids import guess_siren, guess_siret
from app.table.checks import CellCheck
from app.table.column import ColumnPass
from app.table.engine.accept import accept_field
from app.table.engine.again import Hashed
from app.table.engine.ahead import Ahead
from app.table.engine.chunk import Dialect
from app.table.engine.classes import CLASSES, kind, worked_out
from app.table.engine.classes import look as look_at_class
from app.table.engine.cut import chunks
from app.table.engine.exactly import cut_open
from app.table.engine.french import accept_checks
from app.table.engine.numbering import Numbering, firsts
from app.table.engine.pattern import translate
from app.table.engine.places import bytes_of, places
from app.table.engine.refuse import refuse, refuse_sum, shape_of
from app.table.engine.scan import scan
from app.table.engine.utf8 import broken, garbled
from app.table.explainer import Explainer
from app.table.fields import Judge, Reading
from app.table.frformat_checks import passes
from app.table.kinds import kind_of
from app.table.layout import without_schema
from app.table.model import Limits, TableJob
from app.table.mojibake import suspect
from app.table.open import open_records
from app.table.preflight import look, valid
from app.table.profile import Profile
from app.table.records import Unreadable, Unsupported
from app.table.repeats import Repeats
from app.table.source import Source

PIECES = st.sampled_from(["a", "é", ";", ";", '"', '"', "\n", "\n", "\r\n", "\r", "bc", " ", '""'])
TEXTS = st.lists(PIECES, max_size=60).map("".join)


def _cut(text, width, size):
    data = text.encode()
    blocks, at = [], 0
    while at < len(data):
        end = data.find(b"\n", at + size) + 1 or len(data)
        blocks.append(data[at:end])
        at = end
    found = []
    for chunk in chunks(blocks, Dialect(";", width)):
        rows = [tuple(cell for cell in row if cell is not None) for row in chunk.frame.rows()]
        for place, cells in chunk.uneven.items():
            assert rows[place] == cells[:width]
            rows[place] = cells
        assert len(rows) == len(chunk.records)
        found += rows
    return found


@settings(max_examples=1500, deadline=None, database=None)
@given(TEXTS, st.integers(1, 4), st.sampled_from([0, 3, 20, 1000]))
def test_records_are_cut_as_the_csv_module_cuts_them(text, width, size):
    expected = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")]
    try:
        found = _cut(text, width, size)
    except Unsupported:
        return  # a quote never closed: the plain path has the word

    assert found == expected


@settings(max_examples=500, deadline=None, database=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"a",
                b"\xc3\xa9",
                b"\xe2\x82\xac",
                b"\xf0\x9f\x98\x80",
                b"\xc3",
                b"\xa9",
                b"\xe0\x80\x80",
                b"\xed\xa0\x80",
                b"\xf5",
                b"\xc0\x80",
                b"\xf4\x90\x80\x80",
                b"\n",
                b"\n",
            ]
        ),
        max_size=40,
    )
)
def test_broken_lines_are_those_that_do_not_decode(pieces):
    data = b"".join(pieces) + b"\n"
    array = np.frombuffer(data, np.uint8)
    wrong = broken(array, np.flatnonzero(array >= 0x80))
    lines = {data[:place].count(b"\n") for place in wrong.tolist()}

    assert lines == {n for n, line in enumerate(data.split(b"\n")) if not valid(line)}


@settings(max_examples=500, deadline=None, database=None)
@given(st.text(alphabet="aéÃ©Â â€™œ\u201aÄ√\ufffdï»¿ÅÉ’", max_size=12))
def test_mangled_text_is_never_overlooked(text):
    array = np.frombuffer(text.encode() + b"\n", np.uint8)
    found = garbled(array, np.flatnonzero(array >= 0x80))

    assert len(found) or not suspect(text)


BYTES = st.lists(
    st.sampled_from(
        [
            b"a;b",
            b"\n",
            b"\n",
            b"\r\n",
            b"\r",
            b'"',
            "é".encode(),
            b"\xe9",
            b"\t",
            "Ã©".encode(),
            b"\x01",
        ]
    ),
    min_size=1,
    max_size=40,
).map(b"".join)


@settings(max_examples=500, deadline=None, database=None)
@given(BYTES, st.sampled_from([1, 8, 1 << 20]), st.sampled_from([4, 1 << 16]))
def test_the_scan_counts_what_the_preflight_counts(data, page, kept):
    source = Source(io.BytesIO(data))
    file = os.memfd_create("f")
    os.write(file, data)
    source.file = os.fdopen(file, "rb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.table.engine.scan._PAGE", page)
        patch.setattr("app.table.engine.scan.KEPT", kept)
        patch.setattr("app.table.preflight.KEPT", kept)
        try:
            expected = look(source, 1 << 20)
        except Unreadable as end:
            with pytest.raises(Unreadable, match=end.code):
                scan(source, 1 << 20)
            return
        seen, _ = scan(source, 1 << 20)
    assert bool(seen.odd_lines) == bool(expected.odd_lines)
    left_out = {"longest": 0, "odd_lines": 0}
    left_out |= {} if expected.bad_lines else {"good_lines": 0}
    assert replace(seen, **left_out) == replace(expected, **left_out)


FIELDS = [
    {"type": "string", "constraints": {"minLength": 2, "maxLength": 4}},
    {"type": "string", "constraints": {"enum": ["a", "12"]}},
    {"type": "string", "constraints": {"pattern": r"\w+(-\d\d)*"}},
    {"type": "string", "constraints": {"pattern": r"^\d{5}$"}},
    {"type": "string", "constraints": {"pattern": "[0-9]{2}", "minLength": 2}},
    {"type": "string", "format": "email"},
    {"type": "string", "format": "uri"},
    {"type": "integer"},
    {"type": "integer", "constraints": {"minimum": -3, "exclusiveMaximum": "2023"}},
    {"type": "number"},
    {"type": "number", "constraints": {"minimum": 0, "maximum": 12.5}},
    {"type": "number", "decimalChar": ",", "groupChar": " "},
    {"type": "number", "groupChar": ",", "constraints": {"maximum": 2000}},
    {"type": "number", "decimalChar": ",", "groupChar": "\u202f", "bareNumber": False},
    {"type": "boolean"},
    {"type": "boolean", "trueValues": ["oui"], "falseValues": ["non", "0"]},
    {"type": "date"},
    {"type": "date", "format": "%Y-%m-%d", "constraints": {"minimum": "2000-02-28"}},
    {"type": "year"},
    {"type": "any"},
]
LETTERS = st.text(alphabet="0123456789+-.,eE_ aNé٣/:T@\n\u202f", max_size=10)
DATES = st.from_regex(r"\A[0-2]\d{3}-[01]\d-[0-3]\d\Z")
NUMBERS = st.from_regex(r"\A[+-]?[0-9]{0,20}[.,]?[0-9]{0,20}(e[0-9])?\Z")
OTHERS = st.sampled_from(["oui", "non", "true", "a@b.fr", "http://a.fr/b", "inf", "nan", "12-34"])


@settings(max_examples=2000, deadline=None, database=None)
@given(st.sampled_from(FIELDS), st.lists(LETTERS | DATES | NUMBERS | OTHERS, min_size=1))
def test_what_is_accepted_at_once_frictionless_accepts(field, texts):
    judge = Judge({"name": "c", **field}, set_aside=[])
    test = accept_field(judge, pl.col("c"))
    assert test is not None
    frame = pl.DataFrame({"c": texts}, schema={"c": pl.String})
    accepted = frame.with_columns(test.alias("good")).filter("good")["c"].to_list()

    assert [t for t in accepted if t not in judge.missing_values and judge.read(t).faults] == []


WRONG = st.from_regex(r"\A[a-z0-9 .@é:,/+-]{0,14}\Z")


@settings(max_examples=1500, deadline=None, database=None)
@given(
    st.sampled_from([f for f in FIELDS if f["type"] in {"string", "integer", "number", "date"}]),
    st.lists(
        LETTERS | DATES | NUMBERS | OTHERS | WRONG | st.dates().map("{:%d/%m/%Y}".format),
        min_size=1,
    ),
)
def test_what_is_refused_at_once_frictionless_refuses(field, texts):
    judge = Judge({"name": "c", **field}, set_aside=[])
    tests = refuse(ColumnPass(judge, (), 1, wants_values=False), pl.col("c"))
    frame = pl.DataFrame({"c": texts}, schema={"c": pl.String})
    for fault, test in tests.items():
        refused = frame.with_columns(test.alias("bad")).filter("bad")["c"].to_list()
        found = {judge.read(t).faults for t in refused if t not in judge.missing_values}
        assert found <= {(fault,)}


@pytest.mark.parametrize(
    ("constraint", "text"),
    [
        ({"maxLength": 3}, "Été à Sète"),
        ({"minLength": 3, "maxLength": 9}, "é"),
        ({"enum": ["oui", "non"]}, "peut-être"),
        ({"pattern": "^[A-Z]+$", "maxLength": 3}, "abc"),
        ({"type": "integer", "minimum": 3}, "2"),
        ({"type": "number", "maximum": 1, "minimum": 0}, "1.5"),
        ({"type": "date", "minimum": "2021-01-01"}, "2020-12-31"),
    ],
)
def test_a_column_that_fails_one_constraint_throughout_is_refused_at_once(constraint, text):
    stated = {k: v for k, v in constraint.items() if k != "type"}
    field = {"name": "c", "type": constraint.get("type", "string"), "constraints": stated}
    judged = ColumnPass(Judge(field, set_aside=[]), (), 1, wants_values=False)
    frame = pl.DataFrame({"c": [text]})
    held = {
        fault for fault, test in refuse(judged, pl.col("c")).items() if frame.select(test).item()
    }

    assert held == set(judged.judge.read(text).faults)
    assert len(held) == 1


@settings(max_examples=300, deadline=None, database=None)
@given(st.text(alphabet="aZ09 19.,@-éŒ’ÿ", max_size=120))
def test_shapes_are_those_that_the_explainer_sees(text):
    frame = pl.DataFrame({"c": [text]}, schema={"c": pl.String})
    judge = Judge({"name": "c", "type": "integer"}, set_aside=[])
    explainer = Explainer(judge, ())
    assert not explainer.by_shape("type", frame.select(shape_of(pl.col("c"))).item())
    for other in ("x", text, "y"):
        explainer.faults(other, Reading(None, ("type",)))

    assert explainer.by_shape("type", frame.select(shape_of(pl.col("c"))).item())


CODES = st.one_of(
    st.text(alphabet="0123456789", min_size=8, max_size=15),
    st.sampled_from(
        ["73282932000074", "732829320", "35600000000048", "35600000049837", "é23456789"]
    ),
    st.integers(0, 10**13 - 1).map(lambda n: f"{n:013}").map(lambda d: d + _last(d)),
    st.integers(0, 10**8 - 1).map(lambda n: f"{n:08}").map(lambda d: d + _last(d)),
    st.from_regex(r"\A0[0-9](?: ?[0-9]{2}){4}\Z"),
)


def _last(digits):
    """Give the digit that makes them end well."""
    ends = (d for d in "0123456789" if passes("siren", (digits + d)[-9:]))
    return next(ends, "0")


@pytest.mark.parametrize("name", ["siren", "siret", "phone-number-value"])
@settings(max_examples=300, deadline=None, database=None)
@given(texts=st.lists(CODES, min_size=1))
def test_french_codes_accepted_at_once_are_right(name, texts):
    test = accept_checks([CellCheck(name, "c", str)], pl.col("c"))
    frame = pl.DataFrame({"c": [*texts, None]}, schema={"c": pl.String})
    accepted = frame.with_columns(test.alias("good")).filter("good")["c"].to_list()

    assert [text for text in accepted if not passes(name, text)] == []


@pytest.mark.parametrize("name", ["siren", "siret"])
@settings(max_examples=300, deadline=None, database=None)
@given(texts=st.lists(CODES | st.text(alphabet="01234 .-_aÉ٣", max_size=20), min_size=1))
def test_codes_of_other_digits_refused_at_once_are_wrong(name, texts):
    check = CellCheck(name, "c", lambda text: "" if passes(name, text) else "code")
    judged = ColumnPass(Judge({"name": "c"}, set_aside=[]), (check,), 1, wants_values=False)
    frame = pl.DataFrame({"c": ["12 34", *texts]}, schema={"c": pl.String})
    refused = frame.filter(refuse(judged, pl.col("c"))[name])["c"].to_list()

    assert refused[0] == "12 34"
    assert [text for text in refused if passes(name, text)] == []


@pytest.mark.parametrize("name", ["siren", "siret"])
@settings(max_examples=300, deadline=None, database=None)
@given(texts=st.lists(CODES, min_size=1))
def test_sums_refused_at_once_are_wrong_and_told_alike(name, texts):
    check = CellCheck(name, "c", lambda text: "" if passes(name, text) else "code")
    judged = ColumnPass(Judge({"name": "c"}, set_aside=[]), (check,), 1, wants_values=False)
    frame = pl.DataFrame({"c": texts}, schema={"c": pl.String})
    sure = frame.with_columns(refuse_sum(judged, pl.col("c")).alias("kind")).drop_nulls()
    explained = Explainer(judged.judge, judged.checks).faults
    guess = {"siret": guess_siret, "siren": guess_siren}[name]

    assert [text for text in sure["c"] if passes(name, text)] == []
    for _, alike in sure.group_by("kind"):
        told = {
            (fault.cause, fault.fixed) for t in alike["c"] for fault in explained(t, Reading(t))
        }
        assert told == {guess(text) for text in alike["c"]}
        assert len(told) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("siren", "732829320"),
        ("siret", "73282932000074"),
        ("phone-number-value", "01 44 55 66 77"),
        ("phone-number-value", "0612345678"),
    ],
)
def test_the_commonest_codes_are_accepted_at_once(name, text):
    frame = pl.DataFrame({"c": ["x", text]})
    test = accept_checks([CellCheck(name, "c", str)], pl.col("c"))
    assert frame.select(test).to_series().to_list() == [False, True]


PATTERNS = [
    r"\d{14}",
    "a|b",
    r"[^\d]+",
    ".*x",
    r"\w{2,}\s?",
    "(W[0-9]{9}|x)?",
    "é+",
    "[à-ü]+",
    r"^\d+$",
    "a{,3}",
    r"[\w.-]+",
    "(?:ab)*c",
    "",
]


@settings(max_examples=1000, deadline=None, database=None)
@given(st.sampled_from(PATTERNS), st.text(alphabet="aAbxéà٣12 W.-\nc", max_size=6))
def test_a_translated_pattern_accepts_only_what_python_accepts(pattern, text):
    found = translate(pattern)
    assert found is not None
    accepted = pl.Series([text]).str.contains(found.pattern)[0]
    plain = not found.guard or re.search("[^ -~]", text) is None

    assert not (accepted and plain) or re.match(f"^{pattern}$", text)


@pytest.mark.parametrize("pattern", [r"(?=a)b", r"(a)\1", r"\bword", "(?i:a)", "a{1,5000}", "("])
def test_what_means_something_else_to_polars_is_not_translated(pattern):
    assert translate(pattern) is None


def climbing(keys):
    """Number the rows that say nothing, and tell which do say something."""
    return [(at if key is None else key, key is None) for at, key in enumerate(keys, 11)]


CLIMBING = st.lists(st.none() | st.integers(0, 30), max_size=80).map(climbing)
APART = st.lists(st.none() | st.integers(0, 10), max_size=80).map(climbing)
ANY = st.lists(st.integers(0, 30), max_size=80).map(lambda keys: [(key, False) for key in keys])


@pytest.mark.parametrize("held", [3, 1 << 21])
@given(
    ANY | CLIMBING | APART,
    st.integers(1, 40),
    st.integers(1, 9),
    st.sampled_from([5, 1 << 22]),
    st.sampled_from([2, 20_000]),
    st.sampled_from([3, 18]),
    st.integers(0, 200),
)
def test_repeated_keys_are_those_of_the_plain_path(
    held, told, near, size, at_once, others, bits, lost
):
    keys, climbs = [key for key, _ in told], np.array([climbs for _, climbs in told], bool)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.table.engine.again._OTHERS", others)
        patch.setattr("app.table.repeats.NEAR", near)
        patch.setattr("app.table.engine.again._HELD", held)
        patch.setattr("app.table.engine.again._AT_ONCE", at_once)
        patch.setattr("app.table.engine.again._FEW_BITS", bits)
        apart = all(key <= 10 for key, climbs in told if not climbs)
        plain, hashed = Repeats(), Hashed(apart=apart)
        early = [(p, e - 1) for p, k in enumerate(keys) if k and (e := plain.add(f"{k}", p, p + 1))]
        known = []
        for at in range(0, len(keys), size):
            block = np.array(keys[at : at + size], np.uint64) * np.uint64(0x9E3779B97F4A7C15)
            rest = np.flatnonzero(~climbs[at : at + size])
            goes_on = climbs.any() and at < lost  # until it is lost, one day
            repeated = hashed.add(block, block == 0, rest if goes_on else None)
            if len(repeated) and not known:
                assert hashed.place(block[repeated[0]]) == early[0][1]
            known += (repeated + at).tolist()
        places = list(plain.places())
    assert hashed.again().tolist() == places
    assert known == [place for place, _ in early]


@given(st.lists(LETTERS | DATES | NUMBERS | OTHERS, min_size=1))
def test_kinds_are_told_apart_as_text_by_text(texts):
    from app.table.engine.portrait import Portrait  # noqa: PLC0415

    texts = ["1", *[text for text in texts if text]]
    profile, expected = Profile(1), Profile(1)
    profile.add({"1": 1}, {})
    expected.add({"1": 1}, {})
    portrait = Portrait(profile)
    portrait.sum_up(pl.Series(texts))
    portrait.flush()
    for text in texts:
        expected.add({text: 1}, {})

    names = {"position": 1, "label": "c", "field": "", "required": False}
    assert profile.column(**names) == expected.column(**names)
    assert {kind_of(text).type for text in texts} == set(profile._kinds)


@pytest.mark.parametrize("name", CLASSES)
@settings(max_examples=400, deadline=None, database=None)
@given(texts=st.lists(LETTERS | DATES | NUMBERS | OTHERS | WRONG, min_size=1))
def test_a_class_holds_only_texts_of_its_kind_and_knows_their_ends(name, texts):
    texts = [text for text in texts if text]
    cells = pl.Series("text", texts, dtype=pl.String)
    worked = cells.to_frame().select(**worked_out(name, pl.col("text"))).to_dict()
    found = look_at_class(name, cells, worked)
    mine = cells.filter(found.mine).to_list()
    expected = sorted((kind_of(text).sort, text) for text in mine)

    assert {kind_of(text).type for text in mine} <= {kind(name)}
    assert found.many == len(mine)
    if mine:
        assert found.ends == (expected[0][1], expected[-1][1])


def test_the_usual_texts_of_a_kind_are_in_its_class():
    usual = {"integer": "12", "number": "1.5", "number,": "1,5", "date": "2024-02-28"}
    usual |= {"integer0": "+12", "string": "abcdef", "string0": "0123", "string00": "2024-02-28x"}
    cells = pl.DataFrame({"text": list(usual.values())})

    found = cells.select(**{name: worked_out(name, pl.col("text"))["mine"] for name in usual})

    assert all(found[name][at] for at, name in enumerate(usual))


@given(st.lists(st.sampled_from([b"a", b"b" * 9, b"\n", b"\n\n", b'"', b'""']), max_size=60))
def test_places_of_a_byte_are_those_that_hold_it(pieces):
    block = b"".join(pieces)
    for byte in b'\n"':
        assert places(bytes_of(block), byte).tolist() == [
            at for at, one in enumerate(block) if one == byte
        ]


def test_codes_of_digits_are_accepted_at_once_with_zeros_before_them_too():
    judge = Judge(
        {"name": "c", "type": "string", "constraints": {"pattern": r"\d{5}"}}, set_aside=[]
    )
    texts = ["01234", "12345", "1234", "123456", "+1234", "1234 ", "1_234", "1.234", "12e10"]
    test = accept_field(judge, pl.col("c"))

    found = pl.DataFrame({"c": texts}).select(test).to_series().to_list()

    assert found == [True, True, *[False] * 7]


@given(st.lists(st.lists(st.integers(-9, 9), unique=True, max_size=9), max_size=6), st.data())
def test_hashes_have_numbers_in_the_order_in_which_they_were_learnt(groups, data):
    room = data.draw(st.sampled_from([1, 8]))  # with one slot for each, many share theirs
    known: dict[int, int] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.table.engine.numbering._ROOM", room)
        numbering = Numbering(data.draw(st.integers(1, 30)))
        for group in groups:
            new = [one for one in group if one not in known]
            known |= {one: len(known) + at for at, one in enumerate(new, 1)}
            numbering.learn(np.array(new, np.int64))
        asked = np.array(data.draw(st.lists(st.integers(-12, 12), max_size=30)), np.int64)
        wanted = [known.get(one, 0) for one in asked.tolist()]

        assert numbering.find(asked).tolist() == wanted
        counts = {number: many for number, many in enumerate(numbering.count(asked)) if many}
        assert counts == Counter(wanted)
    assert len(numbering) == len(known)


@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 5), max_size=40))
def test_each_hash_is_found_where_it_comes_first(hashes):
    wanted = sorted({one: at for at, one in reversed([*enumerate(hashes)])}.values())

    assert firsts(np.array(hashes, np.int64)).tolist() == wanted


@given(st.binary(max_size=300), st.integers(0, 3), st.integers(1, 90))
def test_a_byte_is_found_in_every_place(data, byte, many):
    block = bytes(one % 4 if one % 5 else byte for one in data) * many

    found = places(bytes_of(block), byte)

    assert found.tolist() == [at for at, one in enumerate(block) if one == byte]


def test_columns_that_rise_for_a_while_repeat_themselves_as_on_the_plain_path(
    inspect_both, tmp_path, monkeypatch
):
    monkeypatch.setattr("app.table.engine.pages.FIRST", 300)
    monkeypatch.setattr("app.table.engine.pages.BLOCK", 500)
    path = tmp_path / "f.csv"
    ids = [*range(1, 400), 7, *range(400, 700), 650, "x", "x", *range(700, 800)]
    rows = [f"{one};{at % 3};2020-01-0{at % 9 + 1}" for at, one in enumerate(ids)]
    path.write_text("\n".join(["id;kind;day", *rows, *rows[500:510]]), encoding="utf-8")
    fields = [
        {"name": "id", "type": "integer", "constraints": {"unique": True}},
        {"name": "kind", "type": "integer"},
        {"name": "day", "type": "date"},
    ]

    plain, quick = inspect_both(path, {"fields": fields, "primaryKey": ["kind", "id"]})

    assert quick == plain
    causes = {finding.cause: finding.count for finding in quick.findings}
    assert causes["value-duplicate"] == 12
    assert causes["duplicate-row"] == 10


def test_what_works_ahead_ends_with_whoever_asked(monkeypatch):
    ended = threading.Event()

    def items():
        try:
            yield from range(100)
        finally:
            ended.set()

    asked = Ahead(x + 1 for x in Ahead(items()))
    assert next(asked) == 1
    del asked

    assert ended.wait(10)


def test_an_item_given_away_is_not_held_on_to():
    class Item:
        pass

    asked = Ahead(Item() for _ in range(3))
    first = weakref.ref(next(asked))

    assert first() is None
    assert len([*asked]) == 2


def test_trouble_on_the_way_ahead_is_raised_where_it_is_waited_for():
    def items():
        yield 1
        raise Unsupported("so")

    found = Ahead(items())
    assert next(found) == 1
    with pytest.raises(Unsupported):
        next(found)


def test_polars_is_not_loaded_before_the_fork():
    code = "import sys, app.table.warm_heavy, app.table.job; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_suite_rides_along_with_the_blocks_and_no_values_are_kept(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("a;b\n" + "".join(f"{i % 50};x{i}\n" for i in range(200)), encoding="utf-8")
    asked = [("not_be_null", "b"), ("be_unique", "a")]
    expectations = [
        {"type": f"expect_column_values_to_{name}", "kwargs": {"column": column}}
        for name, column in asked
    ]
    suite = json.dumps({"name": "s", "expectations": expectations})
    records = open_records(TableJob(path=path, name="f.csv", limits=Limits(bulk_from=1)))
    layout = replace(without_schema(records.labels, frozenset("ab")), suite=suite)

    _, checked = records.bulk(layout, 20)

    found, unmet = checked.judged
    assert [result.success for result in found.results] == [True, False]
    assert [finding.rows[:3] for finding in unmet] == [(2, 3, 4)]
    assert not checked.collected.columns


@pytest.mark.parametrize(
    "text",
    [
        '1;"x;2\n3;4\n',
        '"',
        '"a',
        'a;"b""c\n1;2',
        '"a";"b\r\nc"d\n',
        'é;"',
        "1;\"x'y\n",
        '"a""',
        ';"\n',
    ],
)
def test_a_record_with_an_open_quote_has_the_cells_that_csv_gives_it(text):
    expected = [*csv.reader(io.StringIO(text, newline=""), delimiter=";")]
    chunk = cut_open(text.encode(), Dialect(";", 2))
    cells = chunk.uneven.get(0, chunk.frame.row(0))

    assert [cells] == [tuple(row) for row in expected]
    assert len(chunk.lines) == len(text.splitlines())
    assert not chunk.closed


def test_no_library_sets_addresses_aside_that_the_limit_of_a_job_counts():
    code = "import app.table, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "system"
