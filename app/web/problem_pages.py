"""What each code of a refusal means: the addresses that ``type`` names in a problem (RFC 9457)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel

from app.errors import NotFound
from app.web.context import Reader, prefers_html
from app.web.pages import error_page
from app.web.refusal import Refusal
from app.web.refusals import refusal_of
from rules.core.text import Lang, Text

_UNKNOWN = Text(en="There is no such code.", fr="Ce code n’existe pas.")
router = APIRouter(include_in_schema=False)


class RefusalShape(BaseModel):
    """One code, explained."""

    code: str
    status: int
    whose: str
    retry: bool
    fix: str


@router.get("/problems/{code}")
async def problem(code: str, request: Request, lang: Reader) -> Response:
    """Explain one code, to a person or to a program."""
    found = refusal_of(code)
    if found is None:
        raise NotFound(_UNKNOWN)
    if prefers_html(request.headers.get("accept", "")):
        return HTMLResponse(error_page(code, found.fix.say(lang), found.status, lang))
    return JSONResponse(_shape(code, found, lang).model_dump())


def _shape(code: str, found: Refusal, lang: Lang) -> RefusalShape:
    return RefusalShape(
        code=code,
        status=found.status,
        whose=found.whose,
        retry=found.retry,
        fix=found.fix.say(lang),
    )
