"""Some thousand records of a delimited file, as a frame of texts, with the lines they came from."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from app.table.engine.utf8 import Places

SEED = secrets.randbits(63)
"""Other hashes in each process: no collision can be prepared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Consecutive records. Places count within the chunk."""

    frame: pl.DataFrame
    """Columns ``c0``, ``c1`` …, all texts; null where a record has no such cell."""
    uneven: Mapping[int, tuple[str, ...]]
    """Cells of each record that has too many or too few of them."""
    data: bytes
    """The physical lines, each ended by a line feed."""
    lines: Places
    """Where in ``data`` each line ends."""
    records: Places
    """Where in ``data`` each record ends."""
    inner: Places
    """Which of the lines end inside of a record."""
    proven: bool
    """True where quotes stand around whole cells only."""
    closed: bool = True
    """False where the last record is open to the end of the file: a quote is never closed."""
    ends: tuple[int, int, int]
    """Records ended by a line feed, by both, by a carriage return."""


def column(position: int) -> str:
    """Name a column of the frame."""
    return f"c{position}"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file is cut."""

    delimiter: str
    width: int
    """Cells of a whole record."""
    long: bool = False
    """True once a record had too many cells: then others are likely to come."""
    filled: bool | None = None
    """True where hardly a record of the first block is without its last cell."""

    @property
    def schema(self) -> dict[str, type[pl.String]]:
        """Give the frame's columns."""
        return {column(i): pl.String for i in range(self.width)}
