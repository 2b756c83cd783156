"""The heavy nursery: warm, single-threaded, and its children answer at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORK = """
import json, os, socket, time

def never(*_): raise AssertionError("the network was touched")
socket.getaddrinfo = socket.socket.connect = never

import app.table.warm_heavy
from app.table.suite_run import run_suite

threads = len(os.listdir("/proc/self/task"))
suite = json.dumps({"expectations": [
    {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "a"}},
    {"type": "expect_column_value_z_scores_to_be_less_than",
     "kwargs": {"column": "a", "threshold": 1, "double_sided": True}},
]})
read, write = os.pipe()
if not os.fork():
    began = time.perf_counter()
    run, _ = run_suite(suite, {"a": [str(n) for n in range(2000)]}, tuple(range(2, 2002)))
    answer = [time.perf_counter() - began, [r.success for r in run.results]]
    os.write(write, json.dumps(answer).encode())
    os._exit(0)
os.wait()
print(json.dumps([threads, *json.loads(os.read(read, 4096))]))
"""


def test_it_leaves_one_thread_no_connection_and_a_child_that_answers_at_once():
    started = {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "JE_ARROW_MALLOC_CONF"}
    done = subprocess.run(
        [sys.executable, "-c", FORK],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if key not in started},
    )
    threads, seconds, success = json.loads(done.stdout)

    assert (threads, success, done.stderr) == (1, [True, False], "")
    assert seconds < 1
