"""The profile of a column, many cells at once: the figures that one by one would have given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from app.table.engine import classes
from app.table.engine.chunk import SEED
from app.table.engine.classes import CLASSES, Found
from app.table.engine.looked import Looked
from app.table.engine.met import Met
from app.table.kinds import kind_of
from app.table.profile import Profile, Summary

_FEW = 100
"""So many texts are looked at one by one."""
_GLANCE = 20
"""The first texts, by which it is guessed what most are."""
_TEXT = pl.col("text")


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

    @property
    def wish(self) -> str:
        """Name the class that it is worth looking for; ``""`` where none is."""
        return "" if self.profile.only_texts else self.usual

    def add(self, texts: pl.Series, counts: pl.Series) -> None:
        """Take in different texts in the order in which they came, each with its count."""
        counted = dict(zip(texts.to_list(), counts.to_list(), strict=True))
        self._met.give()
        if len(counted) <= _FEW:
            self.profile.add(counted, {})
            return
        self.profile.count(counted)
        if not self.profile.filled:
            self.usual = classes.likely(texts.head(_GLANCE).to_list())
        table = texts.alias("text").to_frame().with_columns(n=counts)
        self._sum_up(table, _extent(texts.str.len_chars()))

    def sum_up(
        self, cells: pl.Series, looked: Looked | None = None, filled: pl.Series | None = None
    ) -> None:
        """Take in cells of which many differ, or the filled ones. The profile is decided already."""
        if looked is None and not self.profile.filled:
            self.usual = classes.likely(cells.head(_GLANCE).to_list())
        wish = self.wish
        if looked is None:
            worked = _select(cells, work_out(wish, _TEXT))
        elif wish and looked.usual != wish:
            worked = {**looked.worked, **_select(cells, classes.worked_out(wish, _TEXT))}
        else:
            worked = {**looked.worked}
        sizes = worked["size"]
        lengths = _extent(sizes if filled is None else sizes.filter(filled))
        self._met.take(cells, worked["hash"].to_numpy(), sizes, filled)
        if self.profile.only_texts:
            texts = cells if filled is None else cells.filter(filled)
            self._sum_up(texts.alias("text").to_frame(), lengths)
            return
        if filled is not None:
            worked["mine"] = worked["mine"] & filled
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
            worked = _select(table["text"], classes.worked_out(name, _TEXT))
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


def work_out(wish: str, texts: pl.Expr) -> dict[str, pl.Expr]:
    """Say what :meth:`Portrait.sum_up` wants worked out of each cell."""
    found = {"size": texts.str.len_chars(), "hash": texts.hash(SEED)}
    return {**found, **classes.worked_out(wish, texts)} if wish else found


def _select(cells: pl.Series, wanted: Mapping[str, pl.Expr]) -> dict[str, pl.Series]:
    return cells.alias("text").to_frame().select_seq(**wanted).to_dict()


def _many(table: pl.DataFrame) -> int:
    """Count the cells of a table of texts, some of which may come ``n`` times."""
    return int(table["n"].sum()) if "n" in table.columns else table.height


def _extent(sizes: pl.Series) -> tuple[int, int]:
    return int(str(sizes.min())), int(str(sizes.max()))
