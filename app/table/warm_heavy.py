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
        {
            "type": "expect_column_value_z_scores_to_be_less_than",
            "kwargs": {"column": "number", "threshold": 9, "double_sided": True},
        },
        {
            "type": "expect_column_most_common_value_to_be_in_set",
            "kwargs": {"column": "text", "value_set": ["a"]},
        },
        {
            "type": "expect_multicolumn_values_to_be_equal",
            "kwargs": {"column_list": ["text", "number"]},
        },
    ],
}
"""Only what we leave to Great Expectations makes it start."""
run_suite(json.dumps(_SUITE), {"text": ["a", "b", None], "number": [1, 2, 3]}, (2, 3, 4))
