"""Counts of a column's values that wait until its profile is to see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl


def counted(cells: pl.Series) -> pl.DataFrame:
    """Count each text, in no order."""
    return cells.alias("text").value_counts(name="n")


def in_order(cells: pl.Series, texts: Collection[str]) -> Iterable[str]:
    """Put some texts into the order in which they first come."""
    if len(texts) < 2:  # noqa: PLR2004
        return texts
    mine = cells.filter(cells.is_in(pl.Series([*texts], dtype=pl.String)))
    return [text for text in mine.unique(maintain_order=True).to_list() if text is not None]


class Pending:
    """Texts in the order in which they first came, and how often each did."""

    def __init__(self, missing: frozenset[str]) -> None:
        """Start with nothing; texts that stand for nothing are left out."""
        self._missing = {None, *missing}
        self._order: dict[str, int] = {}
        self._tables: list[pl.DataFrame] = []
        self._seen: set[str | None] = set(self._missing)

    def __len__(self) -> int:
        return len(self._order)

    def add(self, cells: pl.Series, counts: pl.DataFrame) -> None:
        """Add cells that were counted."""
        self._tables.append(counts)
        new = set(counts["text"].to_list()) - self._seen
        if new:
            self._order.update(dict.fromkeys(in_order(cells, new), 0))
            self._seen |= new

    def taken(self) -> dict[str, int]:
        """Give the counts, and start again with none."""
        if not self._tables:
            return {}
        table = pl.concat(self._tables)
        if len(self._tables) > 1:
            table = table.group_by("text").agg(pl.col("n").sum())
        counts = self._order
        for text, count in zip(table["text"].to_list(), table["n"].to_list(), strict=True):
            if text not in self._missing:
                counts[text] = count
        self._order, self._tables, self._seen = {}, [], set(self._missing)
        return counts
