"""The page on which a person waits: it comes back by itself, with or without JavaScript."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.errors import Problem
from app.jobs import problem_of
from app.web.context import Parts, Reader
from app.web.job_shape import job_shape
from app.web.pages import waiting_page
from app.web.problems import error_answer

_SLOWEST = 10
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Turn = Annotated[int, Query(ge=0, le=10_000)]


@router.get("/jobs/{job_id}")
async def wait(job_id: str, parts: Parts, lang: Reader, turn: Turn = 0) -> Response:
    """Show how a job stands; go to the report as soon as there is one."""
    try:
        job = await parts.desk.job(job_id[:64])
    except Problem as problem:
        return error_answer(problem, lang)
    if job.assessment:
        return RedirectResponse(f"/datasets/{job.dataset}?lang={lang}", 303)
    if job.successor:
        return RedirectResponse(f"/jobs/{job.successor}?lang={lang}", 303)
    if job.ended:
        return error_answer(problem_of(job.code, job.problem), lang)
    # Quick at first, then slower: nobody watches a page that long.
    seconds = min(2 + turn // 5, _SLOWEST)
    again = f"/jobs/{job.id}?lang={lang}&turn={turn + 1}"
    page = waiting_page(job_shape(job, lang, ""), lang)
    headers = {"refresh": f"{seconds}; url={again}", "cache-control": "no-store"}
    return HTMLResponse(page, headers=headers)
