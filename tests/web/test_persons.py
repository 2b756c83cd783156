"""A file full of persons, through the real service: none of them in any answer, nor in what is kept."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing

import httpx2
import pytest

from app.settings import Settings
from tests.running import serving

PERSONS = [
    ["Zébulon", "QUERTINMONT", "zebulon.quertinmont@exemple.fr", "06 98 76 54 32", "1969-07-21"],
    ["Philomène", "VANDENSCHRIK", "phil.v(at)exemple.fr", "06.98.76.54", "21/07/1969"],
    ["Anatole", "QUERTINMONT", "anatole@exemple.fr", "07 11 22 33 44", "1959-02-03"],
    ["Zébulon", "QUERTINMONT", "zebulon.quertinmont@exemple.fr", "06 98 76 54 32", "1969-07-21"],
]
RAW = [
    "Zébulon",
    "ertinmont",
    "Philom",
    "ndensch",
    "8 76 54",
    "98.76",
    "Anatole",
    "1969-07",
    "/1969",
]
HEADER = ["Prénom", "Nom", "Courriel", "Téléphone", "Date de naissance", "montant"]
SCHEMA = {
    "fields": [
        {"name": "Prénom", "type": "string"},
        {"name": "Nom", "type": "string", "constraints": {"pattern": "[a-z]+"}},
        {"name": "Courriel", "type": "string", "format": "email"},
        {"name": "Téléphone", "type": "string", "constraints": {"pattern": "0[0-9]{9}"}},
        {"name": "Date de naissance", "type": "date"},
        {"name": "montant", "type": "integer"},
    ]
}


def sheet():
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *([*person, "12,5"] for person in PERSONS * 5)])
    return out.getvalue()


@pytest.fixture(scope="module")
def seen(town, tmp_path_factory):
    """The answers, and everything that the database holds."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("persons"),
        database_url="",
        fetch_allow_networks=("127.0.0.1/32",),
        fetch_allow_ports=(town.port,),
    )
    with (
        serving(settings) as address,
        httpx2.Client(base_url=address, timeout=60, trust_env=False) as client,
    ):
        order = {"url": town.publish("/agents.csv", sheet()), "schema": SCHEMA}
        plain = client.post("/v1/assessments", json=order)
        assert plain.status_code == 200, plain.text
        own = plain.json()["dataset"]["id"]
        pages = [plain, *(client.get(f"/datasets/{own}?lang={lang}") for lang in ("fr", "en"))]
        pages += [client.get(f"/v1/datasets/{own}{end}") for end in ("", ".ttl", "/history")]
    with closing(sqlite3.connect(settings.data_dir / "qualidata.db")) as database:
        kept = "\n".join(database.iterdump())
    return plain.json(), [page.text for page in pages], kept


def test_no_person_is_in_any_answer(seen):
    for page in seen[1]:
        assert [raw for raw in RAW if raw.lower() in page.lower()] == []


def test_no_person_is_kept(seen):
    kept = seen[2].encode().decode("unicode_escape", "replace").lower()
    assert "agents" in kept
    assert [raw for raw in RAW if raw.lower() in kept] == []


def test_the_report_still_says_what_and_where(seen):
    columns = {column["label"]: column for column in seen[0]["profile"]["columns"]}
    assert set(columns) == set(HEADER)
    assert columns["Courriel"]["top"][0] == ["z…@….fr", 10]
    assert "06 •• •• •• 32" in {value for value, _ in columns["Téléphone"]["top"]}
    assert columns["montant"]["top"] == [["12,5", 20]]
    found = {(f["column"], f["code"]) for f in seen[0]["findings"]}
    assert ("Nom", "constraint-error") in found
    assert ("Date de naissance", "type-error") in found
    samples = [s for f in seen[0]["findings"] for s in f["samples"]]
    assert {"row": 3, "value": "21/••/••••", "fixed": "19••-••-••"} in samples
    assert any("Q••••••••••" in f["message"] for f in seen[0]["findings"])
