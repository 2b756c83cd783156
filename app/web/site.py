"""The pages for people: home and its form, reports, the rule book, the schemas."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from app.collect.schemas import KnownSchema
from app.errors import NotFound, Problem
from app.jobs import Terms
from app.redact import redact_url
from app.settings import Settings
from app.store import Head
from app.web.context import Context, Parts, Reader, read_form
from app.web.datasets import UNKNOWN
from app.web.gate.form_key import REFUSED, admit
from app.web.orders import order_from_form
from app.web.page_data import Field, FormValues, PageError, RecentAssessment, SchemaChoice
from app.web.pages import home_page, rules_page, schemas_page
from app.web.problems import error_answer
from app.web.reports import report_response
from rules.core.text import LANGS, Lang

_RECENT = 12
_PATIENCE = 10
"""Seconds that a person looks at an empty page before another one shows what is going on."""
_FIELDS: dict[str, Field] = {
    "unknown_schema": "schema",
    "schema_refused": "schema",
    "body_too_large": "file",
    **dict.fromkeys(REFUSED, "key"),
}
Prefilled = Annotated[str, Query(max_length=8192)]


def router(settings: Settings) -> APIRouter:
    """Build the routes; the upload cap is the settings’."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/")
    async def home(
        parts: Parts,
        lang: Reader,
        url: Prefilled = "",
        schema: Prefilled = "",
        frequency: Prefilled = "",
    ) -> HTMLResponse:
        values = FormValues(url=url, schema=schema, frequency=frequency)
        return await _home(parts, lang, values)

    @routes.post("/assess", max_body_size=int(settings.upload_max) + (1 << 20))
    async def assess(request: Request, parts: Parts, lang: Reader) -> Response:
        """Take the form; go to the report, or back to the form with what was wrong."""
        spoken, typed = lang, FormValues()
        try:
            async with read_form(request) as form:
                spoken, typed = _spoken(form, lang), _typed(form)
                await admit(request, parts, form, "submit")
                order = (await order_from_form(form, parts)).order
            answer = await parts.desk.take(order, Terms(wait=_PATIENCE))
        except Problem as problem:
            return await _home(parts, spoken, typed, problem)
        if answer.assessment is None:
            return RedirectResponse(f"/jobs/{answer.job_id}?lang={spoken}", 303)
        return RedirectResponse(f"/datasets/{answer.assessment.dataset.id}?lang={spoken}", 303)

    @routes.get("/datasets/{identifier}")
    async def dataset(identifier: str, parts: Parts, lang: Reader) -> HTMLResponse:
        assessment = await asyncio.to_thread(parts.store.latest, identifier[:64])
        if assessment is None:
            return error_answer(NotFound(UNKNOWN), lang)
        return await report_response(parts, assessment, lang)

    @routes.get("/rules")
    async def rules(lang: Reader) -> HTMLResponse:
        return HTMLResponse(rules_page(lang))

    @routes.get("/schemas")
    async def schemas(parts: Parts, lang: Reader) -> HTMLResponse:
        known = await parts.schemas.known()
        return HTMLResponse(schemas_page([_choice(schema, lang) for schema in known], lang))

    return routes


async def _home(
    parts: Context, lang: Lang, values: FormValues, problem: Problem | None = None
) -> HTMLResponse:
    heads, _ = await asyncio.to_thread(parts.store.datasets, limit=_RECENT)
    recent = [_recent(head) for head in heads]
    choices = [_choice(schema, lang) for schema in parts.schemas.shipped()]
    error = None
    if problem is not None:
        error = PageError(text=problem.say(lang), field=_FIELDS.get(problem.code, "url"))
    page = home_page(
        recent, choices, lang, error, replace(values, keyed=parts.settings.require_key)
    )
    return HTMLResponse(page, status_code=problem.status if problem else 200)


def _typed(form: FormData) -> FormValues:
    def text(name: str) -> str:
        value = form.get(name)
        return value.strip()[:8192] if isinstance(value, str) else ""

    return FormValues(url=text("url"), schema=text("schema"), frequency=text("frequency"))


def _spoken(form: FormData, lang: Lang) -> Lang:
    return next((known for known in LANGS if form.get("lang") == known), lang)


def _recent(head: Head) -> RecentAssessment:
    return RecentAssessment(
        title=head.title,
        url=redact_url(head.url),
        report=f"/datasets/{head.id}",
        grade=head.grade,
        score=head.score,
        assessed_at=head.assessed_at,
    )


def _choice(schema: KnownSchema, lang: Lang) -> SchemaChoice:
    return SchemaChoice(
        name=schema.name,
        title=schema.title.say(lang),
        version=schema.version,
        fields=schema.fields,
        url=schema.url,
    )
