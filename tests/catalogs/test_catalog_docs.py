"""Every curl of docs/catalogs.md does what the page says, on a real service."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "catalogs.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", DOC, re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines() if "qualidata catalog" not in line]
GOOD = (ROOT / "demo" / "files" / "subventions-2026.csv").read_bytes()


@pytest.fixture
def portal(town):
    file = town.publish("/docs/1.csv", GOOD)
    entry = {
        "identifier": "1",
        "title": "Subventions",
        "accessLevel": "public",
        "publisher": {"name": "Ville de X"},
        "distribution": [{"downloadURL": file, "mediaType": "text/csv"}],
    }
    body = json.dumps({"dataset": [entry]})
    return town.publish("/docs/data.json", body, headers={"content-type": "application/json"})


def test_the_page_speaks_of_every_call():
    assert len([line for line in LINES if line.startswith("curl")]) >= 12


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl here")
def test_every_curl_answers_as_it_says(service, client, portal, tmp_path):
    known = {"CATALOG": "", "RUN": ""}
    for line in LINES:
        said = line.replace("http://127.0.0.1:8000", service)
        said = said.replace("https://data.town.example/1.csv", portal.replace("data.json", "1.csv"))
        said = said.replace("https://data.town.example/", portal)
        for name, value in known.items():
            said = said.replace(f"${name}", value)
        if "-X DELETE" in line:  # it has ended by then: that is said
            said += " -w '%{http_code}'"
        else:
            said = said.replace("curl ", "curl --fail ", 1)
        done = subprocess.run(
            ["bash", "-c", said],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert done.returncode == 0, (said, done.stdout[:300], done.stderr)
        if "/v1/catalogs --json" in line:
            known["CATALOG"] = json.loads(done.stdout)["id"]
        elif "/runs --json" in line:
            known["RUN"] = json.loads(done.stdout)["id"]
        elif "-X DELETE" in line:
            assert done.stdout.endswith("409")
        elif line.endswith("/events"):
            assert "event: end" in done.stdout
    assert client.get(f"/v1/catalogs/{known['CATALOG']}/datasets").json()["items"][0]["grade"]
    assert (tmp_path / "grades.csv").read_text().count("\n") == 2
    assert (tmp_path / "grades.parquet").read_bytes()[:4] == b"PAR1"
    assert "<svg" in (tmp_path / "badge.svg").read_text()
