"""One assessment in every form that we speak: JSON, a page, and linked data."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from fastapi import APIRouter, Request, Response

from app.web.context import Context, Parts, Reader
from app.web.linked.addresses import iri
from app.web.linked.quality import describe
from app.web.linked.terms import Triple
from app.web.linked.writing import MEDIA_TYPES, Form, serialise
from app.web.negotiation import choose
from app.web.present import present
from app.web.reports import report_response
from rules.core.assessment import Assessment
from rules.core.text import Lang

_JSON, _HTML = "application/json", "text/html"
_OFFERED = (_JSON, _HTML, *MEDIA_TYPES.values())
_VARY = {"vary": "accept, accept-language"}
IN_OPENAPI: dict[int | str, dict[str, Any]] = {
    200: {"content": {media_type: {} for media_type in _OFFERED if media_type != _JSON}}
}
"""The forms beside JSON, told to readers of ``/openapi.json``."""
Find = Callable[[Context, str], Awaitable[Assessment]]


async def represent(
    request: Request, parts: Context, assessment: Assessment, lang: Lang
) -> Response:
    """Answer with the form that the caller likes best; JSON where nothing was said."""
    media_type = choose(request.headers.get("accept", ""), _OFFERED)
    if media_type == _HTML:
        page = await report_response(parts, assessment, lang)
        page.headers.update(_VARY)
        return page
    form = form_of(media_type)
    if form:
        return await _linked(parts, assessment, form)
    shape = present(assessment, lang, parts.settings.public_base_url)
    return Response(shape.model_dump_json(by_alias=True), media_type=_JSON, headers=_VARY)


def linked_routes(routes: APIRouter, operation: str, find: Find) -> None:
    """Offer each linked-data form under its own extension: ``/{identifier}.ttl`` …"""
    for form, media_type in MEDIA_TYPES.items():
        routes.add_api_route(
            f"/{{identifier}}.{form}",
            _route(find, form),
            operation_id=f"{operation}As{form.capitalize()}",
            summary=f"The same as {media_type}",
            response_class=Response,
            responses={200: {"content": {media_type: {}}}},
        )


async def graph_response(triples: Iterable[Triple], form: Form) -> Response:
    """Answer with a graph; ``vary`` since the same address may answer in another form."""
    text = await asyncio.to_thread(serialise, triples, form)
    return Response(text, media_type=MEDIA_TYPES[form], headers=_VARY)


def form_of(media_type: str) -> Form | None:
    """Give the linked-data form that a media type stands for."""
    return next((form for form, known in MEDIA_TYPES.items() if known == media_type), None)


def base_of(parts: Context) -> str:
    """Give the service's public address as a legal IRI. Raises ``ValueError`` where it is none."""
    base = iri(parts.settings.public_base_url)
    if base is None:
        raise ValueError("QUALIDATA_PUBLIC_BASE_URL is no web address")
    return base.value


def _route(find: Find, form: Form) -> Callable[..., Awaitable[Response]]:
    async def read(identifier: str, parts: Parts, lang: Reader) -> Response:
        """Give the assessment as a DQV graph; labels come in every language."""
        del lang  # a graph speaks them all
        return await _linked(parts, await find(parts, identifier), form)

    return read


async def _linked(parts: Context, assessment: Assessment, form: Form) -> Response:
    base = base_of(parts)
    return await graph_response(describe(present(assessment, "fr", base), base), form)
