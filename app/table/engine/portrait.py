"""The profile of a column, many cells at once: the figures that one by one would have given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import polars as pl

from app.table.engine.accept import DAY
from app.table.engine.met import Met, counts_of
from app.table.engine.plain import whole
from app.table.kinds import kind_of
from app.table.profile import Profile, Summary

_NUMBER = r"\A[+-]?(?:0|[1-9][0-9]{{0,17}}){mark}[0-9]{{1,17}}\z"
_STARTS = r"\A[0-9+-]"
_TEXT_START = r"\A[+-]?0[0-9]+\z"
_DAY_AND_MORE = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[^T ]"
_FEW = 100
"""So many texts are looked at one by one."""
_SURE = 6
"""Characters from which a text that starts with none of a number is neither yes nor no."""


class Portrait:
    """What goes into one column's profile."""

    def __init__(self, profile: Profile) -> None:
        """Start with a profile that has seen nothing."""
        self.profile = profile
        self._met = Met(profile)
        self._usual = "integer"
        """The class that most of the last cells were of: it is tried first."""

    def add(self, texts: pl.Series, counts: pl.Series) -> None:
        """Take in different texts in the order in which they came, each with its count."""
        counted = dict(zip(texts.to_list(), counts.to_list(), strict=True))
        if len(counted) <= _FEW:
            self.profile.add(counted, {})
            return
        self.profile.count(counted)
        self._sum_up(texts, counts, _extent(texts.str.len_chars()))

    def sum_up(self, cells: pl.Series) -> None:
        """Take in filled cells of which many differ. The profile is decided already."""
        lengths = _extent(cells.str.len_chars())
        self._met.take(cells, longest=lengths[1])
        self._sum_up(cells, None, lengths)

    def _sum_up(self, cells: pl.Series, counts: pl.Series | None, lengths: tuple[int, int]) -> None:
        if self.profile.only_texts:
            only = {"string": _ends("string", cells)}
            many = len(cells) if counts is None else int(counts.sum())
            self.profile.add_summary(Summary({"string": many}, only, lengths))
            return
        kinds: Counter[str] = Counter()
        ends: dict[str, tuple[str, ...]] = {}
        self._sort_out(cells, counts, kinds, ends)
        self.profile.add_summary(Summary(kinds, ends, lengths))

    def _sort_out(
        self,
        cells: pl.Series,
        counts: pl.Series | None,
        kinds: Counter[str],
        ends: dict[str, tuple[str, ...]],
    ) -> None:
        """Tell kinds apart by what is surely of one; the rest is looked at text by text."""
        most = 0
        for name in sorted(_CLASSES, key=self._usual.__ne__):
            if len(cells) <= _FEW:
                break
            mine = _CLASSES[name](cells)
            found = int(mine.sum() or 0)
            if not found:
                continue
            every = found == len(cells)
            some = cells if every else cells.filter(mine)
            count = found
            if counts is not None:
                count = int((counts if every else counts.filter(mine)).sum())
                counts = counts.filter(~mine)
            cells = cells.clear() if every else cells.filter(~mine)
            kind = name.rstrip("0,")
            kinds[kind] += count
            ends[kind] = (*ends.get(kind, ()), *_ends(name, some))
            self._usual, most = (name, count) if count > most else (self._usual, most)
        for text, count in _counted(cells, counts).items():
            kind = kind_of(text).type
            kinds[kind] += count
            ends[kind] = (*ends.get(kind, ()), text)

    def flush(self) -> None:
        """Let the profile have what was counted."""
        self._met.flush()


def _counted(cells: pl.Series, counts: pl.Series | None) -> Mapping[str, int]:
    if counts is not None:
        return dict(zip(cells.to_list(), counts.to_list(), strict=True))
    return counts_of(cells) if len(cells) > _FEW else Counter(cells.to_list())


def _extent(sizes: pl.Series) -> tuple[int, int]:
    return int(str(sizes.min())), int(str(sizes.max()))


def _ends(name: str, texts: pl.Series) -> tuple[str, str]:
    """Give the least and the greatest: by value where it is a number, then by text."""
    if name in _VALUES:
        values = _VALUES[name](texts)
        least, most = texts.filter(values == values.min()), texts.filter(values == values.max())
        return str(least.min()), str(most.max())
    return str(texts.min()), str(texts.max())


def _matching(pattern: str) -> Callable[[pl.Series], pl.Series]:
    return lambda texts: texts.str.contains(pattern)


_CLASSES: Mapping[str, Callable[[pl.Series], pl.Series]] = {
    "integer": lambda texts: pl.Series(whole(texts)),
    "number": _matching(_NUMBER.format(mark=r"\.")),
    "number,": _matching(_NUMBER.format(mark=",")),
    "integer0": _matching(r"\A[+-]?[1-9][0-9]{0,17}\z"),
    "date": _matching(rf"\A{DAY}\z"),
    "string": lambda texts: ~texts.str.contains(_STARTS) & (texts.str.len_chars() >= _SURE),
    "string0": _matching(_TEXT_START),
    "string00": _matching(_DAY_AND_MORE),
}
"""Tests that only texts of a kind pass; ``0`` and ``,`` tell those of one kind apart."""


def _whole(texts: pl.Series) -> pl.Series:
    return texts.cast(pl.Int64)


_VALUES: Mapping[str, Callable[[pl.Series], pl.Series]] = {
    "integer": _whole,
    "integer0": _whole,
    "number": lambda texts: texts.cast(pl.Float64),
    "number,": lambda texts: texts.str.replace(",", ".", literal=True).cast(pl.Float64),
}
