"""The command line run as CI runs it, and an assessment whose every text is hostile."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.web.shapes import AssessmentShape, SampleShape

ROOT = Path(__file__).parents[2]
BAD = ROOT / "demo" / "files" / "subventions-a-corriger.csv"
GOOD = ROOT / "demo" / "files" / "subventions-2026.csv"
NASTY = "]]></failure><x>&\"'\x00\x07\x1b[31m\ufffe\ud800 \u202eabc\r\n\u2028</script>"


def _score(*words, cwd=ROOT, expectations="off", **environment):
    """Run ``qualidata score`` of this tree."""
    return subprocess.run(
        [
            *(sys.executable, "-c", "from app.cli import main; main()", "score"),
            *(*map(str, words), "--expectations", expectations),
        ],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
        check=False,
        env={
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "QUALIDATA_SCHEMA_REGISTRIES": "",
            **environment,
        },
    )


@pytest.fixture(scope="session")
def score():
    return _score


@pytest.fixture(scope="session")
def bad_file():
    return BAD


@pytest.fixture(scope="session")
def good_file():
    return GOOD


@pytest.fixture(scope="session")
def bad():
    """The file to correct, assessed in English."""
    done = _score(BAD, "--schema", "scdl/subventions", "--lang", "en", "--format", "json")
    assert done.returncode == 0, done.stderr
    return AssessmentShape.model_validate(json.loads(done.stdout))


@pytest.fixture
def hostile(bad):
    """The same, with a hostile text wherever a stranger's text may stand."""
    sample = SampleShape(row=2, value=NASTY, fixed=NASTY * 50)
    finding = {"column": NASTY, "message": NASTY, "title": NASTY, "code": NASTY}
    suggestion = {"title": NASTY, "text": NASTY, "column": NASTY}
    skipped = {"value": None, "reason": NASTY, "reason_text": NASTY}
    return bad.model_copy(
        update={
            "dataset": bad.dataset.model_copy(update={"title": NASTY, "url": NASTY}),
            "summary": [NASTY],
            "findings": [
                f.model_copy(update=finding | {"samples": [sample]}) for f in bad.findings
            ],
            "suggestions": [s.model_copy(update=suggestion) for s in bad.suggestions],
            "measurements": [
                m.model_copy(update=skipped if n % 2 else {"title": NASTY})
                for n, m in enumerate(bad.measurements)
            ],
        }
    )
