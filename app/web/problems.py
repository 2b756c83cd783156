"""Refusals as RFC 9457 problem+json: a stable code, a sentence in the reader's language, no echo."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.errors import Problem, out_of_space
from app.web.accounts import request_id
from app.web.allowed import allowed
from app.web.context import accepted_language, prefers_html
from app.web.faults import FieldError, faults_of
from app.web.headers import marked
from app.web.pages import error_page
from app.web.refusals import refusal_of
from rules.core.outcomes import OUTCOMES
from rules.core.text import LANGS, Lang, Text

MEDIA_TYPE = "application/problem+json"
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
    408: (
        "request_timeout",
        Text(
            en="The request came too slowly: nobody waited for its end.",
            fr="La requête arrivait trop lentement : nous avons cessé de l’attendre.",
        ),
    ),
    413: (
        "body_too_large",
        Text(
            en="The request is larger than we accept.", fr="La requête dépasse la taille acceptée."
        ),
    ),
    503: (
        "ending",
        Text(
            en="The service is about to restart: try again in a minute.",
            fr="Le service est sur le point de redémarrer : réessayez dans une minute.",
        ),
    ),
}
_INVALID = Text(
    en="The request does not fit the contract: see “errors”.",
    fr="La requête ne respecte pas le contrat : voir « errors ».",
)


class ProblemShape(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[FieldError] | None = None
    request_id: str | None = None
    """What to quote to whoever runs the service: it stands in the log."""


def _refused(description: str) -> dict[str, Any]:
    return {"model": ProblemShape, "description": description}


RESPONSES: dict[int | str, dict[str, Any]] = {
    400: _refused("The request cannot be read."),
    401: _refused("An API key is missing, unknown or expired: see `WWW-Authenticate`."),
    403: _refused("The API key does not open this."),
    404: _refused("There is nothing here."),
    408: _refused("The body came too slowly."),
    413: _refused("The body is larger than accepted."),
    422: _refused("The request does not fit the contract."),
    429: _refused("Too many points spent: come back after `Retry-After` seconds."),
    "4XX": _refused("Refused for another reason; `code` is stable."),
    503: _refused("The records cannot be reached just now."),
}


def install(app: FastAPI) -> None:
    """Answer every refusal, ours or the framework's, in one shape."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(OSError, _no_space)
    app.add_exception_handler(Exception, _unexpected)


def answer(problem: Problem, lang: Lang, errors: list[FieldError] | None = None) -> JSONResponse:
    """Build one problem+json answer: what happened in ``title``, what to do in ``detail``."""
    known = refusal_of(problem.code)
    status = problem.status
    shape = ProblemShape(
        type=f"/problems/{problem.code}",
        title=problem.say(lang),
        status=status,
        code=problem.code,
        detail=known.fix.say(lang) if known else None,
        errors=errors,
        request_id=request_id() or None,
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


def refusal(request: Request, problem: Problem) -> Response:
    """Answer a refusal: a page to a person, problem+json to a program."""
    if _for_a_person(request):
        response: Response = error_answer(problem, reader_of(request))
    else:
        response = answer(problem, reader_of(request))
    response.headers.update(problem.headers)
    return response


async def _problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    response = answer(problem, reader_of(request))
    response.headers.update(problem.headers)
    return response


async def _invalid(request: Request, invalid: Exception) -> JSONResponse:
    assert isinstance(invalid, RequestValidationError)
    lang = reader_of(request)
    return answer(Problem("invalid_request", _INVALID), lang, faults_of(invalid.errors(), lang))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, text = _BY_STATUS.get(error.status_code, ("http_error", _BY_STATUS[400][1]))
    response = refusal(request, Problem(code, text, status=error.status_code))
    response.headers.update(error.headers or {})
    if error.status_code == 405 and "allow" in response.headers:  # noqa: PLR2004
        stated = allowed(request.app.routes, request.scope["path"])
        response.headers["allow"] = stated or response.headers["allow"]
    return response


async def _gone(_: Request, error: Exception) -> Response:
    """Answer nobody: whoever asked hung up in the middle of the request."""
    assert isinstance(error, ClientDisconnect)
    return Response(status_code=400)


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
    response = answer(Problem("internal", sentence, status=500), reader_of(request))
    marked(response.headers, request.scope["path"])  # no layer of ours is left to do so
    return response


def _for_a_person(request: Request) -> bool:
    path = request.url.path
    return prefers_html(request.headers.get("accept", "")) and not path.startswith("/v1/")
