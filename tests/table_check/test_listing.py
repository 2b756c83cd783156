"""Errors one by one: places, order, counts; and nothing for who does not ask."""

import json
from dataclasses import replace

import pytest

from app.table.descriptor import rebuild
from app.table.inspect import inspect_file
from app.table.model import Listed, SchemaSpec, TableJob
from rules.core.evidence import SchemaRef

SCHEMA = {
    "fields": [
        {"name": "id", "constraints": {"unique": True}},
        {"name": "parent"},
        {"name": "n", "type": "integer", "constraints": {"required": True}},
    ],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
}
ROWS = "id,parent,n\na,,1\nb,a,x\nb,z,\na,b,2\n"


@pytest.fixture
def ask(tmp_path):
    def asked(text, schema=SCHEMA, **options):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        spec = SchemaSpec(ref=SchemaRef(name="s"), descriptor=json.dumps(rebuild(schema)))
        return inspect_file(TableJob(path=str(path), schema=spec, **options))

    return asked


def places(inspection):
    return [(e.row, e.column, e.position, e.code, e.cells) for e in inspection.listed.errors]


def test_errors_come_in_the_order_of_the_file(ask):
    assert places(ask(ROWS, list_errors=10)) == [
        (3, "n", 3, "type-error", ("x",)),
        (4, "n", 3, "constraint-error", ("",)),
        (4, "id", 1, "unique-error", ("b",)),
        (4, "", 0, "foreign-key", ()),
        (5, "id", 1, "unique-error", ("a",)),
    ]


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_the_first_ones_are_kept_and_all_are_counted(ask, most):
    every = ask(ROWS, list_errors=100).listed
    some = ask(ROWS, list_errors=most).listed
    assert some.errors == every.errors[:most]
    assert some.count == every.count == 5


def test_counts_are_those_of_the_findings(ask):
    seen = ask(ROWS, list_errors=1)
    errors = [f for f in seen.findings if f.severity == "error"]
    assert seen.listed.count == sum(f.count for f in errors)


def test_who_does_not_ask_gets_the_same_inspection_without_a_list(ask):
    asked, plain = ask(ROWS, list_errors=5, list_rows=5), ask(ROWS)
    assert plain.listed == Listed()
    assert replace(asked, listed=Listed()) == plain


def test_rows_are_handed_out_as_they_are_written(ask):
    seen = ask(ROWS, list_errors=1, list_rows=3)
    assert seen.listed.rows == (("id", "parent", "n"), ("a", "", "1"), ("b", "a", "x"))


@pytest.mark.parametrize(
    ("how", "label", "field"),
    [("near", "Id ", "id"), ("exact", "Id", ""), ("caseless", "ID", "id"), ("caseless", "i d", "")],
)
def test_labels_are_matched_as_strictly_as_is_asked(ask, how, label, field):
    seen = ask(f"{label},parent,n\na,,1\n", labels=how)
    assert seen.table.columns[0].field == field


def test_a_check_of_hundreds_of_columns_cannot_swell_the_answer(ask):
    names = [f"c{i}" for i in range(900)]
    fields = [{"name": name, "type": "integer"} for name in names]
    params = {"column": names[0], "columns": names[1:]}
    schema = {"fields": fields, "custom_checks": [{"name": "sum-columns-value", "params": params}]}
    seen = ask(",".join(names) + "\n" + (",".join(["7"] * 900) + "\n") * 3, schema, list_errors=9)
    assert [len(e.cells) for e in seen.listed.errors] == [20] * 3
    assert all(len(e.others) <= 200 for e in seen.listed.errors)
