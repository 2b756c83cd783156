"""What is worked out of one column of a chunk, ahead of its judgement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from app.table.engine.pending import Counted

KEYS = ("gone", "refused", "size", "hash", "mine", "value")
"""What may be worked out of each cell."""


class Wish(NamedTuple):
    """What is worth working out of the next chunks; where it is out of date, only time is lost."""

    usual: str | None = None
    """The class that most cells are of, ``""`` for a column of texts only; ``None``: not yet known."""
    decided: bool = False
    """True once texts may be forgotten."""


class Looked(NamedTuple):
    """One column of a chunk."""

    cells: pl.Series
    gone: int
    """How many hold nothing."""
    worked: Mapping[str, pl.Series]
    """Of each cell, by the names of :data:`KEYS`."""
    usual: str | None
    """The class that was looked for, as :class:`Wish` has it."""
    counted: Counted | None
    """Where the column is judged value by value."""
