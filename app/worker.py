"""A worker of its own: does jobs from the same database, serves nothing."""

from __future__ import annotations

import asyncio
import logging
import signal

from app.jobs import Overseer, Runner, open_yard
from app.settings import Settings

GRACE = 20
"""Seconds that jobs in hand get to end by themselves."""
log = logging.getLogger(__name__)


def work(settings: Settings, slots: int) -> None:
    """Do jobs until told to end; those in hand are finished, or put back for another worker."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
    asyncio.run(_work(settings, slots))


async def _work(settings: Settings, slots: int) -> None:
    ended = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, ended.set)
    async with open_yard(settings, at_work=True) as yard:
        runner = Runner(yard, slots)
        async with runner.running(GRACE), Overseer(yard).running():
            log.info("worker %s: %d slots", runner.name, slots)
            await ended.wait()
