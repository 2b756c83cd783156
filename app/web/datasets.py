"""What is known of a dataset: its latest assessment, its history, all of them."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from app.collect.addresses import tidied
from app.errors import NotFound
from app.redact import redact_url
from app.store import Head
from app.web.context import Context, Parts, Reader
from app.web.problems import RESPONSES
from app.web.representations import IN_OPENAPI, linked_routes, represent
from app.web.shapes import AssessmentShape, Grade
from app.web.slip import same_for_all
from rules.core.assessment import Assessment, dataset_id
from rules.core.text import Lang, Text

router = APIRouter(prefix="/v1/datasets", tags=["datasets"], responses=RESPONSES)
CACHE = "public, no-cache, stale-if-error=86400"
"""Programs ask each time whether there is something newer: a 304 costs next to nothing."""
UNKNOWN = Text(
    en="This dataset has not been assessed yet.",
    fr="Ce jeu de données n’a pas encore été évalué.",
)


class DatasetItem(BaseModel):
    """A dataset and its latest grade."""

    id: str
    url: str
    title: str | None
    assessment: str
    grade: Grade | None
    score: float | None
    assessed_at: datetime


class DatasetPage(BaseModel):
    """Some datasets, most recently assessed first; ``next`` asks for those that follow."""

    items: list[DatasetItem]
    next: str | None


class HistoryItem(BaseModel):
    """One past assessment."""

    assessment: str
    assessed_at: datetime
    grade: Grade | None
    score: float | None
    coverage: float
    policy: str
    sha256: str | None
    limits: list[str]


class History(BaseModel):
    """Past assessments, newest first."""

    dataset: str
    items: list[HistoryItem]


async def _latest(parts: Context, identifier: str) -> Assessment:
    assessment = await asyncio.to_thread(parts.store.latest, identifier[:64])
    if assessment is None:
        raise NotFound(UNKNOWN)
    return assessment


@router.get(
    "",
    operation_id="findDatasets",
    response_model=AssessmentShape | DatasetPage,
    responses=IN_OPENAPI,
)
async def find(
    request: Request,
    parts: Parts,
    lang: Reader,
    url: Annotated[str | None, Query(max_length=8192, description="Exact address.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str, Query(max_length=200, description="Cursor of the page before.")] = "",
) -> Response | DatasetPage:
    """Give the latest assessment of one address, or, without ``url``, a page of all datasets."""
    if url is not None:
        return await _shown(request, parts, dataset_id(tidied(url)), lang)
    heads, cursor = await asyncio.to_thread(parts.store.datasets, limit=limit, after=after)
    return DatasetPage(items=[_item(head) for head in heads], next=cursor or None)


linked_routes(router, "getDataset", _latest)


@router.get(
    "/{identifier}",
    operation_id="getDataset",
    response_model=AssessmentShape,
    responses=IN_OPENAPI,
)
async def read(identifier: str, request: Request, parts: Parts, lang: Reader) -> Response:
    """Give a dataset's latest assessment, by ``Accept``: JSON, a page, or linked data (DQV)."""
    return await _shown(request, parts, identifier, lang)


@router.get("/{identifier}/history", operation_id="getDatasetHistory")
async def history(
    identifier: str,
    parts: Parts,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[datetime | None, Query()] = None,
) -> History:
    """Give a dataset's past assessments, newest first."""
    entries = await asyncio.to_thread(
        parts.store.history, identifier[:64], limit=limit, before=before
    )
    if not entries and before is None:
        raise NotFound(UNKNOWN)
    return History(
        dataset=identifier,
        items=[
            HistoryItem(
                assessment=entry.assessment,
                assessed_at=entry.assessed_at,
                grade=entry.grade,
                score=entry.score,
                coverage=entry.coverage,
                policy=entry.policy,
                sha256=entry.sha256 or None,
                limits=list(entry.limits),
            )
            for entry in entries
        ],
    )


async def _shown(request: Request, parts: Context, identifier: str, lang: Lang) -> Response:
    """Answer with the latest assessment; as JSON, the read path may give it to others too."""
    answer = await represent(request, parts, await _latest(parts, identifier), lang)
    if answer.media_type == "application/json":
        same_for_all(request, identifier[:64])
        answer.headers["cache-control"] = CACHE
    return answer


def _item(head: Head) -> DatasetItem:
    return DatasetItem(
        id=head.id,
        url=redact_url(head.url),
        title=head.title or None,
        assessment=head.assessment,
        grade=head.grade,
        score=head.score,
        assessed_at=head.assessed_at,
    )
