"""JUnit: a suite per dimension, a case per rule, never green where nothing was measured."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from app.web.ci.junit import junit
from rules.core.rule import Dimension


def read(text):
    return fromstring(text.encode())


def outcome(case):
    return next((child.tag for child in case if child.tag in {"failure", "error", "skipped"}), "ok")


def cases_of(root):
    return {
        case.get("name").partition(" – ")[0]: case
        for case in root.iter("testcase")
        if case.get("classname") != "qualidata.grade"
    }


@pytest.fixture
def report(bad):
    return read(junit(bad, "data/a.csv", "B"))


def test_there_is_a_suite_for_the_grade_and_for_each_dimension(report):
    packages = [suite.get("package") for suite in report]
    assert packages == ["qualidata.grade", *(f"qualidata.{d.value}" for d in Dimension)]


def test_there_is_a_case_for_each_rule_and_it_says_what_the_rule_said(report, bad):
    cases = cases_of(report)
    assert set(cases) == {m.rule for m in bad.measurements}
    for measurement in bad.measurements:
        wanted = "skipped" if measurement.value is None else "ok"
        if measurement.value is not None and measurement.value < 1:
            wanted = "failure"
        assert outcome(cases[measurement.rule]) == wanted
    assert {outcome(case) for case in cases.values()} == {"ok", "failure", "skipped"}


def test_a_failure_shows_the_message_the_rows_and_the_correction(report):
    failure = cases_of(report)["cells_match_schema"].find("failure")
    assert failure.get("type") == "error"
    assert "met at" in failure.get("message")
    assert "[dateConvention]" in failure.text
    assert "row 3: 03/01/2026 → 2026-01-03" in failure.text
    assert "To do: " in failure.text


def test_what_was_not_measured_is_skipped_with_its_reason(report):
    skipped = cases_of(report)["licence_declared"].find("skipped")
    assert skipped.get("message") == "Not measured: no metadata was given"


def test_the_counts_add_up(report):
    for element in (report, *report):
        cases = list(element.iter("testcase"))
        assert int(element.get("tests")) == len(cases)
        for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(element.get(name)) == sum(outcome(case) == tag for case in cases)


@pytest.mark.parametrize(("letter", "seen"), [("A", "failure"), ("B", "failure"), ("E", "ok")])
def test_the_threshold_is_a_case(bad, letter, seen):
    graded, gate = read(junit(bad, "a.csv", letter))[0]
    assert (outcome(graded), outcome(gate)) == ("ok", seen)
    assert gate.get("name") == f"The grade is at least {letter}"


def test_without_a_threshold_there_is_no_gate(bad):
    assert len(read(junit(bad, "a.csv"))[0]) == 1


@pytest.mark.parametrize(
    ("content", "seen"), [("<!doctype html><html></html>", "failure"), ("", "failure")]
)
def test_a_file_that_is_not_the_data_is_not_all_green(score, tmp_path, content, seen):
    (tmp_path / "x.csv").write_text(content)
    done = score("x.csv", "--format", "junit", cwd=tmp_path)
    assert done.returncode == 0
    root = read(done.stdout)
    assert outcome(root[0][0]) == seen


def test_a_file_that_could_not_be_graded_is_an_error(score, bad_file):
    words = (bad_file, "--format", "junit", "--fail-under", "E")
    done = score(*words, QUALIDATA_PARSE_WALL="0.001")
    assert done.returncode == 2
    graded, gate = read(done.stdout)[0]
    assert (outcome(graded), outcome(gate)) == ("error", "failure")


@pytest.mark.parametrize(("letter", "code"), [("A", 1), ("E", 0)])
def test_the_exit_code_is_that_of_the_threshold(score, bad_file, tmp_path, letter, code):
    out = tmp_path / "report.xml"
    words = ("--schema", "scdl/subventions", "--format", "junit", "--output", out)
    done = score(bad_file, *words, "--fail-under", letter)
    assert (done.returncode, done.stdout) == (code, "")
    assert outcome(read(out.read_text(encoding="utf-8"))[0][1]) == ("failure" if code else "ok")


def test_a_good_file_passes(score, good_file):
    words = (good_file, "--schema", "scdl/subventions", "--frequency", "annual")
    done = score(*words, "--format", "junit", "--fail-under", "B", "--lang", "fr")
    root = read(done.stdout)
    assert done.returncode == 0
    assert root[0].get("name") == "Note"
    assert {outcome(case) for case in root[0]} == {"ok"}


def test_hostile_texts_stay_text(hostile):
    text = junit(hostile, "a.csv", "B")
    text.encode()  # no lone surrogate
    root = read(text)
    assert {element.tag for element in root.iter()} == {
        *("testsuites", "testsuite", "testcase", "failure", "skipped"),
    }
    shown = "".join(root.itertext()) + "".join(v for e in root.iter() for v in e.attrib.values())
    assert "⟨U+0007⟩" in shown
    assert "⟨U+202E⟩" in shown
    assert not set(shown) & set("\x00\x07\x1b\ufffe\ud800\u202e\u2028")
