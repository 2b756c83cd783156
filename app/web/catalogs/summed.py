"""A summary for a caller: an earlier one that is still good, else a new one."""

from __future__ import annotations

import asyncio

from app.web.catalogs.shapes_summary import SummaryShape
from app.web.catalogs.summary import Wanted, summarise
from app.web.context import Context


async def summed(parts: Context, wanted: Wanted) -> SummaryShape:
    """Sum up a catalogue, or one organisation in it."""
    make = lambda: summarise(parts.store, wanted)  # noqa: E731 # one expression, called once
    return await asyncio.to_thread(parts.summaries.get, wanted, make)
