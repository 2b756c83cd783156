"""Visits addresses in a process of its own, as a worker does, and says what came of it.

``python visitor.py PORT < orders.json``: addresses and deadlines in; one JSON line for each out, then
one of memory.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from app.assess import Line, Order
from app.collect.fetch import Fetcher
from app.collect.portals.resolve import Portals
from app.collect.schemas import SchemaLibrary
from app.sandbox import Sandbox
from app.settings import Settings

AT_ONCE = 12


def say(what: dict) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class Starved:
    """Time that this machine gave to others while we were ready: none of our own doing."""

    seconds = 0.0

    async def watch(self):
        while True:
            wall, own = time.monotonic(), time.process_time()
            await asyncio.sleep(0.05)
            late = time.monotonic() - wall - 0.05
            self.seconds += max(0.0, late - (time.process_time() - own))


STARVED = Starved()


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def visit(settings, sandbox, url):
    """Run the whole line over one address, but for patience between addresses of one host."""
    fetcher = Fetcher(settings)
    portals = Portals(fetcher, settings, quiet=True)
    line = Line(
        settings=settings,
        fetcher=fetcher,
        schemas=SchemaLibrary(fetcher, settings),
        sandbox=sandbox,
        portals=portals,
    )
    began = time.monotonic() - STARVED.seconds
    seen = await line.assess(Order(url=url))
    seconds = time.monotonic() - STARVED.seconds - began
    portals.close()
    await fetcher.close()
    access, file, verdict = seen.evidence.access, seen.evidence.file, seen.verdict
    return {
        "url": url,
        "outcome": access.outcome,
        "file": file.outcome if file else "",
        "grade": verdict.grade,
        "rows": seen.evidence.table.rows if seen.evidence.table else None,
        "seconds": seconds,
    }


async def main() -> None:
    port = int(sys.argv[1])
    turn = asyncio.Semaphore(AT_ONCE)
    with TemporaryDirectory() as folder:
        settings = Settings(
            data_dir=Path(folder),
            fetch_allow_networks="127.0.0.1/32",
            fetch_allow_ports=str(port),
            schema_registries=(),
            expectations=False,
        )
        sandbox = Sandbox(settings, quiet=True)

        async def one(order):
            url, deadline = order
            times = {
                "fetch_deadline": timedelta(seconds=deadline),
                "fetch_headers_timeout": timedelta(seconds=deadline / 2),
            }
            async with turn:
                say(await visit(settings.model_copy(update=times), sandbox, url))

        orders = json.load(sys.stdin)
        heart = asyncio.create_task(STARVED.watch())
        await one(orders[0])  # whatever is loaded at the first visit is no trap's doing
        idle = peak()
        await asyncio.gather(*map(one, orders[1:]))
        heart.cancel()
        sandbox.close()
        say({"idle": idle, "peak": peak()})


asyncio.run(main())
