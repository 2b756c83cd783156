"""What is done again and again beside the work, whatever happens to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from app.store import Unavailable

log = logging.getLogger(__name__)


async def forever(chore: Callable[[], Awaitable[None]], every: float) -> None:
    """Do a chore every so many seconds until cancelled."""
    while True:
        try:
            await chore()
        except Unavailable:
            log.warning("the database is away")
        except Exception:
            log.exception("a chore failed")
        await asyncio.sleep(every)
