"""Thousands of calls drawn from our own description: no 5xx, nothing that it does not tell.

``make fuzz-api`` draws more than ten thousand, anew each time; ``make test`` some hundreds, always
the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from app.settings import Settings
from tests.running import serving

CALLS = int(os.environ.get("QUALIDATA_FUZZ_CALLS", "0"))
"""Calls wanted in all; 0: those of every build."""
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "unsupported_method",
    "allow_header_conformance",
    "use_after_free",
)
PREPARED = {"identifier": "dataset", "assessment_id": "assessment", "job_id": "job"}
"""Parameters of paths for which a second turn takes what is really there."""


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory):
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("fuzzed"),
        database_url="",
        rate_anonymous=0,
        schema_registries=(),
        fetch_deadline=1,
        fetch_headers_timeout=1,
        dns_timeout=0.5,
    )
    with serving(settings) as address:
        yield address


@pytest.fixture(scope="module")
def known(fuzzed):
    """Something to read: a dropped file's dataset, its assessment, its job."""
    with httpx2.Client(base_url=fuzzed, timeout=60, trust_env=False) as client:
        file = {"file": ("a.csv", "nom,montant\nA,1\n", "text/csv")}
        shape = client.post("/v1/assessments", files=file).json()
        again = {"file": ("b.csv", "nom,montant\nB,2\n", "text/csv")}
        headers = {"prefer": "respond-async"}
        job = client.post("/v1/assessments", files=again, headers=headers).json()
    return {"dataset": shape["dataset"]["id"], "assessment": shape["id"], "job": job["id"]}


def draw(address, folder: Path, examples: int, phases: str, config: str = "") -> tuple[int, str]:
    """Run schemathesis; give the number of calls and what it has to say."""
    (folder / "schemathesis.toml").write_text(config, encoding="utf-8")
    report = folder / "report.json"
    command = [
        *(sys.executable, "-m", "schemathesis.cli"),
        *("--config-file", str(folder / "schemathesis.toml")),
        *("run", f"{address}/openapi.json", "--no-color", "--no-shrink", "--continue-on-failure"),
        *("--checks", ",".join(CHECKS), "--phases", phases, "-n", str(examples), "-w", "1"),
        *("--suppress-health-check", "all"),
        *("--header", "Prefer: wait=1"),
        *("--report", "json", "--report-json-path", str(report)),
        *(("--generation-database", "none") if CALLS else ("--generation-deterministic",)),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-8000:]
    return int(json.loads(report.read_text())["test_cases"]["generated"]), said


@pytest.mark.timeout(900)
def test_no_call_that_the_description_allows_breaks_the_service(fuzzed, tmp_path):
    """23 operations, each drawn so many times, beside the cases on every edge."""
    calls, said = draw(fuzzed, tmp_path, max(4, CALLS // 20), "coverage,fuzzing")
    print(f"{calls} calls")  # noqa: T201 # the figure that `make fuzz-api` is for
    assert calls >= max(300, CALLS), said[-2000:]


@pytest.mark.timeout(900)
def test_no_call_on_what_is_there_breaks_the_service(fuzzed, known, tmp_path):
    lines = "\n".join(f'"path.{name}" = "{known[what]}"' for name, what in PREPARED.items())
    calls, said = draw(fuzzed, tmp_path, 4, "fuzzing", f"[parameters]\n{lines}\n")
    assert calls >= 60, said[-2000:]
