"""Runs over a catalogue: begin, look at, follow live, cancel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.jobs import Progress
from app.web.catalogs import shapes
from app.web.catalogs.asked import Identifier, body_of
from app.web.catalogs.present import run_shape
from app.web.context import Parts, Reader
from app.web.problems import RESPONSES

_SOON = 5
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": False,
        "content": {"application/json": {"schema": shapes.RunOrder.model_json_schema()}},
    }
}
router = APIRouter(prefix="/v1/catalogs/{identifier}/runs", tags=["catalogs"], responses=RESPONSES)


@router.post("", operation_id="startRun", status_code=202, openapi_extra=_BODY)
async def start(
    identifier: Identifier, request: Request, response: Response, parts: Parts, lang: Reader
) -> shapes.RunShape:
    """Begin a run: list the catalogue, then assess what the policy picks. One at a time."""
    asked = await body_of(request, parts, shapes.RunOrder)
    run = await parts.catalogues.start(identifier, asked.policy, asked.harvest)
    response.headers["location"] = f"/v1/catalogs/{run.catalog}/runs/{run.id}"
    response.headers["retry-after"] = str(_SOON)
    return run_shape(Progress(run=run), lang, parts.settings.public_base_url)


@router.get("", operation_id="listRuns")
async def every(
    identifier: Identifier,
    parts: Parts,
    lang: Reader,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> shapes.RunPage:
    """List a catalogue's runs, newest first; counts of a run under way are in its own answer."""
    catalog = await parts.catalogues.get(identifier)
    found = await asyncio.to_thread(parts.store.runs.of, catalog.id, limit)
    base = parts.settings.public_base_url
    return shapes.RunPage(items=[run_shape(Progress(run=run), lang, base) for run in found])


@router.get("/{run_id}", operation_id="getRun")
async def read(
    identifier: Identifier, run_id: Identifier, response: Response, parts: Parts, lang: Reader
) -> shapes.RunShape:
    """Say how a run stands; its results are in the catalogue's datasets as soon as they are there."""
    progress = await parts.catalogues.progress(identifier, run_id)
    response.headers["cache-control"] = "no-store"
    if not progress.run.ended:
        response.headers["retry-after"] = str(_SOON)
    return run_shape(progress, lang, parts.settings.public_base_url)


@router.delete("/{run_id}", operation_id="cancelRun")
async def cancel(
    identifier: Identifier, run_id: Identifier, parts: Parts, lang: Reader
) -> shapes.RunShape:
    """Cancel a run and what still waits of it; what was assessed stays."""
    await parts.catalogues.cancel(identifier, run_id)
    progress = await parts.catalogues.progress(identifier, run_id)
    return run_shape(progress, lang, parts.settings.public_base_url)


async def _known(identifier: Identifier, run_id: Identifier, parts: Parts) -> Progress:
    """Refuse an unknown run before the stream begins."""
    return await parts.catalogues.progress(identifier, run_id, troubles=0)


@router.get("/{run_id}/events", operation_id="followRun", response_class=EventSourceResponse)
async def follow(
    known: Annotated[Progress, Depends(_known)], parts: Parts, lang: Reader
) -> AsyncIterator[ServerSentEvent]:
    """Follow a run: one ``progress`` event at each change, ``end`` when nothing more will come."""
    run = known.run
    async for now in parts.catalogues.follow(run.catalog, run.id):
        shape = run_shape(now, lang, parts.settings.public_base_url)
        yield ServerSentEvent(event="end" if now.run.ended else "progress", data=shape)
