"""What every peer does alike: read its arguments, be timed, print one line of JSON. Standard library alone."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Make = Callable[[str, str], Callable[[], int]]
"""Takes a path and an encoding, imports what it needs, and gives the run, which counts errors."""


def peak() -> float:
    """Give this process' own peak in MB."""
    status = Path("/proc/self/status").read_text()
    return int(next(x for x in status.splitlines() if x.startswith("VmHWM")).split()[1]) / 1024


def measure(make: Make) -> None:
    """Run a peer over ``FILE ENCODING`` of the command line."""
    start = time.perf_counter()
    run = make(sys.argv[1], sys.argv[2])
    ready, before = time.perf_counter(), time.process_time()
    errors = run()
    took = {"imports": ready - start, "s": time.perf_counter() - ready}
    took |= {"cpu": time.process_time() - before, "errors": errors, "rss": peak()}
    print(json.dumps(took))
