"""What killed its reader three times is set aside: for every worker, and for no honest neighbour."""

import asyncio
from contextlib import asynccontextmanager
from ipaddress import ip_network

import pytest

import app.table
from app.assess import Line, Order
from app.collect.fetch import Fetcher
from app.collect.portals.harvest.walk import Harvester
from app.collect.portals.resolve import Portals
from app.collect.post import Poster
from app.collect.schemas import SchemaLibrary
from app.errors import Problem
from app.jobs import Desk, Runner
from app.jobs.board import Board
from app.jobs.desk import Terms
from app.jobs.uploads import Uploads
from app.jobs.yard import Yard
from app.sandbox import JOB, Sandbox
from app.settings import Settings
from app.store import Store

DEADLY = "tests.sandbox.misdeeds:die"
SLEEPY = "tests.sandbox.misdeeds:sleep"
SCHEMA = {"fields": [{"name": "nom"}, {"name": "montant", "type": "integer"}]}


@pytest.fixture
def worker(village, tmp_path):
    """A worker on a database of its own; its readers do what the test says."""

    @asynccontextmanager
    async def started(job):
        settings = Settings(
            data_dir=tmp_path,
            fetch_allow_networks=(ip_network("127.0.0.1/32"),),
            fetch_allow_ports=(village.port,),
            schema_registries=(),
            expectations=False,
            parse_wall=30 if job == JOB else 1,
        )
        store, fetcher = Store(f"sqlite:///{tmp_path}/jobs.db"), Fetcher(settings)
        store.migrate()
        sandbox = Sandbox(settings, job=job, quiet=True)
        portals = Portals(fetcher, settings, quiet=True)
        line = Line(
            settings=settings,
            fetcher=fetcher,
            schemas=SchemaLibrary(fetcher, settings),
            sandbox=sandbox,
            portals=portals,
        )
        yard = Yard(
            settings=settings,
            store=store,
            line=line,
            board=Board(),
            uploads=Uploads(tmp_path / "uploads"),
            poster=Poster(settings),
            harvester=Harvester(fetcher, settings),
        )
        async with Runner(yard, 1).running(5):
            yield Desk(yard)
        portals.close()
        yard.harvester.close()
        yard.poster.close()
        sandbox.close()
        await fetcher.close()
        store.close()

    return started


async def outcome(desk, url, schema=None):
    """Order an assessment, wait for its end; give what came of the file."""
    try:
        answer = await desk.take(Order(url=url, schema=schema), Terms(wait=60))
        job = await desk.job(answer.job_id)
        while not job.ended:
            await asyncio.sleep(0.05)
            job = await desk.job(answer.job_id)
    except Problem as problem:
        return problem.code
    file = answer.assessment.evidence.file if answer.assessment else None
    return job.code or (file.outcome if file else "")


def test_a_deadly_file_is_set_aside_and_nothing_else(village, worker, monkeypatch, caplog):
    url = village.publish("/deadly.csv")
    neighbour = village.publish("/neighbour.csv", body=b"nom;montant\nGamma;1\nDelta;2\n")
    copy = village.publish("/copy.csv")

    async def story():
        async with worker(DEADLY) as desk:
            first = await outcome(desk, url)  # tried three times by itself
        async with worker(JOB) as desk:  # another worker, another day
            same = await outcome(desk, url), await outcome(desk, copy)
            others = await outcome(desk, neighbour), await outcome(desk, url, SCHEMA)
            monkeypatch.setattr(app.table, "__version__", "99.0")
            return first, same, others, await outcome(desk, url)

    first, same, others, later = asyncio.run(story())

    assert first == "quarantined"
    assert same == ("quarantined", "quarantined")
    assert others == ("ok", "ok")
    assert later == "ok"
    assert "killed its reader 3 times" in caplog.text


def test_what_takes_all_the_time_is_begun_three_times_and_no_more(village, worker):
    url = village.publish("/endless.csv")

    async def story():
        async with worker(SLEEPY) as desk:
            return [await outcome(desk, url) for _ in range(4)]

    ends = asyncio.run(story())

    assert ends == ["parse_timeout"] * 3 + ["quarantined"]
