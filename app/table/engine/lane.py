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
from app.table.engine.pending import hashes_of
from app.table.engine.plain import plain_of, whole
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
_KEYS = ("gone", "refused", "size", "hash", "mine", "value")
"""What may be worked out of each cell."""


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
        self.gone = 0
        """Cells of the chunk that hold nothing."""
        self._cells = pl.Series()
        self._counted = pl.Series(), pl.Series()
        self._hashes = self._numbers = np.zeros(0, np.int64)
        self._void = hashes_of(pl.Series([None, *judged.judge.missing_values], dtype=pl.String))
        self._looks = False
        self._worked: dict[str, pl.Series] = {}
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

    def work_out(self, frame: pl.DataFrame) -> tuple[list[pl.Expr], list[pl.Expr]]:
        """Say what is to be worked out of each cell, and of all; named after the column."""
        if self._by_value is None:
            sample = frame[self.column].head(_SAMPLE)
            self._by_value = few(sample.n_unique(), len(sample))
        name = self.column
        if self._by_value:
            counts = pl.col(name).alias("text").value_counts(name="n").implode()
            gaps = [self.missing.alias(f"{name}:gone")] if self.required and self.gone else []
            return gaps, [counts.alias(f"{name}:counts")]
        asked = {"gone": self.missing}
        assert self._test is not None
        if not self._test.meta.is_literal():
            asked["refused"] = ~(self._test | self.missing)
        self._looks = not self.judged.profile.undecided
        if self._looks or self._plain is whole:
            asked |= self._sitting.portrait.work_out(pl.col(name))
        return [one.alias(f"{name}:{key}") for key, one in asked.items()], []

    def look(self, chunk: Chunk, worked: pl.DataFrame, counted: pl.DataFrame) -> None:
        """Look at a chunk: what is missing, what is refused."""
        self._cells, self._nothing = chunk.frame[self.column], None
        found = {key: worked.get_column(f"{self.column}:{key}", default=None) for key in _KEYS}
        self._worked = {key: one for key, one in found.items() if one is not None}
        if not self._by_value:
            self.gone = int(self._worked["gone"].sum())
            return
        texts, counts = counted[f"{self.column}:counts"][0].struct.unnest().get_columns()
        self._hashes, self.gone = hashes_of(texts), 0
        for void in self._void:
            at = self._hashes == void
            if at.any():
                kept = pl.Series(~at)
                self.gone += int(counts.filter(pl.Series(at)).sum())
                self._hashes, texts, counts = (
                    self._hashes[~at],
                    texts.filter(kept),
                    counts.filter(kept),
                )
        self._counted = texts, counts

    @property
    def hashes(self) -> Hashes:
        """Hash every cell of the chunk."""
        known = self._worked.get("hash")
        return (self._cells.hash(SEED) if known is None else known).to_numpy()

    @property
    def plain(self) -> Flags | None:
        """Tell which cells are written as what they mean is; ``None``: all are."""
        if (
            self._plain is whole
            and self._sitting.portrait.usual == "integer"
            and "mine" in self._worked
        ):
            return self._worked["mine"].fill_null(value=False).to_numpy()
        return self._plain(self._cells)

    @property
    def nothing(self) -> Flags:
        """Where the chunk's cells hold nothing."""
        if self._nothing is None:
            self._nothing = np.zeros(len(self._cells), bool)
            if self.gone:
                found = self._worked.get("gone")
                if found is None:
                    found = self._cells.to_frame(self.column).select(self.missing).to_series()
                self._nothing = found.to_numpy()
        return self._nothing

    def find_wrong(self, first: int, ledger: Ledger) -> Places:
        """Count the wrong cells, and give the places of their rows in the chunk."""
        cells = self._cells
        classes = None
        if self._by_value:
            texts, _ = self._counted
            self._numbers = self._sitting.number(cells, texts, self._hashes)
            flags = self.verdicts.wrong(self._sitting.known)[self._numbers]
            if not flags.any():
                return _NONE
            wrong = pl.col(self.column).is_in(texts.filter(pl.Series(flags)).implode())
            at = cells.to_frame(self.column).select(wrong.arg_true()).to_series().to_numpy()
            texts = cells[at]
        elif "refused" in self._worked and self._worked["refused"].any():
            at = np.flatnonzero(self._worked["refused"].to_numpy())
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
            texts = self._cells[places]
            ledger.note_texts(places + first, texts, step, lambda _: (fault,))
        return places

    def portray(self, first: int) -> None:
        """Let the profile see the chunk's filled cells."""
        if self.gone == len(self._cells):
            return
        sitting = self._sitting
        if self._by_value and not sitting.undecided:
            sitting.add(self._numbers, self._counted[1])
            return
        filled = pl.Series(~self.nothing) if self.gone else None
        if self._by_value or not self._looks:
            sitting.sit(self._cells, filled, first, by_value=bool(self._by_value))
        else:
            sitting.flush()
            sitting.portrait.sum_up(self._cells, self._worked, filled)

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
