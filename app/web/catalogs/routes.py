"""Catalogues: add, list, look at, sum up, forget."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from app.settings import Settings
from app.store.catalog_model import Catalog
from app.web.catalogs import shapes
from app.web.catalogs.asked import Chosen, Identifier, catalog_from
from app.web.catalogs.present import catalog_item, catalog_shape, member_shape
from app.web.catalogs.shapes_summary import SummaryShape
from app.web.catalogs.summary import Wanted
from app.web.catalogs.summed import summed
from app.web.context import Context, Parts, Reader
from app.web.problems import RESPONSES
from rules.core.text import Lang

_FILE = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "CSV with a column `url`."},
        "title": {"type": "string"},
    },
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": shapes.CatalogOrder.model_json_schema()},
            "multipart/form-data": {"schema": _FILE},
        },
    }
}
Cursor = Annotated[str, Query(max_length=200, description="Cursor of the page before.")]


def router(settings: Settings) -> APIRouter:
    """Build the routes; the upload cap is the settings’."""
    routes = APIRouter(tags=["catalogs"], responses=RESPONSES)

    @routes.post(
        "/v1/catalogs",
        operation_id="addCatalog",
        status_code=201,
        max_body_size=int(settings.upload_max) + (1 << 20),
        openapi_extra=_BODY,
    )
    async def add(
        request: Request, response: Response, parts: Parts, lang: Reader
    ) -> shapes.CatalogShape:
        """Add a catalogue; the same address again changes its title and schedule.

        JSON names its address; a form may drop a CSV list of addresses instead.
        """
        catalog = await catalog_from(request, parts)
        response.headers["location"] = f"/v1/catalogs/{catalog.id}"
        return await shown(parts, catalog, lang)

    routes.include_router(_plain)
    return routes


_plain = APIRouter(prefix="/v1/catalogs")


@_plain.get("", operation_id="listCatalogs")
async def catalogs(
    parts: Parts,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Cursor = "",
) -> shapes.CatalogPage:
    """List the catalogues, newest first."""
    found, cursor = await asyncio.to_thread(parts.store.catalogs.all, limit=limit, after=after)
    items = [catalog_item(catalog, parts.settings.public_base_url) for catalog in found]
    return shapes.CatalogPage(items=items, next=cursor or None)


@_plain.delete("/{identifier}", operation_id="dropCatalog", status_code=204)
async def drop(identifier: Annotated[str, Path(max_length=80)], parts: Parts) -> Response:
    """Forget a catalogue and cancel its run; the assessments of its datasets stay."""
    if "." in identifier:  # what is read in another form is not dropped by that name
        raise HTTPException(405)
    await parts.catalogues.drop(identifier)
    return Response(status_code=204)


@_plain.get("/{identifier}/datasets", operation_id="listCatalogDatasets")
async def datasets(  # what the call is made of
    identifier: Identifier,
    request: Request,
    response: Response,
    parts: Parts,
    lang: Reader,
    wanted: Chosen,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    after: Cursor = "",
) -> shapes.MemberPage:
    """List a catalogue's datasets with their newest grades, in a steady order."""
    catalog = await parts.catalogues.get(identifier)
    found, cursor = await asyncio.to_thread(
        parts.store.catalogs.members, catalog.id, wanted, limit=limit, after=after
    )
    base = parts.settings.public_base_url
    if cursor:
        query = request.url.include_query_params(after=cursor).query
        following = f"{base}/v1/catalogs/{catalog.id}/datasets?{query}"
        response.headers["link"] = f'<{following}>; rel="next"'
    items = [member_shape(member, lang, base) for member in found]
    return shapes.MemberPage(items=items, next=cursor or None)


@_plain.get("/{identifier}/summary", operation_id="getCatalogSummary")
async def summary(
    identifier: Identifier,
    parts: Parts,
    lang: Reader,
    organisation: Annotated[
        str | None, Query(max_length=200, description="Only this one, in full.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="Organisations told.")] = 100,
) -> SummaryShape:
    """Sum up a catalogue: medians, grades, fixes that pay most, trend, socle commun."""
    catalog = await parts.catalogues.get(identifier)
    wanted = Wanted(
        catalog=catalog.id,
        org=organisation,
        most=limit,
        lang=lang,
        base=parts.settings.public_base_url,
    )
    return await summed(parts, wanted)


async def shown(parts: Context, catalog: Catalog, lang: Lang) -> shapes.CatalogShape:
    """Give a catalogue with its newest run."""
    count = await asyncio.to_thread(parts.store.catalogs.count, catalog.id)
    runs = await asyncio.to_thread(parts.store.runs.of, catalog.id, 1)
    newest = await parts.catalogues.progress(catalog.id, runs[0].id) if runs else None
    return catalog_shape(catalog, count, newest, lang, parts.settings.public_base_url)
