"""``qualidata catalog``: added, run, shown and exported on a database of one's own, no server."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[2]
RUN = "from app.cli import main; main()"


@pytest.fixture
def qualidata(world, tmp_path):
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("QUALIDATA_")},
        "QUALIDATA_DATA_DIR": str(tmp_path / "data"),
        "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "QUALIDATA_FETCH_ALLOW_PORTS": str(world.port),
        "QUALIDATA_SCHEMA_REGISTRIES": "",
        "QUALIDATA_EXPECTATIONS": "false",
    }

    def run(*words):
        done = subprocess.run(
            [sys.executable, "-c", RUN, "catalog", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.mark.timeout(400)
def test_from_an_address_to_an_export(qualidata, town_hall, tmp_path):
    url = town_hall(5)
    code, out, _ = qualidata("add", url, "--title", "Portail")
    assert code == 0
    identifier, kind, title = out.split()
    assert (kind, title) == ("ckan", "Portail")
    code, out, _ = qualidata("run", url, "--lang", "en")
    assert code == 0
    assert "Datasets: 5. Graded: 5." in out
    assert "ville-0" in out
    code, out, _ = qualidata("show", identifier, "--organisation", "ville-0", "--format", "json")
    summary = json.loads(out)
    assert (summary["datasets"], summary["organisation"]) == (2, "ville-0")
    code, out, _ = qualidata("export", identifier)
    assert len(list(csv.DictReader(io.StringIO(out)))) == 5
    file = tmp_path / "x.parquet"
    assert qualidata("export", url, "--format", "parquet", "-o", str(file))[0] == 0
    assert pq.read_table(file).num_rows == 5
    assert identifier in qualidata("show")[1]


def test_a_file_of_addresses_is_taken_in(qualidata, world, tmp_path):
    file = tmp_path / "liste.csv"
    file.write_text(f"titre;url\nUn;{world.base}/files/1.csv\nDeux;{world.at(2)}/files/2.csv\n")
    code, out, _ = qualidata("add", str(file))
    assert (code, out.split()[1:]) == (0, ["list", "liste.csv"])
    code, out, _ = qualidata("run", out.split()[0])
    assert code == 0
    assert "Notés : 2" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "{base}/nothing"), "catalog_unknown"),
        (("run", "nobody"), "not_found"),
        (("export", "nobody"), "not_found"),
        (("add", "{folder}/empty.csv"), "not_a_list"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_two(qualidata, world, tmp_path, words, said):
    (tmp_path / "empty.csv").write_text("a,b\n1,2\n")
    asked = [word.format(base=world.base, folder=tmp_path) for word in words]
    code, out, err = qualidata(*asked)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
