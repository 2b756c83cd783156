"""What is done again and again beside the work, whatever happens to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from app.store import Unavailable

log = logging.getLogger(__name__)


async def forever(
    chore: Callable[[], Awaitable[None]], every: float, *, strict: bool = False
) -> None:
    """Do a chore every so many seconds until cancelled; ``strict``: until it fails."""
    while True:
        try:
            await chore()
        except Exception as error:
            if strict:
                raise
            if isinstance(error, Unavailable):
                log.warning("the database is away")
            else:
                log.exception("a chore failed")
        await asyncio.sleep(every)
