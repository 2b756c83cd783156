"""Code that took over a reader finds every door shut, and an honest reader finds its own open."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.sandbox import Died

ROOT = Path(__file__).parents[2]
LANDLOCK, SECCOMP, ONE = "landlock", "seccomp", "either alone"
PROBES = {
    # what is tried: the probe, what it is told, and which wall refuses it
    "read the users of the machine": ("read", {"path": "/etc/passwd"}, LANDLOCK),
    "read a file beside the job's": ("read", {"path": "{secret}"}, LANDLOCK),
    "follow a link out of the given folder": ("read", {"path": "{given}/link.csv"}, LANDLOCK),
    "read what lies beside our own code": (
        "read",
        {"path": str(ROOT / "pyproject.toml")},
        LANDLOCK,
    ),
    "list the temporary folder": ("listing", {"path": "/tmp"}, LANDLOCK),
    "write outside the scratch folder": ("write", {"path": "{outside}"}, LANDLOCK),
    "change the job's own file": ("write", {"path": "{given}/data.csv"}, LANDLOCK),
    "remove the job's own file": ("remove", {"path": "{given}/data.csv"}, LANDLOCK),
    "read the service's environment": ("environ_of", {}, LANDLOCK),
    "open the service's memory": ("memory_of", {}, LANDLOCK),
    "signal the service": ("signalled", {}, SECCOMP),
    "signal a thread of the service": ("signalled_thread", {}, SECCOMP),
    "open a TCP connection": ("tcp", {}, ONE),
    "send a UDP packet": ("udp", {}, SECCOMP),
    "knock at a Unix socket": ("unix", {"path": "{letters}"}, SECCOMP),
    "listen on a port": ("listening", {}, ONE),
    "run a shell": ("executed", {"path": "{outside}"}, ONE),
    "fork": ("forked", {}, SECCOMP),
    "be traced": ("traced", {}, SECCOMP),
    "leave its process group": ("own_session", {}, SECCOMP),
    "take memory that no limit counts": ("unseen_memory", {}, SECCOMP),
    "run a shell through a pandas query": ("pandas_query", {"path": "{outside}"}, ONE),
    "have frictionless fetch a schema": ("schema_by_address", {}, ONE),
}
NEVER_OFFERED = ("namespaces", "io_uring", "bpf", "replaced", "limits_raised")
"""Refused by the walls; what they would do without depends on the machine's own rules."""


@pytest.fixture(params=PROBES)
def probe(request, world):
    name, said, wall = PROBES[request.param]
    return (
        name,
        {"pid": world["pid"], "port": world["port"]}
        | {key: value.format(**world) for key, value in said.items()},
        wall,
    )


def _try(sandbox, probe, world):
    name, said, _ = probe
    return sandbox(name, reads=(world["given"],), **said)


def test_every_probe_is_refused(jailed, probe, world, canary):
    found = _try(jailed, probe, world)

    # A shell that could not be started says so by its answer, not by an error.
    assert "refused" in found or (probe[0] == "pandas_query" and found == {"done": 0})
    assert not Path(world["outside"]).exists()
    assert canary.hits == 0


def test_every_probe_succeeds_without_walls(bare, probe, world):
    if probe[0] in {"environ_of", "memory_of"} and os.getuid():
        pytest.skip("only the administrator may do so, walls or not")
    found = _try(bare, probe, world)

    assert "done" in found, found


def test_each_wall_does_its_share_alone(landlocked, filtered, probe, world):
    walls = {LANDLOCK: [landlocked], SECCOMP: [filtered], ONE: [landlocked, filtered]}
    for sandbox in walls[probe[2]]:
        found = _try(sandbox, probe, world)
        assert "refused" in found or (probe[0] == "pandas_query" and found == {"done": 0})


@pytest.mark.parametrize("name", NEVER_OFFERED)
def test_the_kernels_own_doors_are_shut(jailed, name):
    assert "PermissionError" in jailed(name)["refused"]


def test_a_suite_that_runs_a_shell_runs_none(jailed, bare, world):
    free = bare("gx_suite", heavy=True, path=world["outside"])
    assert ("done" in free, Path(world["outside"]).exists()) == (True, True)

    Path(world["outside"]).unlink()
    jailed("gx_suite", heavy=True, path=world["outside"])
    assert not Path(world["outside"]).exists()


def test_processes_left_behind_are_ended_even_without_a_filter(bare):
    children = bare("forked")["done"]
    until = time.monotonic() + 3
    while time.monotonic() < until and any(map(_lives, children)):
        time.sleep(0.02)

    assert len(children) == 30
    assert not [pid for pid in children if _lives(pid)]


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _goes(folder: Path) -> bool:
    """Tell whether a folder is removed before long: nobody waits for that but we."""
    until = time.monotonic() + 10
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.01)
    return not folder.exists()


@pytest.mark.parametrize("walls", ["jailed", "bare"])
def test_an_honest_reader_misses_nothing(request, walls, world):
    sandbox = request.getfixturevalue(walls)
    given = (world["given"] + "/data.csv",)

    assert sandbox("read", path=given[0], reads=given)["done"] == "a;b\n1;2\n"
    content, folder = sandbox("scratch")["done"]
    assert content == "1"
    assert _goes(Path(folder))
    assert sandbox("many_threads")["done"] == list(range(8))
    assert sandbox("late_import")["done"]
    assert sandbox("zone")["done"] == "Europe/Paris"
    assert sandbox("timer")["done"] == ["rang"]
    assert sandbox("read", path="/proc/meminfo")["done"].startswith("MemTotal:")
    assert sandbox("limits_read")["done"] == [128, 128]


def test_no_secret_is_in_the_environment_of_a_reader(monkeypatch, probe_with):
    monkeypatch.setenv("QUALIDATA_DATABASE_URL", "postgresql://u:secret@h/d")
    monkeypatch.setenv("CLOUD_SECRET_KEY", "secret")
    names = probe_with()("environment")["done"]

    assert "PATH" in names
    assert not [name for name in names if "SECRET" in name or "QUALIDATA" in name]


def test_memory_that_is_shared_counts_too(jailed):
    with pytest.raises(Died) as death:
        jailed("shared_memory")
    assert death.value.code == "parse_memory"


def test_a_file_larger_than_the_scratch_allows_is_an_error_of_the_reader_only(probe_with):
    assert "File too large" in probe_with(parse_scratch=10 << 20)("large_file")["refused"]
    assert probe_with()("large_file")["done"] == "written"


@pytest.mark.parametrize(
    "words",
    [
        "died whatever_it_likes\n",
        "died quarantined\n",
        "ok -5\n",
        "ok 99999999999\n",
        "ok 10\nshort",
        "ok x\n",
        "\n",
        "\udc80".encode("utf-8", "surrogatepass").decode("latin-1") + "\n",
    ],
)
def test_a_reader_that_speaks_for_its_keeper_gains_nothing(jailed, words):
    with pytest.raises(Died) as death:
        jailed("pretends", words=words)
    assert death.value.code == "parse_crashed"


def test_a_second_is_a_second_and_a_millisecond_a_millisecond(probe_with):
    hasty = probe_with(parse_wall=0.001)
    with pytest.raises(Died) as death:
        hasty("timer")

    assert death.value.code == "parse_timeout"


def test_a_reader_that_plays_dead_is_found_out(probe_with):
    began = time.monotonic()
    with pytest.raises(Died) as death:
        probe_with(parse_wall=1)("stays")

    assert death.value.code == "parse_timeout"
    assert time.monotonic() - began < 8
