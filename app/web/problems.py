"""Refusals as RFC 9457 problem+json: a stable code, a sentence in the reader's language, no echo."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from app.errors import Problem, out_of_space
from app.web.context import accepted_language, prefers_html
from app.web.pages import error_page
from rules.core.outcomes import OUTCOMES
from rules.core.text import LANGS, Lang, Text

MEDIA_TYPE = "application/problem+json"
_MOST_ERRORS = 20
_BY_STATUS = {
    400: ("bad_request", Text(en="The request cannot be read.", fr="La requête est illisible.")),
    404: ("not_found", Text(en="There is nothing here.", fr="Il n’y a rien ici.")),
    405: (
        "method_not_allowed",
        Text(
            en="This address does not take this method.",
            fr="Cette adresse n’accepte pas cette méthode.",
        ),
    ),
    413: (
        "body_too_large",
        Text(
            en="The request is larger than we accept.", fr="La requête dépasse la taille acceptée."
        ),
    ),
}
_INVALID = Text(
    en="The request does not fit the contract: see “errors”.",
    fr="La requête ne respecte pas le contrat : voir « errors ».",
)


class FieldError(BaseModel):
    """One part of the request that does not fit."""

    pointer: str
    code: str
    detail: str


class ProblemShape(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[FieldError] | None = None


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ProblemShape, "description": "Refused; `code` is stable."},
    422: {"model": ProblemShape, "description": "The request does not fit the contract."},
}


def install(app: FastAPI) -> None:
    """Answer every refusal, ours or the framework's, in one shape."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OSError, _no_space)
    app.add_exception_handler(Exception, _unexpected)


def answer(
    status: int, code: str, title: str, errors: list[FieldError] | None = None
) -> JSONResponse:
    """Build one problem+json answer."""
    shape = ProblemShape(
        type=f"/problems/{code}", title=title, status=status, code=code, errors=errors
    )
    return JSONResponse(
        shape.model_dump(exclude_none=True), status_code=status, media_type=MEDIA_TYPE
    )


def reader_of(request: Request) -> Lang:
    """Find the reader's language where a route never ran."""
    asked = request.query_params.get("lang")
    for lang in LANGS:
        if asked == lang:
            return lang
    return accepted_language(request.headers.get("accept-language", ""))


def error_answer(problem: Problem, lang: Lang) -> HTMLResponse:
    """Answer a refusal as a page."""
    sentence = problem.say(lang)
    return HTMLResponse(error_page(sentence, "", problem.status, lang), problem.status)


async def _problem(request: Request, problem: Exception) -> JSONResponse:
    assert isinstance(problem, Problem)
    return answer(problem.status, problem.code, problem.say(reader_of(request)))


async def _invalid(request: Request, invalid: Exception) -> JSONResponse:
    assert isinstance(invalid, RequestValidationError)
    errors = [
        # Neither the input nor its context: an answer never gives back what a stranger sent.
        FieldError(pointer=_pointer(e["loc"]), code=str(e["type"])[:80], detail=str(e["msg"])[:200])
        for e in invalid.errors()[:_MOST_ERRORS]
    ]
    return answer(422, "invalid_request", _INVALID.say(reader_of(request)), errors)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, text = _BY_STATUS.get(error.status_code, ("http_error", _BY_STATUS[400][1]))
    if _for_a_person(request):
        return error_answer(Problem(code, text, status=error.status_code), reader_of(request))
    response = answer(error.status_code, code, text.say(reader_of(request)))
    response.headers.update(error.headers or {})
    return response


async def _no_space(request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    if not out_of_space(error):
        raise error
    problem = Problem("no_space", OUTCOMES["no_space"].text, status=503)
    if _for_a_person(request):
        return error_answer(problem, reader_of(request))
    return await _problem(request, problem)


async def _unexpected(request: Request, _: Exception) -> JSONResponse:
    sentence = Text(
        en="Something broke on our side; it has been logged.",
        fr="Quelque chose s’est cassé chez nous ; l’incident est journalisé.",
    )
    return answer(500, "internal", sentence.say(reader_of(request)))


def _for_a_person(request: Request) -> bool:
    path = request.url.path
    return prefers_html(request.headers.get("accept", "")) and not path.startswith("/v1/")


def _pointer(location: tuple[int | str, ...]) -> str:
    safe = (str(part)[:60].encode("ascii", "replace").decode() for part in location)
    return "/" + "/".join(safe)
