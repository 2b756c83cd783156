"""The schemas we ship: true to the registry's facts, told in our own words, with working samples."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from frictionless import Dialect, Resource, Schema, formats
from stdnum.fr import siret

from app.table.descriptor import rebuild
from app.table.suite import read_suite
from rules.core.frequency import parse_frequency

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "schemas" / "scdl"
REGISTRY = ROOT.parent / "shared" / "corpus" / "registry"
NAMES = ("subventions", "deliberations", "equipements", "prenoms", "catalogue", "budget")
RENAMED = {
    "french-siret-value": "siret",
    "french-siren-value": "siren",
    "nomenclature-actes-value": "nomenclature-acte",
}
SIRETS = {"idAttribuant", "idBeneficiaire", "COLL_SIRET", "PRODUCTEUR_SIRET", "BGT_SIRET"}

shipped = pytest.mark.parametrize("name", NAMES)
in_registry = pytest.mark.skipif(
    not REGISTRY.is_dir(), reason="the registry's corpus is not beside the repository"
)


def descriptor(name: str) -> dict:
    return json.loads((SHIPPED / name / "schema.json").read_text("utf-8"))


def registered(name: str) -> dict:
    return json.loads((REGISTRY / f"scdl__{name}" / "latest" / "schema.json").read_text("utf-8"))


def records(name: str, sample: str) -> list[dict[str, str]]:
    with (SHIPPED / name / f"{sample}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def faults(name: str, sample: str) -> list[str]:
    resource = Resource(
        path=str((SHIPPED / name / f"{sample}.csv").relative_to(ROOT)),
        schema=Schema.from_descriptor(descriptor(name)),
        dialect=Dialect(controls=[formats.CsvControl(delimiter=",")]),
    )
    return [error.type for error in resource.validate().tasks[0].errors]


@pytest.fixture(autouse=True)
def _in_repository(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("file", ["expectations.json", "invalid.csv", "schema.json", "valid.csv"])
def test_each_folder_holds_the_same_files(file):
    assert {p.parent.name for p in SHIPPED.glob(f"*/{file}")} == set(NAMES)


@shipped
def test_the_descriptor_loads_and_survives_our_own_rebuilding(name):
    schema = descriptor(name)
    rebuilt = rebuild(schema)

    assert "x-dropped" not in rebuilt
    assert rebuilt["fields"] == schema["fields"]
    assert Schema.from_descriptor(rebuilt).field_names == [f["name"] for f in schema["fields"]]


@shipped
def test_the_descriptor_speaks_french_and_english_to_the_last_field(name):
    schema = descriptor(name)

    for part in (schema, *schema["fields"]):
        texts = [part[key] for key in ("title", "title_en", "description", "description_en")]
        assert all(text.strip() == text != "" for text in texts)
        assert part["description"] != part["description_en"]


@shipped
def test_the_frequency_and_the_dates_are_ones_that_we_know(name):
    schema = descriptor(name)

    assert parse_frequency(schema["frequency"]) == schema["frequency"]
    kinds = {f["name"]: f["type"] for f in schema["fields"]}
    assert {kinds[date] for date in schema["dates"]} <= {"date", "year"}


@shipped
def test_each_example_is_a_value_of_its_own_field(name):
    schema = Schema.from_descriptor(descriptor(name))

    assert {f.name: f.read_cell(f.example)[1] for f in schema.fields} == dict.fromkeys(
        schema.field_names
    )


@shipped
def test_the_valid_sample_is_valid(name):
    assert faults(name, "valid") == []
    assert 20 <= len(records(name, "valid")) <= 40


@shipped
def test_the_invalid_sample_is_not(name):
    assert len(faults(name, "invalid")) >= 8
    assert 15 <= len(records(name, "invalid")) <= 25


@shipped
def test_the_valid_sample_has_none_but_true_siret_numbers(name):
    for record in records(name, "valid"):
        assert all(siret.is_valid(record[key]) for key in SIRETS & set(record) if record[key])


@shipped
def test_the_suite_is_wholly_understood_and_asks_for_columns_of_the_schema(name):
    text = (SHIPPED / name / "expectations.json").read_text("utf-8")
    suite = read_suite(text)
    fields = {f["name"] for f in descriptor(name)["fields"]}

    assert (suite.name, suite.fault, len(suite.expected) in range(8, 13)) == (
        f"scdl/{name}",
        "",
        True,
    )
    assert {e.refusal for e in suite.expected} == {""}
    assert {column for e in suite.expected for column in e.columns} <= fields
    assert {e.dimension for e in suite.expected} == {"completeness", "schema"}


@shipped
def test_each_expectation_says_itself_in_both_languages(name):
    items = json.loads((SHIPPED / name / "expectations.json").read_text("utf-8"))["expectations"]

    for item in items:
        assert set(item) == {"type", "kwargs", "meta", "severity"}
        assert item["severity"] in {"critical", "warning", "info"}
        assert item["meta"]["title"]["fr"] != item["meta"]["title"]["en"]


@in_registry
@shipped
def test_facts_are_those_of_the_registry(name):
    ours, theirs = descriptor(name), registered(name)

    assert ours["version"] == theirs["version"].removeprefix("v")
    assert ours.get("primaryKey") == theirs.get("primaryKey")
    assert ours.get("missingValues") == theirs.get("missingValues")
    facts = ("name", "type", "format", "constraints", "trueValues", "falseValues")
    assert [[f.get(k) for k in facts] for f in ours["fields"]] == [
        [f.get(k) for k in facts] for f in theirs["fields"]
    ]
    assert [(c["name"], c["params"]) for c in ours.get("custom_checks", [])] == [
        (RENAMED.get(c["name"], c["name"]), c["params"]) for c in theirs.get("custom_checks", [])
    ]


@in_registry
@shipped
def test_words_are_our_own(name):
    ours, theirs = descriptor(name), registered(name)
    copied = [
        mine["name"]
        for mine, other in zip(ours["fields"], theirs["fields"], strict=True)
        if mine["description"] == other.get("description")
        or (not listed(mine) and mine["example"] in (other.get("example"), other.get("examples")))
    ]

    assert ours["description"] != theirs["description"]
    assert copied == []


def listed(field: dict) -> bool:
    return "trueValues" in field or "enum" in field.get("constraints", {})
