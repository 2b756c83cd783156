"""Ask for a grade, and read one again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response

from app.assess import Order
from app.errors import NotFound
from app.jobs import Priority
from app.settings import Settings
from app.web.context import Context, Parts, Reader, read_form
from app.web.orders import AssessmentOrder, order_from_form, order_from_json
from app.web.present import present
from app.web.problems import RESPONSES
from app.web.representations import IN_OPENAPI, linked_routes, represent
from app.web.shapes import AssessmentShape
from rules.core.assessment import Assessment
from rules.core.text import Text

UNKNOWN = Text(
    en="No assessment has this id.",
    fr="Aucune évaluation ne porte cet identifiant.",
)
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": AssessmentOrder.model_json_schema(
                    ref_template="#/components/schemas/{model}"
                )
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "url": {"type": "string"},
                        "schema": {"type": "string"},
                        "frequency": {"type": "string"},
                        "modified": {"type": "string"},
                        "title": {"type": "string"},
                    },
                }
            },
        },
    }
}


def router(settings: Settings) -> APIRouter:
    """Build the routes; the upload cap is the settings’."""
    routes = APIRouter(prefix="/v1/assessments", tags=["assessments"], responses=RESPONSES)
    # A form carries a file and a few short fields round it.
    most = int(settings.upload_max) + (1 << 20)

    @routes.post(
        "",
        operation_id="createAssessment",
        openapi_extra=_BODY,
        max_body_size=most,
        response_model_by_alias=True,
    )
    async def create(request: Request, parts: Parts, lang: Reader) -> AssessmentShape:
        """Assess one dataset now: JSON with a ``url``, or a form with a ``file``.

        Waits for the answer. Bad *data* (dead link, web page, garbage) is a 200 whose assessment
        says so; only a bad *request* is a 4xx, and stores nothing.
        """
        with parts.sandbox.scratch.folder() as scratch:
            order, priority = await _order(request, parts.settings, Path(scratch))
            assessment = await parts.runner.submit(order, priority)
        return present(assessment, lang, parts.settings.public_base_url)

    linked_routes(routes, "getAssessment", _stored)

    @routes.get(
        "/{assessment_id}",
        operation_id="getAssessment",
        response_model=AssessmentShape,
        responses=IN_OPENAPI,
    )
    async def read(assessment_id: str, request: Request, parts: Parts, lang: Reader) -> Response:
        """Read one assessment again, by ``Accept``: JSON, a page, or linked data (DQV)."""
        return await represent(request, parts, await _stored(parts, assessment_id), lang)

    return routes


async def _stored(parts: Context, identifier: str) -> Assessment:
    assessment = await asyncio.to_thread(parts.store.assessment, identifier[:64])
    if assessment is None:
        raise NotFound(UNKNOWN)
    return assessment


async def _order(request: Request, settings: Settings, scratch: Path) -> tuple[Order, Priority]:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        return await order_from_json(request, settings)
    async with read_form(request) as form:
        return await order_from_form(form, settings, scratch), Priority.PERSON
