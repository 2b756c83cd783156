"""The command line, run as a person runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUALIDATA = Path(sys.executable).parent / "qualidata"
GOOD = ROOT / "demo" / "files" / "subventions-2026.csv"
BAD = ROOT / "demo" / "files" / "subventions-a-corriger.csv"


def run(*words, cwd=ROOT, **environment):
    return subprocess.run(
        [str(QUALIDATA), *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "COLUMNS": "160", **environment},
    )


def score(*words, **more):
    return run("score", *words, "--expectations", "off", **more)


@pytest.fixture(scope="module")
def bad():
    done = score(BAD, "--schema", "scdl/subventions", "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_local_file_needs_no_server_and_leaves_nothing_behind(tmp_path):
    done = score(GOOD, "--schema", "scdl/subventions", "--frequency", "annual", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert " A " in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_json_is_the_assessment_and_nothing_else(bad):
    assert bad["grade"] in {"B", "C", "D"}
    assert bad["links"] is None


def test_the_text_report_names_column_row_and_correction():
    said = score(BAD, "--schema", "scdl/subventions").stdout
    assert "dateConvention" in said
    assert "03/01/2026 → 2026-01-03" in said


def test_it_speaks_english_when_asked():
    said = score(BAD, "--schema", "scdl/subventions", "--lang", "en").stdout
    assert "What to change first" in said
    assert "À corriger" not in said


def test_an_html_report_stands_alone(tmp_path):
    page = tmp_path / "report.html"
    done = score(BAD, "--format", "html", "--output", page)
    html = page.read_text(encoding="utf-8")
    assert done.returncode == 0
    assert "<style>" in html
    assert 'href="/static' not in html


@pytest.mark.parametrize(("letter", "code"), [("A", 1), ("E", 0)])
def test_fail_under_is_an_exit_code(letter, code):
    assert score(BAD, "--schema", "scdl/subventions", "--fail-under", letter).returncode == code


def test_expectations_run_through_great_expectations():
    done = run("score", GOOD, "--schema", "scdl/subventions", "--format", "json")
    rules = {m["rule"]: m for m in json.loads(done.stdout)["measurements"]}
    assert rules["volumes_as_expected"]["status"] == "measured"


IMPORTED = """
import sys, app.main, app.cli, app.scoring
print([m for m in ("frictionless", "pandas", "great_expectations", "pyarrow", "pyoxigraph") if m in sys.modules])
"""
NO_DATABASE = """
import sys, app.cli, app.scoring
print([m for m in ("sqlmodel", "sqlalchemy", "alembic", "fastapi") if m in sys.modules])
"""
REFUSALS = {
    "no such file": (("nowhere.csv",), "no_such_file"),
    "unknown schema": ((GOOD, "--schema", "no/such-schema"), "unknown_schema"),
    "private address": (("http://10.0.0.1/x.csv",), "address_not_public"),
    "not fetched": (("ftp://example.org/x.csv",), "scheme_refused"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_a_sentence_and_exit_code_2(name):
    words, code = REFUSALS[name]
    done = score(*words, QUALIDATA_SCHEMA_REGISTRIES="")
    assert (done.returncode, code in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_what_cannot_be_assessed_is_exit_code_2(tmp_path):
    done = score(BAD, QUALIDATA_PARSE_WALL="0.001")
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"a,b\n", "no_rows"), (b"<!doctype html><html></html>", "not_the_data")],
)
def test_a_file_that_is_not_the_data_is_graded_e(tmp_path, content, code):
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    said = json.loads(score(file, "--format", "json").stdout)
    assert (said["grade"], said["limits"]) == ("E", [code])


def test_metadata_from_a_file_counts(tmp_path):
    stated = tmp_path / "meta.json"
    stated.write_text(json.dumps({"title": "T", "licence": "etalab-2.0", "frequency": "annuelle"}))
    said = json.loads(score(GOOD, "--metadata", stated, "--format", "json").stdout)
    assert said["dataset"]["title"] == "T"
    assert "frequency_unknown" not in said["limits"]


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("fr", ("data.europa.eu (prévision) : ", "data.gouv.fr (prévision) : ")),
        ("en", ("data.europa.eu (forecast): ", "data.gouv.fr (forecast): ")),
    ],
)
def test_what_two_portals_would_say_is_one_line_each(tmp_path, lang, lines):
    stated = tmp_path / "meta.json"
    stated.write_text(json.dumps({"title": "T", "licence": "etalab-2.0"}))
    said = score(GOOD, "--metadata", stated, "--lang", lang).stdout
    assert [said.count(line) for line in lines] == [1, 1]
    assert not [line for line in lines if line in score(GOOD, "--lang", lang).stdout]


def test_schemas_are_listed_shown_and_detected():
    assert "scdl/subventions" in run("schemas", "list").stdout
    assert json.loads(run("schemas", "show", "scdl/budget").stdout)["name"] == "budget"
    assert run("schemas", "detect", GOOD).stdout.startswith("scdl/subventions")


def test_the_rule_book_is_printed():
    assert "filled_cells" in run("rules", "--lang", "fr").stdout


def test_migrate_makes_the_database(tmp_path):
    done = run("migrate", QUALIDATA_DATA_DIR=str(tmp_path / "data"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "qualidata.db").exists()


def test_absurd_settings_are_refused_at_start():
    done = run("migrate", QUALIDATA_MAX_ROWS="0")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("program", [IMPORTED, NO_DATABASE], ids=["validators", "database"])
def test_no_process_loads_what_it_has_no_use_for(program):
    """The service leaves the validators to its jobs; one file is graded without any database."""
    seen = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert seen.stdout.strip() == "[]"
