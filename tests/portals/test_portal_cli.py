"""``qualidata score`` on a portal's page, run as a person runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

QUALIDATA = Path(sys.executable).parent / "qualidata"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def score(site, udata, tmp_path):
    site.put("/api/1/datasets/subventions/", udata(archived="2026-01-01"))
    environment = {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "COLUMNS": "160",
        "PYTHONPATH": str(ROOT),
        "QUALIDATA_DATA_DIR": str(tmp_path),
        "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
        "QUALIDATA_FETCH_ALLOW_PORTS": str(urlsplit(site.base).port),
        "QUALIDATA_SCHEMA_REGISTRIES": "",
    }

    def run(*words):
        return subprocess.run(
            [QUALIDATA, "score", f"{site.base}/datasets/subventions", "--expectations", "off", *words],
            capture_output=True, text=True, check=False, timeout=60, env=environment, cwd=tmp_path,
        )  # fmt: skip

    return run


def test_the_text_lists_the_files_and_their_grades(score):
    done = score("--lang", "en")

    assert done.returncode == 0, done.stderr
    assert "Files checked: 2; the weakest: “Fichier bad” (C)." in done.stdout
    assert "archived" in done.stdout
    lines = done.stdout.splitlines()
    assert [next(i for i in lines if name in i and g in i) for g, name in ((" A ", "Fichier good"), (" C ", "Fichier bad"))]  # fmt: skip


def test_the_json_has_the_files_and_no_resource_of_its_own(score):
    said = json.loads(score("--format", "json").stdout)

    assert said["resource"] is None
    assert [(r["title"], r["grade"]) for r in said["resources"]] == [
        ("Fichier good", "A"),
        ("Fichier bad", "C"),
    ]
    assert said["links"] is None
    assert [n["code"] for n in said["notes"]] == ["archived"]


def test_the_page_stands_alone_and_lists_the_files(score, tmp_path):
    page = tmp_path / "report.html"
    done = score("--format", "html", "--output", str(page))

    assert done.returncode == 0, done.stderr
    assert "Les fichiers du jeu de données" in page.read_text(encoding="utf-8")
