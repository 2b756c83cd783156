"""What a job's process may do to us: nothing."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

from app.sandbox import Died, Sandbox
from app.settings import Settings


@pytest.fixture(scope="module")
def sandbox():
    box = Sandbox(Settings(parse_wall=5, parse_memory=512 << 20), job="tests.sandbox.misdeeds:run")
    yield box
    box.close()


def call(sandbox: Sandbox, deed: str) -> str:
    return asyncio.run(sandbox.call(deed.encode())).decode()


def test_an_honest_job_answers(sandbox):
    assert call(sandbox, "echo") == "done"


def test_a_large_answer_arrives_whole(sandbox):
    assert len(call(sandbox, "large")) == 5_000_000


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("abort", "parse_crashed"),
        ("raise", "parse_crashed"),
        ("exit", "parse_crashed"),
        ("kill", "parse_crashed"),
        ("hoard", "parse_memory"),
        ("sleep", "parse_timeout"),
        ("spin", "parse_timeout"),
        ("flood", "parse_crashed"),
    ],
)
def test_every_violent_end_has_a_name(sandbox, deed, code):
    began = time.monotonic()
    with pytest.raises(Died) as death:
        call(sandbox, deed)

    assert (death.value.code, call(sandbox, "echo")) == (code, "done")
    assert time.monotonic() - began < 25


def test_nothing_survives_a_job_that_was_stopped(sandbox):
    pid = int(call(sandbox, "pid"))
    with pytest.raises(Died):
        call(sandbox, "sleep")
    time.sleep(0.2)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_many_jobs_run_at_once(sandbox):
    async def all_of_them() -> list[bytes]:
        return await asyncio.gather(*(sandbox.call(b"echo") for _ in range(20)))

    assert asyncio.run(all_of_them()) == [b"done"] * 20


def test_a_dead_nursery_is_replaced(sandbox):
    call(sandbox, "echo")
    sandbox._light.process.kill()
    sandbox._light.process.wait()

    assert call(sandbox, "echo") == "done"
