"""A worker of its own: does jobs from the same database, serves nothing."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket

from app.errors import Problem
from app.jobs import Overseer, Postman, Runner, open_yard
from app.logs import set_up
from app.settings import Settings
from rules.core.text import Text

NICE = 5
"""What workers leave to the service beside them: pages and badges stay quick while every core burns."""
GRACE = 20
"""Seconds that jobs in hand get to end by themselves."""
_BROKEN = Text(
    en="The worker takes up no more work: its log says why.",
    fr="Ce processus ne prend plus de tâche : son journal dit pourquoi.",
)
log = logging.getLogger(__name__)


def work(settings: Settings, slots: int, wire: socket.socket | None = None) -> Problem | None:
    """Do jobs until told to end; those in hand are finished, or put back for another worker.

    ``wire`` leads to the service beside us. Gives what made it stop by itself, if anything did;
    raises ``Problem`` where it may not even start.
    """
    set_up(settings.log_format, settings.log_level)
    os.nice(NICE)
    return asyncio.run(_work(settings, slots, wire))


async def _work(settings: Settings, slots: int, wire: socket.socket | None) -> Problem | None:
    ended = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, ended.set)
    async with open_yard(settings, at_work=True, wire=wire) as yard:
        runner = Runner(yard, slots)
        async with Postman(yard).running(), runner.running(GRACE), Overseer(yard).running():
            log.info("worker %s: %d slots", runner.name, slots)
            waits = [asyncio.create_task(event.wait()) for event in (ended, runner.failed)]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        if runner.failed.is_set():
            return runner.failure or Problem("internal", _BROKEN, status=500)
        return None
