"""Where a finding is: an address that tools can follow, a line only where it is known."""

from __future__ import annotations

import gzip
import json

import pytest

from app.web.ci.places import place_of


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def located(shape, rows, **resource):
    """Give an assessment whose findings are in these rows of a comma-separated UTF-8 file."""
    facts = {"format": "csv", "encoding": "utf-8", "delimiter": ",", **resource}
    finding = shape.findings[0].model_copy(update={"rows": list(rows)})
    changed = shape.resource.model_copy(update=facts)
    return shape.model_copy(update={"findings": [finding], "resource": changed})


@pytest.mark.parametrize(
    ("source", "uri", "relative"),
    [
        ("data/a.csv", "data/a.csv", True),
        ("./data/../a.csv", "a.csv", True),
        ("a b#c?d%.csv", "a%20b%23c%3Fd%25.csv", True),
        ("été.csv", "%C3%A9t%C3%A9.csv", True),
        ("a:b.csv", "a%3Ab.csv", True),
        ("caf\udce9.csv", "caf%3F.csv", True),
        ("/elsewhere/a b.csv", "file:///elsewhere/a%20b.csv", False),
        ("https://x.example/a b.csv?c=<d>", "https://x.example/a%20b.csv?c=%3Cd%3E", False),
    ],
)
def test_a_source_has_an_address(here, bad, source, uri, relative):
    place = place_of(source, located(bad, []))
    assert (place.uri, place.relative) == (uri, relative)


def test_a_row_is_a_line_until_a_cell_spans_lines(here, bad):
    (here / "a.csv").write_text('a,b\n1,"x\ny\nz"\n2,b\n\n3,c\n', encoding="utf-8")
    place = place_of("a.csv", located(bad, [1, 2, 3, 5]))
    assert place.lines == {1: 1, 2: 2, 3: 5, 5: 7}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_alike(here, bad, end):
    (here / "a.csv").write_bytes(end.join(["a,b", '1,"x', 'y"', "2,b", ""]).encode())
    assert place_of("a.csv", located(bad, [2, 3])).lines == {2: 2, 3: 4}


def test_the_file_s_own_encoding_and_delimiter_are_used(here, bad):
    (here / "a.csv").write_bytes('é;b\n1;"x\ny"\n2;b\n'.encode("utf-16"))
    shape = located(bad, [3], encoding="utf-16", delimiter=";")
    assert place_of("a.csv", shape).lines == {3: 4}


@pytest.mark.parametrize(
    "facts",
    [{"format": "xlsx"}, {"format": "json"}, {"encoding": None}, {"encoding": "no-such-codec"}],
)
def test_what_has_no_lines_is_given_none(here, bad, facts):
    (here / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert place_of("a.csv", located(bad, [2], **facts)).lines == {}


def test_a_compressed_file_has_no_lines_of_its_own(here, bad):
    (here / "a.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2\n"))
    assert place_of("a.csv.gz", located(bad, [2])).lines == {}


def test_a_file_that_is_gone_has_no_lines(here, bad):
    assert place_of("gone.csv", located(bad, [2])).lines == {}


def test_a_fetched_file_has_no_lines(bad):
    assert place_of("https://x.example/a.csv", located(bad, [2])).lines == {}


def test_the_lines_lead_to_the_values_that_were_found(score, tmp_path):
    (tmp_path / "dates.csv").write_text(
        'nom,date\n"Asso\nA",2025-01-02\nB,2025-02-03\nC,03/04/2025\n', encoding="utf-8"
    )
    schema = {"fields": [{"name": "nom", "type": "string"}, {"name": "date", "type": "date"}]}
    (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    words = ("dates.csv", "--schema", "schema.json", "--format", "sarif")
    done = score(*words, cwd=tmp_path)
    (found,) = [
        r
        for r in json.loads(done.stdout)["runs"][0]["results"]
        if r["ruleId"] == "cells_match_schema"
    ]
    region = found["locations"][0]["physicalLocation"]["region"]
    assert found["properties"]["rows"] == [4]
    assert region == {"startLine": 5}
    lines = (tmp_path / "dates.csv").read_text(encoding="utf-8").splitlines()
    assert "03/04/2025" in lines[region["startLine"] - 1]
