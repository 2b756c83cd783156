"""Every real file that we have, under its schema and under none: an answer, whole and bounded."""

import json
from pathlib import Path

import pytest

from app.table import INSPECTION
from app.table.descriptor import rebuild
from app.table.inspect import inspect_file
from app.table.model import Candidate, Limits, SchemaSpec, TableJob
from rules.core.causes import CAUSES
from rules.core.evidence import SchemaRef
from rules.core.words import finding_message

SAMPLES = Path(__file__).parents[3] / "shared" / "corpus" / "samples"
FILES = sorted(p for p in SAMPLES.rglob("*.*") if p.suffix in {".csv", ".xlsx", ".xls"})
SCHEMAS = {
    "api-subventions-asso": "scdl__subventions",
    "scdl__subventions": "scdl__subventions",
    "etalab__schema-dispositif-aide": "etalab__dispositif-aide",
    "etalab__schema-irve-statique": "etalab__schema-irve-statique",
    "etalab__schema-lieux-covoiturage": "etalab__schema-lieux-covoiturage",
    "openmaraude__schema-stationstaxi": "openmaraude__schema-stationstaxi",
    "etalab__schema-bal": "",  # no Table Schema exists for it
}


def _job(path, schema=None, **options):
    spec = schema and SchemaSpec(ref=SchemaRef(name="s"), descriptor=json.dumps(rebuild(schema)))
    return TableJob(path=str(path), name=path.name, schema=spec, **options)


def _sound(inspection):
    """Check what must hold for whatever file."""
    table, conformance = inspection.table, inspection.conformance
    assert len(INSPECTION.dump_json(inspection)) < 1 << 20
    for finding in inspection.findings:
        assert finding.cause in CAUSES
        assert finding_message(finding, "fr")
        assert 0 < finding.count <= finding.of or finding.of == 0
    if table is None:
        assert inspection.gaps["table"]
        return
    assert all(0 <= column.filled <= table.rows for column in table.columns)
    if conformance is not None:
        assert 0 <= conformance.valid_rows <= table.rows


@pytest.mark.parametrize("path", FILES, ids=lambda p: "/".join(p.relative_to(SAMPLES).parts))
def test_a_real_file_is_looked_into_whole(path, schema_of):
    name = SCHEMAS[path.relative_to(SAMPLES).parts[0]]

    _sound(inspect_file(_job(path)))
    if name:
        _sound(inspect_file(_job(path, schema_of(name))))


def test_every_schema_of_the_registry_can_be_laid_out(corpus, look):
    for path in sorted((corpus / "registry").glob("*/latest/*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        names = [field["name"] for field in schema["fields"]]
        outcome = look(names, [["x"] * len(names), ["1"] * len(names)], schema)

        assert not [f for f in outcome.findings if f.rule == "columns_match_schema"]
        assert not outcome.of(cause="constraint-unusable")


@pytest.fixture(scope="module")
def candidates(corpus):
    found = []
    for path in sorted((corpus / "registry").glob("*/latest/*.json")):
        fields = json.loads(path.read_text(encoding="utf-8"))["fields"]
        required = [f["name"] for f in fields if f.get("constraints", {}).get("required")]
        optional = [f["name"] for f in fields if f["name"] not in required]
        ref = SchemaRef(name=path.parts[-3])
        found.append(Candidate(ref=ref, required=tuple(required), optional=tuple(optional)))
    return tuple(found)


DETECTED = [
    ("scdl__subventions/exemples/exemple_valide.csv", "scdl__subventions"),
    ("scdl__subventions/exemples/exemple_invalide_erreurs_colonnes.csv", "scdl__subventions"),
    ("api-subventions-asso/SCDL.csv", "scdl__subventions"),
    ("openmaraude__schema-stationstaxi/exemple-valide.xlsx", "openmaraude__schema-stationstaxi"),
    ("etalab__schema-lieux-covoiturage/exemple-valide.xls", "etalab__schema-lieux-covoiturage"),
    ("etalab__schema-bal/1.4-valid.csv", None),
]


@pytest.mark.parametrize(("file", "name"), DETECTED)
def test_the_schema_of_a_real_file_is_found_by_its_header(corpus, candidates, file, name):
    inspection = inspect_file(_job(corpus / "samples" / file, candidates=candidates))

    assert (inspection.proposal and inspection.proposal.name) == name
    assert inspection.conformance is None
    assert inspection.gaps == {"conformance": "no_schema", "expectations": "no_suite"}


def test_limits_on_rows_are_said(corpus):
    path = corpus / "samples" / "scdl__subventions" / "exemples" / "exemple_valide.csv"
    inspection = inspect_file(_job(path, limits=Limits(max_rows=5)))

    assert (inspection.table.rows, inspection.table.complete) == (5, False)
