"""A worker of its own: does jobs from the same database, serves nothing."""

from __future__ import annotations

import asyncio
import logging
import os
import signal

from app.jobs import Runner, open_yard
from app.logs import set_up
from app.settings import Settings

NICE = 5
"""What workers leave to the service beside them: pages and badges stay quick while every core burns."""
GRACE = 20
"""Seconds that jobs in hand get to end by themselves."""
log = logging.getLogger(__name__)


def work(settings: Settings, slots: int) -> None:
    """Do jobs until told to end; those in hand are finished, or put back for another worker."""
    set_up(settings.log_format, settings.log_level)
    os.nice(NICE)
    asyncio.run(_work(settings, slots))


async def _work(settings: Settings, slots: int) -> None:
    ended = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, ended.set)
    async with open_yard(settings, at_work=True) as yard:
        runner = Runner(yard, slots)
        async with runner.running(GRACE):
            log.info("worker %s: %d slots", runner.name, slots)
            await ended.wait()
