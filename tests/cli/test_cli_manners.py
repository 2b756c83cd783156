"""The command line with places, pipes and registries that are not as they should be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

QUALIDATA = Path(sys.executable).parent / "qualidata"
CSV = "nom;montant\nÉlan;1\n"
QUIET = {"QUALIDATA_SCHEMA_REGISTRIES": ""}


@pytest.fixture
def run(tmp_path):
    (tmp_path / "données.csv").write_text(CSV, encoding="utf-8")

    def ran(*words, stdout=subprocess.PIPE, **environment):
        return subprocess.run(
            [str(QUALIDATA), *words],
            stdout=stdout,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            timeout=120,
            check=False,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **QUIET, **environment},
        )

    return ran


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize("place", ["missing/report", ".", "données.csv/report"])
def test_a_report_that_cannot_be_written_is_refused_before_scoring(run, tmp_path, place, form):
    done = run("score", "nowhere.csv", "--format", form, "--output", place)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"qualidata: output_not_writable: ")
    assert b"Traceback" not in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["données.csv"]


def test_a_report_is_written_where_it_can_be(run, tmp_path):
    done = run("score", "données.csv", "--format", "json", "--output", "report.json")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["grade"]


def test_a_folder_is_called_a_folder(run):
    done = run("score", ".")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("qualidata: is_a_folder: « . » est un dossier")


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_terminal_without_accents_still_gets_its_report(run, form):
    done = run("score", "données.csv", "--format", form, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"donn?es.csv" in done.stdout


@pytest.mark.parametrize("words", [("rules",), ("score", "données.csv", "--format", "json")])
def test_a_reader_who_goes_away_is_no_error(run, words):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert run(*words, stdout=writer).stderr == b""
    finally:
        os.close(writer)


DEAD = {"QUALIDATA_SCHEMA_REGISTRIES": "http://127.0.0.1:8443/schemas.json"}


def test_a_dead_registry_is_nothing_to_those_who_did_not_ask(run):
    known = run("score", "données.csv", **DEAD)
    unknown = run("score", "données.csv", "--schema", "no/such-schema", **DEAD)
    assert (known.returncode, known.stderr) == (0, b"")
    assert unknown.returncode == 2
    assert len(unknown.stderr.splitlines()) == 1


def test_a_dead_registry_is_one_line_to_those_who_asked(run):
    done = run("schemas", "list", "--registries", **DEAD)
    assert done.returncode == 0
    assert b"schemas.json does not answer" in done.stderr
    assert len(done.stderr.splitlines()) == 1
