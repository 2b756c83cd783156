"""One catalogue in every form that we speak: JSON, a page, and linked data."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from app.web.catalogs.asked import Identifier
from app.web.catalogs.linked import describe_catalog
from app.web.catalogs.routes import shown
from app.web.catalogs.shapes import CatalogShape
from app.web.context import Context, Parts, Reader
from app.web.linked.writing import MEDIA_TYPES, Form
from app.web.negotiation import choose
from app.web.problems import RESPONSES
from app.web.representations import base_of, form_of, graph_response

_JSON, _HTML = "application/json", "text/html"
_OFFERED = (_JSON, _HTML, *MEDIA_TYPES.values())
_VARY = {"vary": "accept, accept-language"}
_CONTENT: dict[int | str, dict[str, Any]] = {
    200: {"content": {media_type: {} for media_type in _OFFERED if media_type != _JSON}}
}
router = APIRouter(prefix="/v1/catalogs", tags=["catalogs"], responses=RESPONSES)


async def _graph(parts: Context, identifier: str, form: Form) -> Response:
    catalog = await parts.catalogues.get(identifier)
    tally = await asyncio.to_thread(parts.store.figures.whole, catalog.id)
    return await graph_response(describe_catalog(catalog, tally, base_of(parts)), form)


async def _fixed() -> Response:
    raise HTTPException(405, headers={"allow": "GET"})


def _route(form: Form) -> Callable[..., Awaitable[Response]]:
    async def read(identifier: Identifier, parts: Parts) -> Response:
        """Give the catalogue as a DQV graph; its datasets are in ``export.ttl``."""
        return await _graph(parts, identifier, form)

    return read


for _form, _type in MEDIA_TYPES.items():
    router.add_api_route(
        f"/{{identifier}}.{_form}",
        _route(_form),
        operation_id=f"getCatalogAs{_form.capitalize()}",
        summary=f"The same as {_type}",
        response_class=Response,
        responses={200: {"content": {_type: {}}}},
    )
    # Else it is taken for a catalogue of that very name, which may be removed.
    router.add_api_route(
        f"/{{identifier}}.{_form}", _fixed, methods=["DELETE"], include_in_schema=False
    )


@router.get(
    "/{identifier}",
    operation_id="getCatalog",
    response_model=CatalogShape,
    responses=_CONTENT,
)
async def read(identifier: Identifier, request: Request, parts: Parts, lang: Reader) -> Response:
    """Give a catalogue with its newest run, by ``Accept``: JSON, a page, or linked data (DQV)."""
    catalog = await parts.catalogues.get(identifier)
    media_type = choose(request.headers.get("accept", ""), _OFFERED)
    form = form_of(media_type)
    if form:
        return await _graph(parts, catalog.id, form)
    if media_type == _HTML:
        return RedirectResponse(f"/catalogs/{catalog.id}?lang={lang}", 303, headers=_VARY)
    shape = await shown(parts, catalog, lang)
    return Response(shape.model_dump_json(by_alias=True), media_type=_JSON, headers=_VARY)
