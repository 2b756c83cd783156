"""Ask how a job stands, follow it live, cancel it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.store import Job
from app.web.context import Parts, Reader
from app.web.job_shape import JobShape, ask_again, job_shape
from app.web.problems import RESPONSES

router = APIRouter(prefix="/v1/jobs", tags=["jobs"], responses=RESPONSES)


@router.get("/{job_id}", operation_id="getJob")
async def read(job_id: str, parts: Parts, lang: Reader, response: Response) -> JobShape:
    """Say how a job stands; ``assessment`` is there as soon as something was found."""
    job = await parts.desk.job(job_id[:64])
    response.headers["cache-control"] = "no-store"
    if not job.ended:
        response.headers["retry-after"] = str(ask_again(job))
    return job_shape(job, lang, parts.settings.public_base_url)


@router.delete("/{job_id}", operation_id="cancelJob")
async def cancel(job_id: str, parts: Parts, lang: Reader) -> JobShape:
    """Cancel a job, waiting or running: for everyone who asked for the same."""
    job = await parts.desk.cancel(job_id[:64])
    return job_shape(job, lang, parts.settings.public_base_url)


async def _known(job_id: str, parts: Parts) -> Job:
    """Refuse an unknown job before the stream begins."""
    return await parts.desk.job(job_id[:64])


@router.get("/{job_id}/events", operation_id="followJob", response_class=EventSourceResponse)
async def follow(
    job: Annotated[Job, Depends(_known)], parts: Parts, lang: Reader
) -> AsyncIterator[ServerSentEvent]:
    """Follow a job: one ``progress`` event at each change, ``end`` when nothing more will come."""
    async for now in parts.desk.follow(job.id):
        shape = job_shape(now, lang, parts.settings.public_base_url)
        yield ServerSentEvent(event="end" if now.ended else "progress", data=shape)
