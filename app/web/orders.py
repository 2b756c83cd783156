"""What a caller may ask for: JSON or a form, turned into one order."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from starlette.datastructures import FormData, UploadFile

from app.assess import Order
from app.collect.addresses import tidied
from app.collect.metadata import read_metadata
from app.errors import BadRequest
from app.jobs import Priority
from app.settings import Settings
from app.table.suite_given import given_suite
from app.web.context import Context
from app.web.hooks.one_off import OneOff
from rules.core.text import Text

_PRIORITIES = {"publish": Priority.PUBLISH, "person": Priority.PERSON, "batch": Priority.BATCH}
_TOO_LARGE = Text(
    en="The request is larger than we accept.", fr="La requête dépasse la taille acceptée."
)
_NOT_JSON = Text(
    en='The body is not JSON. Send {{"url": "https://…"}}, or a form with a file.',
    fr='Le corps de la requête n’est pas du JSON. Envoyez {{"url": "https://…"}}, ou un formulaire avec un fichier.',
)
_NOTHING = Text(
    en="Nothing to assess: give a link in “url” or a file in “file”.",
    fr="Rien à évaluer : donnez un lien dans « url » ou un fichier dans « file ».",
)


class AssessmentOrder(BaseModel):
    """Body of ``POST /v1/assessments``."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(min_length=1, description="Address of the file to assess.")
    schema_: str | dict[str, Any] | None = Field(
        default=None,
        alias="schema",
        description="Name (scdl/subventions, a registry name, name@version), URL, or a Table Schema.",
    )
    metadata: dict[str, Any] | None = Field(
        default=None, description="What the portal says: title, description, licence, contact …"
    )
    expectations: bool | dict[str, Any] = Field(
        default=True,
        description="Hold the table against the schema's expectation suite (true, false), "
        "or against this one: a Great Expectations suite, 1.x or 0.x.",
    )
    frequency: str | None = Field(
        default=None, max_length=200, description="Declared update frequency, any vocabulary."
    )
    modified: datetime | None = Field(default=None, description="Date of the last update.")
    priority: Literal["publish", "person", "batch"] = "publish"
    webhook: OneOff = Field(
        default=None,
        description="Address to tell when this job has ended, or the same with a secret of yours.",
    )

    @field_validator("schema_")
    @classmethod
    def _named(cls, value: str | dict[str, Any] | None) -> str | dict[str, Any] | None:
        return value or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An order, by whom it is given, and who is told of its end."""

    order: Order
    priority: Priority = Priority.PERSON
    webhook: OneOff = None


async def order_from_json(request: Request, settings: Settings) -> Asked:
    """Read a JSON body. Raises ``Problem`` or a validation error, never anything else."""
    return checked(await json_body(request, settings))


async def json_body(request: Request, settings: Settings) -> object:
    """Read a body as JSON. Raises ``BadRequest``."""
    body = await _body(request, int(settings.api_max_body))
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest("not_json", _NOT_JSON, status=400) from None


def checked(stated: object) -> Asked:
    """Check a JSON body against the contract."""
    try:
        asked = AssessmentOrder.model_validate(stated)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False, include_url=False)) from None
    metadata = dict(asked.metadata or {})
    if asked.frequency is not None:
        metadata["frequency"] = asked.frequency
    if asked.modified is not None:
        metadata["modified"] = asked.modified.isoformat()
    order = Order(
        url=tidied(asked.url),
        schema=asked.schema_,
        metadata=read_metadata(metadata),
        expectations=asked.expectations is not False,
        suite=given_suite(asked.expectations) if isinstance(asked.expectations, dict) else "",
    )
    return Asked(order=order, priority=_PRIORITIES[asked.priority], webhook=asked.webhook)


async def order_from_form(form: FormData, parts: Context) -> Asked:
    """Read a form: a ``file``, kept until its job has ended, else a ``url``. Raises ``Problem``."""
    stated = form.get("webhook")
    webhook = stated.strip() if isinstance(stated, str) else ""
    if webhook:
        parts.desk.receiver(webhook)  # refused before a file is kept for it
    return Asked(order=await _order(form, parts), webhook=webhook or None)


async def _order(form: FormData, parts: Context) -> Order:
    texts = {k: v.strip() for k, v in form.multi_items() if isinstance(v, str) and v.strip()}
    file = form.get("file")
    metadata = {k: v for k, v in texts.items() if k in {"frequency", "modified", "title"}}
    stated = texts.get("expectations", "on")
    expectations, suite = stated not in {"off", "false", "0"}, _suite(stated)
    schema = texts.get("schema")
    if isinstance(file, UploadFile) and file.filename:
        path = parts.desk.shelf()
        await keep_file(file, path, int(parts.settings.upload_max))
        return Order(
            path=path,
            name=Path(file.filename.replace("\\", "/")).name[:80],
            schema=schema,
            metadata=read_metadata(metadata) if metadata else None,
            expectations=expectations,
            suite=suite,
        )
    if "url" not in texts:
        raise BadRequest("nothing_to_assess", _NOTHING, status=422)
    return Order(
        url=tidied(texts["url"]),
        schema=schema,
        metadata=read_metadata(metadata),
        expectations=expectations,
        suite=suite,
    )


def _suite(stated: str) -> str:
    """Read a suite written into a form's field; empty where it says on or off."""
    if not stated.startswith("{"):
        return ""
    try:
        suite = json.loads(stated)
    except (ValueError, RecursionError):
        suite = {}
    return given_suite(suite)


async def keep_file(file: UploadFile, path: Path, most: int) -> None:
    """Write a dropped file down, whole or not at all."""
    try:
        await _copy(file, path, most)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 # one system call, also while being cancelled
        raise


async def _copy(file: UploadFile, path: Path, most: int) -> None:
    kept = 0
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        while block := await file.read(1 << 20):
            kept += len(block)
            if kept > most:
                raise BadRequest("body_too_large", _TOO_LARGE, status=413)
            out.write(block)


async def _body(request: Request, most: int) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise BadRequest("body_too_large", _TOO_LARGE, status=413)
    return bytes(body)
