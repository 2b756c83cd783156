"""A run over a catalogue as a progress bar on the terminal's error stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from app.jobs import Progress
from app.web.catalogs.words import STATES
from rules.core.text import Lang, Text

_STOPPED = Text(
    en="Stopped. The run goes on where it was with the same command, or in the service.",
    fr="Arrêté. Le passage reprendra là où il en était avec la même commande, ou dans le service.",
)


async def following(
    news: AsyncIterator[Progress], stopped: asyncio.Event, title: str, lang: Lang
) -> Progress | None:
    """Show how a run goes until it has ended; ``None`` where it was stopped before."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(
        *columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(title[:60], total=None)
        watch = asyncio.create_task(_watch(news, bar, task, lang))
        stop = asyncio.create_task(stopped.wait())
        await asyncio.wait((watch, stop), return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not watch.done():
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
            console.print(_STOPPED.say(lang))
            return None
        return watch.result()


async def _watch(
    news: AsyncIterator[Progress], bar: Bar, task: TaskID, lang: Lang
) -> Progress | None:
    last: Progress | None = None
    async for last in news:
        run = last.run
        said = STATES[run.state].say(lang)
        if run.state in {"queued", "harvesting", "choosing"}:
            done, total = run.seen, run.total
        else:
            done, total = last.done + last.failed, run.ordered - run.merged
        bar.update(task, description=said, completed=done, total=total)
    return last
