"""What the heavy nursery imports before it forks: the light one's load and Great Expectations.

A process with threads cannot be forked safely, so what would start one is told not to, before
the libraries are there: OpenBLAS and OpenMP workers, and Arrow's allocator (jemalloc).
"""

from __future__ import annotations

import json
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("JE_ARROW_MALLOC_CONF", "background_thread:false")

import app.table.warm_light  # noqa: F401 # after the environment is set
from app.table.suite_run import run_suite

_SUITE = {
    "name": "warm",
    "expectations": [
        {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 1}},
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "text"}},
        {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "text"}},
        {
            "type": "expect_column_values_to_be_in_set",
            "kwargs": {"column": "text", "value_set": ["a"]},
        },
        {
            "type": "expect_column_value_lengths_to_be_between",
            "kwargs": {"column": "text", "min_value": 2},
        },
        {
            "type": "expect_column_values_to_be_between",
            "kwargs": {"column": "number", "min_value": 2},
        },
        {
            "type": "expect_column_values_to_be_between",
            "kwargs": {"column": "date", "min_value": "2026-01-01"},
        },
    ],
}
run_suite(
    json.dumps(_SUITE),
    {"text": ["a", "b", None], "number": [1, 2, 3], "date": ["2025-01-01", "2026-01-01", ""]},
    (2, 3, 4),
)  # the first run imports and registers what the engine only loads when used
