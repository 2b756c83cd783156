"""Counting what is wrong, many rows at once, into the groups that one by one would have made."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl

from app.table.cells import show
from app.table.engine.utf8 import Places
from app.table.tally import ROWS, Fault, Group, Key, Tally
from rules.core.evidence import Sample
from rules.core.text import NO_FACTS, Fact

Order = tuple[int, ...]
FEW = 300
"""So many texts are counted one by one."""
STRUCTURE, CELLS_STEP, KEYS_STEP, ACROSS_STEP = range(4)
"""The plain path goes through each block of rows in these steps."""


class Ledger:
    """Groups of defects, and where each began: findings come in the plain path's order."""

    def __init__(self, samples: int, first_row: int, rows: int) -> None:
        """Keep so many samples of a finding; the plain path's blocks have so many ``rows``."""
        self.first_row = first_row
        self._samples = samples
        self._rows = rows
        self._groups: dict[Key, tuple[Order, Group]] = {}

    def note(
        self,
        key: Key,
        step: tuple[int, ...],
        places: Places,
        shown: Callable[[int], str] | None = None,
        facts: Mapping[str, Fact] = NO_FACTS,
    ) -> None:
        """Count one defect at each place, in ascending order; ``shown`` gives the texts of samples."""
        if not len(places):
            return
        first = int(places[0])
        group = self._group(key, first, step, facts)
        group.count += len(places)
        self._add_rows(group, places)
        for at, place in enumerate(places[: None if shown else 1].tolist()):
            if len(group.samples) >= self._samples:
                return
            text = shown(at) if shown else ""
            if text not in group.samples:
                group.samples[text] = Sample(row=self.first_row + place, value=text)

    def note_texts(
        self,
        places: Places,
        texts: pl.Series,
        step: tuple[int, ...],
        verdict: Callable[[str | None], tuple[tuple[Key, Fault], ...]],
        classes: pl.Series | None = None,
    ) -> Places:
        """Count what is wrong with each text, and give the places where something is.

        Texts of one class are told alike; each is its own, unless ``classes`` names others.
        """
        if len(places) <= FEW:
            return self._note_few(places, texts.to_list(), step, verdict)
        several = texts if classes is None else classes
        table = pl.DataFrame({"text": texts, "class": several, "place": places})
        distinct = table.group_by("class", maintain_order=True).agg(
            pl.len().alias("count"), pl.col("place").first()
        )
        members: dict[Key, dict[str | None, str | None]] = {}
        wrong: list[str | None] = []
        for name, count, place in distinct.iter_rows():
            for number, (key, fault) in enumerate(verdict(name)):
                group = self._group(key, place, (*step, place, number), fault.facts)
                group.count += count
                if len(group.rows) < ROWS or len(group.samples) < self._samples:
                    members.setdefault(key, {})[name] = fault.fixed
                if not number:
                    wrong.append(name)
        for key, fixed in members.items():
            self._fill(self._groups[key][1], _of(table, [*fixed]), fixed)
        if len(wrong) == distinct.height:
            return places
        return _of(table, wrong)["place"].to_numpy().astype(np.int64)

    def _fill(
        self, group: Group, table: pl.DataFrame, fixed: Mapping[str | None, str | None]
    ) -> None:
        """Add rows and samples of some classes, as long as there is room."""
        self._add_rows(group, table["place"].to_numpy())
        if len(group.samples) < self._samples:
            for text, name, place in table.unique(
                "text", keep="first", maintain_order=True
            ).iter_rows():
                self._show(group, text, place, fixed[name])
                if len(group.samples) >= self._samples:
                    return

    def _note_few(
        self,
        places: Places,
        texts: list[str | None],
        step: tuple[int, ...],
        verdict: Callable[[str | None], tuple[tuple[Key, Fault], ...]],
    ) -> Places:
        """Do the same one by one."""
        known: dict[str | None, list[tuple[Key, Fault]]] = {}
        wrong = []
        for place, text in zip(places.tolist(), texts, strict=True):
            first = text not in known
            found = known[text] = [*verdict(text)] if first else known[text]
            for number, (key, fault) in enumerate(found):
                group = self._group(key, place, (*step, place, number), fault.facts)
                group.count += 1
                if first:
                    self._show(group, text, place, fault.fixed)
                if len(group.rows) < ROWS:
                    group.rows.append(self.first_row + place)
            if found:
                wrong.append(place)
        return np.array(wrong, np.int64)

    def tally(self) -> Tally:
        """Give the groups as the plain path would have them."""
        tally = Tally(self._samples)
        for key, (_, group) in sorted(self._groups.items(), key=lambda item: item[1][0]):
            tally.groups[key] = group
        return tally

    def _group(self, key: Key, place: int, step: Order, facts: Mapping[str, Fact]) -> Group:
        known = self._groups.get(key)
        if known is None:
            known = self._groups[key] = ((place // self._rows, *step), Group("error", facts))
        return known[1]

    def _show(self, group: Group, text: str | None, place: int, fixed: str | None) -> None:
        value = show(text)
        if len(group.samples) < self._samples and value not in group.samples:
            row = self.first_row + place
            group.samples[value] = Sample(row=row, value=value, fixed=fixed)

    def _add_rows(self, group: Group, places: Places) -> None:
        room = ROWS - len(group.rows)
        group.rows += (places[:room] + self.first_row).tolist() if room > 0 else []


def _of(table: pl.DataFrame, names: list[str | None]) -> pl.DataFrame:
    """Keep the cells of some classes, ``None`` among them."""
    wanted = pl.Series("class", names, dtype=pl.String)
    return table.filter(pl.col("class").is_in(wanted.implode(), nulls_equal=True))
