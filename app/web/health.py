"""Is the process alive, and can it work?"""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Response
from pydantic import BaseModel

from app.web.context import Parts
from app.web.problems import RESPONSES

router = APIRouter(tags=["health"], responses=RESPONSES)


class Health(BaseModel):
    """A plain yes."""

    status: str


class Readiness(BaseModel):
    """What the service leans on, part by part."""

    status: str
    database: bool
    sandbox: list[str]
    """Active layers round the parser."""


@router.get("/healthz", operation_id="health")
async def health() -> Health:
    """Answer while the process lives, whatever else is broken."""
    return Health(status="ok")


@router.get("/readyz", operation_id="readiness")
async def ready(parts: Parts, response: Response) -> Readiness:
    """Answer 200 when work can be done, else 503."""
    database = await asyncio.to_thread(parts.store.ready)
    if not database:
        response.status_code = 503
    return Readiness(
        status="ok" if database else "unavailable",
        database=database,
        sandbox=list(parts.sandbox.layers),
    )
