"""JSON Lines with a line that is no JSON: one record lost, told, and not the whole file."""

from __future__ import annotations

from app.table.inspect import inspect_file
from app.table.model import TableJob


def look(tmp_path, data):
    path = tmp_path / "body"
    path.write_bytes(data)
    return inspect_file(TableJob(path=str(path), name="fiches.jsonl"))


def test_a_broken_line_is_one_finding_and_the_rest_is_read(tmp_path):
    found = look(tmp_path, b'{"a": 1}\n{"a": 2},\n{"a": 3}\n{"a": tru}\n{"a": 5}\n')
    (finding,) = [f for f in found.findings if f.cause == "json-line"]

    assert (found.file.outcome, found.table.rows) == ("ok", 3)
    assert (finding.count, finding.of, finding.rows) == (2, 5, (3, 5))
    assert finding.samples[0].value == '{"a": 2},'


def test_whole_lines_are_no_finding(tmp_path):
    found = look(tmp_path, b'{"a": 1}\n{"a": 2}\n')
    assert (found.table.rows, found.findings) == (2, ())


def test_a_file_of_which_most_lines_are_broken_is_no_data(tmp_path):
    found = look(tmp_path, b'{"a": 1}\n' * 1001 + b'{"a": \n' * 1010)
    assert (found.file.outcome, found.table) == ("json_malformed", None)
