"""What every route may ask for: the running service's parts, and the reader's language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from app.collect.schemas import SchemaLibrary
from app.conformity import Conformity
from app.errors import BadRequest
from app.jobs import Catalogues, Desk
from app.sandbox import Sandbox
from app.settings import Settings
from app.store import Store
from app.web.catalogs.summaries import Summaries
from rules.core.text import LANGS, Lang, Text

_TOO_LARGE = Text(
    en="The request is larger than we accept.", fr="La requête dépasse la taille acceptée."
)
_NO_FORM = Text(en="The form cannot be read.", fr="Le formulaire est illisible.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The parts of the running service."""

    settings: Settings
    store: Store
    schemas: SchemaLibrary
    sandbox: Sandbox
    desk: Desk
    catalogues: Catalogues
    summaries: Summaries = field(default_factory=Summaries)
    conformity: Conformity


def context(request: Request) -> Context:
    """Hand out the running service's parts."""
    parts: Context = request.app.state.context
    return parts


def language(
    request: Request,
    lang: Annotated[Lang | None, Query(description="Language of every sentence.")] = None,
) -> Lang:
    """Give the reader's language: asked for, else accepted by the browser, else French."""
    return lang or accepted_language(request.headers.get("accept-language", ""))


def accepted_language(header: str) -> Lang:
    """Pick the first language of ours in an ``Accept-Language`` header; French where none is."""
    for part in header.split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        for lang in LANGS:
            if tag == lang:
                return lang
    return "fr"


Parts = Annotated[Context, Depends(context)]
Reader = Annotated[Lang, Depends(language)]


def prefers_html(accept: str) -> bool:
    """Tell a browser from a program: HTML is named before JSON, or JSON not at all."""
    kinds = [part.split(";")[0].strip() for part in accept.split(",")]
    if "text/html" not in kinds:
        return False
    json = "application/json"
    return json not in kinds or kinds.index("text/html") < kinds.index(json)


@asynccontextmanager
async def read_form(request: Request) -> AsyncIterator[FormData]:
    """Read a form with at most one file, gone at the end. Raises ``BadRequest`` where it is none."""
    try:
        form = await request.form(max_files=1, max_fields=20)
    except (ValueError, KeyError, HTTPException, MultiPartException) as error:
        if isinstance(error, HTTPException) and error.status_code == 413:  # noqa: PLR2004
            raise BadRequest("body_too_large", _TOO_LARGE, status=413) from None
        if isinstance(error, HTTPException) and error.status_code in {408, 503}:
            raise
        raise BadRequest("not_a_form", _NO_FORM, status=400) from None
    try:
        yield form
    finally:
        await form.close()
