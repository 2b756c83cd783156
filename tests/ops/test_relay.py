"""What a reader prints reaches the service's log as quoted lines, never as lines of its own."""

from __future__ import annotations

import asyncio
import time

from app.sandbox import Sandbox
from app.settings import Settings


def test_nothing_that_a_reader_prints_passes_for_a_line_of_the_log(capfd):
    box = Sandbox(Settings(), job="tests.ops.chatter:run")
    try:
        assert asyncio.run(box.call(b"done")) == b"done"
        heard, until = "", time.monotonic() + 20
        while "last words" not in heard and time.monotonic() < until:
            heard += capfd.readouterr().err  # its keeper speaks once the job has ended
    finally:
        box.close()
    said = heard.splitlines()
    assert any("all is lost" in line for line in said)
    assert all(line.startswith("    | ") and line.isprintable() for line in said)


def test_a_reader_that_says_nothing_adds_nothing(capfd):
    box = Sandbox(Settings(), job="tests.sandbox.misdeeds:run")
    try:
        asyncio.run(box.call(b"echo"))
    finally:
        box.close()
    assert capfd.readouterr().err == ""
