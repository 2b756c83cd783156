"""Is the process alive, and can it work?"""

from __future__ import annotations

import asyncio
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from app.store import Store, Unavailable
from app.web.context import Parts
from app.web.problems import RESPONSES

Reason = Literal["database_unavailable", "no_worker"]
router = APIRouter(tags=["health"], responses=RESPONSES)


class Health(BaseModel):
    """A plain yes."""

    status: str


class Readiness(BaseModel):
    """What the service leans on, part by part."""

    status: Literal["ok", "degraded", "unavailable"]
    """`degraded`: everything can be read and ordered, but orders wait."""
    reasons: list[Reason]
    """Why it is not `ok`."""
    database: bool
    workers: int
    """Workers that live, here and on other machines; a new one counts within five seconds."""
    sandbox: list[str]
    """Active layers round the parser."""


@router.get("/healthz", operation_id="health")
async def health() -> Health:
    """Answer while the process lives, whatever else is broken."""
    return Health(status="ok")


@router.get("/readyz", operation_id="readiness")
async def ready(parts: Parts, response: Response) -> Readiness:
    """Answer 200 when requests can be answered, else 503; 200 says whether anyone does the work."""
    database = await asyncio.to_thread(parts.store.ready)
    workers = await asyncio.to_thread(_workers, parts.store) if database else 0
    reasons: list[Reason] = []
    if not database:
        response.status_code = 503
        reasons.append("database_unavailable")
    elif not workers:
        reasons.append("no_worker")
    status: Literal["ok", "degraded"] = "degraded" if reasons else "ok"
    return Readiness(
        status=status if database else "unavailable",
        reasons=reasons,
        database=database,
        workers=workers,
        sandbox=list(parts.sandbox.layers),
    )


def _workers(store: Store) -> int:
    try:
        return len(store.roll.present())
    except Unavailable:
        return 0
