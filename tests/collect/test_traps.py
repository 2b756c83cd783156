"""A worker among hostile servers: never late, never heavy, never taken in."""

import json
import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest

from rules.core.outcomes import OUTCOMES, effect_of

HERE = Path(__file__).parent
_SPEC = spec_from_file_location("traps", HERE / "traps.py")
TRAPS = module_from_spec(_SPEC)
_SPEC.loader.exec_module(TRAPS)
SOON, LATE = 6.0, 60.0
"""Seconds: for those who only end by the clock, and for the others, on a machine that is busy."""
CUT = {"truncated", "length_mismatch", "too_slow", "deadline", "too_large", "bad_encoding", "bomb"}


def deadline(name):
    return SOON if name in TRAPS.TRAPS and TRAPS.TRAPS[name][1] & TRAPS.SLOW else LATE


@pytest.fixture(scope="module")
def visited():
    """What a worker found at every trap, and how heavy it grew."""
    from tests.collect.conftest import Web  # noqa: PLC0415

    web = Web().start()
    for name, handler in {**TRAPS.GOOD, **{n: h for n, (h, _) in TRAPS.TRAPS.items()}}.items():
        web.handlers["/" + quote(name)] = handler
    names = (*TRAPS.GOOD, *TRAPS.TRAPS)
    orders = [(web.url("/" + quote(name)), deadline(name)) for name in names]
    done = subprocess.run(
        [sys.executable, str(HERE / "visitor.py"), str(web.port)],
        input=json.dumps(orders),
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    web.stop()
    assert done.returncode == 0, done.stderr[-3000:]
    *found, memory = map(json.loads, done.stdout.splitlines())
    return {unquote(urlsplit(one["url"]).path[1:]): one for one in found}, memory


def test_there_are_enough_of_them():
    assert len(TRAPS.TRAPS) >= 40


@pytest.mark.parametrize("name", TRAPS.TRAPS)
def test_a_trap_ends_in_time_by_its_name_and_without_a_score_for_half_a_file(visited, name):
    found = visited[0][name]

    assert found["outcome"] in TRAPS.TRAPS[name][1]
    assert found["seconds"] < deadline(name) + 2 + PARSING[found["outcome"] == "ok"]
    if found["outcome"] != "ok":
        assert found["outcome"] in OUTCOMES
        assert found["rows"] is None
    if found["outcome"] in CUT:
        assert found["grade"] == ("E" if effect_of(found["outcome"]) != "unmeasured" else None)


PARSING = {False: 0.0, True: 15.0}
"""Seconds that reading a file that came whole may take beside, on a machine that is busy."""


@pytest.mark.parametrize("name", sorted(TRAPS.WHOLE))
def test_a_file_that_came_whole_is_read_whatever_its_server_says_of_it(visited, name):
    found = visited[0][name]

    assert found["rows"] == (2 if found["outcome"] == "ok" else None)


@pytest.mark.parametrize("name", sorted(TRAPS.NOT_DATA))
def test_a_page_is_no_data(visited, name):
    found = visited[0][name]

    assert (found["file"], found["grade"], found["rows"]) == ("not_the_data", "E", None)


@pytest.mark.parametrize("name", TRAPS.GOOD)
def test_a_good_server_among_them_is_served(visited, name):
    found = visited[0][name]

    assert (found["outcome"], found["rows"]) == ("ok", 2)
    assert found["grade"]


def test_the_worker_never_grows_heavy(visited):
    memory = visited[1]

    assert memory["peak"] - memory["idle"] < 150
