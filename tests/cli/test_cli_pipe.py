"""What is piped in is graded as the file that it is; the version is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app import __version__

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "demo" / "files" / "subventions-2026.csv"
BAD = ROOT / "demo" / "files" / "subventions-a-corriger.csv"


def run(*words, given=b"", cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-c", "from app.cli import main; main()", *words],
        input=given,
        capture_output=True,
        cwd=cwd,
        timeout=120,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
    )


def score(source, *words, **more):
    told = ("--schema", "scdl/subventions", "--expectations", "off", "--format", "json")
    return run("score", source, *told, *words, **more)


def test_what_is_piped_in_gets_the_grade_of_the_file(tmp_path):
    piped = score("-", given=BAD.read_bytes(), cwd=tmp_path)
    assert piped.returncode == 0, piped.stderr
    ours, theirs = json.loads(piped.stdout), json.loads(score(str(BAD)).stdout)
    assert (ours["grade"], ours["score"]) == (theirs["grade"], theirs["score"])
    assert ours["resource"]["sha256"] == theirs["resource"]["sha256"]
    assert ours["dataset"]["title"] == "stdin"
    assert list(tmp_path.iterdir()) == []


def test_the_exit_code_of_a_pipe_is_that_of_a_file():
    assert score("-", "--fail-under", "A", given=BAD.read_bytes()).returncode == 1
    assert score("-", "--fail-under", "A", given=GOOD.read_bytes()).returncode == 0


def test_an_empty_pipe_is_an_empty_file():
    done = score("-", given=b"")
    assert json.loads(done.stdout)["grade"] == "E"


@pytest.mark.parametrize("form", ["sarif", "junit"])
def test_reports_for_machines_name_no_temporary_file(form):
    done = run("score", "-", "--expectations", "off", "--format", form, given=BAD.read_bytes())
    assert done.returncode == 0, done.stderr
    assert b"stdin" in done.stdout
    assert b"/tmp" not in done.stdout


def test_the_version_is_told():
    done = run("--version")
    assert (done.returncode, done.stdout.decode().strip()) == (0, f"qualidata {__version__}")
