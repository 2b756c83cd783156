"""One file from end to end: bytes in, one inspection out."""

import json

import pytest

from app.table import INSPECTION, JOB
from app.table.inspect import inspect_file
from app.table.job import run
from app.table.model import Candidate, SchemaSpec, TableJob
from app.table.records import Record, Records, State, Unreadable
from rules.core.evidence import File, SchemaRef

SCHEMA = {
    "fields": [
        {"name": "nom", "constraints": {"required": True}},
        {"name": "montant", "type": "number"},
        {"name": "date", "type": "date"},
    ],
    "primaryKey": ["nom"],
}
CSV = "nom;montant;date\na;1.5;2023-01-05\nb;2,5;05/01/2023\n;3;2023-01-06\na;4;2023-01-07\n"
SUITE = {
    "name": "essai",
    "expectations": [
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "nom"}},
    ],
}


@pytest.fixture
def job(tmp_path):
    def make(content=CSV, name="f.csv", *, schema=SCHEMA, suite="", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        ref = SchemaRef(name="essai", version="1.0")
        spec = schema and SchemaSpec(ref=ref, descriptor=json.dumps(schema), suite=suite)
        return TableJob(path=str(path), name=name, schema=spec, **options)

    return make


def test_conformance_counts_what_was_checked(job):
    inspection = inspect_file(job())
    conformance, table = inspection.conformance, inspection.table

    assert (table.rows, len(table.columns)) == (4, 3)
    assert (conformance.fields, conformance.required_fields) == (3, 1)
    assert (conformance.cells, conformance.required_cells, conformance.keyed_rows) == (11, 4, 4)
    assert conformance.valid_rows == 1
    assert (conformance.schema.name, conformance.schema.fit) == ("essai", 1.0)
    assert inspection.gaps == {"expectations": "no_suite"}


def test_findings_name_their_rule(job):
    rules = {(f.rule, f.cause) for f in inspect_file(job()).findings if f.severity == "error"}

    assert rules == {
        ("cells_match_schema", "number-comma"),
        ("cells_match_schema", "date-dmy"),
        ("required_cells_filled", "required-empty"),
        ("keys_are_unique", "key-duplicate"),
        ("keys_are_unique", "key-empty"),
    }


def test_the_answer_crosses_the_process_border_unchanged(job):
    asked = job()
    answer = run(JOB.dump_json(asked))

    assert INSPECTION.validate_json(answer) == inspect_file(asked)


def test_without_a_schema_one_may_be_proposed(job):
    ref = SchemaRef(name="connu")
    known = Candidate(ref=ref, required=("nom", "montant"), optional=("date",))
    inspection = inspect_file(job(schema=None, candidates=(known,)))

    assert (inspection.proposal.name, inspection.proposal.source) == ("connu", "detected")
    assert inspection.conformance is None
    assert inspection.gaps == {"conformance": "no_schema", "expectations": "no_suite"}


GAPS = {
    "expectations switched off": (
        {"suite": json.dumps(SUITE), "expectations": False},
        "expectations_off",
    ),
    "no suite": ({}, "no_suite"),
}


@pytest.mark.parametrize(("options", "reason"), GAPS.values(), ids=GAPS)
def test_why_there_are_no_expectations(job, options, reason):
    inspection = inspect_file(job(**options))

    assert (inspection.expectations, inspection.gaps["expectations"]) == (None, reason)


def test_a_suite_is_run_on_the_columns_that_it_names(job):
    inspection = inspect_file(job(suite=json.dumps(SUITE)))
    (result,) = inspection.expectations.results

    assert (result.column, result.success, result.share) == ("nom", False, 0.75)
    assert inspection.gaps == {}


NO_TABLE = [
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "f.pdf"),
    (b"", "f.csv"),
    (b"<!DOCTYPE html><html><body>404</body></html>", "f.csv"),
]


@pytest.mark.parametrize(("content", "name"), NO_TABLE)
def test_what_is_no_table_has_a_reason_for_every_part(job, content, name):
    inspection = inspect_file(job(content, name))

    assert inspection.table is None
    assert set(inspection.gaps) == {"table", "conformance", "expectations"}
    assert all(inspection.gaps.values())
    assert inspection.file.outcome != "ok" or inspection.gaps["table"] == "not_tabular"


def test_a_file_that_breaks_off_is_what_broke_it(job, monkeypatch):
    def body():
        yield Record(2, ("a", "1", ""))
        raise Unreadable("parse_crashed", 3)

    opened = Records(
        file=File(format="csv"), labels=("nom", "montant", "date"), body=body(), typed=False
    )
    monkeypatch.setattr("app.table.inspect.open_records", lambda _: opened)
    inspection = inspect_file(job())

    assert (inspection.file.outcome, inspection.table) == ("parse_crashed", None)
    assert set(inspection.gaps.values()) == {"parse_crashed"}


def test_keys_that_come_too_late_are_told(job, monkeypatch):
    state = State(late_labels={"z", "y"})
    rows = iter([Record(2, ("a", "1", ""))])
    file = File(format="json")
    opened = Records(
        file=file, labels=("nom", "montant", "date"), body=rows, typed=True, state=state
    )
    monkeypatch.setattr("app.table.inspect.open_records", lambda _: opened)
    (finding,) = [f for f in inspect_file(job()).findings if f.cause == "keys-late"]

    assert (finding.count, finding.facts["keys"]) == (2, "y, z")


def test_a_schema_that_says_nothing_usable_still_gives_an_answer(job):
    inspection = inspect_file(job(schema={"fields": []}))
    assert inspection.table.rows == 4


def test_parts_of_the_schema_that_were_left_out_are_told_and_cost_nothing(job):
    dropped = [{"field": "nom", "key": "constraints.pattern", "reason": "invalid_regex"}]
    inspection = inspect_file(job(schema={**SCHEMA, "x-dropped": dropped}))
    (note,) = [f for f in inspection.findings if f.cause == "schema-key-ignored"]

    assert (note.rule, note.severity, note.column) == ("schema_notes", "info", "nom")
