"""A long reading says how far it is, and ends at once where it is told to."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest

from app.sandbox import Sandbox
from app.settings import Settings
from app.table import examine
from app.table.inspect import inspect_file
from app.table.model import Limits, TableJob
from app.table.watch import Stopped, watched_by

ROWS = 1_000_000
SLOW = {
    "fields": [{"name": "id", "type": "integer"}, {"name": "parent"}, {"name": "jour"}],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
}
"""Keys of another type than what they point to are compared value by value."""


@pytest.fixture(scope="module")
def million():
    lines = (f"{n};{n};2026-01-{n % 28 + 1:02}\n" for n in range(ROWS))
    return ("id;parent;jour\n" + "".join(lines)).encode()


def told_of(file):
    """Read what the kernel tells of a thread or process, which may have ended meanwhile."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def children(pid):
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(child) for task in tasks for child in told_of(task).split()}


def jobs_at_work():
    """Give the processes that read a file: children of the warm parents, which are ours."""
    warm = [
        pid for pid in children("self") if b"app.nursery" in told_of(Path(f"/proc/{pid}/cmdline"))
    ]
    return [keeper for pid in warm for keeper in children(pid)]


def test_a_million_rows_are_counted_as_they_pass_and_stopped_when_told(desk, village, million):
    url = village.publish("/million.csv", body=million)
    answer = desk.post(
        "/v1/assessments", json={"url": url, "schema": SLOW}, headers={"prefer": "respond-async"}
    )
    job_id = answer.json()["id"]
    rows = []
    with desk.stream("GET", f"/v1/jobs/{job_id}/events") as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                progress = json.loads(line.removeprefix("data: "))["progress"]
                rows += [progress["rows"]] if progress["step"] == "reading" else []
            if len({count for count in rows if count}) > 1:
                break

    assert rows == sorted(rows)
    assert 0 < rows[-1] < ROWS
    assert desk.get(f"/v1/jobs/{job_id}").json()["progress"]["rows"] >= rows[-1]
    assert jobs_at_work()

    told = time.monotonic()
    assert desk.delete(f"/v1/jobs/{job_id}").json()["state"] == "cancelled"
    while jobs_at_work() and time.monotonic() < told + 10:
        time.sleep(0.01)
    assert time.monotonic() - told < 5


def test_no_library_tries_to_write_where_a_job_may_not(tmp_path, million, capfd):
    path = tmp_path / "million.csv"
    path.write_bytes(million)
    box = Sandbox(Settings(data_dir=tmp_path))
    try:
        seen = asyncio.run(examine(box, TableJob(path=str(path), name=path.name)))
    finally:
        box.close()

    assert (seen.table.rows, capfd.readouterr().err) == (ROWS, "")


@pytest.mark.parametrize("bulk_from", [1, None], ids=["in blocks", "row by row"])
def test_who_looks_on_counts_the_rows_and_may_stop_the_reading(tmp_path, bulk_from):
    path = tmp_path / "f.csv"
    path.write_bytes(b"a;b\n" + b"1;2\n" * 300_000)
    seen = []

    def look(step, rows):
        seen.append((step, rows))
        if len(seen) > 1:
            raise Stopped

    job = TableJob(path=str(path), name="f.csv", limits=Limits(bulk_from=bulk_from))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.table.engine.pages.BLOCK", 1 << 16)
        with watched_by(look), pytest.raises(Stopped):
            inspect_file(job)

    (first, more) = seen
    assert first[0] == more[0] == "reading"
    assert 0 < first[1] < more[1] < 300_000


def test_without_anybody_looking_on_nothing_is_told(tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes(b"a;b\n1;2\n")

    assert inspect_file(TableJob(path=str(path), name="f.csv")).table.rows == 1
