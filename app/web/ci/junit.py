"""An assessment as JUnit XML: a suite per dimension, a case per rule, one more suite for the grade.

A rule that is not fully met fails, one that was not measured is skipped with its reason. What ended
the assessment early (a dead link, a web page) fails the first suite, so that no report is all green
where there is nothing to praise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.web.ci.words_ci import CI
from app.web.formats import stamp, visible
from app.web.shapes import AssessmentShape, FindingShape, MeasurementShape, SuggestionShape
from rules.core.grading import LADDER, Grade
from rules.core.reasons import DIMENSION_TITLES
from rules.core.rule import Dimension
from rules.core.text import Fact

_MOST_FINDINGS, _MOST_SAMPLES, _LONGEST = 10, 5, 500
_COUNTED = ("failure", "error", "skipped")
Outcome = Literal["passed", "failure", "error", "skipped"]


@dataclass(frozen=True, slots=True)
class _Case:
    """One rule's answer as a test case."""

    name: str
    outcome: Outcome = "passed"
    message: str = ""
    kind: str = ""
    text: str = ""


def junit(shape: AssessmentShape, file: str, fail_under: Grade | None = None) -> str:
    """Write the report. ``file``: the assessed file's address, for tools that link to it."""
    root = Element("testsuites", name="Qualidata")
    suites = [("grade", _say(shape, "grade"), _grade_cases(shape, fail_under))]
    for dimension in Dimension:
        mine = (m for m in shape.measurements if m.dimension == dimension.value)
        cases = [_rule_case(shape, measurement) for measurement in mine]
        if cases:
            suites.append((dimension.value, DIMENSION_TITLES[dimension].say(shape.lang), cases))
    for name, title, cases in suites:
        suite = SubElement(root, "testsuite", name=title, package=f"qualidata.{name}")
        suite.set("timestamp", stamp(shape.assessed_at).removesuffix("Z"))
        _count(suite, cases)
        for case in cases:
            _write(suite, case, f"qualidata.{name}", file)
    _count(root, [case for *_, cases in suites for case in cases])
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}'


def _count(element: Element, cases: list[_Case]) -> None:
    element.set("tests", str(len(cases)))
    for outcome, name in zip(_COUNTED, ("failures", "errors", "skipped"), strict=True):
        element.set(name, str(sum(case.outcome == outcome for case in cases)))
    element.set("time", "0")


def _write(suite: Element, case: _Case, classname: str, file: str) -> None:
    element = SubElement(suite, "testcase", classname=classname, name=visible(case.name, _LONGEST))
    element.set("time", "0")
    element.set("file", file)
    if case.outcome == "passed":
        return
    inner = SubElement(element, case.outcome, message=visible(case.message, _LONGEST))
    if case.outcome != "skipped":
        inner.set("type", case.kind)
        inner.text = case.text


def _grade_cases(shape: AssessmentShape, fail_under: Grade | None) -> list[_Case]:
    words = "\n".join(visible(f"{limit.text} {limit.fix}", _LONGEST) for limit in shape.limit_texts)
    name, graded = _say(shape, "graded"), _Case(_say(shape, "graded"))
    if shape.grade is None:
        graded = _Case(name, "error", _say(shape, "ungraded"), "not_measured", words)
    elif any(code not in LADDER for code in shape.limits):
        graded = _Case(name, "failure", words.partition("\n")[0], shape.limits[0], words)
    if fail_under is None:
        return [graded]
    gate = _Case(_say(shape, "at_least", grade=fail_under))
    if shape.grade is None or shape.grade > fail_under:
        facts = {"grade": shape.grade or "–", "score": shape.score or 0.0, "wanted": fail_under}
        summary = "\n".join(visible(sentence, _LONGEST) for sentence in shape.summary)
        gate = _Case(gate.name, "failure", _say(shape, "below", **facts), "grade", summary)
    return [graded, gate]


def _rule_case(shape: AssessmentShape, measurement: MeasurementShape) -> _Case:
    name = f"{measurement.rule} – {measurement.title}"
    if measurement.value is None:
        reason = measurement.reason_text or measurement.reason or ""
        return _Case(name, "skipped", _say(shape, "not_measured", reason=reason))
    if measurement.value >= 1:
        return _Case(name)
    share = math.floor(1000 * measurement.value) / 10  # rounded down: 100 % always means all
    message = _say(shape, "met", title=measurement.title, share=share)
    mine = [finding for finding in shape.findings if finding.rule == measurement.rule]
    serious = any(finding.severity == "error" for finding in mine)
    return _Case(
        name,
        "failure",
        message,
        "error" if serious else "warning",
        _details(shape, mine, measurement),
    )


def _details(
    shape: AssessmentShape, mine: list[FindingShape], measurement: MeasurementShape
) -> str:
    lines: list[str] = []
    for finding in mine[:_MOST_FINDINGS]:
        said = _say(shape, "found", message=finding.message, count=finding.count, of=finding.of)
        if finding.column:
            said = _say(shape, "column", column=finding.column, message=said)
        lines += ["- " + visible(said, _LONGEST), *_samples(shape, finding)]
    if len(mine) > _MOST_FINDINGS:
        lines.append("- " + _say(shape, "more", count=len(mine) - _MOST_FINDINGS))
    fixes = [s for s in shape.suggestions if s.rule == measurement.rule]
    lines += [visible(_fix(shape, fix), _LONGEST) for fix in fixes[:_MOST_FINDINGS]]
    return "\n".join(lines)


def _samples(shape: AssessmentShape, finding: FindingShape) -> list[str]:
    lines = []
    shown = [sample for sample in finding.samples if sample.value.strip()]
    for sample in shown[:_MOST_SAMPLES]:
        word = "row" if sample.fixed is None else "fixed"
        # A row is a number for a machine to find, not a quantity: it is never grouped.
        facts = {"row": str(sample.row), "value": sample.value, "fixed": sample.fixed or ""}
        lines.append("  " + visible(_say(shape, word, **facts), _LONGEST))
    return lines


def _fix(shape: AssessmentShape, suggestion: SuggestionShape) -> str:
    if suggestion.gain:
        return _say(shape, "gain", text=suggestion.text, gain=suggestion.gain)
    return _say(shape, "to_do", text=suggestion.text)


def _say(shape: AssessmentShape, word: str, **facts: Fact) -> str:
    return CI[word].say(shape.lang, facts)
