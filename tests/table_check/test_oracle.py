"""Validata 0.13's own reports over real files: the same places, or a reason why not."""

import json
from pathlib import Path

import pytest

from app.table.descriptor import rebuild
from app.table.inspect import inspect_file
from app.table.model import SchemaSpec, TableJob
from rules.core.evidence import SchemaRef

REPORTS = Path(__file__).parents[3] / "shared" / "corpus" / "oracle"
ROW_ERRORS = {"one-of-required"}
"""Validata names no column for these; we name the first of those it compares."""

_NUMBERS = (
    "numbers in a column of texts are read as the text that a CSV export would hold: one warning"
)
_ONCE = (
    "of two columns of one name the first is read, where Validata stops: the rows are judged too"
)
_ONE_SLIP = "a SIREN breaks both the pattern and the check of its column: one slip, reported once"
_RENAMED = (
    "“NOM_Beneficiaire” is read as nomBeneficiaire, with a warning, and its cells are checked"
)
DIFFERENCES = {
    "etalab__schema-lieux-covoiturage__examples__exemple-valide.xls": (
        {(2, "insee", "type-error"), (2, "source", "type-error")},
        set(),
        _NUMBERS,
    ),
    "openmaraude__schema-stationstaxi__examples__exemple-valide.xlsx": (
        {(row, "insee", "type-error") for row in range(2, 19)} | {(3, "no_appel", "type-error")},
        set(),
        _NUMBERS,
    ),
    "scdl__subventions__examples__exemple-duplicate-column.csv": (
        {(0, "", "duplicate-label")},
        set(),
        _ONCE,
    ),
    "scdl__subventions__examples__exemples__exemple_invalide_erreurs_cellules.csv": (
        {(7, "idAttribuant", "custom-check-error")},
        set(),
        _ONE_SLIP,
    ),
    "scdl__subventions__examples__exemples__exemple_invalide_erreurs_colonnes.csv": (
        {(0, "nomBeneficiaire", "missing-label"), (7, "idAttribuant", "custom-check-error")},
        set(),
        f"{_RENAMED}; {_ONE_SLIP}",
    ),
}
"""Places that only Validata reports, places that only we report, and why ours is right."""
FILE_LAYER = {"encoding-error", "duplicate-label"}
"""What the bytes and the header alone show has tests of its own."""
VALID_HERE = {"openmaraude__schema-stationstaxi__examples__exemple-valide.xlsx"}
"""Invalid for Validata by the differences above only."""


def _inspection(corpus, oracle):
    file = oracle["file"].replace("schemas/", "samples/", 1)
    for folder in ("examples/", "examples_repo/"):
        file = file.replace(folder, "", 1)
    schema = corpus / oracle["schema"].replace("schemas/", "registry/", 1)
    descriptor = rebuild(json.loads(schema.read_text(encoding="utf-8")))
    return inspect_file(
        TableJob(
            path=str(corpus / file),
            name=Path(file).name,
            schema=SchemaSpec(ref=SchemaRef(name="s"), descriptor=json.dumps(descriptor)),
        )
    )


@pytest.mark.parametrize("report", sorted(REPORTS.glob("*.json")), ids=lambda path: path.stem)
def test_errors_lie_where_validata_sees_them(corpus, report):
    oracle = json.loads(report.read_text(encoding="utf-8"))
    inspection = _inspection(corpus, oracle)
    errors = [f for f in inspection.findings if f.severity == "error" and f.code not in FILE_LAYER]
    ours = {
        (row, "" if f.code in ROW_ERRORS else f.column, f.code)
        for f in errors
        for row in f.rows or (0,)
    }
    theirs = {
        (e.get("rowNumber", 0), e.get("fieldName", ""), e["type"])
        for e in oracle["report"]["errors"]
    }
    only_theirs, only_ours, _ = DIFFERENCES.get(report.stem, (set(), set(), ""))

    assert theirs - ours == only_theirs
    assert ours - theirs == only_ours
    assert inspection.table.rows == oracle["report"]["stats"]["rows"]


@pytest.mark.parametrize("report", sorted(REPORTS.glob("*.json")), ids=lambda path: path.stem)
def test_a_file_is_valid_where_validata_says_so(corpus, report):
    oracle = json.loads(report.read_text(encoding="utf-8"))
    valid = not any(f.severity == "error" for f in _inspection(corpus, oracle).findings)

    assert valid == (oracle["report"]["valid"] or report.stem in VALID_HERE)


def test_the_oracle_is_not_empty(corpus):
    assert len(list(REPORTS.glob("*.json"))) == 14
