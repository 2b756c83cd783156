"""What receivers get, for the description of the API: nothing here is ever called."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header

from app.jobs.payload import Payload

_ANSWERS: dict[int | str, dict[str, Any]] = {
    "2XX": {"description": "Taken."},
    410: {"description": "No longer wanted: the webhook is switched off."},
    "4XX": {"description": "Not taken: sent again later."},
}
router = APIRouter()
_Id = Annotated[str, Header(alias="webhook-id", description="The same at every try.")]
_At = Annotated[int, Header(alias="webhook-timestamp", description="Of this try, Unix seconds.")]
_Signature = Annotated[
    str,
    Header(alias="webhook-signature", description="`v1,` base64 HMAC-SHA-256; parted by spaces."),
]


@router.post("assessment.completed", operation_id="assessmentCompleted", responses=_ANSWERS)
def completed(message: Payload, id_: _Id, at: _At, signature: _Signature) -> None:
    """Tell that an assessment is done; or, for the webhook of one order, its job has ended."""


@router.post("grade.changed", operation_id="gradeChanged", responses=_ANSWERS)
def changed(message: Payload, id_: _Id, at: _At, signature: _Signature) -> None:
    """Tell that a dataset has earned another grade than the last one."""


@router.post("run.completed", operation_id="runCompleted", responses=_ANSWERS)
def ran(message: Payload, id_: _Id, at: _At, signature: _Signature) -> None:
    """Tell that a run over a catalogue has ended."""
