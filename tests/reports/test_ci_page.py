"""docs/ci.md and action.yml: each command is run as it is printed, on a good and on a bad file."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
SNIPPETS = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL = 'python -m pip install "$QUALIDATA"'
STEPS, PLAIN, GITLAB = SNIPPETS


def commands(snippet):
    if "jobs" in snippet:
        return [step["run"] for step in snippet["jobs"]["qualidata"]["steps"] if "run" in step]
    return snippet["qualidata"]["script"]


@pytest.fixture
def checkout(tmp_path):
    """A repository with one data file, and the command on the path."""
    command = tmp_path / "bin" / "qualidata"
    command.parent.mkdir()
    start = "from app.cli import main; main()"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{start}" "$@"\n')
    command.chmod(0o755)
    (tmp_path / "data").mkdir()

    def run(script, file, **environment):
        shutil.copy(file, tmp_path / "data" / "subventions.csv")
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script],
            cwd=tmp_path,
            env={
                "PATH": f"{command.parent}:/usr/bin:/bin",
                "LANG": "C.UTF-8",
                "PYTHONPATH": str(ROOT),
                "QUALIDATA_EXPECTATIONS": "false",
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return tmp_path, run


@pytest.mark.parametrize(
    ("snippet", "report"), [(PLAIN, "qualidata.sarif"), (GITLAB, "qualidata.xml")]
)
def test_the_commands_pass_a_good_file_and_stop_a_bad_one(
    checkout, good_file, bad_file, snippet, report
):
    folder, run = checkout
    install, score = commands(snippet)
    assert install == INSTALL
    for file, code in ((good_file, 0), (bad_file, 1)):
        done = run(score, file)
        assert done.returncode == code, done.stderr
        text = (folder / report).read_text(encoding="utf-8")
        if report.endswith(".xml"):
            gate = fromstring(text.encode())[0][1]
            assert bool(len(gate)) is bool(code)
        else:
            location = json.loads(text)["runs"][0]["artifacts"][0]["location"]
            assert location == {"uri": "data/subventions.csv", "uriBaseId": "%SRCROOT%"}
        (folder / report).unlink()


def test_the_report_is_published_even_where_the_gate_fails():
    for snippet in (STEPS, PLAIN):
        upload = snippet["jobs"]["qualidata"]["steps"][-1]
        assert upload["if"] == "always()"
        assert upload["with"]["sarif_file"] == "qualidata.sarif"
        assert snippet["permissions"]["security-events"] == "write"
    assert GITLAB["qualidata"]["artifacts"] == {
        "when": "always",
        "reports": {"junit": "qualidata.xml"},
    }
    assert "--output qualidata.xml" in commands(GITLAB)[1]


def test_the_page_uses_inputs_that_the_action_has():
    step = next(s for s in STEPS["jobs"]["qualidata"]["steps"] if "OWNER" in s.get("uses", ""))
    assert set(step["with"]) <= set(ACTION["inputs"])
    required = {name for name, what in ACTION["inputs"].items() if what.get("required")}
    assert required <= set(step["with"])


def test_the_action_never_writes_an_input_into_a_script():
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]


@pytest.fixture
def action(checkout):
    """Run the action's second step with these inputs, as a runner does."""
    folder, run = checkout
    (folder / "qualidata").mkdir()
    (folder / "bin").rename(folder / "qualidata" / "bin")
    grade = ACTION["runs"]["steps"][1]

    def go(file, **inputs):
        stated = {
            name: inputs.get(name.replace("-", "_"), what.get("default", ""))
            for name, what in ACTION["inputs"].items()
        }
        given = {
            variable: stated[re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value)[1]]
            for variable, value in grade["env"].items()
        }
        return run(grade["run"], file, RUNNER_TEMP=str(folder), **given)

    return folder, go


@pytest.mark.parametrize(("letter", "code"), [("B", 1), ("E", 0), ("", 0)])
def test_the_action_grades_and_gates(action, bad_file, letter, code):
    folder, go = action
    done = go(
        bad_file,
        source="data/subventions.csv",
        schema="scdl/subventions",
        frequency="annual",
        fail_under=letter,
    )
    assert done.returncode == code, done.stderr
    assert json.loads((folder / "qualidata.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.parametrize("source", ["$(touch pwned)", "--help", "a;b", "`id`"])
def test_an_input_is_never_run_nor_taken_for_an_option(action, bad_file, source):
    folder, go = action
    done = go(bad_file, source=source)
    assert done.returncode == 2
    assert "no_such_file" in done.stderr
    assert not (folder / "pwned").exists()


def test_what_the_action_installs_from_is_there():
    script = ACTION["runs"]["steps"][0]["run"]
    for file in re.findall(r"\$ACTION/([\w.-]+)", script):
        assert (ROOT / file).is_file()
    assert "--require-hashes" in script


def test_the_wheel_that_pip_builds_has_all_that_score_needs(tmp_path):
    if find_spec("hatchling") is None:
        pytest.skip("no hatchling here: the wheel was NOT built")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"),
            *("--no-index", "-w", str(tmp_path), str(ROOT)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as packed:
        names = set(packed.namelist())
    for needed in (
        "app/cli.py",
        "app/web/ci/sarif.py",
        "app/web/static/vendor/swagger-ui-bundle.js",
        "app/web/templates/report.html",
        "rules/filled_cells.py",
        "schemas/scdl/subventions/schema.json",
    ):
        assert needed in names
