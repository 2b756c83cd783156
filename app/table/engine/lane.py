"""One column of the pass: accepted in bulk, the distinct rest through the plain path's own judge."""

from __future__ import annotations

from math import expm1

import numpy as np
import polars as pl

from app.table.cells import show
from app.table.checks import CELLS
from app.table.column import ColumnPass
from app.table.engine.accept import accept
from app.table.engine.again import Flags, Hashes
from app.table.engine.chunk import SEED, Chunk, column
from app.table.engine.ledger import CELLS_STEP, Ledger
from app.table.engine.looked import KEYS, Looked, Wish, count
from app.table.engine.pending import hashes_of
from app.table.engine.plain import plain_of, whole
from app.table.engine.portrait import work_out
from app.table.engine.sitting import Sitting
from app.table.engine.utf8 import Places
from app.table.engine.verdicts import Verdicts
from app.table.rows import REQUIRED
from app.table.tally import Fault, Key

_SAMPLE = 20_000
"""Cells of which it is asked how many differ."""
_FEW = 0.2
"""Share of different values up to which a column is judged value by value."""
_VALUES, _ENOUGH = 4_028, 2_000
"""Values of which so many cells show that share, and cells that show something of it."""
_NONE = np.zeros(0, np.int64)
_NOTHING = Looked(pl.Series(dtype=pl.String), 0, {}, None, None)


