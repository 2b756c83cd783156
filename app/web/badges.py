"""Badges by address or by dataset: always an image, always 200, never a wait for a fetch."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from app.collect.addresses import URL_MAX, tidied
from app.store import Head
from app.web.badge import BadgeState, badge_json, badge_of, badge_svg
from app.web.context import Context, Parts, accepted_language
from app.web.problems import RESPONSES
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
    return _svg(request, await _face(parts, _id(url), label, lang), style)


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
    return _svg(request, await _face(parts, identifier[:64], label, lang), style)


@router.get("/badge.json", operation_id="badgeJson")
async def as_json(
    request: Request, parts: Parts, lang: BadgeReader, url: Url = "", label: Label = ""
) -> Response:
    """Give the badge as a shields.io endpoint answer."""
    name, message, colour = await _face(parts, _id(url), label, lang)
    answer = JSONResponse(badge_json(name, message, colour))
    return cached(request, answer)


def _id(url: str) -> str:
    """Give the dataset's id; of an address longer than we accept, one that nothing has."""
    return dataset_id(tidied(url)) if len(url) <= URL_MAX else ""


async def _face(parts: Context, identifier: str, label: str, lang: Lang) -> tuple[str, str, str]:
    head = await asyncio.to_thread(parts.store.head, identifier)
    name, message, colour = badge_of(*_state(head), lang)
    return label[:LABEL_MAX] or name, message, colour


def _state(head: Head | None) -> tuple[Grade | None, float | None, BadgeState]:
    if head is None:
        return None, None, "not_assessed"
    if head.grade is not None:
        return head.grade, head.score, "graded"
    if head.graded is not None:  # the origin is unwell just now: the last grade, marked as old
        return head.graded.grade, head.graded.score, "stale"
    return None, None, "not_measured"


def _svg(request: Request, face: tuple[str, str, str], style: str) -> Response:
    drawn = badge_svg(*face, style)
    return cached(request, Svg(drawn))


def cached(request: Request, answer: Response) -> Response:
    """Let caches keep a badge for a while; one that is known already is not sent again."""
    tag = f'"{sha256(bytes(answer.body)).hexdigest()[:32]}"'
    known = request.headers.get("if-none-match", "")
    headers = {"etag": tag, "cache-control": CACHE, "vary": "accept-language"}
    if tag in known.replace("W/", "").replace(" ", "").split(",") or known.strip() == "*":
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer
