"""The block engine against the plain path: whole inspections, equal to the last sample.

FUZZ_CASES=20000 makes a longer run of it.
"""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import app.table.engine.door  # noqa: F401 # so that its modules can be patched

CASES = int(os.environ.get("FUZZ_CASES", "1000"))
SHARDS = 5
SAMPLES = Path(__file__).parents[3] / "shared" / "corpus" / "samples"
REGISTRY = Path(__file__).parents[3] / "shared" / "corpus" / "registry"
FILES = sorted(SAMPLES.rglob("*.csv"))
DEMO = sorted((Path(__file__).parents[2] / "demo" / "files").glob("*.csv"))


@pytest.mark.timeout(180 if CASES <= 1000 else 0)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_drawn_files_and_schemas_get_the_same_answer(shard, make_case, inspect_both, tmp_path):
    path = tmp_path / "f.csv"

    @settings(
        max_examples=CASES // SHARDS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 1 << 48))
    def check(seed):
        case = make_case(seed * SHARDS + shard)
        path.write_bytes(case.data)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in case.sizes.items():
                patch.setattr(name, value)
            plain, quick = inspect_both(path, case.schema, case.suite, **case.limits)
        assert quick == plain

    check()


def fitting(path):
    """Give the schemas that share most names with a file's first line; all in a longer run."""
    found = [
        json.loads(schema.read_text(encoding="utf-8"))
        for schema in sorted(REGISTRY.glob("*/latest/*.json"))
    ]
    first = path.read_bytes()[:5000].decode("latin-1").split("\n")[0]
    found.sort(key=lambda schema: -sum(f["name"] in first for f in schema["fields"]))
    return found if CASES > 1000 else found[:3]


@pytest.mark.parametrize("path", [*FILES, *DEMO], ids=lambda path: path.name)
def test_real_files_get_the_same_answer_under_schemas_that_fit(path, corpus, inspect_both):
    assert corpus
    for schema in (None, *fitting(path)):
        plain, quick = inspect_both(path, schema)

        assert quick == plain


@pytest.mark.parametrize("block", [16, 700, 1 << 23])
def test_a_schema_of_the_country_finds_the_same_in_many_rows(
    block, tmp_path, inspect_both, monkeypatch
):
    monkeypatch.setattr("app.table.engine.pages.BLOCK", block * 1000)
    schema = {
        "fields": [
            {"name": "id", "type": "integer", "constraints": {"unique": True}},
            {"name": "montant", "type": "number", "constraints": {"minimum": 0, "maximum": 900}},
            {"name": "objet", "constraints": {"maxLength": 30, "pattern": "[^x]*"}},
            {"name": "jour", "type": "date"},
            {"name": "nature", "constraints": {"enum": ["prêt", "don"], "required": True}},
        ],
        "primaryKey": ["id"],
    }
    lines = [
        f"{i if i % 997 else i - 1};{i % 1000}.{i % 7};objet n° {i};"
        f"{'2023-02-29' if i % 501 == 0 else f'2023-0{i % 9 + 1}-15'};"
        f"{'' if i % 333 == 0 else 'prêt'}"
        for i in range(1, 20_000)
    ]
    path = tmp_path / "long.csv"
    text = "\n".join(["id;montant;objet;jour;nature", *lines, ";;;;", "1;2", ""])
    path.write_text(text, encoding="utf-8")
    plain, quick = inspect_both(path, schema)

    assert quick == plain
    assert quick.table.rows == 20_000
    assert len(quick.findings) >= 6


@pytest.mark.parametrize("codec", ["mac-roman", "cp1252", "utf-8"])
def test_the_encoding_is_not_told_by_the_first_letters_alone(
    codec, tmp_path, inspect_both, monkeypatch
):
    monkeypatch.setattr("app.table.engine.watch._HEAD", 200)
    lines = ["nom;ville", "Été;Sète".encode("mac-roman").decode("latin-1"), *["nom;ville"] * 30]
    text = "\n".join(lines).encode("latin-1") + b"\n"
    path = tmp_path / "f.csv"
    path.write_bytes(text + "Préau;Nîmes, Béziers à côté\n".encode(codec) * 50)
    plain, quick = inspect_both(path, None)

    assert quick == plain
    assert quick.file.encoding == {"cp1252": "windows-1252"}.get(codec, codec)


@pytest.mark.parametrize(
    "odd", [["c;d;", "e"], ["c;d;"], ["e"], ["c;", "d;;"], ["c;d;x", "e;"], [";", ";;"]]
)
def test_records_too_long_and_too_short_are_found_where_their_sizes_add_up(
    odd, tmp_path, inspect_both, monkeypatch
):
    monkeypatch.setattr("app.table.engine.pages.FIRST", 64)
    path = tmp_path / "f.csv"
    path.write_text("\n".join(["x;y", *["a;b"] * 100, *odd, *["a;b"] * 100, ""]))
    schema = {"fields": [{"name": "x"}, {"name": "y"}]}
    plain, quick = inspect_both(path, schema)

    assert quick == plain


@pytest.mark.parametrize(
    "odd", [("x",), ("x", "x"), ("x", "y"), ("7",), ("007",), ("", ""), ("9" * 18,)]
)
@pytest.mark.parametrize("unique", [True, False])
def test_rows_that_are_numbered_but_for_some_repeat_as_on_the_plain_path(
    odd, unique, tmp_path, inspect_both, monkeypatch
):
    monkeypatch.setattr("app.table.engine.pages.FIRST", 500)
    monkeypatch.setattr("app.table.engine.pages.BLOCK", 500)
    ids = [str(n) for n in range(1, 301)]
    for at, text in zip((40, 250), odd, strict=False):
        ids[at] = text
    path = tmp_path / "f.csv"
    path.write_text("id;nom\n" + "".join(f"{one};Lieu\n" for one in ids), encoding="utf-8")
    field = {"name": "id", "type": "integer", "constraints": {"unique": unique}}
    plain, quick = inspect_both(path, {"fields": [field, {"name": "nom", "type": "string"}]})

    assert quick == plain
    repeated = {
        f.code: f.count for f in quick.findings if f.code in {"duplicate-row", "unique-error"}
    }
    assert repeated.get("duplicate-row", 0) == (len(odd) == 2 and odd[0] == odd[1]) + (
        odd == ("7",)
    )
