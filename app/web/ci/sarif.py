"""An assessment as SARIF 2.1.0: a result per finding, and one per rule that fails without any.

``region.startLine`` is a line of the file; it is given only where it is known (see
:mod:`app.web.ci.places`), while ``properties.rows`` always counts rows as a spreadsheet does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from app import __version__
from app.web.ci.places import Place
from app.web.ci.words_ci import CI
from app.web.formats import stamp, visible
from app.web.rules_view import general
from app.web.shapes import AssessmentShape, FindingShape, SampleShape, SuggestionShape
from rules import RULES
from rules.core.rule import Rule
from rules.core.text import Lang

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Mapping[str, str] = {"error": "error", "warning": "warning", "info": "note"}
_MOST_PLACES, _LONGEST = 10, 1000
_INDEX = {rule.id: position for position, rule in enumerate(RULES)}
Json = dict[str, Any]


def sarif(shape: AssessmentShape, place: Place) -> str:
    """Write the report."""
    found = {finding.rule for finding in shape.findings}
    bare = [suggestion for suggestion in shape.suggestions if suggestion.rule not in found]
    run = {
        "tool": {"driver": _driver(shape.lang)},
        "language": shape.lang,
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": f"qualidata/{place.uri}/"},
        "invocations": [_invocation(shape)],
        "artifacts": [{"location": _artifact(place)}],
        "results": [
            *(_of_finding(finding, place) for finding in shape.findings),
            *(_of_suggestion(suggestion, place) for suggestion in bare),
        ],
        "properties": {
            "grade": shape.grade,
            "score": shape.score,
            "coverage": shape.coverage,
            "policy": shape.policy,
        },
    }
    whole = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _driver(lang: Lang) -> Json:
    return {
        "name": "Qualidata",
        "version": __version__,
        "informationUri": "https://github.com/qualidata",
        "rules": [_rule(rule, lang) for rule in RULES],
    }


def _rule(rule: Rule, lang: Lang) -> Json:
    why, fix = general(rule.why, lang), general(rule.fix, lang)
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.split("_")),
        "shortDescription": {"text": general(rule.title, lang)},
        "fullDescription": {"text": why},
        "help": {"text": f"{why}\n\n{fix}", "markdown": f"{why}\n\n{fix}"},
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": [rule.dimension.value], "weight": rule.weight},
    }


def _of_finding(finding: FindingShape, place: Place) -> Json:
    column = f"[{visible(finding.column)}] " if finding.column else ""
    result = _result(
        finding.rule,
        _LEVELS[finding.severity],
        column + visible(finding.message, _LONGEST),
        f"{finding.rule}|{finding.cause}|{finding.column or ''}",
    )
    first, *others = _regions(finding, place) or [{}]
    result["locations"] = [_location(place, first)]
    if others:
        result["relatedLocations"] = [_location(place, region) for region in others]
    result["properties"] = {
        "code": visible(finding.code),
        "column": visible(finding.column) if finding.column else None,
        "count": finding.count,
        "of": finding.of,
        "rows": finding.rows,
        "samples": [_sample(sample) for sample in finding.samples],
    }
    return result


def _of_suggestion(suggestion: SuggestionShape, place: Place) -> Json:
    """Tell of a rule that no finding illustrates: a dead link, a missing licence …"""
    ended = suggestion.gain is None  # the assessment ended here: nothing else counts
    level = "error" if ended else "warning" if suggestion.gain else "note"
    text = visible(f"{suggestion.title}. {suggestion.text}", _LONGEST)
    result = _result(suggestion.rule, level, text, f"{suggestion.rule}|{suggestion.cause or ''}|")
    result["locations"] = [_location(place, {})]
    result["properties"] = {"gain": suggestion.gain}
    return result


def _result(rule: str, level: str, text: str, key: str) -> Json:
    result: Json = {"ruleId": rule, "level": level, "message": {"text": text}}
    if rule in _INDEX:
        result["ruleIndex"] = _INDEX[rule]
    digest = sha256(key.encode(errors="replace")).hexdigest()[:32]
    return result | {"partialFingerprints": {"ruleCauseColumn/v1": digest}}


def _regions(finding: FindingShape, place: Place) -> list[Json]:
    lines = [place.lines[row] for row in finding.rows if row in place.lines]
    return [{"startLine": line} for line in lines[:_MOST_PLACES]]


def _location(place: Place, region: Json) -> Json:
    physical: Json = {"artifactLocation": {**_artifact(place), "index": 0}}
    return {"physicalLocation": physical | ({"region": region} if region else {})}


def _artifact(place: Place) -> Json:
    base = {"uriBaseId": "%SRCROOT%"} if place.relative else {}
    return {"uri": place.uri, **base}


def _sample(sample: SampleShape) -> Json:
    fixed = None if sample.fixed is None else visible(sample.fixed)
    return {"row": sample.row, "value": visible(sample.value), "fixed": fixed}


def _invocation(shape: AssessmentShape) -> Json:
    """Say how the run itself went: what was not measured is no result, and is no pass either."""
    failed = [
        {"level": "error", "message": {"text": visible(f"{limit.text} {limit.fix}", _LONGEST)}}
        for limit in (shape.limit_texts if shape.grade is None else ())
    ]
    skipped = [
        {
            "level": "note",
            "descriptor": {"id": visible(measurement.reason or "internal")},
            "associatedRule": {"id": measurement.rule},
            "message": {
                "text": CI["not_measured"].say(
                    shape.lang, {"reason": visible(measurement.reason_text or "", _LONGEST)}
                )
            },
        }
        for measurement in shape.measurements
        if measurement.value is None
    ]
    return {
        "executionSuccessful": shape.grade is not None,
        "endTimeUtc": stamp(shape.assessed_at),
        "toolExecutionNotifications": [*failed, *skipped],
    }
