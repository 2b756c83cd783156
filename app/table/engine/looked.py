"""What is worked out of one column of a chunk, ahead of its judgement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from app.table.engine.numbering import Numbers
from app.table.engine.pending import hashes_of

KEYS = ("gone", "refused", "size", "hash", "mine", "value")
"""What may be worked out of each cell."""


class Wish(NamedTuple):
    """What is worth working out of the next chunks; where it is out of date, only time is lost."""

    usual: str | None = None
    """The class that most cells are of, ``""`` for a column of texts only; ``None``: not yet known."""
    gaps: bool = False
    """True where cells of a column that must be filled held nothing."""


class Counted(NamedTuple):
    """Different texts, none of which stands for nothing, in no order."""

    texts: pl.Series
    counts: pl.Series
    hashes: Numbers


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


def count(values: pl.Series, void: Numbers) -> tuple[Counted, int]:
    """Read counts of texts, without those of these hashes; say how many cells held those."""
    texts, counts = values.struct.unnest().get_columns()
    hashes, gone = hashes_of(texts), 0
    for nothing in void:
        at = hashes == nothing
        if at.any():
            kept = pl.Series(~at)
            gone += int(counts.filter(pl.Series(at)).sum())
            hashes, texts, counts = hashes[~at], texts.filter(kept), counts.filter(kept)
    return Counted(texts, counts, hashes), gone
