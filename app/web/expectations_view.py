"""What an expectation suite found, as the report shows it."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.shapes import AssessmentShape
from app.web.shapes_expectations import ExpectationShape
from app.web.voice import Voice

_STATES = {True: "expectation_met", False: "expectation_unmet", None: "expectation_unknown"}
_JUDGES = {"native": "judged_native", "great_expectations": "judged_great_expectations"}


@dataclass(frozen=True, slots=True)
class ExpectationRow:
    """One expectation in the report; failed ones come first."""

    name: str
    column: str
    state: str
    """Key of its words: ``expectation_met``, ``expectation_unmet`` or ``expectation_unknown``."""
    observed: str
    engine: str


def expectations_view(shape: AssessmentShape, voice: Voice) -> dict[str, object]:
    """Give the rows of the table: what failed, what could not be judged, the rest."""
    found = shape.expectations.results if shape.expectations else []
    ranked = sorted(found, key=lambda one: (one.success is not False, one.success is not None))
    return {"expectation_rows": [_row(one, voice) for one in ranked]}


def _row(one: ExpectationShape, voice: Voice) -> ExpectationRow:
    return ExpectationRow(
        name=one.type or "—",
        column=one.column or "—",
        state=_STATES[one.success],
        observed=(one.observed if one.success is not None else one.reason_text) or "—",
        engine=voice.say(_JUDGES[one.engine]) if one.engine else "—",
    )
