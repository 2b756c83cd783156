"""What comes in by a pipe, as a file for as long as it is looked at."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

PIPE = "-"
NAME = "stdin"


@contextmanager
def file_of(source: str) -> Iterator[str]:
    """Give the source itself or, for ``-``, a file of what standard input holds."""
    if source != PIPE:
        yield source
        return
    with TemporaryDirectory(prefix="qualidata-") as folder:
        path = Path(folder) / NAME
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield str(path)
