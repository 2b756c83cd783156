"""Badges by address or by dataset: always an image, always 200, never a wait for a fetch."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from app.store import Head
from app.web.badge import BadgeState, badge_json, badge_of, badge_svg
from app.web.context import Context, Parts, Reader
from rules.core.assessment import dataset_id
from rules.core.grading import Grade

router = APIRouter(tags=["badges"])
Url = Annotated[str, Query(max_length=8192, description="Address of the dataset.")]
Style = Annotated[Literal["flat", "flat-square"], Query()]
Label = Annotated[str | None, Query(max_length=80, description="Text of the left half.")]
CACHE = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400"


@router.get("/badge.svg", operation_id="badgeByUrl", response_class=Response)
async def by_url(
    request: Request,
    parts: Parts,
    lang: Reader,
    url: Url = "",
    style: Style = "flat",
    label: Label = None,
) -> Response:
    """Draw the badge of an address."""
    return _svg(request, await _face(parts, dataset_id(url), label, lang), style)


@router.get("/v1/datasets/{identifier}/badge.svg", operation_id="badge", response_class=Response)
async def by_id(
    identifier: str,
    request: Request,
    parts: Parts,
    lang: Reader,
    style: Style = "flat",
    label: Label = None,
) -> Response:
    """Draw the badge of a dataset."""
    return _svg(request, await _face(parts, identifier[:64], label, lang), style)


@router.get("/badge.json", operation_id="badgeJson")
async def as_json(
    request: Request, parts: Parts, lang: Reader, url: Url = "", label: Label = None
) -> Response:
    """Give the badge as a shields.io endpoint answer."""
    name, message, colour = await _face(parts, dataset_id(url), label, lang)
    answer = JSONResponse(badge_json(name, message, colour))
    return _cached(request, answer)


async def _face(
    parts: Context, identifier: str, label: str | None, lang: str
) -> tuple[str, str, str]:
    head = await asyncio.to_thread(parts.store.head, identifier)
    name, message, colour = badge_of(*_state(head), "en" if lang == "en" else "fr")
    return label or name, message, colour


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
    return _cached(request, Response(drawn, media_type="image/svg+xml"))


def _cached(request: Request, answer: Response) -> Response:
    tag = f'"{sha256(bytes(answer.body)).hexdigest()[:32]}"'
    known = request.headers.get("if-none-match", "")
    headers = {"etag": tag, "cache-control": CACHE, "vary": "accept-language"}
    if tag in known.replace("W/", "").replace(" ", "").split(",") or known.strip() == "*":
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer
