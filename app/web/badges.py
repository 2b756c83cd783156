"""Badges by address or by dataset: always an image, always 200, never a wait for a fetch."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from app.collect.addresses import URL_MAX, tidied
from app.store import Head, Unavailable
from app.web.badge import BadgeState, badge_json, badge_of, badge_svg
from app.web.context import Context, Parts, accepted_language
from app.web.problems import RESPONSES
from app.web.slip import same_for_all, slip_of
from rules.core.assessment import dataset_id
from rules.core.grading import Grade
from rules.core.text import LANGS, Lang

LABEL_MAX = 80
"""Most characters of a label of the caller's own."""
router = APIRouter(tags=["badges"], responses=RESPONSES)
# No constraint here: a page that shows a badge has no use for a refusal.
Url = Annotated[str, Query(description="Address of the dataset.")]
Style = Annotated[str, Query(description="`flat` (also for any other word) or `flat-square`.")]
Label = Annotated[str, Query(description="Text of the left half; its first 80 characters count.")]
CACHE = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400"

Face = tuple[str, str, str]


class Svg(Response):
    """A drawing."""

    media_type = "image/svg+xml"


def _language(
    request: Request,
    lang: Annotated[
        str | None, Query(description="`fr` (also for any other word) or `en`.")
    ] = None,
) -> Lang:
    if lang is None:
        return accepted_language(request.headers.get("accept-language", ""))
    return next((known for known in LANGS if known == lang), "fr")


BadgeReader = Annotated[Lang, Depends(_language)]


@router.get("/badge.svg", operation_id="badgeByUrl", response_class=Svg)
async def by_url(
    request: Request,
    parts: Parts,
    lang: BadgeReader,
    url: Url = "",
    style: Style = "flat",
    label: Label = "",
) -> Response:
    """Draw the badge of an address."""
    face = await _face(request, parts, _id(url), lang)
    return Svg(_drawn(face, label, style), headers=_headers(request))


@router.get("/v1/datasets/{identifier}/badge.svg", operation_id="badge", response_class=Svg)
async def by_id(
    identifier: str,
    request: Request,
    parts: Parts,
    lang: BadgeReader,
    style: Style = "flat",
    label: Label = "",
) -> Response:
    """Draw the badge of a dataset."""
    face = await _face(request, parts, identifier[:64], lang)
    return Svg(_drawn(face, label, style), headers=_headers(request))


@router.get("/badge.json", operation_id="badgeJson")
async def as_json(
    request: Request, parts: Parts, lang: BadgeReader, url: Url = "", label: Label = ""
) -> Response:
    """Give the badge as a shields.io endpoint answer."""
    name, message, colour = await _face(request, parts, _id(url), lang)
    shown = badge_json(label[:LABEL_MAX] or name, message, colour)
    return JSONResponse(shown, headers=_headers(request))


def _id(url: str) -> str:
    """Give the dataset's id; of an address longer than we accept, one that nothing has."""
    return dataset_id(tidied(url)) if len(url) <= URL_MAX else ""


async def _face(request: Request, parts: Context, identifier: str, lang: Lang) -> Face:
    """Give label, message and colour; the read path may give the answer to others too."""
    try:
        head = await asyncio.to_thread(parts.store.head, identifier)
    except Unavailable:
        slip_of(request.scope).failed = True
        return badge_of(None, None, "unavailable", lang)
    same_for_all(request, identifier or "-")
    return badge_of(*_state(head), lang)


def _state(head: Head | None) -> tuple[Grade | None, float | None, BadgeState]:
    if head is None:
        return None, None, "not_assessed"
    if head.grade is not None:
        return head.grade, head.score, "graded"
    if head.graded is not None:  # the origin is unwell just now: the last grade, marked as old
        return head.graded.grade, head.graded.score, "stale"
    return None, None, "not_measured"


def _drawn(face: Face, label: str, style: str) -> str:
    name, message, colour = face
    return badge_svg(label[:LABEL_MAX] or name, message, colour, style)


def _headers(request: Request) -> dict[str, str]:
    away = slip_of(request.scope).failed
    return {"cache-control": "no-store" if away else CACHE, "vary": "accept-language"}
