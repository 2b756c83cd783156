"""Ask for a grade, and read one again."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.errors import NotFound
from app.jobs import Answer, Terms
from app.settings import Settings
from app.web.asked import Wishes, wishes
from app.web.context import Context, Parts, Reader, read_form
from app.web.hooks.one_off import one_off
from app.web.job_shape import JobShape, ask_again, job_shape
from app.web.orders import Asked as GivenOrder
from app.web.orders import AssessmentOrder, order_from_form, order_from_json
from app.web.present import present
from app.web.problems import RESPONSES
from app.web.representations import IN_OPENAPI, linked_routes, represent
from app.web.shape import Shape
from app.web.shapes import AssessmentShape
from rules.core.assessment import Assessment
from rules.core.text import Lang, Text

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
                        "webhook": {"type": "string"},
                        "expectations": {"type": "string"},
                    },
                }
            },
        },
    }
}


_ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "model": JobShape,
        "description": "Not done yet: come back to `Location` after `Retry-After` seconds.",
    }
}
Asked = Annotated[Wishes, Depends(wishes)]


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
        response_model=AssessmentShape,
        responses=_ACCEPTED,
    )
    async def create(request: Request, parts: Parts, lang: Reader, asked: Asked) -> Response:
        """Assess one dataset: JSON with a ``url``, or a form with a ``file``.

        Waits for the answer as long as ``Prefer: wait=N`` says (20 s, at most 60); then, or at once
        with ``Prefer: respond-async``, gives a job to come back to. Bad *data* (dead link, web page,
        garbage) is a 200 whose assessment says so; only a bad *request* is a 4xx, and stores nothing.
        """
        given = await _asked(request, parts)
        callback, header = one_off(given.webhook, parts.desk)
        terms = Terms(priority=given.priority, wait=asked.wait, key=asked.key, callback=callback)
        answer = _said(await parts.desk.take(given.order, terms), asked, lang, parts)
        answer.headers.update(header)
        return answer

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


async def _asked(request: Request, parts: Context) -> GivenOrder:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        return await order_from_json(request, parts.settings)
    async with read_form(request) as form:
        return await order_from_form(form, parts)


def _said(answer: Answer, asked: Wishes, lang: Lang, parts: Context) -> Response:
    """Give the assessment, or else the job to come back to."""
    base = parts.settings.public_base_url
    headers = {"preference-applied": asked.applied} if asked.applied else {}
    if answer.assessment is not None:
        return _json(present(answer.assessment, lang, base), 200, headers)
    assert answer.job is not None
    shape = job_shape(answer.job, lang, base)
    headers |= {"location": f"/v1/jobs/{answer.job_id}", "retry-after": str(ask_again(answer.job))}
    return _json(shape, 202, headers)


def _json(shape: Shape, status: int, headers: dict[str, str]) -> Response:
    body = shape.model_dump_json(by_alias=True)
    return Response(body, status, headers, media_type="application/json")