class Lane:
    """A column on its way through the chunks. A chunk is looked at first, then asked about."""

    def __init__(self, position: int, name: str, judged: ColumnPass, rows: int) -> None:
        """Start; ``rows`` is the size of the plain path's blocks."""
        self.name = name
        self.judged = judged
        self.verdicts = Verdicts(judged)
        self.required = judged.judge.required
        self.column = column(position)
        self._plain = plain_of(judged.judge)
        self._now = _NOTHING
        self._numbers = np.zeros(0, np.int64)
        self._void = hashes_of(pl.Series([None, *judged.judge.missing_values], dtype=pl.String))
        self._wish = Wish("integer" if self._plain is whole else None)
        self._asked: str | None = None
        self._nothing: Flags | None = None
        self._position = position
        asked = pl.col(self.column)
        self._test = None if judged.dated else accept(judged, asked)
        self._by_value: bool | None = None if self._test is not None else True
        self._sitting = Sitting(judged, self.verdicts, rows)

    @property
    def missing(self) -> pl.Expr:
        """Tell which cells hold nothing."""
        texts = self.judged.judge.missing_values
        cells = pl.col(self.column)
        if texts == {""}:
            return (cells.str.len_bytes() == 0).fill_null(value=True)
        return cells.is_in(sorted(texts)).fill_null(value=True)

    @property
    def by_value(self) -> bool:
        """True where the chunk's different texts are counted, and judged one by one."""
        return bool(self._by_value)

    def ask(self, frame: pl.DataFrame) -> tuple[list[pl.Expr], list[pl.Expr]]:
        """Say what is to be worked out of each cell, and of all; named after the column."""
        if self._by_value is None:
            sample = frame[self.column].head(_SAMPLE)
            self._by_value = few(sample.n_unique(), len(sample))
        name, wish = self.column, self._wish
        if self.by_value:
            counts = pl.col(name).alias("text").value_counts(name="n").implode()
            gaps = [self.missing.alias(f"{name}:gone")] if wish.gaps else []
            return gaps, [counts.alias(f"{name}:counts")]
        asked = {"gone": self.missing, **self.refused()}
        if wish.usual is not None:
            asked |= work_out(wish.usual, pl.col(name))
        self._asked = wish.usual
        return [one.alias(f"{name}:{key}") for key, one in asked.items()], []

    def refused(self) -> dict[str, pl.Expr]:
        """Say how cells are found that are not accepted at once."""
        assert self._test is not None
        return {} if self._test.meta.is_literal() else {"refused": ~(self._test | self.missing)}

    def looked(self, chunk: Chunk, worked: pl.DataFrame, counted: pl.DataFrame) -> Looked:
        """Gather what was asked for. It may be of a chunk ahead of the one that is judged."""
        cells = chunk.frame[self.column]
        found = {key: worked.get_column(f"{self.column}:{key}", default=None) for key in KEYS}
        known = {key: one for key, one in found.items() if one is not None}
        if not self.by_value:
            return Looked(cells, int(known["gone"].sum()), known, self._asked, None)
        counts, gone = count(counted[f"{self.column}:counts"][0], self._void)
        return Looked(cells, gone, known, None, counts)

    def take(self, looked: Looked) -> None:
        """Begin with a chunk."""
        self._now, self._nothing = looked, None

    @property
    def gone(self) -> int:
        """How many cells of the chunk hold nothing."""
        return self._now.gone

    @property
    def hashes(self) -> Hashes:
        """Hash every cell of the chunk."""
        known = self._now.worked.get("hash")
        return (self._now.cells.hash(SEED) if known is None else known).to_numpy()

    @property
    def plain(self) -> Flags | None:
        """Tell which cells are written as what they mean is; ``None``: all are."""
        if self._plain is whole and self._now.usual == "integer":
            mine = self._now.worked["mine"]
            return (mine.fill_null(value=False) if mine.null_count() else mine).to_numpy()
        return self._plain(self._now.cells)

    @property
    def nothing(self) -> Flags:
        """Where the chunk's cells hold nothing."""
        if self._nothing is None:
            self._nothing = np.zeros(len(self._now.cells), bool)
            if self.gone:
                found = self._now.worked.get("gone")
                if found is None:
                    found = self._now.cells.to_frame(self.column).select(self.missing).to_series()
                self._nothing = found.to_numpy()
        return self._nothing

    def find_wrong(self, first: int, ledger: Ledger) -> Places:
        """Count the wrong cells, and give the places of their rows in the chunk."""
        cells = self._now.cells
        classes = None
        counted = self._now.counted
        if counted:
            texts = counted.texts
            self._numbers = self._sitting.number(cells, texts, counted.hashes)
            flags = self.verdicts.wrong(self._sitting.known)[self._numbers]
            if not flags.any():
                return _NONE
            wrong = pl.col(self.column).is_in(texts.filter(pl.Series(flags)).implode())
            at = cells.to_frame(self.column).select(wrong.arg_true()).to_series().to_numpy()
            texts = cells[at]
        elif "refused" in self._now.worked and self._now.worked["refused"].any():
            at = np.flatnonzero(self._now.worked["refused"].to_numpy())
            texts = cells[at]
            classes = self.verdicts.classes(texts)
        else:
            return _NONE
        at = at.astype(np.int64)
        step = (CELLS_STEP, self._position, 1)
        classes = texts if classes is None else classes
        return ledger.note_texts(at + first, texts, step, self._faults, classes) - first

    def _faults(self, text: str | None) -> tuple[tuple[Key, Fault], ...]:
        faults = self.verdicts.faults(text)
        return tuple((Key(CELLS, f.code, f.cause, self.name), f) for f in faults)

    def note_missing(self, blank: Places, first: int, ledger: Ledger) -> Places:
        """Count the empty cells of a required column, blank rows aside."""
        places = np.setdiff1d(np.flatnonzero(self.nothing), blank, assume_unique=True)
        if len(places):
            key = Key(REQUIRED, "constraint-error", "required-empty", self.name)
            step = (CELLS_STEP, self._position, 0)
            fault = (key, Fault("", ""))
            texts = self._now.cells[places]
            ledger.note_texts(places + first, texts, step, lambda _: (fault,))
        return places

    def portray(self, first: int) -> None:
        """Let the profile see the chunk's filled cells."""
        if self.gone < len(self._now.cells):
            self._sit(first)
        known = self._sitting.decided and not self.judged.dated
        usual = self._sitting.portrait.wish if known else self._wish.usual
        self._wish = Wish(usual, self.required and self.gone > 0)

    def _sit(self, first: int) -> None:
        sitting, cells, counted = self._sitting, self._now.cells, self._now.counted
        if counted and sitting.decided:
            sitting.add(self._numbers, counted.counts)
            return
        filled = pl.Series(~self.nothing) if self.gone else None
        if counted or self._now.usual is None or not sitting.decided:
            sitting.sit(cells, filled, first, by_value=self.by_value)
        else:
            sitting.flush()
            sitting.portrait.sum_up(cells, self._now, filled)

    def flush(self) -> None:
        """Let the profile see all that it has not seen yet."""
        self._sitting.flush()
        self._sitting.portrait.flush()

    def written(self, chunk: Chunk) -> pl.Series:
        """Give the chunk's cells such that those written alike mean the same."""
        return chunk.frame[self.column]

    def shown(self, text: str | None) -> str:
        """Write a cell for a reader."""
        return show(text)


def few(different: int, cells: int) -> bool:
    """Tell whether a column has few different values, of what so many cells show.

    Drawn :data:`_SAMPLE` times, :data:`_VALUES` values, each as likely as another, show a fifth
    of that; fewer cells show more of them for their number.
    """
    if cells < _ENOUGH:
        return different <= cells * _FEW
    return different <= _VALUES * -expm1(-cells / _VALUES)
