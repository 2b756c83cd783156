"""No validation took place: the reason, in the shape that Validata's callers read."""

from __future__ import annotations

from fastapi.responses import JSONResponse

from app.conformity import Reading
from app.errors import Problem
from app.web.validata.shapes import FailedShape, FailureShape
from rules.core.outcomes import OUTCOMES
from rules.core.reasons import REASONS
from rules.core.text import Fact

_FORMATS = frozenset({"not_tabular", "no_table", "unsupported_format"})
_OURS = frozenset({"internal", "sandbox_missing"})
"""Troubles of this service that say nothing of the file: 500, as in Validata."""


def failed_schema(problem: Problem) -> FailureShape:
    """Tell why there is no schema to hold the file against."""
    return _failure("schema-error", problem.code, problem.say("fr"))


def failed_source(problem: Problem) -> FailureShape:
    """Tell why an address or a request is refused."""
    return _failure("source-error", problem.code, problem.say("fr"))


def failed_reading(reading: Reading) -> FailureShape:
    """Tell why there is no table to validate."""
    code = reading.reason
    kind = "format-error" if code in _FORMATS else "source-error"
    facts: dict[str, Fact] = {"status": reading.status or "—", "detail": "—"}
    text = OUTCOMES[code].text if code in OUTCOMES else REASONS.get(code, REASONS["no_table"])
    return _failure(kind, code, text.say("fr", facts))


def answer(failure: FailureShape, status: int = 400) -> JSONResponse:
    """Answer so: 400 whatever the reason, 413 for a body too large, 500 for our own troubles."""
    kept = 500 if failure.code in _OURS else 413 if status == 413 else 400  # noqa: PLR2004
    return JSONResponse(FailedShape(error=failure).model_dump(), status_code=kept)


def _failure(kind: str, code: str, message: str) -> FailureShape:
    sentence = f"{message[:1].upper()}{message[1:].rstrip('.')}."
    return FailureShape(message=sentence, type=kind, code=code)
