"""One column of the pass: accepted in bulk, the distinct rest through the plain path's own judge."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from app.table.cells import show
from app.table.checks import CELLS
from app.table.column import ColumnPass
from app.table.engine.accept import accept
from app.table.engine.again import Flags
from app.table.engine.chunk import SEED, Chunk, column
from app.table.engine.climb import Climb
from app.table.engine.few import repeats
from app.table.engine.ledger import CELLS_STEP, Ledger
from app.table.engine.looked import KEYS, Looked, Wish
from app.table.engine.numbering import Hashes
from app.table.engine.pending import Counted
from app.table.engine.plain import counts, plain_of, whole
from app.table.engine.portrait import work_out
from app.table.engine.sitting import Sitting
from app.table.engine.utf8 import Places
from app.table.engine.verdicts import Verdicts
from app.table.fields import Judge
from app.table.rows import REQUIRED
from app.table.tally import Fault, Key

_TEXTS = frozenset({("string", "default"), ("any", "default")})
_NONE = np.zeros(0, np.int64)
_NOTHING = Looked(pl.Series(dtype=pl.String), 0, {}, None, None)


class Lane:
    """A column on its way through the chunks. A chunk is looked at first, then asked about."""

    def __init__(self, position: int, name: str, judged: ColumnPass, rows: int) -> None:
        """Start; ``rows`` is the size of the plain path's blocks."""
        self.name = name
        self.judged = judged
        self.required = judged.judge.required
        self.column = column(position)
        self._plain = plain_of(judged.judge)
        self.counts = counts(judged.judge)
        self.climb = Climb()
        self._now = _NOTHING
        self._wish = Wish("integer" if self._plain is whole else None)
        self._asked: str | None = None
        self._nothing: Flags | None = None
        self._position = position
        asked = pl.col(self.column)
        self._test = None if judged.dated else accept(judged, asked)
        self.verdicts = Verdicts(judged, self.column, self._test)
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
    def judge(self) -> Judge:
        """What the column's field asks for."""
        return self.judged.judge

    @property
    def verbatim(self) -> bool:
        """True where each cell that is not nothing is read as its text, which is not empty."""
        plain = (self.judge.type, self.judge.format) in _TEXTS
        return plain and "" in self.judge.missing_values

    @property
    def by_value(self) -> bool:
        """True where the chunk's different texts are counted, and judged one by one."""
        return bool(self._by_value)

    def ask(self, frame: pl.DataFrame) -> list[pl.Expr]:
        """Say what is to be worked out of each cell; named after the column."""
        if self._by_value is None:
            self._by_value = repeats(frame[self.column])
        cells, usual = pl.col(self.column), self._wish.usual
        if self.by_value:
            return [cells.hash(SEED).alias(f"{self.column}:hash")]
        asked = {"gone": self.missing, **self.refused()}
        asked |= {"hash": cells.hash(SEED)} if usual is None else work_out(usual, cells)
        self._asked = usual
        return [one.alias(f"{self.column}:{key}") for key, one in asked.items()]

    def refused(self) -> dict[str, pl.Expr]:
        """Say how cells are found that are not accepted at once."""
        assert self._test is not None
        return {} if self._test.meta.is_literal() else {"refused": ~(self._test | self.missing)}

    def looked(self, chunk: Chunk, worked: Mapping[str, pl.Series]) -> Looked:
        """Gather what was asked for. It may be of a chunk ahead of the one that is judged."""
        cells = chunk.frame[self.column]
        names = {key: f"{self.column}:{key}" for key in KEYS}
        known = {key: worked[name] for key, name in names.items() if name in worked}
        if "mine" in known and known["mine"].null_count():
            known["mine"] = known["mine"] & ~known["gone"]  # which is all that is not there
        if not self.by_value:
            return Looked(cells, int(known["gone"].sum()), known, self._asked, None)
        hashes = known["hash"].to_numpy().view(np.int64)
        counted = self._sitting.number(cells, hashes, forget=self._wish.decided)
        return Looked(cells, counted.gone, known, None, counted)

    def row_hashes(self, looked: Looked) -> Hashes:
        """Give each cell's part in the hash of its row."""
        return looked.worked["hash"].to_numpy()

    def take(self, looked: Looked) -> None:
        """Begin with a chunk."""
        self._now, self._nothing = looked, None
        self.climb.take(looked)

    def leave(self) -> None:
        """Hold on to no chunk that is done with."""
        self._now, self._nothing = _NOTHING, None

    @property
    def gone(self) -> int:
        """How many cells of the chunk hold nothing."""
        return self._now.gone

    @property
    def hashes(self) -> Hashes:
        """Hash every cell of the chunk."""
        return self._now.worked["hash"].to_numpy()

    @property
    def plain(self) -> Flags | None:
        """Tell which cells are written as what they mean is; ``None``: all are."""
        if self._plain is whole and self._now.usual == "integer":
            return self._now.worked["mine"].to_numpy()
        return self._plain(self._now.cells)

    @property
    def nothing(self) -> Flags:
        """Where the chunk's cells hold nothing."""
        if self._nothing is None:
            counted = self._now.counted
            if counted:
                self._nothing = counted.numbers <= counted.void
            elif self.gone:
                self._nothing = self._now.worked["gone"].to_numpy()
            else:
                self._nothing = np.zeros(len(self._now.cells), bool)
        return self._nothing

    def find_wrong(self, first: int, ledger: Ledger) -> Places:
        """Count the wrong cells, and give the places of their rows in the chunk."""
        counted = self._now.counted
        if counted:
            at = self._wrong(counted)
        else:
            refused = self._now.worked.get("refused")
            at = _NONE
            if refused is not None and refused.any():
                at = np.flatnonzero(refused.to_numpy())
        if not len(at):
            return _NONE
        at = at.astype(np.int64)
        texts = self._now.cells[at]
        classes = self.verdicts.classes(texts, known=counted is not None)
        step = (CELLS_STEP, self._position, 1)
        return ledger.note_texts(at + first, texts, step, self._faults, classes) - first

    def _wrong(self, counted: Counted) -> Places:
        self._sitting.take(counted)
        wrong = self.verdicts.wrong(self._sitting.known)
        if not (wrong & (counted.of_texts > 0)).any():
            return _NONE
        every = np.append(np.zeros(counted.void + 1, bool), wrong)
        return np.flatnonzero(every.take(counted.numbers))

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
        self._wish = Wish(usual, self._sitting.decided)

    def _sit(self, first: int) -> None:
        sitting, cells, counted = self._sitting, self._now.cells, self._now.counted
        if counted and sitting.decided:
            sitting.add(counted)
            return
        filled = pl.Series(~self.nothing) if self.gone else None
        if counted or self._now.usual is None or not sitting.decided:
            sitting.sit(cells, filled, first, counted)
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
