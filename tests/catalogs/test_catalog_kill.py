"""A catalogue over twenty hosts: politeness held, killed half way, carried on with to its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from app.jobs.catalog_entry import catalog_id
from app.store import Store
from app.store.catalog_model import Filter

ROOT = Path(__file__).parents[2]
RUN = "from app.cli import main; main()"
DATASETS, HOSTS, PER_HOST = 200, 20, 2
PATIENCE = 150.0


class Line:
    """``qualidata catalog …`` in processes of its own."""

    def __init__(self, world, folder):
        self.store_url = f"sqlite:///{folder}/qualidata.db"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("QUALIDATA_")},
            "QUALIDATA_DATABASE_URL": self.store_url,
            "QUALIDATA_DATA_DIR": str(folder),
            "QUALIDATA_FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "QUALIDATA_FETCH_ALLOW_PORTS": str(world.port),
            "QUALIDATA_FETCH_PER_HOST": str(PER_HOST),
            "QUALIDATA_SCHEMA_REGISTRIES": "",
            "QUALIDATA_EXPECTATIONS": "false",
            "QUALIDATA_JOB_LEASE": "2",
        }

    def start(self, *words):
        return subprocess.Popen(
            [sys.executable, "-c", RUN, "catalog", *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def line(world, tmp_path):
    (tmp_path / "data").mkdir()
    return Line(world, tmp_path / "data")


def _until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.05)


@pytest.mark.timeout(400)
def test_a_catalogue_is_killed_half_way_and_resumes(world, town_hall, line):
    url = town_hall(DATASETS)
    added = line.start("add", url, "--kind", "ckan")
    assert added.wait(PATIENCE) == 0
    first = line.start("run", url, "--slots", "4")
    _until(lambda: len(world.paths("/files/")) >= DATASETS // 3)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    begun = len(world.paths("/files/"))
    assert begun < DATASETS

    second = line.start("run", url, "--slots", "4")
    assert second.wait(PATIENCE) == 0

    with closing(Store(line.store_url)) as store:
        (run,) = store.runs.of(catalog_id(url))
        assert (run.state, run.seen, run.ordered, run.done) == ("succeeded", *(3 * [DATASETS]))
        assert store.figures.whole(run.catalog).graded == DATASETS
        members, _ = store.catalogs.members(run.catalog, Filter(), limit=1000)
        looks = [len(store.history(member.dataset)) for member in members]
    assert set(looks) == {1}  # none was lost, none counted twice
    files = Counter(path for path in world.paths("/files/"))
    assert len(files) == DATASETS
    assert sum(files.values()) <= DATASETS + 2 * 4 + 1  # only what was in hand was asked for again
    hosts = {host for host, path in world.asked if path.startswith("/files/")}
    assert len(hosts) == HOSTS
    assert (
        max(world.most[host] for host in hosts) <= PER_HOST + 1
    )  # the portal itself is one of them


@pytest.mark.timeout(400)
def test_a_run_killed_while_listing_goes_on_from_the_last_page(world, town_hall, line, reply):
    slow = []

    def page(start, _rows):
        if start >= 200 and not slow:
            slow.append(start)
            time.sleep(30)  # the first to come here is killed meanwhile

    url = town_hall(320, page=page)
    assert line.start("add", url, "--kind", "ckan").wait(PATIENCE) == 0
    first = line.start("run", url, "--slots", "1")
    _until(lambda: slow)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    listed = [p for p in world.paths("/api/3/") if "rows=100" in p]
    assert [p.partition("start=")[2].partition("&")[0] for p in listed] == ["0", "100", "200"]

    second = line.start("run", url, "--slots", "1")
    with closing(Store(line.store_url)) as store:
        _until(lambda: store.runs.of(catalog_id(url))[0].seen == 320)
        second.send_signal(signal.SIGTERM)
        assert second.wait(PATIENCE) == 2
        (run,) = store.runs.of(catalog_id(url))
        assert (run.pages, run.ordered, run.added) == (4, 320, 320)
    listed = [p for p in world.paths("/api/3/") if "rows=100" in p]
    again = [p.partition("start=")[2].partition("&")[0] for p in listed[3:]]
    assert again == ["200", "300"]
