"""``/api/resources``: udata's word for what it publishes, answered as hydra answers it.

Statuses and bodies are those of hydra, so that udata needs no change but an address and a token:
401 and 403 as plain text, 400 with ``error``, the resource itself where all is well.
"""

from __future__ import annotations

import json
from typing import Any, Never
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.web.analyser.guard import Unknown, speaking
from app.web.analyser.intake import put_away, take_in
from app.web.analyser.shapes import ResourceEventShape, echoed
from app.web.context import Context, Parts
from app.web.problems import RESPONSES

router = APIRouter(tags=["publish hook"], responses=RESPONSES)
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["dataset_id", "resource_id", "document"],
                    "properties": {
                        "dataset_id": {"type": "string"},
                        "resource_id": {"type": "string", "format": "uuid"},
                        "document": {"type": "object"},
                    },
                }
            }
        },
    }
}
_REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"description": "Not an announcement of udata's."},
    401: {"description": "No token."},
    403: {"description": "A wrong token."},
}
_MISSING = "Missing document body"
_NO_ID = "badly formed hexadecimal UUID string"


class _Bad(Exception):
    """What was sent is no announcement."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@router.post("/api/resources/", include_in_schema=False)
@router.post(
    "/api/resources",
    operation_id="announceResource",
    status_code=201,
    openapi_extra=_BODY,
    responses=_REFUSED,
)
async def create(request: Request, parts: Parts) -> Response:
    """Hear that a resource was published: it is assessed ahead of everything else."""
    return await _heard(request, parts, None, 201)


@router.put("/api/resources/{resource_id}/", include_in_schema=False)
@router.put(
    "/api/resources/{resource_id}",
    operation_id="updateAnnouncedResource",
    openapi_extra=_BODY,
    responses=_REFUSED,
)
async def update(resource_id: str, request: Request, parts: Parts) -> Response:
    """Hear that a resource has changed; where only its extras did, nothing is done."""
    return await _heard(request, parts, resource_id, 200)


@router.delete("/api/resources/{resource_id}/", include_in_schema=False)
@router.delete(
    "/api/resources/{resource_id}",
    operation_id="forgetAnnouncedResource",
    status_code=204,
    responses={**_REFUSED, 404: {"description": "Never announced."}},
)
async def remove(resource_id: str, request: Request, parts: Parts) -> Response:
    """Hear that a resource is gone: its portal is told nothing more of it."""
    try:
        portal = speaking(request, parts.settings)
        own = _uuid(resource_id)
    except (Unknown, _Bad) as why:
        return _refusal(why)
    if await put_away(own, portal, parts):
        return Response(status_code=204)
    return PlainTextResponse("404: Not Found", 404)


async def _heard(request: Request, parts: Context, own: str | None, status: int) -> Response:
    try:
        portal = speaking(request, parts.settings)
        event = _event(await request.body(), own)
    except (Unknown, _Bad) as why:
        return _refusal(why)
    assert event.document is not None
    await take_in(event, portal, parts)
    said = json.dumps(echoed(event.document))  # ASCII: a title may hold what UTF-8 cannot
    return Response(said, status, media_type="application/json")


def _event(body: bytes, own: str | None) -> ResourceEventShape:
    try:
        event = ResourceEventShape.model_validate(json.loads(body, parse_constant=_finite))
    except ValidationError as error:
        raise _Bad(_error(json.dumps(dict(map(_told, error.errors()[:20]))))) from None
    except (ValueError, RecursionError):
        raise _Bad(_error("not JSON")) from None
    if event.document is None:
        raise _Bad(_MISSING)
    if own is not None and _uuid(own) != str(event.resource_id):
        raise _Bad(_error("resource_id is not that of the address"))
    return event


def _told(error: ErrorDetails) -> tuple[str, str]:
    """Name our own part of the message that does not fit, and say why: nothing of theirs."""
    return ".".join(map(str, error["loc"][:2])) or "body", error["msg"][:200]


def _finite(text: str) -> Never:
    raise ValueError(text)


def _uuid(text: str) -> str:
    try:
        return str(UUID(text[:100]))
    except ValueError:
        raise _Bad(_error(_NO_ID)) from None


def _error(text: str) -> str:
    return json.dumps({"error": text})


def _refusal(why: Unknown | _Bad) -> PlainTextResponse:
    if isinstance(why, Unknown):
        headers = {"www-authenticate": "Bearer"} if why.status == 401 else {}  # noqa: PLR2004
        return PlainTextResponse(f"{why.status}: {why.reason}", why.status, headers)
    return PlainTextResponse(why.text, 400)
