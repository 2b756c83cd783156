"""The profile of a column, many cells at once: the figures that one by one would have given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from app.table.engine import classes
from app.table.engine.chunk import SEED
from app.table.engine.classes import CLASSES, Found
from app.table.engine.met import Met
from app.table.kinds import kind_of
from app.table.profile import Profile, Summary

_FEW = 100
"""So many texts are looked at one by one."""
_TEXT = pl.col("text")
Worked = Mapping[str, pl.Series]
"""What was worked out of each of some cells, by its name."""


class Portrait:
    """What goes into one column's profile."""

    def __init__(self, profile: Profile) -> None:
        """Start with a profile that has seen nothing."""
        self.profile = profile
        self._met = Met(profile)
        self.usual = "integer"
        """The class that most of the last cells were of: it is tried first."""
        self._kinds: Counter[str] = Counter()
        self._ends: dict[str, tuple[str, ...]] = {}

    def work_out(self, texts: pl.Expr) -> dict[str, pl.Expr]:
        """Say what :meth:`sum_up` wants worked out of each cell."""
        found = {"size": texts.str.len_chars(), "hash": texts.hash(SEED)}
        if self.profile.only_texts:
            return found
        return {**found, **classes.worked_out(self.usual, texts)}

    def add(self, texts: pl.Series, counts: pl.Series) -> None:
        """Take in different texts in the order in which they came, each with its count."""
        counted = dict(zip(texts.to_list(), counts.to_list(), strict=True))
        self._met.give()
        if len(counted) <= _FEW:
            self.profile.add(counted, {})
            return
        self.profile.count(counted)
        table = texts.alias("text").to_frame().with_columns(n=counts)
        self._sum_up(table, _extent(texts.str.len_chars()))

    def sum_up(
        self, cells: pl.Series, worked: Worked | None = None, filled: pl.Series | None = None
    ) -> None:
        """Take in cells of which many differ, or the filled ones. The profile is decided already."""
        if worked is None:
            several = self.work_out(_TEXT)
            worked = cells.alias("text").to_frame().select_seq(**several).to_dict()
        sizes = worked["size"]
        lengths = _extent(sizes if filled is None else sizes.filter(filled))
        self._met.take(cells, worked["hash"].to_numpy(), sizes, filled)
        if self.profile.only_texts:
            texts = cells if filled is None else cells.filter(filled)
            self._sum_up(texts.alias("text").to_frame(), lengths)
            return
        if filled is not None:
            worked = {**worked, "mine": worked["mine"] & filled}
        found = classes.look(self.usual, cells, worked)
        if found.many:
            self._note(classes.kind(self.usual), found.many, found.ends)
        others = ~found.mine if filled is None else ~found.mine & filled
        rest = cells.clear() if found.many == len(cells) else cells.filter(others)
        self._sum_up(rest.alias("text").to_frame(), lengths, found)

    def _sum_up(
        self, table: pl.DataFrame, lengths: tuple[int, int], found: Found | None = None
    ) -> None:
        if self.profile.only_texts:
            ends = str(table["text"].min()), str(table["text"].max())
            self.profile.add_summary(Summary({"string": _many(table)}, {"string": ends}, lengths))
            return
        self._sort_out(table, found)
        self.profile.add_summary(Summary(self._kinds, self._ends, lengths))
        self._kinds, self._ends = Counter(), {}

    def _sort_out(self, table: pl.DataFrame, found: Found | None) -> None:
        """Tell kinds apart by what is surely of one; the rest is looked at text by text.

        ``found`` is what there was of the usual class, which the table is then without.
        """
        most = found.many if found else 0
        for name in sorted(CLASSES, key=self.usual.__ne__)[1 if found else 0 :]:
            if table.height <= _FEW:
                break
            worked = table.select_seq(**classes.worked_out(name, _TEXT)).to_dict()
            found = classes.look(name, table["text"], worked)
            if not found.many:
                continue
            every = found.many == table.height
            many = _many(table if every else table.filter(found.mine))
            self._note(classes.kind(name), many, found.ends)
            table = table.clear() if every else table.filter(~found.mine)
            if many > most:
                self.usual, most = name, many
        if "n" in table.columns:
            counts = dict(table.iter_rows())
        else:
            counts = Counter(table["text"].to_list())
        for text, count in counts.items():
            self._note(kind_of(text).type, count, (text,))

    def _note(self, kind: str, count: int, ends: tuple[str, ...]) -> None:
        self._kinds[kind] += count
        self._ends[kind] = (*self._ends.get(kind, ()), *ends)

    def flush(self) -> None:
        """Tell the profile at the end what was counted."""
        self._met.flush()


def _many(table: pl.DataFrame) -> int:
    """Count the cells of a table of texts, some of which may come ``n`` times."""
    return int(table["n"].sum()) if "n" in table.columns else table.height


def _extent(sizes: pl.Series) -> tuple[int, int]:
    return int(str(sizes.min())), int(str(sizes.max()))
