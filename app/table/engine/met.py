"""How often the values first met come: of one column, many cells at once."""

from __future__ import annotations

import secrets

import numpy as np
import polars as pl

from app.table.profile import CUT, Profile

SEED = secrets.randbits(63)
"""Other hashes in each process: no collision can be prepared."""
_LONG = 100
"""Longer texts are counted by their beginning and a hash: the profile does that itself."""
_ROOM = 16
"""Places in the table of what may be known, for each value that is."""


class Met:
    """Counts values until there is no room for more, and from then on only those."""

    def __init__(self, profile: Profile) -> None:
        """Start with a profile that has counted nothing."""
        self._profile = profile
        self._known: _Known | None = None

    def take(self, cells: pl.Series, *, longest: int) -> None:
        """Count filled cells, of which the longest has so many characters."""
        if self._known is None:
            counted = self._profile.counted
            if counted is None:
                self._profile.count(_first_counts(self._profile, cells))
                return
            self._known = _Known(counted)
        if longest > _LONG:
            long = cells.str.len_chars() > _LONG
            self._profile.count(counts_of(cells.filter(long)))
            cells = cells.filter(~long)
        if self._known.count(cells) < len(cells):
            self._profile.overflow()

    def flush(self) -> None:
        """Let the profile have what was counted."""
        if self._known is not None:
            self._profile.count(self._known.taken())


class _Known:
    """The values that are counted on, by their hashes: two of them alike are 1 in 10¹¹."""

    def __init__(self, counted: tuple[str, ...]) -> None:
        self._texts = [text for text in counted if CUT not in text]
        hashes = _hashes(pl.Series(self._texts, dtype=pl.String))
        self._order = np.argsort(hashes)
        self._sorted = hashes[self._order]
        self._mask = (1 << (_ROOM * len(counted)).bit_length()) - 1
        self._may = np.zeros(self._mask + 1, bool)
        self._may[hashes & self._mask] = True
        self._counts = np.zeros(len(self._texts), np.int64)

    def count(self, cells: pl.Series) -> int:
        """Count the known ones among some cells, and say how many they are."""
        hashes = _hashes(cells)
        hashes = hashes[np.flatnonzero(self._may[hashes & self._mask])]
        if not len(hashes):
            return 0
        at = np.minimum(np.searchsorted(self._sorted, hashes), len(self._sorted) - 1)
        found = self._order[at[self._sorted[at] == hashes]]
        self._counts += np.bincount(found, minlength=len(self._counts))
        return len(found)

    def taken(self) -> dict[str, int]:
        """Give what was counted since it was asked last."""
        counts = {self._texts[at]: int(self._counts[at]) for at in np.flatnonzero(self._counts)}
        self._counts[:] = 0
        return counts


def _hashes(texts: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return texts.hash(SEED).to_numpy().view(np.int64)


def _first_counts(profile: Profile, cells: pl.Series) -> dict[str, int]:
    """Count each text; of a column not counted before only as many as there is room for."""
    if profile.fresh is None:
        return counts_of(cells)
    return _paired(_counted(cells).head(profile.fresh + 1))


def counts_of(cells: pl.Series) -> dict[str, int]:
    """Count each text, in the order in which they first come."""
    return _paired(_counted(cells))


def _counted(cells: pl.Series) -> pl.DataFrame:
    return cells.alias("text").to_frame().group_by("text", maintain_order=True).len()


def _paired(table: pl.DataFrame) -> dict[str, int]:
    texts, counts = table.get_columns()
    return dict(zip(texts.to_list(), counts.to_list(), strict=True))
