"""What our metrics, dimensions, grades, policies and reasons mean, each at its own address.

A browser gets a page, a program the same as linked data: Turtle unless it asks for another form,
by ``Accept`` or by extension (``/def/metrics/filled_cells.ttl``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.errors import NotFound
from app.web.context import Parts, Reader
from app.web.linked.definitions import DEFINITIONS, KINDS, Definition, Kind
from app.web.linked.terms import Triple
from app.web.linked.vocabulary import defined, scheme
from app.web.linked.writing import MEDIA_TYPES, Form
from app.web.negotiation import choose
from app.web.pages import definition_page, definitions_page
from app.web.problems import error_answer
from app.web.representations import base_of, form_of, graph_response
from rules.core.text import Lang, Text

UNKNOWN = Text(en="Nothing is defined under this name.", fr="Rien n’est défini sous ce nom.")
_OFFERED = (*MEDIA_TYPES.values(), "text/html")
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What an address under ``/def`` stands for: one definition, or whole lists of them."""

    path: str
    kinds: tuple[Kind, ...] = ()
    definition: Definition | None = None

    def triples(self, base: str) -> Iterator[Triple]:
        if self.definition:
            yield from defined(self.definition, base)
        for kind in self.kinds:
            yield from scheme(kind, base)

    def page(self, lang: Lang) -> str:
        if self.definition:
            return definition_page(self.definition, self.path, lang)
        return definitions_page(self.kinds, self.path, lang)


@router.get("/def")
@router.get("/def.{_}")
@router.get("/def/{_:path}")
async def define(request: Request, parts: Parts, lang: Reader) -> Response:
    """Say what a name of ours means."""
    path, stated = _split(request.scope["path"])
    form = stated or form_of(choose(request.headers.get("accept", ""), _OFFERED))
    subject = _subject(path)
    if subject is None and form is None:
        return error_answer(NotFound(UNKNOWN), lang)
    if subject is None:
        raise NotFound(UNKNOWN)
    if form is None:
        return HTMLResponse(subject.page(lang), headers={"vary": "accept, accept-language"})
    return await graph_response(subject.triples(base_of(parts)), form)


def _split(path: str) -> tuple[str, Form | None]:
    for form in MEDIA_TYPES:
        if path.endswith(f".{form}"):
            return path.removesuffix(f".{form}"), form
    return path, None


def _subject(path: str) -> _Subject | None:
    kind_name, _, identifier = path.removeprefix("/def").strip("/").partition("/")
    if not kind_name:
        return _Subject("/def", kinds=KINDS)
    kind = next((kind for kind in KINDS if kind == kind_name), None)
    if kind is None:
        return None
    if not identifier:
        return _Subject(f"/def/{kind}", kinds=(kind,))
    found = DEFINITIONS.get((kind, identifier))
    return _Subject(f"/def/{kind}/{quote(found.id)}", definition=found) if found else None
