"""What callers say about catalogues: bodies, forms and filters, read with care."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Annotated, TypeVar

from fastapi import Depends, Query, Request
from fastapi import Path as InPath
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile

from app.errors import BadRequest
from app.jobs import Plan
from app.store.catalog_model import Catalog, Filter
from app.web.catalogs.shapes import CatalogOrder, GradeWanted
from app.web.context import Context, read_form
from app.web.orders import json_body, keep_file
from rules.core.text import Text

Body = TypeVar("Body", bound=BaseModel)
Identifier = Annotated[str, InPath(max_length=64)]
_NO_LIST = Text(
    en="Drop a CSV file with a column of addresses, in “file”.",
    fr="Déposez dans « file » un fichier CSV comportant une colonne d’adresses.",
)


def filters(  # each is one word of the query
    organisation: Annotated[
        str | None,
        Query(max_length=200, description="Id of an organisation, as the summary gives it."),
    ] = None,
    theme: Annotated[str, Query(max_length=300)] = "",
    format: Annotated[str, Query(max_length=60)] = "",  # noqa: A002 # the word of the contract
    schema: Annotated[str, Query(max_length=300, description="`scdl/subventions` …")] = "",
    grade: Annotated[
        GradeWanted | None, Query(description="A letter, or `none`: not graded.")
    ] = None,
    stale: Annotated[
        bool | None, Query(description="Whether the newest look measured nothing.")
    ] = None,
) -> Filter:
    """Read which datasets are meant."""
    return Filter(
        org=organisation,
        theme=theme,
        format=format.lower(),
        schema=schema,
        grade=grade or "",
        stale=stale,
    )


Chosen = Annotated[Filter, Depends(filters)]


async def body_of(request: Request, parts: Context, shape: type[Body]) -> Body:
    """Read a JSON body as a shape; none at all is an empty object. Raises ``Problem``."""
    empty = request.headers.get("content-length", "") in {"", "0"}
    chunked = "transfer-encoding" in request.headers
    stated = {} if empty and not chunked else await json_body(request, parts.settings)
    try:
        return shape.model_validate(stated)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False, include_url=False)) from None


async def catalog_from(request: Request, parts: Context) -> Catalog:
    """Add the catalogue that a JSON body names, or the list that a form drops. Raises ``Problem``."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _dropped(request, parts)
    given = await body_of(request, parts, CatalogOrder)
    plan = Plan(
        url=given.url,
        kind=given.kind or "",
        title=given.title,
        schedule=given.schedule,
        policy=given.policy,
    )
    return await parts.catalogues.add(plan)


async def _dropped(request: Request, parts: Context) -> Catalog:
    async with read_form(request) as form:
        file, title = form.get("file"), form.get("title")
        if not isinstance(file, UploadFile) or not file.filename:
            raise BadRequest("nothing_to_list", _NO_LIST, status=422)
        path = parts.desk.shelf()
        try:
            await keep_file(file, path, int(parts.settings.upload_max))
            name = title if isinstance(title, str) and title.strip() else file.filename
            digest = await asyncio.to_thread(_sha256, path)
            return await parts.catalogues.add_list(path, digest, name.strip()[:300])
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
