"""Primary keys, unique columns and repeated rows, a chunk at a time."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import polars as pl

from app.table.cells import cut, show
from app.table.engine.again import Flags, Hashed
from app.table.engine.chunk import SEED, Chunk
from app.table.engine.climb import Climb
from app.table.engine.lane import Lane
from app.table.engine.ledger import FEW
from app.table.engine.numbering import Hashes, joint
from app.table.engine.plain import WRITTEN, written
from app.table.engine.utf8 import Places
from app.table.keys import Rows, Unique, report
from app.table.repeats import key_text
from app.table.tally import Group, Tally
from app.table.tally import Key as Key_
from rules.core.evidence import Sample

_NAN = "\0"


class Key:
    """Cells of some columns, together, as hashes of what they mean."""

    def __init__(self, unique: Unique, lanes: Sequence[Lane], first_row: int) -> None:
        """Watch what the plain path's ``unique`` would; places count from ``first_row``."""
        self.unique = unique
        self._lanes = [lanes[position] for position in unique.positions]
        self._repeated = Repeated(first_row)
        self._climbs = [lane.climb for lane in self._lanes if lane.counts]
        self._shown: dict[str, Sample] = {}

    def take(self, chunk: Chunk, first: int) -> Places:
        """Take in the keys of a chunk, and give the places of those that are empty."""
        height = chunk.frame.height
        empty, nowhere = np.ones(height, bool), np.zeros(height, bool)
        parts: list[Hashes] = []
        for lane in self._lanes:
            hashes, nothing, nan = meaning(lane, chunk)
            if nothing.any():
                hashes = np.where(nothing, np.uint64(1), hashes)
            parts.append(hashes)
            empty &= nothing
            nowhere |= nan
        near = self._repeated.add(joint(parts), empty | nowhere, self._climbs)
        if len(near) and len(self._shown) < self.unique.most:
            self._show(
                [chunk.frame[lane.column].gather(near) for lane in self._lanes], near + first
            )
        return np.flatnonzero(empty)

    def _show(self, cells: Sequence[pl.Series], places: Places) -> None:
        """Keep samples of repeated keys, as they are written."""
        table = pl.DataFrame([column.alias(str(at)) for at, column in enumerate(cells)])
        if len(places) > FEW:
            table = table.with_columns(pl.Series("place", places))
            table = table.unique(pl.exclude("place"), keep="first", maintain_order=True)
            places = table.drop_in_place("place").to_numpy()
        for texts, place in zip(table.rows(), places.tolist(), strict=True):
            if len(self._shown) >= self.unique.most:
                return
            text = cut(", ".join(map(show, texts)))
            if text not in self._shown:
                self._shown[text] = Sample(row=self._repeated.first_row + place, value=text)

    def close(self, rows: range, tally: Tally) -> Places:
        """Report what came twice, and give the places of it."""
        group = Group("error", self._repeated.facts, samples=self._shown)
        return self._repeated.close(rows, group, self.unique.key, tally)


class WholeRows:
    """Whole rows that repeat an earlier one."""

    def __init__(self, first_row: int) -> None:
        """Start; places count from ``first_row``."""
        self._repeated = Repeated(first_row, apart=True)

    def take(self, hashes: Hashes, blank: Flags | None, climbs: Sequence[Climb]) -> None:
        """Take in the rows of a chunk, blank ones left out; ``climbs`` are those of its columns."""
        self._repeated.add(hashes, blank, climbs)

    def close(self, rows: range, tally: Tally) -> None:
        """Report the repeated rows."""
        self._repeated.close(rows, Group("warning", self._repeated.facts), Rows.KEY, tally)


class Repeated:
    """Keys that come again, and the row where the first of them came before."""

    def __init__(self, first_row: int, *, apart: bool = False) -> None:
        """Start; places count from ``first_row``.

        ``apart``: what is no number of a column that climbs never has the key of one that is.
        """
        self.first_row = first_row
        self.facts: dict[str, str | int | float] = {}
        self._hashed = Hashed(apart=apart)
        self._climb: Climb | None = None

    def add(self, hashes: Hashes, left_out: Flags | None, climbs: Sequence[Climb]) -> Places:
        """Take in the next keys, and give those whose earlier row is known at once.

        ``climbs`` are those of the key's columns, the same each time. One that climbs from the
        beginning tells all keys apart but a few: another one, later, would tell nothing of those
        before.
        """
        if self._climb is None and climbs:
            self._climb = next((one for one in climbs if one.goes_on), climbs[0])
        climb = self._climb
        others = climb.others if climb and climb.goes_on else None
        near = self._hashed.add(hashes, left_out, others)
        if len(near) and not self.facts:
            self.facts["earlier"] = self.first_row + self._hashed.place(hashes[near[0]])
        return near

    def close(self, rows: range, group: Group, key: Key_, tally: Tally) -> Places:
        """Report what came again, and give the places of it."""
        places = self._hashed.again()
        report(places, rows, group, key, tally)  # type: ignore[arg-type] # an array is a sequence
        return places


def meaning(lane: Lane, chunk: Chunk) -> tuple[Hashes, Flags, Flags]:
    """Hash what the cells mean; say where they mean nothing, and where what equals nothing."""
    cells = lane.written(chunk)
    nothing, hashes = lane.nothing, lane.hashes
    nan = np.zeros(len(cells), bool)
    plain = lane.plain
    odd = np.flatnonzero(~(plain | nothing)) if plain is not None else nothing[:0]
    if len(odd):
        meant = _meant(lane, cells.gather(odd).to_list())
        nothing, nan = nothing.copy(), nan.copy()
        nothing[odd[[text is None for text in meant]]] = True
        nan[odd[[text == _NAN for text in meant]]] = True
        hashes = hashes.copy()
        hashes[odd] = pl.Series(meant, dtype=pl.String).hash(SEED).to_numpy()
    return hashes, nothing, nan


def _meant(lane: Lane, texts: list[str]) -> list[str | None]:
    """Write what each text means, the same for the same meaning; ``None`` for nothing."""
    known: dict[str, str | None] = {}
    for text in texts:
        if text not in known:
            known[text] = _written(lane.verdicts[text].reading.value, lane.judged.judge.type)
    return [known[text] for text in texts]


def _written(value: object, kind: str) -> str | None:
    if value is None:
        return None
    if kind in {"integer", "date"}:
        return str(value)
    if kind == "number" and value.__class__ in {int, float}:  # from a cell that was no text
        value = Decimal(str(value))
    if isinstance(value, Decimal) and value.is_finite() and (not value or _is_short(value)):
        return written(value)
    text = key_text(value)
    return _NAN if text is None else text


def _is_short(value: Decimal) -> bool:
    return -WRITTEN <= value.adjusted() < WRITTEN
