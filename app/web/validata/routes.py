"""``/validate``: a drop-in for Validata 0.13."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from app.errors import Problem
from app.redact import redact_url
from app.settings import Settings
from app.table import SchemaSpec
from app.web.context import Context, Parts, read_form
from app.web.problems import RESPONSES
from app.web.validata.asked import Asked, from_form, from_query
from app.web.validata.failure import answer, failed_reading, failed_schema, failed_source
from app.web.validata.report import report_of
from app.web.validata.shapes import FailedShape, ValidationShape

VERSION = "0.13.0"
"""The version whose contract this is."""
_PARIS = ZoneInfo("Europe/Paris")
_SWITCH = {"type": "string", "enum": ["true", "false"], "default": "false"}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["schema", "file"],
                    "properties": {
                        "schema": {"type": "string"},
                        "file": {"type": "string", "format": "binary"},
                        "ignore_header_case": _SWITCH,
                        "include_resource_data": _SWITCH,
                    },
                }
            }
        },
    }
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    **RESPONSES,
    200: {"model": ValidationShape},
    400: {"model": FailedShape, "description": "No validation took place."},
    413: {"model": FailedShape, "description": "The file is larger than we accept."},
}
Text = Annotated[str, Query()]


def router(settings: Settings) -> APIRouter:
    """Build the routes; the upload cap is the settings’."""
    routes = APIRouter(tags=["validata"], responses=_RESPONSES)

    @routes.get("/validate", operation_id="validate", response_model=None)
    async def by_address(
        parts: Parts,
        schema: Text = "",
        url: Text = "",
        ignore_header_case: Text = "false",
        include_resource_data: Text = "false",
    ) -> JSONResponse:
        """Validate a file by its address, as Validata 0.13 does: no grade, nothing stored.

        200 also where the data are invalid; 400 where no validation could take place.
        """
        try:
            asked = from_query(
                {
                    "schema": schema,
                    "url": url,
                    "ignore_header_case": ignore_header_case,
                    "include_resource_data": include_resource_data,
                }
            )
        except Problem as problem:
            return answer(failed_source(problem), problem.status)
        return await _answer(asked, parts)

    @routes.post(
        "/validate",
        operation_id="validateFile",
        response_model=None,
        openapi_extra=_BODY,
        max_body_size=int(settings.upload_max) + (1 << 20),
    )
    async def by_file(request: Request, parts: Parts) -> JSONResponse:
        """Validate a file dropped on us, as Validata 0.13 does: no grade, nothing stored."""
        try:
            async with read_form(request) as form:
                with parts.sandbox.scratch.folder() as scratch:
                    most = int(settings.upload_max)
                    asked = await from_form(form, request.query_params, Path(scratch), most)
                    return await _answer(asked, parts)
        except Problem as problem:
            return answer(failed_source(problem), problem.status)

    return routes


async def _answer(asked: Asked, parts: Context) -> JSONResponse:
    try:
        schema = await parts.schemas.find(asked.schema, source="given")
    except Problem as problem:
        return answer(failed_schema(problem))
    try:
        return await _validated(asked, schema, parts)
    except Problem as problem:
        return answer(failed_source(problem))


async def _validated(asked: Asked, schema: SchemaSpec, parts: Context) -> JSONResponse:
    reading = await parts.conformity.read(asked.question, schema)
    if reading.inspection is None or reading.inspection.table is None:
        return answer(failed_reading(reading))
    rows = reading.inspection.listed.rows
    shape = ValidationShape(
        schema=redact_url(asked.schema),
        url=redact_url(asked.source),
        options=asked.options,
        version=VERSION,
        date=datetime.now(_PARIS).isoformat(),
        report=await asyncio.to_thread(report_of, reading, schema),
        resource_data=[list(row) for row in rows] if asked.question.rows else None,
    )
    return JSONResponse(shape.model_dump(by_alias=True, exclude_none=True))
