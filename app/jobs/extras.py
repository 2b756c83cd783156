"""What a portal keeps of an assessment beside its resource: facts, few sentences, and its digest.

``validation-report:*`` is what the pages of data.gouv.fr read (``nb_errors`` and ``errors`` up to
100, ``tags`` in every error); ``quality:*`` is ours. Whoever writes there owns the whole prefix: a
key that no longer holds is written as null, which removes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b

from pydantic import JsonValue

from rules import RULES
from rules.core.advice import Suggestion
from rules.core.assessment import Assessment
from rules.core.evidence import Evidence, Finding
from rules.core.text import Lang
from rules.core.words import finding_message, finding_title, suggestion_words

Extras = dict[str, JsonValue]
MOST_ERRORS = 100
"""Errors listed and counted by the portals' pages."""
_ADVICE = 3
_SCHEMA_RULES = frozenset(
    {"cells_match_schema", "columns_match_schema", "keys_are_unique", "required_cells_filled"}
)
_ROW_CODES = frozenset({"blank-row", "extra-cell", "missing-cell"})
_HEADER = frozenset({"missing-label", "blank-label", "duplicate-label", "extra-label"})
_RULES = {rule.id: rule for rule in RULES}
_DATED = ("quality:assessed_at", "quality:assessment", "validation-report:validation_date")
"""Keys that change at every look, whatever is seen."""


def quality(assessment: Assessment, lang: Lang, base: str) -> Extras:
    """Write our own keys. Without a grade those of an earlier one stay, and the reason is added."""
    verdict, dataset = assessment.verdict, assessment.dataset
    seen: Extras = {
        "quality:assessed_at": _instant(assessment.evidence.seen_at),
        "quality:assessment": f"{base}/v1/assessments/{assessment.id}",
        "quality:badge": f"{base}/v1/datasets/{dataset.id}/badge.svg",
        "quality:report": f"{base}/datasets/{dataset.id}",
        "quality:status": "measured" if verdict.grade else "not_measured",
        "quality:reason": None if verdict.grade else _reason(assessment),
    }
    if verdict.grade is None:
        return seen
    return seen | {
        "quality:advice": [
            _advice(one, assessment, lang) for one in assessment.suggestions[:_ADVICE]
        ],
        "quality:coverage": verdict.coverage,
        "quality:grade": verdict.grade,
        "quality:policy": verdict.policy,
        "quality:score": verdict.score,
    }


def validation_report(assessment: Assessment, lang: Lang) -> Extras:
    """Write the report on a declared schema; empty where none was checked."""
    held = assessment.evidence.conformance
    if held is None or held.schema.source == "detected":
        return {}
    wrong = [finding for finding in assessment.evidence.findings if _invalid(finding)]
    errors = [error for finding in wrong for error in _errors(finding, lang)]
    return {
        "validation-report:schema_name": held.schema.name,
        "validation-report:schema_version": held.schema.version or None,
        "validation-report:schema_type": "tableschema",
        "validation-report:validator": "qualidata",
        "validation-report:valid_resource": not wrong,
        "validation-report:nb_errors": min(MOST_ERRORS, sum(f.count for f in wrong)),
        "validation-report:errors": list(errors[:MOST_ERRORS]),
        "validation-report:validation_date": _instant(assessment.evidence.seen_at),
    }


def digest(extras: Extras) -> str:
    """Tell what is worth writing again from what only looked again."""
    lasting = {key: value for key, value in extras.items() if key not in _DATED}
    text = json.dumps(lasting, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _invalid(finding: Finding) -> bool:
    ruled = finding.rule in _SCHEMA_RULES or finding.code in _ROW_CODES
    return finding.severity == "error" and ruled


def _errors(finding: Finding, lang: Lang) -> Iterator[Extras]:
    """Write one error for each place that is known, in the keys of Validata's reports."""
    stated: Extras = {
        "title": finding_title(finding, lang),
        "message": finding_message(finding, lang),
        "type": finding.code,
        "code": finding.code,
        "tags": list(_tags(finding)),
    }
    if finding.column:
        stated["fieldName"] = finding.column
    values = {sample.row: sample.value for sample in finding.samples}
    rows = dict.fromkeys((*values, *finding.rows))
    for row in rows or (None,):
        where: Extras = {} if row is None else {"rowNumber": row}
        yield stated | where | ({"cell": values[row]} if row in values else {})


def _tags(finding: Finding) -> tuple[str, ...]:
    if finding.code in _HEADER:
        return ("#table", "#header", "#label")
    return ("#table", "#row", "#cell") if finding.column else ("#table", "#row")


def _advice(suggestion: Suggestion, assessment: Assessment, lang: Lang) -> Extras:
    measured = assessment.verdict.measurements
    title, _ = suggestion_words(suggestion, assessment.evidence, measured, _RULES, lang)
    return {"title": title, "gain": suggestion.gain}


def _reason(assessment: Assessment) -> str:
    return _outcome(assessment.evidence) or " ".join(assessment.verdict.limits) or "not_measured"


def _outcome(evidence: Evidence) -> str:
    codes = (part.outcome for part in (evidence.access, evidence.file) if part is not None)
    return next((code for code in codes if code != "ok"), "")


def _instant(at: datetime) -> str:
    return at.isoformat()
