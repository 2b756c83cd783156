"""One column whose cells may have types of their own, judged as the plain path judges them."""

from __future__ import annotations

import secrets
from collections.abc import Container, Hashable

import numpy as np
import polars as pl

from app.table.cells import SHOWN
from app.table.checks import CELLS
from app.table.column import ColumnPass, Seen
from app.table.engine import typed as t
from app.table.engine.again import Flags
from app.table.engine.chunk import SEED, Chunk
from app.table.engine.lane import Lane
from app.table.engine.ledger import CELLS_STEP, Ledger
from app.table.engine.looked import Looked, Wish
from app.table.engine.numbering import Hashes
from app.table.engine.plain import Plain
from app.table.engine.typed_fields import accepts, alike, gone
from app.table.engine.typed_sitting import TypedSitting
from app.table.engine.utf8 import Places
from app.table.engine.verdicts import Verdicts
from app.table.records import Cell
from app.table.tally import Fault, Key

_MIX = np.uint64(secrets.randbits(63) | 1)
RETYPED = "numbers-as-text"
_NONE = np.zeros(0, np.int64)


def codes_column(position: int) -> str:
    """Name the codes of a column in a chunk's frame; where it has none, all cells are texts."""
    return f"k{position}"


class TypedVerdicts(Verdicts):
    """Verdicts on tagged texts."""

    def __init__(self, judged: ColumnPass, column: str, accept: pl.Expr | None) -> None:
        tagged = pl.col(column).str.starts_with(t.TAG)
        super().__init__(judged, column, None if accept is None else ~tagged & accept)

    def _sure(self, texts: list[str]) -> Container[Hashable]:
        return super()._sure([text for text in texts if not text.startswith(t.TAG)])

    def _cells(self, texts: list[str]) -> dict[Hashable, Cell]:
        """Give the cells that tagged texts stand for."""
        return {text: t.cell_of(text) for text in texts}


