"""Whether a column repeats few values, told by its first cells."""

from __future__ import annotations

from math import expm1

import polars as pl

_SAMPLE = 20_000
"""Cells of which it is asked how many differ."""
_FEW = 0.2
"""Share of different values up to which a column is judged value by value."""
_VALUES, _ENOUGH = 4_028, 2_000
"""Values of which so many cells show that share, and cells that show something of it."""


def repeats(cells: pl.Series) -> bool:
    """Tell whether cells have few different values."""
    sample = cells.head(_SAMPLE)
    return few(sample.n_unique(), len(sample))


def few(different: int, cells: int) -> bool:
    """Tell whether a column has few different values, of what so many cells show.

    Drawn :data:`_SAMPLE` times, :data:`_VALUES` values, each as likely as another, show a fifth
    of that; fewer cells show more of them for their number.
    """
    if cells < _ENOUGH:
        return different <= cells * _FEW
    return different <= _VALUES * -expm1(-cells / _VALUES)
