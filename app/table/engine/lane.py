"""One column of the pass: accepted in bulk, the distinct rest through the plain path's own judge."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import polars as pl

from app.table.checks import CELLS
from app.table.column import ColumnPass, Seen
from app.table.engine.accept import accept
from app.table.engine.chunk import Chunk, column
from app.table.engine.ledger import CELLS_STEP, Ledger
from app.table.engine.pending import Pending, counted, in_order
from app.table.engine.portrait import Portrait
from app.table.engine.utf8 import Places
from app.table.records import Unsupported
from app.table.rows import REQUIRED
from app.table.tally import Fault, Key

_SAMPLE = 20_000
_FEW = 0.2
"""Share of different values below which a column is judged value by value."""
_HELD = 50_000
"""Most verdicts, and texts already counted, held in one column."""


class Lane:
    """A column on its way through the chunks."""

    def __init__(self, position: int, name: str, judged: ColumnPass, rows: int) -> None:
        """Start; ``rows`` is the size of the plain path's blocks."""
        self.name = name
        self.judged = judged
        self.required = judged.judge.required
        self.column = column(position)
        self.cells = pl.col(self.column)
        self._position = position
        self._rows = rows
        plain = not judged.checks and not judged.dated
        self._test = accept(judged.judge, self.cells) if plain else None
        self._by_value: bool | None = None if self._test is not None else True
        self._verdicts: dict[str, Seen] = {}
        self._wrong: set[str] = set()
        self._now: set[str] = set()
        """Texts of the chunk under way, in a column judged value by value."""
        self._portrait = Portrait(judged.profile)
        self._counted = pl.DataFrame()
        self._pending = Pending(judged.judge.missing_values)
        self._block = 0

    @property
    def missing(self) -> pl.Expr:
        """Tell which cells hold nothing."""
        texts = self.judged.judge.missing_values
        if texts == {""}:
            return (self.cells.str.len_bytes() == 0).fill_null(value=True)
        return self.cells.is_in(sorted(texts)).fill_null(value=True)

    def asked(self, frame: pl.DataFrame) -> list[pl.Expr]:
        """Ask for what the verdicts need; answers are named after the column."""
        if self._by_value is None:
            sample = frame[self.column].head(_SAMPLE)
            self._by_value = sample.n_unique() <= _FEW * len(sample)
        name = self.column
        asked = [self.missing.sum().alias(f"{name}:missing")]
        if self._by_value:
            return asked
        assert self._test is not None
        if self._test.meta.is_literal():
            return asked
        refused = ~(self._test | self.missing)
        return [*asked, refused.arg_true().implode().alias(f"{name}:refused")]

    def verdict(self, text: str) -> Seen:
        """Judge one value, or remember how it was judged."""
        seen = self._verdicts.get(text)
        return self._judge([text])[text] if seen is None else seen

    def value(self, text: str) -> object:
        """Give what a text is read as; ``None`` for nothing, and where it cannot be read."""
        reading = self.verdict(text).reading
        return None if reading.missing else reading.value

    def find_wrong(self, chunk: Chunk, answers: pl.DataFrame, first: int, ledger: Ledger) -> Places:
        """Count the wrong cells, and give the places of their rows in the chunk."""
        name = self.column
        cells = chunk.frame[name]
        if self._by_value:
            self._judge_counted(cells)
            wrong = [*(self._wrong & self._now)]
            if not wrong:
                return np.zeros(0, np.int64)
            places = (
                cells.is_in(pl.Series(wrong, dtype=pl.String)).fill_null(value=False).arg_true()
            )
        elif f"{name}:refused" in answers.columns:
            places = answers[f"{name}:refused"][0]
            if len(places):
                self._judge_new(cells.gather(places).unique(maintain_order=True).to_list())
        else:
            return np.zeros(0, np.int64)
        if not len(places):
            return np.zeros(0, np.int64)
        at = places.to_numpy().astype(np.int64)
        step = (CELLS_STEP, self._position, 1)
        return ledger.note_texts(at + first, cells.gather(places), step, self._faults) - first

    def _faults(self, text: str | None) -> tuple[tuple[Key, Fault], ...]:
        faults = self.verdict(text).faults if text is not None else ()
        return tuple((Key(CELLS, f.code, f.cause, self.name), f) for f in faults)

    def _judge_counted(self, cells: pl.Series) -> None:
        """Judge what is new among the values, in the order in which they come."""
        self._counted = counted(cells)
        self._now = set(self._counted["text"].to_list())
        self._now.discard(None)
        new = self._now - self._verdicts.keys()
        if new:
            self._judge_new(in_order(cells, new))
        if self._test is not None and len(self._now) > len(cells) // 2 > _SAMPLE:
            self._by_value = False

    def _judge_new(self, texts: Iterable[str]) -> None:
        new = [text for text in texts if text not in self._verdicts]
        if len(self._verdicts) + len(new) > _HELD:
            self._verdicts.clear()
            self._wrong.clear()
            new = [*dict.fromkeys((*texts, *(self._now if self._by_value else ())))]
        self._judge(new)

    def _judge(self, texts: list[str]) -> dict[str, Seen]:
        judged = self.judged.judged(texts, {})
        if self.judged.gave_up:
            raise Unsupported("a pattern takes too long")
        found = {str(text): seen for text, seen in judged.items()}
        for text, seen in found.items():
            if seen.reading.missing != (text in self.judged.judge.missing_values):
                raise Unsupported("a cell is missing without being written so")
        self._verdicts.update(found)
        self._wrong.update(text for text, seen in found.items() if seen.faults)
        return found

    def note_missing(self, chunk: Chunk, blank: Places, first: int, ledger: Ledger) -> Places:
        """Count the empty cells of a required column, blank rows aside."""
        gone = chunk.frame.select(self.missing.arg_true()).to_series().to_numpy()
        places = np.setdiff1d(gone.astype(np.int64), blank, assume_unique=True)
        if len(places):
            key = Key(REQUIRED, "constraint-error", "required-empty", self.name)
            texts = chunk.frame[self.column].gather(places)
            step = (CELLS_STEP, self._position, 0)
            fault = (key, Fault("", ""))
            ledger.note_texts(places + first, texts, step, lambda _: (fault,))
        return places

    def portray(self, chunk: Chunk, missing: int, first: int) -> None:
        """Let the profile see the filled cells."""
        cells = chunk.frame[self.column]
        if missing == len(cells):
            return
        if self._by_value and not self.judged.profile.undecided:
            self._pending.add(cells, self._counted)
            if len(self._pending) > _HELD:
                self._flush()
            return
        places = None
        if missing:
            filled = ~chunk.frame.select(self.missing).to_series()
            places = filled.arg_true().to_numpy()
            cells = cells.filter(filled)
        cells = self._decide(cells, places, first)
        if not len(cells):
            return
        if self._by_value:
            self._pending.add(cells, counted(cells))
        else:
            self._flush()
            self._portrait.sum_up(cells)

    def _decide(self, cells: pl.Series, places: Places | None, first: int) -> pl.Series:
        """Feed the profile as the plain path does until it is decided, and give what is left."""
        while len(cells) and self.judged.profile.undecided:
            start = first if places is None else first + int(places[0])
            if start // self._rows != self._block:
                self._flush()
                self._block = start // self._rows
                continue
            end = (start // self._rows + 1) * self._rows
            mine = end - start if places is None else int(np.searchsorted(places, end - first))
            if not self._by_value and not self._pending and mine < len(cells):
                self._portrait.sum_up(cells.head(mine))
            else:
                self._pending.add(cells.head(mine), counted(cells.head(mine)))
            cells = cells.slice(mine)
            first, places = (end, None) if places is None else (first, places[mine:])
        return cells

    def flush(self) -> None:
        """Let the profile see all that it has not seen yet."""
        self._flush()
        self._portrait.flush()

    def _flush(self) -> None:
        """Let the profile see what waits for the end of one of the plain path's blocks."""
        counts = self._pending.taken()
        if counts:
            dates: dict[str, object] = {}
            if self.judged.dated:
                dates = {text: self.verdict(text).reading.value for text in counts}
            self.judged.profile.add(counts, dates)
