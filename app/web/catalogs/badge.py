"""A catalogue's badge: the grade of its median, for the portal's own pages."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response

from app.errors import NotFound
from app.web.badge import BadgeState, badge_of, badge_svg
from app.web.badges import CACHE, LABEL_MAX, BadgeReader, Label, Style, Svg
from app.web.catalogs.asked import Identifier
from app.web.context import Parts
from app.web.problems import RESPONSES
from app.web.shelf import answer_of, knows
from rules.core.grading import grade_of
from rules.core.text import Text

_LABEL = Text(en="catalogue quality", fr="qualité du catalogue")
router = APIRouter(prefix="/v1/catalogs", tags=["catalogs"], responses=RESPONSES)


@router.get("/{identifier}/badge.svg", operation_id="badgeOfCatalog", response_class=Svg)
async def badge(
    identifier: Identifier,
    request: Request,
    parts: Parts,
    lang: BadgeReader,
    style: Style = "flat",
    label: Label = "",
) -> Response:
    """Draw the badge of a catalogue; of an unknown one, a grey one."""
    try:
        catalog = await parts.catalogues.get(identifier)
        tally = await asyncio.to_thread(parts.store.figures.whole, catalog.id)
        median = tally.median
    except NotFound:
        median = None
    grade = None if median is None else grade_of(median)
    state: BadgeState = "graded" if grade else "not_assessed"
    _, message, colour = badge_of(grade, median, state, lang)
    name = label[:LABEL_MAX] or _LABEL.say(lang)
    return _cached(request, Svg(badge_svg(name, message, colour, style)))


def _cached(request: Request, drawn: Svg) -> Response:
    """Let caches keep it for a while; one that is known already is not sent again."""
    drawn.headers.update({"cache-control": CACHE, "vary": "accept-language"})
    answer = answer_of(drawn.raw_headers, bytes(drawn.body))
    given: Response = drawn
    if knows(request.headers.get("if-none-match", "").encode("latin-1"), answer.tag):
        given = Response(status_code=304)
        given.raw_headers = answer.bare
    else:
        given.raw_headers = answer.headers
    return given
