"""A machine of the inside that is lent, another that must never be reached, and all ways out."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from app.assess import Line
from app.collect.fetch import Fetcher
from app.collect.portals.harvest.walk import Harvester
from app.collect.portals.resolve import Portals
from app.collect.post import Poster
from app.collect.schemas import SchemaLibrary
from app.errors import Problem
from app.sandbox import Sandbox
from app.settings import Settings
from tests.ssrf import CASES, Canary, lookup, watched

TOWN = "127.0.0.9"
"""A machine of the inside that is lent: it serves the documents that name the others."""
PLAIN = {
    "address_not_public",
    "host_encoded_ip",
    "userinfo_refused",
    "port_refused",
    "scheme_refused",
}
"""Refusals that no mending of the address (spaces, accents) can lift."""
CLEAR = [case for case in CASES if case.code in PLAIN]


@pytest.fixture
def town(web):
    server = type(web)().start(host=TOWN)
    server.url = lambda path="/": f"http://{TOWN}:{server.port}{path}"
    yield server
    server.stop()


@pytest.fixture
def canary():
    one = Canary()
    yield one
    one.close()


@dataclass(frozen=True)
class Ways:
    """Everything of ours that asks a stranger's machine for something."""

    line: Line
    poster: Poster
    harvester: Harvester


@pytest.fixture
def ways(town, canary, tmp_path):
    """Run something that may ask the town, and nobody else of the inside; give who was asked."""

    @asynccontextmanager
    async def opened():
        settings = Settings(
            data_dir=tmp_path / "data",
            fetch_allow_networks=f"{TOWN}/32",
            fetch_allow_ports=f"{town.port},{canary.port}",
            schema_registries=(),
            expectations=False,
            max_resources=200,
        )
        fetcher, sandbox = Fetcher(settings, lookup), Sandbox(settings, quiet=True)
        portals = Portals(fetcher, settings, quiet=True)
        poster, harvester = Poster(settings, lookup), Harvester(fetcher, settings, quiet=True)
        line = Line(
            settings=settings,
            fetcher=fetcher,
            schemas=SchemaLibrary(fetcher, settings),
            sandbox=sandbox,
            portals=portals,
        )
        yield Ways(line=line, poster=poster, harvester=harvester)
        harvester.close()
        poster.close()
        portals.close()
        sandbox.close()
        await fetcher.close()

    def run(deed):
        async def once():
            async with opened() as made:
                with watched() as asked:
                    got = await deed(made)
                return got, {place for place in asked if place != (TOWN, town.port)}

        return asyncio.run(once())

    return run


@pytest.fixture
def line(ways):
    """Do the same with the line that assesses."""
    return lambda deed: ways(lambda made: deed(made.line))


async def refusal(deed):
    try:
        await deed
    except Problem as problem:
        return problem.code
    return ""
