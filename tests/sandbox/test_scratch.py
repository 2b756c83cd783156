"""Scratch folders go with their job, and after a violent end with the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from app.scratch import PREFIX, Scratch, sweep

ROOT = Path(__file__).parents[2]
BUSY = """
import sys, time
from app.scratch import Scratch
scratch = Scratch()
folder = scratch.folder()
open(folder.name + "/download", "w").write("x")
print(folder.name, flush=True)
time.sleep(60)
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_goes_with_its_job_and_the_rest_with_the_service(temporary):
    scratch = Scratch()
    with scratch.folder() as folder:
        Path(folder, "deep").mkdir()
        Path(folder, "deep", "file").write_text("x")
        assert Path(folder).stat().st_mode & 0o777 == 0o700
    until = time.monotonic() + 20
    while Path(folder).exists():  # somebody else sweeps up
        assert time.monotonic() < until
        time.sleep(0.01)

    left = scratch.folder()
    scratch.close()
    scratch.close()
    assert list(temporary.iterdir()) == []
    left.cleanup()


def test_what_a_killed_service_left_is_swept_and_what_lives_is_not(temporary):
    command = [sys.executable, "-c", BUSY]
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as busy:
        folder = Path(busy.stdout.readline().strip())
        mine = Scratch()
        job = mine.folder()
        kept = Path(job.name)

        assert (sweep(), folder.exists(), kept.exists()) == (0, True, True)
        busy.send_signal(signal.SIGKILL)
        busy.wait()
        assert (sweep(), folder.exists(), kept.exists()) == (1, False, True)
    job.cleanup()
    mine.close()


def test_what_is_not_ours_is_left_alone(temporary):
    secret = temporary / "elsewhere"
    secret.mkdir()
    (secret / ".lock").touch()
    (temporary / (PREFIX + "link")).symlink_to(secret)
    (temporary / (PREFIX + "bare")).mkdir()
    (temporary / (PREFIX + "file")).touch()

    assert sweep() == 0
    assert len(list(temporary.iterdir())) == 4
    assert (secret / ".lock").exists()
