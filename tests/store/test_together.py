"""Many at once: instances that migrate, processes and threads that write, readers meanwhile."""

import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from app.store import Store
from app.store.document import pack
from app.store.tables import DatasetRow
from rules.core.assessment import dataset_id

ROOT = Path(__file__).parents[2]
AT_THE_SIGNAL = """
import sys, time
from pathlib import Path
from app.store import Store
from app.store.document import unpack
url, signal, *given = sys.argv[1:]
print("waiting", flush=True)
while not Path(signal).exists():
    time.sleep(0.001)
store = Store(url)
"""
MIGRATE = AT_THE_SIGNAL + "store.migrate()\nassert store.ready()\nstore.close()\n"
WRITE = (
    AT_THE_SIGNAL
    + """
for line in Path(given[0]).read_text().splitlines():
    assessment = unpack(line)
    store.save(assessment)
    assert store.head(assessment.dataset.id).assessed_at >= assessment.evidence.seen_at
store.close()
"""
)


def run_together(script, url, tmp_path, each):
    """Start one process per item of ``each``, let all go at once, and expect no complaint."""
    signal = tmp_path / f"go-{time.monotonic_ns()}"
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", script, url, str(signal), *words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for words in each
    ]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()
    signal.touch()
    complaints = [process.communicate(timeout=120)[1] for process in running]
    assert complaints == [""] * len(running)
    assert [process.returncode for process in running] == [0] * len(running)


def test_instances_that_start_at_once_migrate_once(store_empty, tmp_path):
    run_together(MIGRATE, store_empty, tmp_path, [[]] * 3)
    store = Store(store_empty)
    assert store.ready()
    store.close()
    assert list(tmp_path.glob("qualidata.db.*")) == []  # no backup of half a start


def test_processes_that_write_at_once_lose_nothing(store, store_url, tmp_path, assess):
    urls = [f"https://{name}.example/" for name in "abc"]
    works = []
    for process in range(3):
        work = tmp_path / f"work-{process}.jsonl"
        days = range(process, 60, 3)  # every dataset is written by every process, days interleaved
        assessments = [
            assess(url, id=f"{url} {day}", day=day, score=None if day % 7 == 6 else day)
            for day in days
            for url in urls
        ]
        work.write_text("\n".join(map(pack, assessments)))
        works.append([str(work)])
    run_together(WRITE, store_url, tmp_path, works)
    for url in urls:
        found = store.history(dataset_id(url), limit=1000)
        assert [entry.assessment for entry in found] == [f"{url} {d}" for d in range(59, -1, -1)]
        head = store.head(dataset_id(url))
        assert head is not None
        assert (head.assessment, head.score) == (f"{url} 59", 59)
        assert head.graded is not None
        assert head.graded.assessment == f"{url} 59"


def test_processes_that_save_the_same_save_it_once(store, store_url, tmp_path, assess):
    work = tmp_path / "work.jsonl"
    work.write_text("\n".join(pack(assess(id=str(n), day=n)) for n in range(30)))
    run_together(WRITE, store_url, tmp_path, [[str(work)]] * 2)
    found = store.history(dataset_id("https://mairie.example/budget.csv"))
    assert [entry.assessment for entry in found] == [str(n) for n in range(29, -1, -1)]


def test_threads_write_and_read_one_store_together(store, assess):
    own = dataset_id("https://mairie.example/budget.csv")

    def work(number: int) -> None:
        store.save(assess(id=str(number), day=number))
        assert store.assessment(str(number)) is not None
        head = store.head(own)
        assert head is not None
        assert store.history(own, limit=5)

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(work, range(120)))
    counted = Counter(entry.assessment for entry in store.history(own, limit=1000))
    assert counted == {str(number): 1 for number in range(120)}
    head = store.head(own)
    assert head is not None
    assert head.assessment == "119"


def test_a_save_that_waits_for_another_sees_what_that_one_did(store, store_url, assess):
    own = dataset_id("https://mairie.example/budget.csv")
    store.save(assess(day=1))
    other = Store(store_url)
    with ThreadPoolExecutor(1) as threads:
        with other._engines.write.begin() as connection:  # one that takes its time
            connection.execute(
                update(DatasetRow).values(assessed_at=datetime(2030, 1, 1, tzinfo=UTC))
            )
            waiting = threads.submit(store.save, assess(id="older", day=2))
            time.sleep(0.3)
            assert not waiting.done()
        waiting.result(timeout=30)
    other.close()
    head = store.head(own)
    assert head is not None
    assert head.assessed_at.year == 2030
    assert store.assessment("older") is not None


def test_readers_do_not_wait_for_a_writer(store, store_url, assess):
    store.save(assess())
    own = dataset_id("https://mairie.example/budget.csv")
    with store._engines.write.begin() as connection:  # a writer that takes its time
        connection.exec_driver_sql("UPDATE dataset SET title = 'changed'")
        started = time.monotonic()
        head = store.head(own)
        assert head is not None
        assert head.title == "Budget"
        assert store.ready()
        assert time.monotonic() - started < 2
    head = store.head(own)
    assert head is not None
    assert head.title == "changed"


def test_threads_may_migrate_at_once_too(store_empty):
    store = Store(store_empty)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: store.migrate(), range(4)))
    assert store.ready()
    store.close()
