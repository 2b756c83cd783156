"""A hundred hostile files more, at the real door; and a service that answers while they come."""

from __future__ import annotations

import asyncio
import json
import os
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from app.errors import UnusableSchema
from app.sandbox import Sandbox
from app.settings import Settings
from app.table import SchemaSpec, TableJob, examine
from rules.core.evidence import SchemaRef
from rules.core.outcomes import OUTCOMES


def module(name):
    found = spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    made = module_from_spec(found)
    found.loader.exec_module(made)
    return made


TEXT, BOX, FIRST = module("hostile_text"), module("hostile_boxes"), module("hostile")
WALL, MEMORY = 28, 1400 << 20
FILES = {**TEXT.TEXTS, **BOX.BOXES}
if os.environ.get("QUALIDATA_FUZZ"):
    FILES |= BOX.LARGE
STATES = {*OUTCOMES, "ok", "no_table", "not_tabular", "no_schema", "no_suite"}


@pytest.fixture(scope="module")
def box():
    made = Sandbox(Settings(parse_wall=WALL, parse_memory=MEMORY), quiet=True)
    yield made
    made.close()


@pytest.fixture
def look(box):
    def run(path, schema=None):
        job = TableJob(path=str(path), name=path.name, schema=schema)
        began = time.monotonic()
        seen = asyncio.run(examine(box, job))
        assert time.monotonic() - began < WALL + 2
        return seen

    return run


def state(seen):
    assert set(seen.gaps.values()) <= STATES
    return seen.file.outcome if seen.file.outcome != "ok" else seen.gaps.get("table", "ok")


def test_there_are_more_than_a_hundred():
    every = [*FIRST.FILES, *FILES, *BOX.PLACED, *BOX.SCHEMAS, *BOX.NAMES]

    assert len(every) == len(set(every)) >= 150


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_a_named_state(look, tmp_path, name):
    path = tmp_path / "download"
    path.write_bytes(FILES[name]())

    assert state(look(path)) in STATES - {"internal"}


@pytest.fixture(scope="module")
def bare():
    """What is left where the kernel offers no wall, as on macOS: a process and its limits."""
    off = ("memory_watch", "no_new_privs", "landlock", "seccomp")
    made = Sandbox(Settings(parse_wall=WALL, parse_memory=MEMORY, sandbox_off=off), quiet=True)
    assert set(made.layers) == {"process", "rlimits", "wall_clock"}
    yield made
    made.close()


PORTABLE = [
    "a cell at the far corner",
    "lying strings",
    "a gzip bomb",
    "five thousand equal headers",
    "JSON 200,000 deep",
    "an ODS that repeats itself",
    "a workbook of a hundred million bytes",
    "a quote never closed",
]


@pytest.mark.parametrize("name", PORTABLE)
def test_without_any_wall_a_hostile_file_still_ends_in_a_named_state(bare, tmp_path, name):
    path = tmp_path / "download"
    path.write_bytes(FIRST.FILES[name]())
    seen = asyncio.run(examine(bare, TableJob(path=str(path), name="x")))

    assert state(seen) in STATES - {"internal"}


@pytest.mark.parametrize("name", BOX.PLACED)
def test_a_gigabyte_ends_in_a_named_state(look, tmp_path, name):
    path = tmp_path / "download"
    BOX.PLACED[name](path)

    assert state(look(path)) in OUTCOMES


@pytest.mark.parametrize("name", BOX.SCHEMAS)
def test_a_hostile_schema_ends_in_a_named_state(look, tmp_path, name):
    from app.collect.specify import Origin, specify  # noqa: PLC0415

    data, descriptor = BOX.SCHEMAS[name]
    path = tmp_path / "download"
    path.write_bytes(data)
    try:
        spec = specify(descriptor, Origin(name="s", source="given"))
    except UnusableSchema:
        return
    rebuilt = look(path, spec)
    raw = look(path, SchemaSpec(ref=SchemaRef(name="s"), descriptor=json.dumps(descriptor)))

    assert state(rebuilt) == "ok"
    assert state(raw) in STATES


@pytest.mark.parametrize("name", BOX.NAMES)
def test_a_file_of_ours_is_read_whatever_it_is_called_and_none_beside_it(look, tmp_path, name):
    neighbour = tmp_path / "secret.csv"
    neighbour.write_bytes(b"secret\n" * 50)
    path = tmp_path / name
    path.write_bytes(BOX.CSV)
    seen = look(path)

    assert state(seen) == "ok"
    assert [column.label for column in seen.table.columns] == ["id", "nom"]
