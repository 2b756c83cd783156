"""Validata 0.13's own reports over real files, against ours: by address and as an upload."""

import json
from pathlib import Path

import pytest

REPORTS = Path(__file__).parents[3] / "shared" / "corpus" / "oracle"
COVOITURAGE_XLS = "etalab__schema-lieux-covoiturage__examples__exemple-valide.xls"
TAXI_XLSX = "openmaraude__schema-stationstaxi__examples__exemple-valide.xlsx"
TWICE = "scdl__subventions__examples__exemple-duplicate-column.csv"
CELLS = "scdl__subventions__examples__exemples__exemple_invalide_erreurs_cellules.csv"
COLUMNS = "scdl__subventions__examples__exemples__exemple_invalide_erreurs_colonnes.csv"

TEXT = "Format de texte incorrect"
NUMBERS = {
    COVOITURAGE_XLS: {(2, "insee", 5), (2, "source", 9)},
    TAXI_XLSX: {(row, "insee", 3) for row in range(2, 19)} | {(3, "no_appel", 7)},
}
"""Numbers in columns of texts: errors for Validata; read here as a CSV export would hold them."""
ONLY_THEIRS = {
    **{
        name: {("type-error", row, field, at, TEXT) for row, field, at in places}
        for name, places in NUMBERS.items()
    },
    # One slip told once: nine digits break the pattern, and are no SIRET either.
    CELLS: {("custom-check-error", 7, "idAttribuant", 2, "Format Invalide")},
    COLUMNS: {("custom-check-error", 7, "idAttribuant", 1, "Format Invalide")},
}
VALID_HERE = {TAXI_XLSX}
MORE_WARNINGS = {
    COVOITURAGE_XLS: ["insee", "source"],
    TAXI_XLSX: ["insee", "no_appel"],
    # Validata stops at a repeated column; the rest of the header is told here too.
    TWICE: ["`rnaBeneficiaire`", "`dispositifAide`"],
}
STATS = {TWICE: {"fields": 15, "rows_processed": 29}}
"""Validata counts no field and -1 rows where it stops."""


@pytest.fixture(scope="module")
def pair(corpus, town):
    """Publish a report's file and schema; give both addresses and the file."""

    def published(oracle):
        file = oracle["file"].replace("schemas/", "samples/", 1)
        for folder in ("examples/", "examples_repo/"):
            file = file.replace(folder, "", 1)
        schema = oracle["schema"].replace("schemas/", "registry/", 1)
        data = corpus / file
        schema_url = town.publish(f"/{schema}", (corpus / schema).read_bytes(), "application/json")
        return schema_url, town.publish(f"/{file}", data.read_bytes(), "text/plain"), data

    return published


@pytest.fixture(params=["by address", "as an upload"])
def validate(request, client, pair):
    def validated(oracle):
        schema, url, data = pair(oracle)
        if request.param == "by address":
            return client.get("/validate", params={"schema": schema, "url": url})
        return client.post(
            "/validate", data={"schema": schema}, files={"file": (data.name, data.read_bytes())}
        )

    return validated


def place(error):
    """Give what programs read of an error."""
    keys = ("type", "rowNumber", "fieldName", "fieldNumber", "title")
    return tuple(error.get(key) for key in keys)


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.json")), ids=lambda path: path.stem)
def test_a_report_is_validatas_but_for_what_is_better_otherwise(validate, path):
    oracle = json.loads(path.read_text(encoding="utf-8"))
    theirs = oracle["report"]
    answer = validate(oracle)
    ours = answer.json()["report"]
    left_out = ONLY_THEIRS.get(path.stem, set())

    assert answer.status_code == 200
    assert ours["valid"] == (theirs["valid"] or path.stem in VALID_HERE)
    # In the very order of theirs.
    kept = [error for error in theirs["errors"] if place(error) not in left_out]
    assert [place(error) for error in ours["errors"]] == [place(error) for error in kept]
    assert len(theirs["errors"]) - len(kept) == len(left_out)
    for key in ("tags", "cell", "cells"):
        assert [e.get(key) for e in ours["errors"]] == [e.get(key) for e in kept]
    more = MORE_WARNINGS.get(path.stem, [])
    assert len(ours["warnings"]) == len(theirs["warnings"]) + len(more)
    assert [said for said in ours["warnings"] if said in theirs["warnings"]] == theirs["warnings"]
    added = [said for said in ours["warnings"] if said not in theirs["warnings"]]
    assert all(name in said for name, said in zip(more, added, strict=True))
    expected = {
        **theirs["stats"],
        **STATS.get(path.stem, {}),
        "errors": len(kept),
        "warnings": len(ours["warnings"]),
    }
    seconds = ours["stats"].pop("seconds")
    assert 0 < seconds < 60
    assert ours["stats"] == expected


def test_there_are_reports_to_compare_with(corpus):
    assert len(list(REPORTS.glob("*.json"))) == 14
    assert {*ONLY_THEIRS, *VALID_HERE, *MORE_WARNINGS, *STATS} <= {
        path.stem for path in REPORTS.glob("*.json")
    }
