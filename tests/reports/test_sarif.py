"""SARIF 2.1.0: the shape that its consumers read, a result per finding, no silent pass."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator, ValidationError

from app.web.ci.places import Place
from app.web.ci.sarif import sarif
from rules import RULES

TEXT = {"type": "string", "minLength": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
BAG = {"type": "object"}


def record(required, **properties):
    """Describe an object: these properties of SARIF 2.1.0 and no others."""
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


def listed(items, least=0):
    return {"type": "array", "items": items, "minItems": least}


MESSAGE = record("text", text=TEXT, markdown=TEXT)
ARTIFACT = record(
    "uri",
    # RFC 3986: no blank, no quote, no bracket; relative ones have no leading slash
    uri={"type": "string", "pattern": r"^(?!/)[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$"},
    uriBaseId=TEXT,
    index={"type": "integer", "minimum": 0},
)
LOCATION = record(
    "physicalLocation",
    physicalLocation=record(
        "artifactLocation",
        artifactLocation=ARTIFACT,
        region=record("startLine", startLine={"type": "integer", "minimum": 1}),
    ),
)
RULE = record(
    "id shortDescription fullDescription help",
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=record("level", level=LEVEL),
    properties=BAG,
)
RESULT = record(
    "ruleId ruleIndex level message locations partialFingerprints",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations=listed(LOCATION, 1),
    relatedLocations=listed(LOCATION, 1),
    partialFingerprints={"type": "object", "additionalProperties": TEXT, "minProperties": 1},
    properties=BAG,
)
NOTICE = record(
    "level message",
    level=LEVEL,
    message=MESSAGE,
    descriptor=record("id", id=TEXT),
    associatedRule=record("id", id=TEXT),
)
RUN = record(
    "tool results columnKind language invocations artifacts automationDetails",
    tool=record(
        "driver",
        driver=record(
            "name version rules",
            name=TEXT,
            version=TEXT,
            informationUri=TEXT,
            rules=listed(RULE, 1),
        ),
    ),
    language={"enum": ["fr", "en"]},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    automationDetails=record("id", id=TEXT),
    invocations=listed(
        record(
            "executionSuccessful",
            executionSuccessful={"type": "boolean"},
            endTimeUtc={"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
            toolExecutionNotifications=listed(NOTICE),
        ),
        1,
    ),
    artifacts=listed(record("location", location=ARTIFACT), 1),
    results=listed(RESULT),
    properties=BAG,
)
LOG = Draft202012Validator(
    record(
        "$schema version runs", **{"$schema": TEXT}, version={"const": "2.1.0"}, runs=listed(RUN, 1)
    )
)


def read(text):
    """Read a log, check its shape, give its only run."""
    log = json.loads(text)
    LOG.validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    return run


@pytest.fixture
def run(bad):
    return read(sarif(bad, Place(uri="data/a.csv", relative=True, lines={3: 3, 4: 9})))


def test_there_is_a_result_for_each_finding_with_its_level(run, bad):
    levels = {"error": "error", "warning": "warning", "info": "note"}
    told = run["results"][: len(bad.findings)]
    assert [(r["ruleId"], r["level"]) for r in told] == [
        (f.rule, levels[f.severity]) for f in bad.findings
    ]
    assert [r["properties"]["count"] for r in told] == [f.count for f in bad.findings]


def test_a_rule_that_fails_without_a_finding_is_told_too(run, bad):
    told = {r["ruleId"] for r in run["results"]}
    lacking = {m.rule for m in bad.measurements if m.value is not None and m.value < 1}
    assert lacking <= told


def test_the_first_row_is_the_place_and_the_next_are_related(run):
    result = next(r for r in run["results"] if r["properties"].get("column") == "dateConvention")
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {
        "uri": "data/a.csv",
        "uriBaseId": "%SRCROOT%",
        "index": 0,
    }
    assert physical["region"] == {"startLine": 3}
    assert result["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 9}
    assert result["properties"]["rows"][0] == 3
    assert "03/01/2026" in result["message"]["text"]


def test_without_known_lines_there_is_no_region(bad):
    run = read(sarif(bad, Place(uri="https://x.example/a.xlsx", relative=False)))
    for result in run["results"]:
        assert "region" not in result["locations"][0]["physicalLocation"]
        assert "uriBaseId" not in result["locations"][0]["physicalLocation"]["artifactLocation"]


def test_every_rule_comes_with_its_help(run):
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    assert not any(re.search(r"\{\w+\}", json.dumps(rule, ensure_ascii=False)) for rule in rules)


def test_what_was_not_measured_is_a_notice_and_no_result(run, bad):
    notices = run["invocations"][0]["toolExecutionNotifications"]
    assert {n["associatedRule"]["id"] for n in notices} == {
        m.rule for m in bad.measurements if m.value is None
    }
    assert run["invocations"][0]["executionSuccessful"] is True


def test_the_same_finding_keeps_its_fingerprint(bad):
    place = Place(uri="a.csv", relative=True)
    one, other = (read(sarif(shape, place)) for shape in (bad, bad.model_copy(update={"id": "x"})))
    prints = [[r["partialFingerprints"] for r in run["results"]] for run in (one, other)]
    assert prints[0] == prints[1]
    assert len({json.dumps(p) for p in prints[0]}) == len(prints[0])


def test_a_file_that_is_not_the_data_is_an_error(score, tmp_path):
    (tmp_path / "x.csv").write_text("<!doctype html><html></html>")
    done = score("x.csv", "--format", "sarif", "--fail-under", "D", cwd=tmp_path)
    assert done.returncode == 1
    run = read(done.stdout)
    assert run["results"][0]["level"] == "error"
    assert run["properties"]["grade"] == "E"


def test_a_file_that_could_not_be_graded_is_a_failed_run(score, bad_file):
    done = score(bad_file, "--format", "sarif", QUALIDATA_PARSE_WALL="0.001")
    assert done.returncode == 2
    invocation = read(done.stdout)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["level"] == "error"


def test_hostile_texts_stay_text(hostile):
    text = sarif(hostile, Place(uri="a.csv", relative=True))
    text.encode()  # no lone surrogate
    assert not set(text) & set("\x00\x07\x1b\ufffe\ud800\u202e\u2028")
    assert "\\u0000" not in text
    read(text)


@pytest.mark.parametrize(
    "broken",
    [
        {"version": "2.0.0"},
        {"runs": []},
        {"extra": 1},
    ],
)
def test_the_check_of_the_shape_can_fail(bad, broken):
    log = json.loads(sarif(bad, Place(uri="a.csv", relative=True)))
    with pytest.raises(ValidationError):
        LOG.validate(log | broken)
