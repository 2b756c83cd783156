"""The pages of catalogues, and the forms on them: they work without JavaScript."""

from __future__ import annotations

import asyncio
from typing import Annotated, cast, get_args

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from app.errors import Problem
from app.expurgated import expurgated
from app.jobs import Plan, Progress
from app.store.catalog_model import Filter, Policy
from app.web.catalogs.asked import Identifier
from app.web.catalogs.pages import CatalogView, catalog_page, catalogs_page
from app.web.catalogs.present import run_shape
from app.web.catalogs.summary import Wanted
from app.web.catalogs.summed import summed
from app.web.context import Context, Parts, Reader, read_form
from app.web.gate.form_key import REFUSED, admit
from app.web.page_data import Field, FormValues, PageError
from app.web.problems import error_answer
from rules.core.text import LANGS, Lang

_LISTED, _ORGANISATIONS, _RUNS = 25, 200, 10
Cursor = Annotated[str, Query(max_length=200)]
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/catalogs")
async def catalogs(parts: Parts, lang: Reader, after: Cursor = "") -> HTMLResponse:
    """Show the catalogues, and the form that adds one."""
    try:
        return await _list(parts, lang, after=after)
    except Problem as problem:
        return error_answer(problem, lang)


@router.post("/catalogs")
async def add(request: Request, parts: Parts, lang: Reader) -> Response:
    """Add a catalogue and begin its first run."""
    spoken, url = lang, ""
    try:
        async with read_form(request) as form:
            spoken, url = _spoken(form, lang), _text(form, "url")
            await admit(request, parts, form, "catalog")
        catalog = await parts.catalogues.add(Plan(url=url))
        await _begin(parts, catalog.id, "due")
    except Problem as problem:
        return await _list(parts, spoken, problem=problem, typed=url)
    return RedirectResponse(f"/catalogs/{catalog.id}?lang={spoken}", 303)


@router.post("/catalogs/{identifier}/runs")
async def run(identifier: Identifier, request: Request, parts: Parts, lang: Reader) -> Response:
    """Begin a run."""
    spoken = lang
    try:
        async with read_form(request) as form:
            spoken, policy = _spoken(form, lang), _text(form, "policy")
            await admit(request, parts, form, "catalog")
        known = policy if policy in get_args(Policy) else "due"
        await _begin(parts, identifier, cast(Policy, known))
    except Problem as problem:
        return error_answer(problem, spoken)
    return RedirectResponse(f"/catalogs/{identifier}?lang={spoken}", 303)


@router.post("/catalogs/{identifier}/cancel")
async def cancel(identifier: Identifier, request: Request, parts: Parts, lang: Reader) -> Response:
    """Cancel a run."""
    spoken = lang
    try:
        async with read_form(request) as form:
            spoken, run_id = _spoken(form, lang), _text(form, "run")
            await admit(request, parts, form, "catalog")
        await parts.catalogues.cancel(identifier, run_id)
    except Problem as problem:
        if problem.code != "run_ended":
            return error_answer(problem, spoken)
    return RedirectResponse(f"/catalogs/{identifier}?lang={spoken}", 303)


@router.get("/catalogs/{identifier}")
async def catalog(
    identifier: Identifier,
    parts: Parts,
    lang: Reader,
    organisation: Annotated[str | None, Query(max_length=200)] = None,
    after: Cursor = "",
) -> HTMLResponse:
    """Show a catalogue, or one organisation in it."""
    try:
        view = await _view(parts, identifier, organisation, after, lang)
    except Problem as problem:
        return error_answer(problem, lang)
    headers = {"cache-control": "no-store"}
    return HTMLResponse(catalog_page(view, lang), headers=headers)


async def _view(
    parts: Context, identifier: str, organisation: str | None, after: str, lang: Lang
) -> CatalogView:
    found = await parts.catalogues.get(identifier)
    base = parts.settings.public_base_url
    wanted = Wanted(catalog=found.id, org=organisation, most=_ORGANISATIONS, lang=lang, base=base)
    summary = await summed(parts, wanted)
    members, cursor = await asyncio.to_thread(
        parts.store.catalogs.members, found.id, Filter(org=organisation), limit=_LISTED, after=after
    )
    runs = await asyncio.to_thread(parts.store.runs.of, found.id, _RUNS)
    shown = [run_shape(Progress(run=one), lang, base) for one in runs]
    if runs:
        newest = await parts.catalogues.progress(found.id, runs[0].id)
        shown[0] = run_shape(newest, lang, base)
    return CatalogView(
        catalog=expurgated(found),
        summary=summary,
        runs=shown,
        members=[expurgated(member) for member in members],
        cursor=cursor,
        base=base,
        keyed=parts.settings.require_key,
    )


async def _begin(parts: Context, identifier: str, policy: Policy) -> None:
    """Begin a run, unless one is under way: whoever asked sees that one."""
    try:
        await parts.catalogues.start(identifier, policy)
    except Problem as problem:
        if problem.code != "run_in_progress":
            raise


async def _list(
    parts: Context, lang: Lang, *, after: str = "", problem: Problem | None = None, typed: str = ""
) -> HTMLResponse:
    found, cursor = await asyncio.to_thread(parts.store.catalogs.all, limit=_LISTED, after=after)
    error = None
    if problem is not None:
        field: Field = "key" if problem.code in REFUSED else "url"
        error = PageError(text=problem.say(lang), field=field)
    values = FormValues(url=typed, keyed=parts.settings.require_key)
    page = catalogs_page([expurgated(one) for one in found], cursor, lang, error, values)
    return HTMLResponse(page, status_code=problem.status if problem else 200)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip()[:8192] if isinstance(value, str) else ""


def _spoken(form: FormData, lang: Lang) -> Lang:
    return next((known for known in LANGS if form.get("lang") == known), lang)