class TypedLane(Lane):
    """A lane that knows the codes of its cells, where a chunk has some."""

    def __init__(self, position: int, name: str, judged: ColumnPass, rows: int) -> None:
        super().__init__(position, name, judged, rows)
        self.verdicts = TypedVerdicts(judged, self.column, self._test)
        self._plain = _text_only(self._plain)
        self._wish = Wish()
        self._codes_in = codes_column(position)
        self._codes: t.Codes | None = None
        self._written: pl.Series | None = None
        self._accepts = accepts(judged)
        self._alike = alike(judged)
        self._gone = gone(judged.judge)
        self._sitting: TypedSitting = TypedSitting(judged, self.verdicts, rows)

    def see(self, chunk: Chunk) -> None:
        """Take in which cells are no texts, before anything is asked."""
        frame = chunk.frame
        has = self._codes_in in frame.columns
        self._codes = frame[self._codes_in].to_numpy() if has else None
        self._written = None

    @property
    def missing(self) -> pl.Expr:
        """Tell which cells hold nothing."""
        missing = super().missing
        if self._codes is None:
            return missing
        cells, codes = pl.col(self.column), pl.col(self._codes_in)
        gone = (codes == t.TEXT) & missing
        for code, texts in self._gone.items():
            gone = gone | ((codes == code) & cells.is_in(sorted(texts)))
        return gone

    @property
    def verbatim(self) -> bool:
        """True where each cell that is not nothing is read as its text, which is not empty."""
        return self._codes is None and super().verbatim

    @property
    def by_value(self) -> bool:
        """True where the chunk's different texts are counted, and judged one by one."""
        return super().by_value and self._codes is None

    def refused(self) -> dict[str, pl.Expr]:
        """Say how cells are found that are not accepted at once."""
        if self._codes is None:
            return super().refused()
        return {"refused": ~(self._fine() | self.missing)}

    def _fine(self) -> pl.Expr:
        codes = pl.col(self._codes_in)
        fine = pl.lit(value=False)
        if self._test is not None:
            alike = codes.is_in(sorted({t.TEXT, *self._alike}))
            readable = pl.col(self.column).str.len_bytes() <= SHOWN
            fine = alike & self._test & (readable | (codes == t.TEXT))
        for of, test in self._accepts:
            fine = fine | (codes.is_in(sorted(of)) & test(pl.col(self.column)))
        return fine.fill_null(value=False)

    def row_hashes(self, looked: Looked) -> Hashes:
        """Give each cell's part in the hash of its row: that of a text has nothing added."""
        hashes = super().row_hashes(looked)
        return hashes if self._codes is None else hashes + self._codes * _MIX

    def written(self, chunk: Chunk) -> pl.Series:
        """Give the cells, tagged where their type matters."""
        cells = super().written(chunk)
        return cells if self._codes is None else self._spell(cells, self._codes)

    @property
    def hashes(self) -> Hashes:
        """Hash every cell of the chunk, as :meth:`written` gives it."""
        return super().hashes if self._codes is None else self._spelled().hash(SEED).to_numpy()

    @property
    def plain(self) -> Flags | None:
        """Tell which cells are written as what they mean is; ``None``: all are."""
        return self._plain(self._now.cells if self._codes is None else self._spelled())

    def shown(self, text: str | None) -> str:
        """Write a cell for a reader."""
        return super().shown(None if text is None else t.untagged(text))

    def _spelled(self) -> pl.Series:
        assert self._codes is not None
        return self._spell(self._now.cells, self._codes)

    def _spell(self, cells: pl.Series, codes: t.Codes) -> pl.Series:
        if self._written is None:
            alike = np.isin(codes, sorted(self._alike - {t.ODD}))
            if alike.any():
                long = (cells.str.len_bytes() > SHOWN).fill_null(value=False).to_numpy()
                void = cells.is_in(sorted(self.judged.judge.missing_values)).fill_null(value=False)
                alike &= ~(long | void.to_numpy())
            self._written = t.tagged(cells, np.where(alike, np.uint8(t.TEXT), codes))
        return self._written

    def find_wrong(self, first: int, ledger: Ledger) -> Places:
        """Count the wrong cells and those read as texts; give the places of the wrong ones' rows."""
        if self._codes is None:
            return super().find_wrong(first, ledger)
        wrong, texts = _NONE, self._now.cells
        if self._now.worked["refused"].any():
            places = self._now.worked["refused"].arg_true()
            texts = self._spelled().gather(places)
            at = places.to_numpy().astype(np.int64)
            step = (CELLS_STEP, self._position, 1)
            classes = self.verdicts.classes(texts)
            wrong = ledger.note_texts(at + first, texts, step, self._faults, classes) - first
        if self.judged.judge.type == "string":
            self._note_retyped(first, ledger)
        return wrong

    def _note_retyped(self, first: int, ledger: Ledger) -> None:
        """Count the typed cells of a field of texts that were read as their text."""
        assert self._codes is not None
        retyped = (self._codes != t.TEXT) & (self._codes != t.ODD) & ~self.nothing
        if self.judged.judge.format != "default":
            refused = self._now.worked["refused"].arg_true().to_numpy()
            written = self._spelled().gather(refused).to_list()
            known = {text: not _unread(self.verdicts[text]) for text in dict.fromkeys(written)}
            retyped[refused] &= np.array([known[text] for text in written], bool)
        places = np.flatnonzero(retyped)
        if len(places):
            fault = (Key(CELLS, "type-error", RETYPED, self.name), Fault("", ""))
            step = (CELLS_STEP, self._position, 2)
            ledger.note_texts(
                places + first, self._now.cells.gather(places), step, lambda _: (fault,)
            )

    def _sit(self, first: int) -> None:
        if self._codes is None or self._now.usual is not None:
            super()._sit(first)
        else:
            filled = pl.Series(~self.nothing) if self.gone else None
            self._sitting.sit_typed(self._now.cells, self._spelled(), filled, first)


def _unread(seen: Seen) -> bool:
    return "type" in seen.reading.faults


def _text_only(plain: Plain) -> Plain:
    """Let no tagged text stand for its value alone."""

    def test(texts: pl.Series) -> Flags | None:
        found, tagged = plain(texts), texts.str.starts_with(t.TAG).fill_null(value=False)
        if not tagged.any():
            return found
        mine: Flags = ~tagged.to_numpy()
        return mine if found is None else mine & found

    return test
