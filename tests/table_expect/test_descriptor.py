"""A stranger's Table Schema: what is kept, what is left out, what is refused."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from frictionless import Schema
from hypothesis import given, settings
from hypothesis import strategies as st

from app.table.descriptor import MAX_FIELDS, rebuild
from app.table.descriptor_refusal import NoTableSchema

REGISTRY = Path(__file__).parents[3] / "shared" / "corpus" / "registry"


def field(**keys) -> dict:
    return {"fields": [{"name": "a", "type": "string", **keys}]}


def kept(**keys) -> dict:
    (rebuilt,) = rebuild(field(**keys))["fields"]
    return {key: value for key, value in rebuilt.items() if key not in {"name", "type"}}


def dropped(schema: dict) -> list[tuple[str, str]]:
    return [(d["key"], d["reason"]) for d in rebuild(schema).get("x-dropped", [])]


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ([], "it is not a JSON object"),
        (None, "it is not a JSON object"),
        ("https://example.com/schema.json", "it is not a JSON object"),
        ({}, "it has no list of fields (fields)"),
        ({"fields": []}, "it has no list of fields (fields)"),
        ({"fields": {}}, "it has no list of fields (fields)"),
        ({"fields": ["a"]}, "its field no. 1 is not a JSON object"),
        ({"fields": [{"type": "string"}]}, "one of its fields has no usable name (name)"),
        ({"fields": [{"name": ""}]}, "one of its fields has no usable name (name)"),
        ({"fields": [{"name": 3}]}, "one of its fields has no usable name (name)"),
        ({"fields": [{"name": "a" * 10_001}]}, "one of its fields has no usable name (name)"),
        (
            {"fields": [{"name": "\ud800"}]},
            "the name of one of its fields holds characters that no text can hold",
        ),
        ({"fields": [{"name": "a"}, {"name": "a"}]}, "two of its fields are called “a”"),
        (
            {"fields": [{"name": "a", "type": "money"}]},
            "its field “a” has the type “money”, which Table Schema does not know",
        ),
        (
            {"fields": [{"name": "a", "type": ["string"]}]},
            "its field “a” has the type “['string']”, which Table Schema does not know",
        ),
        (
            {"fields": [{"name": str(n)} for n in range(MAX_FIELDS + 1)]},
            "it has more than 4,096 fields",
        ),
    ],
)
def test_what_is_no_table_schema_is_refused_with_a_short_reason(schema, reason):
    with pytest.raises(NoTableSchema) as refusal:
        rebuild(schema)

    assert refusal.value.why.say("en", refusal.value.facts) == reason


def test_as_many_fields_as_allowed_are_kept():
    assert len(rebuild({"fields": [{"name": str(n)} for n in range(MAX_FIELDS)]})["fields"]) == 4096


def test_a_field_without_a_type_holds_text():
    assert rebuild({"fields": [{"name": "a"}]})["fields"] == [{"name": "a", "type": "string"}]


@pytest.mark.parametrize(
    "keys",
    [
        {"title": "Montant", "title_en": "Amount", "description": "d", "description_en": "e"},
        {"constraints": {"required": True, "unique": False}},
        {"constraints": {"minLength": 2, "maxLength": 5, "pattern": r"^\d{14}$"}},
        {"constraints": {"enum": ["a", "b"]}},
        {"type": "number", "constraints": {"minimum": 0.01, "maximum": "1"}},
        {"type": "integer", "constraints": {"minimum": 1, "enum": [1, "2"]}, "bareNumber": False},
        {"type": "number", "decimalChar": ",", "groupChar": " ", "bareNumber": True},
        {"type": "date", "constraints": {"minimum": "2020-01-01"}},
        {"type": "date", "format": "%d/%m/%Y", "constraints": {"minimum": "31/12/2020"}},
        {"type": "datetime", "format": "any"},
        {"type": "year", "constraints": {"minimum": 1999}},
        {"type": "boolean", "trueValues": ["oui"], "falseValues": ["non"], "example": "oui"},
        {"type": "geopoint", "format": "array"},
        {"type": "list", "delimiter": ";", "itemType": "integer"},
        {"type": "array", "constraints": {"minLength": 1}, "arrayItem": {"type": "integer"}},
        {"type": "array", "arrayItem": {"type": "string", "constraints": {"enum": ["a"]}}},
        {"constraints": {"enum": ["a", None, ["a"], {"a": [1, None]}]}},
        {"type": "array", "constraints": {"enum": [["a"], [1, 2]]}},
        {"type": "object", "constraints": {"enum": [{"a": 1}, None]}},
        {"format": "email", "example": "mairie@valbrune.fr"},
        {"format": "uri", "example": "https://valbrune.fr/a?b=1"},
        {"format": "uuid", "example": "65d5b6c7-102c-4440-ac3b-768f708edc0a"},
        {"missingValues": ["", "NC"]},
        {"customCheck": {"name": "siret"}},
    ],
)
def test_what_a_field_rightly_says_is_kept(keys):
    schema = field(**keys)

    assert kept(**keys) == {key: value for key, value in keys.items() if key != "type"}
    assert dropped(schema) == []
    assert Schema.from_descriptor(rebuild(schema)).fields[0].read_cell("") is not None


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"constraints": {"pattern": "^(a"}}, ("constraints.pattern", "invalid_regex")),
        ({"constraints": {"pattern": "(" * 1500}}, ("constraints.pattern", "invalid_regex")),
        ({"constraints": {"pattern": "a" * 2001}}, ("constraints.pattern", "too_large")),
        ({"constraints": {"pattern": 3}}, ("constraints.pattern", "wrong_type")),
        ({"constraints": {"enum": ["a"] * 10_001}}, ("constraints.enum", "too_large")),
        ({"constraints": {"enum": []}}, ("constraints.enum", "wrong_type")),
        ({"constraints": {"enum": [["a" * 10_000]]}}, ("constraints.enum", "too_large")),
        ({"constraints": {"required": "true"}}, ("constraints.required", "wrong_type")),
        ({"constraints": {"minLength": -1}}, ("constraints.minLength", "wrong_type")),
        ({"constraints": {"minLength": True}}, ("constraints.minLength", "wrong_type")),
        ({"constraints": {"minimum": 1}}, ("constraints.minimum", "unsupported_on_type")),
        ({"constraints": [1]}, ("constraints", "wrong_type")),
        (
            {"type": "number", "constraints": {"minLength": 1}},
            ("constraints.minLength", "unsupported_on_type"),
        ),
        (
            {"type": "number", "constraints": {"minimum": "x"}},
            ("constraints.minimum", "wrong_type"),
        ),
        (
            {"type": "number", "constraints": {"maximum": float("nan")}},
            ("constraints.maximum", "wrong_type"),
        ),
        (
            {"type": "integer", "constraints": {"minimum": True}},
            ("constraints.minimum", "wrong_type"),
        ),
        (
            {"type": "date", "constraints": {"minimum": "31/12/2020"}},
            ("constraints.minimum", "wrong_type"),
        ),
        ({"type": "date", "format": "%999999999d"}, ("format", "unsupported_on_type")),
        ({"type": "date", "format": "%d%d"}, ("format", "unsupported_on_type")),
        ({"type": "geopoint", "format": "wkt"}, ("format", "unsupported_on_type")),
        ({"format": 3}, ("format", "wrong_type")),
        ({"type": "boolean", "trueValues": [1]}, ("trueValues", "wrong_type")),
        ({"type": "number", "bareNumber": "no"}, ("bareNumber", "wrong_type")),
        ({"type": "list", "itemType": "geojson"}, ("itemType", "wrong_type")),
        ({"type": "array", "arrayItem": {"type": "money"}}, ("arrayItem", "wrong_type")),
        ({"type": "integer", "example": "trois"}, ("example", "not_a_value_of_the_field")),
        ({"format": "uri", "example": "http://[x"}, ("example", "not_a_value_of_the_field")),
        ({"missingValues": "NC"}, ("missingValues", "wrong_type")),
        ({"customCheck": 3}, ("customCheck", "wrong_type")),
        ({"customCheck": {"name": "a", "column": {"b": 1}}}, ("customCheck", "wrong_type")),
    ],
)
def test_what_a_field_wrongly_says_is_left_out_and_told(keys, told):
    schema = field(**keys)

    assert dropped(schema) == [told]
    assert told[0].split(".")[-1] not in str(kept(**keys))
    Schema.from_descriptor(rebuild(schema))


def test_a_field_that_repeats_a_bad_name_in_its_item_type_still_loads():
    schema = field(type="array", arrayItem={"type": "integer", "arrayItem": {"type": "array"}})

    assert kept(**schema["fields"][0])["arrayItem"] == {"type": "integer"}


@pytest.mark.parametrize(
    "typo",
    [
        {"contraints": {"required": True}},
        {"enum": ["a"]},
        {"pattern": "^a$"},
        {"nullable": True},
        {"required": True},
        {"path": "https://example.com/a.csv", "schema": "https://example.com"},
    ],
)
def test_keys_that_frictionless_does_not_know_are_left_out_in_silence(typo):
    assert (kept(**typo), dropped(field(**typo))) == ({}, [])


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ({"primaryKey": "a"}, {"primaryKey": ["a"]}),
        ({"primaryKey": ["a", "b"]}, {"primaryKey": ["a", "b"]}),
        ({"missingValues": ["", {"value": "NC", "label": "n"}]}, {"missingValues": ["", "NC"]}),
        ({"dates": ["b", "z"]}, {"dates": ["b"]}),
        (
            {"foreignKeys": [{"fields": "a", "reference": {"resource": "", "fields": "b"}}]},
            {"foreignKeys": [{"fields": ["a"], "reference": {"resource": "", "fields": ["b"]}}]},
        ),
        (
            {"custom_checks": [{"name": "siret", "params": {"column": "a"}}]},
            {"custom_checks": [{"name": "siret", "params": {"column": "a"}}]},
        ),
        (
            {"name": "n", "version": "1", "homepage": "https://h", "frequency": "annual"},
            {"name": "n", "version": "1", "homepage": "https://h", "frequency": "annual"},
        ),
        ({"path": "https://p", "$schema": "https://s", "resources": [], "name": 3}, {}),
    ],
)
def test_what_the_root_says_is_kept_where_it_can_be_used(root, expected):
    rebuilt = rebuild({"fields": [{"name": "a"}, {"name": "b"}], **root})

    assert {key: value for key, value in rebuilt.items() if key != "fields"} == expected


@pytest.mark.parametrize(
    ("root", "told"),
    [
        ({"primaryKey": "z"}, ("primaryKey", "unknown_field")),
        ({"primaryKey": 3}, ("primaryKey", "wrong_type")),
        ({"missingValues": "NC"}, ("missingValues", "wrong_type")),
        ({"custom_checks": {}}, ("custom_checks", "wrong_type")),
        ({"custom_checks": [{"params": {}}]}, ("custom_checks", "wrong_type")),
        ({"custom_checks": [{"name": "a", "params": [1]}]}, ("custom_checks", "wrong_type")),
        ({"foreignKeys": 1}, ("foreignKeys", "wrong_type")),
        (
            {
                "foreignKeys": [
                    {"fields": "a", "reference": {"resource": "http://x", "fields": "a"}}
                ]
            },
            ("foreignKeys", "unusable_reference"),
        ),
    ],
)
def test_what_the_root_says_wrongly_is_left_out_and_told(root, told):
    schema = {"fields": [{"name": "a"}], **root}

    assert dropped(schema) == [told]
    assert told[0] not in {key for key in rebuild(schema) if key != "x-dropped"}


def test_long_texts_are_cut_and_broken_ones_mended():
    rebuilt = rebuild({"title": "é" * 20_000, "description": "a\udcffb", "fields": [{"name": "a"}]})

    assert (len(rebuilt["title"]), rebuilt["description"]) == (10_000, "a?b")


def test_exclusive_bounds_bring_the_version_that_has_them():
    rebuilt = rebuild(field(type="integer", constraints={"exclusiveMinimum": 0}))

    assert Schema.from_descriptor(rebuilt).fields[0].read_cell("0")[1] is not None


def test_no_address_in_it_is_ever_looked_up(monkeypatch):
    def never(*_args, **_keys):
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    monkeypatch.setattr(socket.socket, "connect", never)
    url = "http://127.0.0.1:9/x.json"
    hostile = {
        "$schema": url,
        "path": url,
        "profile": url,
        "schema": url,
        "fields": [{"name": "a", "path": url, "schema": url, "constraints": url, "example": url}],
        "foreignKeys": [{"fields": "a", "reference": {"resource": url, "fields": "a"}}],
        "custom_checks": url,
    }

    assert Schema.from_descriptor(rebuild(hostile)).field_names == ["a"]


KEYS = st.sampled_from(
    [
        "name",
        "type",
        "format",
        "title",
        "constraints",
        "example",
        "trueValues",
        "falseValues",
        "missingValues",
        "bareNumber",
        "decimalChar",
        "groupChar",
        "arrayItem",
        "customCheck",
        "delimiter",
        "itemType",
    ]
)
RULES = st.sampled_from(
    [
        "required",
        "unique",
        "pattern",
        "enum",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
    ]
)
KINDS = st.sampled_from(
    ["string", "number", "integer", "date", "datetime", "year", "boolean", "array", "list", "time"]
)
ATOMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["2020-01-01", "12", "%Y", "email", "1.5", "^a", "(", "default"])
)
VALUES = ATOMS | st.lists(ATOMS, max_size=3) | st.dictionaries(RULES, ATOMS | st.lists(ATOMS))


@settings(max_examples=300, deadline=None)
@given(
    kind=KINDS,
    keys=st.dictionaries(KEYS, VALUES, max_size=6),
    constraints=st.dictionaries(RULES, ATOMS | st.lists(ATOMS, max_size=3)),
)
def test_whatever_is_said_the_rebuilt_schema_loads_and_reads(kind, keys, constraints):
    said = {**keys, "name": "a", "type": kind, "constraints": constraints}
    schema = Schema.from_descriptor(json.loads(json.dumps(rebuild({"fields": [said]}))))

    reader = schema.fields[0].create_cell_reader()
    for cell in ("", "12", "2020-01-01", "vrai"):
        reader(cell)


@pytest.mark.skipif(
    not REGISTRY.is_dir(), reason="the registry's corpus is not beside the repository"
)
def test_every_schema_of_the_registry_is_rebuilt_whole_and_loads():
    paths = sorted(REGISTRY.glob("*/*/*.json"))
    assert len(paths) >= 60

    for path in paths:
        source = json.loads(path.read_text("utf-8"))
        rebuilt = rebuild(source)
        Schema.from_descriptor(json.loads(json.dumps(rebuilt)))
        told = {d["key"] for d in rebuilt.get("x-dropped", [])}
        assert told <= {"example", "foreignKeys"}, path.parts[-3:]
        for key in ("type", "format", "constraints", "trueValues", "missingValues"):
            ours = [f.get(key) or None for f in rebuilt["fields"]]
            theirs = [f.get(key) or None for f in source["fields"]]
            assert ours == theirs, path.parts[-3:]
