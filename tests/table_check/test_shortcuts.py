"""A shortcut may only say what frictionless would say, and nothing more."""

from datetime import date

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.table.fields import Judge
from app.table.shortcuts import shortcut

KINDS = [
    ("date", "default"),
    ("date", "%Y-%m-%d"),
    ("string", "uri"),
    ("string", "email"),
    ("string", "default"),
    ("any", "default"),
    ("integer", "default"),
    ("number", "default"),
]
DIGITS = st.text("0123456789-", min_size=8, max_size=11)
DATES = st.dates().map(str)
HOSTS = st.text("aBb9-._+'%", min_size=1, max_size=8)
PATHS = st.text("aB9-._ :/?#[]@!$&'()*+,;=%<>{}|^`\"", max_size=10)
URLS = st.builds("{}://{}.{}/{}".format, st.sampled_from(["http", "https"]), HOSTS, HOSTS, PATHS)
MAILS = st.builds("{}@{}.{}".format, HOSTS, HOSTS, st.text("abcZ", max_size=12))
NUMBERS = st.text("0123456789+-.,_eE \u0663", max_size=24) | st.decimals().map(str)
TEXTS = DIGITS | NUMBERS | DATES | URLS | MAILS | st.text(max_size=12)


@pytest.mark.parametrize(("kind", "shape"), KINDS)
@settings(max_examples=400, deadline=None)
@given(text=TEXTS)
def test_what_a_shortcut_accepts_frictionless_reads_alike(kind, shape, text):
    field = frictionless.Field.from_descriptor({"name": "f", "type": kind, "format": shape})
    value = shortcut(kind, shape)(text)

    if value is not None and text:  # the empty text is a missing value, asked before
        assert field.create_cell_reader()(text) == (value, None)


ACCEPTED = [
    ("integer", "default", "-007"),
    ("number", "default", "12.50"),
    ("date", "default", "2023-02-28"),
    ("string", "uri", "https://www.ville.fr/page"),
    ("string", "email", "mairie@ville.fr"),
    ("string", "email", "Jean.DUPONT@Mairie.FR"),
]


@pytest.mark.parametrize(("kind", "shape", "text"), ACCEPTED)
def test_the_commonest_values_take_the_shortcut(kind, shape, text):
    assert shortcut(kind, shape)(text) is not None


def test_a_shortcut_does_not_see_past_missing_values():
    field = {"name": "f", "type": "date", "missingValues": ["2000-01-01"]}
    assert Judge(field, set_aside=[]).read("2000-01-01").missing


@pytest.mark.parametrize(
    "stated", [{"bareNumber": False}, {"groupChar": "0"}, {"decimalChar": ","}]
)
def test_a_field_that_says_how_numbers_are_written_takes_no_shortcut(stated):
    field = {"name": "f", "type": "number", **stated}
    own = frictionless.Field.from_descriptor(field).create_cell_reader()

    for text in ("10.5", "10", "10,5"):
        value, notes = own(text)
        assert Judge(field, set_aside=[]).read(text)[:2] == (value, tuple(notes or ()))


def test_a_number_beyond_its_bounds_takes_no_shortcut():
    field = {"name": "f", "type": "integer", "constraints": {"minimum": 1, "maximum": "10"}}
    judge = Judge(field, set_aside=[])

    assert set(judge.accepted({text: text for text in ("0", "1", "10", "11", "x")})) == {"1", "10"}
    assert judge.read("11").faults == ("maximum",)


def test_no_shortcut_skips_a_constraint():
    field = {"name": "f", "type": "date", "constraints": {"minimum": "2023-01-01"}}
    assert Judge(field, set_aside=[]).read("2022-12-31").faults == ("minimum",)


CELLS = (
    st.integers(-(10**20), 10**20)
    | st.integers(-3, 12)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.text("ab1\n é", max_size=6)
)
FIELDS = [
    {"type": "integer"},
    {"type": "integer", "constraints": {"minimum": 1, "maximum": "10", "required": True}},
    {"type": "integer", "missingValues": ["", "0"]},
    {"type": "number"},
    {"type": "number", "constraints": {"minimum": "-1.5", "maximum": 9}},
    {"type": "number", "constraints": {"exclusiveMinimum": 0}},
    {"type": "number", "floatNumber": True},
    {"type": "date"},
    {"type": "date", "format": "%d/%m/%Y", "constraints": {"minimum": "01/01/2000"}},
    {"type": "boolean"},
    {"type": "boolean", "trueValues": ["a"], "falseValues": ["b"]},
    {"type": "string", "constraints": {"minLength": 1, "maxLength": 3}},
    {"type": "string", "constraints": {"pattern": "[ab]+1?", "maxLength": 4}},
    {"type": "string", "constraints": {"pattern": "a|b1$"}, "missingValues": ["", "a"]},
    {"type": "string", "constraints": {"pattern": "(?=a).*"}},
    {"type": "string", "constraints": {"enum": ["a", "b"]}},
]


@pytest.mark.parametrize("stated", FIELDS, ids=str)
@settings(max_examples=150, deadline=None)
@given(cells=st.lists(CELLS, max_size=10))
def test_cells_accepted_at_once_are_those_that_frictionless_reads_alike(stated, cells):
    field = {"name": "f", **stated}
    read = frictionless.Field.from_descriptor(field).create_cell_reader()
    for at, value in Judge(field, set_aside=[]).accepted(dict(enumerate(cells))).items():
        assert (value, None) == read(cells[at])
        assert type(value) is type(read(cells[at])[0])


ENOUGH = [
    ({"type": "integer", "constraints": {"minimum": 1}}, 3),
    ({"type": "number", "constraints": {"maximum": 5}}, 1.5),
    ({"type": "date"}, date(2023, 1, 2)),
    ({"type": "boolean"}, True),
    ({"type": "string", "constraints": {"pattern": "[a-z]+", "minLength": 2}}, "ab"),
]


@pytest.mark.parametrize(("stated", "cell"), ENOUGH)
def test_the_commonest_cells_are_accepted_at_once(stated, cell):
    assert Judge({"name": "f", **stated}, set_aside=[]).accepted({"": cell}) != {}
