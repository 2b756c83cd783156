"""How often the values first met come: of one column, many cells at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import polars as pl

from app.table.engine.numbering import Hashes, Numbering, Numbers, firsts
from app.table.engine.pending import hashes_of
from app.table.profile import CUT, HELD, SAMPLE, TOP, Elsewhere, Profile, held

_FEW = 300
"""So many texts are counted one by one."""
_MORE = 1_024
"""Beside as many cells as there is room for, so many are looked at for new values."""


class Met:
    """Counts values until there is no room for more, and from then on only those."""

    def __init__(self, profile: Profile) -> None:
        """Start beside a profile, which may have counted values itself."""
        self._profile = profile
        self._known: _Known | None = None

    def take(
        self, cells: pl.Series, hashes: Hashes, sizes: pl.Series, filled: pl.Series | None
    ) -> None:
        """Count cells, or the filled ones; ``sizes`` are their characters."""
        longest = int(str(sizes.max()))
        if self._known is None or self._known.room:
            if filled is not None:
                cells, sizes = cells.filter(filled), sizes.filter(filled)
                hashes, filled = hashes[filled.to_numpy()], None
            self._known = self._known or _Known(self._profile.counted, self._profile.room)
            if longest > HELD and self._known.cut and self._known.room:
                self.give()
                self._profile.count(counts_of(cells))
                return
            self._known.learn(cells, hashes.view(np.int64))
            self._profile.leave(Elsewhere(self._known.many))
        many = len(cells) if filled is None else int(filled.sum())
        if longest > HELD and self._known.cut:
            long = sizes > HELD if filled is None else (sizes > HELD) & filled
            self._profile.count(counts_of(cells.filter(long)))
            many -= int(long.sum())
        if self._known.count(hashes.view(np.int64)) < many:
            self._profile.overflow()

    def give(self) -> None:
        """Let the profile go on with what was counted."""
        if self._known is not None:
            known, self._known = self._known, None
            self._profile.leave(Elsewhere())
            self._profile.count_again(known.counted_again())
            self._profile.count(dict(known.top(known.many)))

    def flush(self) -> None:
        """Tell the profile at the end what was counted."""
        if self._known is not None:
            known = self._known
            self._profile.count_again(known.counted_again())
            begin, top = map(held, known.first(SAMPLE)), known.top(TOP)
            best = tuple((held(text), count) for text, count in top)
            self._profile.leave(Elsewhere(known.many, tuple(begin), best))


class _Known:
    """The values that are counted on."""

    def __init__(self, counted: Sequence[str], room: int) -> None:
        """Know values that someone else counted, and learn so many more."""
        self._old = [text for text in counted if CUT not in text]
        self.cut = len(self._old) < len(counted)
        """True where some of them are known by their beginnings only: the profile counts those."""
        self._new: list[pl.Series] = []
        self.room = room
        self._numbers = Numbering(len(self._old) + room)
        self._counts = np.zeros(len(self._old) + room + 1, np.int64)
        if self._old:
            self._numbers.learn(hashes_of(pl.Series(self._old, dtype=pl.String)))

    @property
    def many(self) -> int:
        """How many values were learnt."""
        return sum(map(len, self._new))

    def learn(self, cells: pl.Series, hashes: Numbers) -> None:
        """Learn the first values that are new, as long as there is room."""
        start = 0
        while self.room and start < len(hashes):
            some = hashes[start : start + self.room + _MORE]
            new = np.flatnonzero(self._numbers.find(some) == 0)
            places = new[firsts(some[new])][: self.room]
            if len(places):
                self._numbers.learn(some[places])
                self._new.append(cells[places + start])
                self.room -= len(places)
            start += len(some)

    def count(self, hashes: Numbers) -> int:
        """Count the known ones among some texts, and say how many they are."""
        counts = self._numbers.count(hashes)
        self._counts += counts
        return len(hashes) - int(counts[0])

    def counted_again(self) -> dict[str, int]:
        """Give what was counted of the values that someone else counts too."""
        counts = self._counts[1 : len(self._old) + 1]
        came = np.flatnonzero(counts)
        texts = map(self._old.__getitem__, came.tolist())
        return dict(zip(texts, counts[came].tolist(), strict=True))

    def first(self, many: int) -> tuple[str, ...]:
        """Give the first values learnt."""
        return tuple(text for part in self._new for text in part.head(many).to_list())[:many]

    def top(self, many: int) -> tuple[tuple[str, int], ...]:
        """Give the values learnt that come most often, of equals the earlier; all in their order."""
        if not self._new:
            return ()
        counts = self._counts[len(self._old) + 1 : len(self._numbers) + 1]
        best = np.argsort(-counts, kind="stable")[:many] if many < len(counts) else slice(None)
        texts = pl.concat(self._new)
        some = texts if isinstance(best, slice) else texts.gather(best)
        return tuple(zip(some.to_list(), counts[best].tolist(), strict=True))


def counts_of(cells: pl.Series) -> dict[str, int]:
    """Count each text, in the order in which they first come."""
    if len(cells) <= _FEW:
        return Counter(cells.to_list())
    table = cells.alias("text").to_frame().group_by("text", maintain_order=True).len()
    texts, counts = table.get_columns()
    return dict(zip(texts.to_list(), counts.to_list(), strict=True))
