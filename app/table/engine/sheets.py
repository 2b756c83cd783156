"""A big sheet of a workbook, some thousand rows at a time, as columns of texts and types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from app.table.calamine import Raw, cell, trimmed
from app.table.engine import typed as t
from app.table.engine.chunk import Chunk
from app.table.engine.sheet_rows import SheetRows
from app.table.engine.typed import Typed, float_texts, marked, mixed, typed
from app.table.engine.typed_run import Opened, chunk_of, run_over
from app.table.layout import Layout
from app.table.mojibake import Mangled, suspect
from app.table.records import Cell, Records, State
from app.table.totals import is_totals, totals_finding
from app.table.uncollected import uncollected
from app.table.validate import Checked
from rules.core.evidence import Finding

_EXACT = 1e15
_TYPES: dict[type, int] = {
    str: 0, int: 1, float: 2, bool: 3, date: 4, datetime: 5, time: 6, timedelta: 7,
}  # fmt: skip
_AS_THEY_ARE = frozenset({int, bool, date})
"""What :func:`app.table.calamine.cell` leaves as it is."""


@dataclass(frozen=True, slots=True)
class SheetBulk:
    """A sheet opened, whose rows wait for a layout."""

    records: Records
    opened: Opened
    rows: SheetRows
    above: Sequence[Sequence[Cell]]
    """The rows down to the header."""

    def check(self, layout: Layout, samples: int) -> tuple[Records, Checked]:
        """Check every row. Raises ``Unsupported``, ``Unreadable``."""
        watches: list[_Watch] = []

        def chunks(state: State) -> Iterator[Chunk]:
            watches.append(_Watch(self.above, len(layout.labels), samples))
            return self._chunks(watches[-1], state)

        try:
            state, checked = run_over(self.opened, layout, chunks)
        finally:  # what went wrong may hold on to this frame: no file is left to the collector
            self.rows.close()
        state.findings += watches[0].findings(complete=state.complete)
        return replace(self.records, state=state), checked

    def _chunks(self, watch: _Watch, state: State) -> Iterator[Chunk]:
        """Give the rows under the header, as they stand."""
        header, row = self.opened.header.row, 0
        last, found = header + self.opened.limits.max_rows, self.rows.read()
        while state.complete:
            with uncollected():
                rows = next(found, None)
                if rows is None:
                    return
                first, end = max(row, header), row + len(rows)
                mine = rows[first - row : last - row]
                state.complete, row = end <= last, end
                del rows
                if not mine:
                    continue
                chunk = watch.take(mine, self.rows.left, first + 1)
            yield chunk


class _Watch:
    """Makes chunks of rows; notes mangled text, surplus cells and the last row on the way."""

    def __init__(self, above: Sequence[Sequence[Cell]], width: int, samples: int) -> None:
        self._mangled = Mangled(most=samples, looked=len(above))
        for row, cells in enumerate(above, 1):
            self._mangled.take(row, cells)
        self._header = len(above)
        self._width = width
        self._last: tuple[int, tuple[Cell, ...]] | None = None

    def take(self, rows: list[list[Raw]], left: int, first: int) -> Chunk:
        """Take rows as wide as the sheet; ``first`` is the number of the first one."""
        columns = [*zip(*rows, strict=True)]
        joined = [*map(_joined, columns)]
        self._look(columns, joined, first)
        self._note_last(rows, left, first)
        nothing = Typed(pl.Series([None] * len(rows), dtype=pl.String))
        made = [*[nothing] * left, *map(column_of, columns[: self._width - left], joined)]
        made += [nothing] * (self._width - len(made))
        return chunk_of(made[: self._width], self._uneven(columns, rows, left))

    def _look(self, columns: Sequence[Sequence[Raw]], joined: Sequence[str], first: int) -> None:
        self._mangled.looked += len(columns[0])
        odd: dict[int, list[str]] = {}
        for column, text in zip(columns, joined, strict=True):
            if suspect(text):
                for at, one in enumerate(column):
                    if isinstance(one, str) and suspect(one):
                        odd.setdefault(at, []).append(one)
        for at in sorted(odd):
            self._mangled.take(first + at, odd[at])

    def _note_last(self, rows: list[list[Raw]], left: int, first: int) -> None:
        for at in range(len(rows) - 1, -1, -1):
            cells = _trimmed(rows[at], left)
            if cells:
                self._last = (first + at, cells)
                return

    def _uneven(
        self, columns: Sequence[Sequence[Raw]], rows: list[list[Raw]], left: int
    ) -> dict[int, tuple[str, ...]]:
        """Find the rows with cells beyond the header; those that end before it are filled up."""
        beyond = columns[max(0, self._width - left) :]
        long = {
            at for column in beyond if set(column) != {""} for at, c in enumerate(column) if c != ""
        }
        return {at: ("",) * len(_trimmed(rows[at], left)) for at in long}

    def findings(self, *, complete: bool) -> list[Finding]:
        """Report mangled text, and a line of totals at the end."""
        found = self._mangled.findings()
        if self._last and complete and is_totals(self._last[1], self._width):
            row, cells = self._last
            found.append(totals_finding(row, cells, row - self._header))
        return found


def _joined(cells: Sequence[Raw]) -> str:
    """Join the texts among some cells."""
    try:
        return "\n".join(cells)  # type: ignore[arg-type] # most columns hold texts alone
    except TypeError:
        return "\n".join(cell for cell in cells if isinstance(cell, str))


def _trimmed(row: Sequence[Raw], left: int) -> tuple[Cell, ...]:
    found = trimmed([*map(cell, row)])
    return (None,) * left + found if found else ()


def column_of(cells: Sequence[Raw], joined: str) -> Typed:
    """Give a column of what calamine read, as :func:`app.table.calamine.cell` means it.

    ``joined`` are the texts among its cells.
    """
    kinds = set(map(type, cells))
    if kinds == {str}:
        return _texts(cells, joined)
    if kinds == {float}:
        return _numbers(np.array(cells, np.float64))
    every = np.fromiter(map(_TYPES.__getitem__, map(type, cells)), np.uint8, len(cells))
    parts = []
    for kind in kinds - {str}:
        places = np.flatnonzero(every == _TYPES[kind])
        mine = [cells[at] for at in places.tolist()]
        if kind is float:
            part = _numbers(np.array(mine, np.float64))
        else:
            part = typed(mine if kind in _AS_THEY_ARE else [*map(cell, mine)])
        parts.append((places, part))
    texts = [one if one.__class__ is str else "" for one in cells]
    return mixed(_texts(texts, joined), parts)


def _texts(cells: Sequence[Raw], joined: str) -> Typed:
    texts = t.texts_of(cells)
    if "" in cells:
        filled = pl.when(pl.col("t").str.len_bytes() > 0).then(pl.col("t"))
        texts = texts.alias("t").to_frame().select(filled).to_series()
    return marked(texts) if t.TAG in joined or "\0" in joined else Typed(texts)


def _numbers(values: NDArray[np.float64]) -> Typed:
    """Write numbers, of which a spreadsheet stores the whole ones as floats too."""
    whole = (values == np.floor(values)) & (np.abs(values) < _EXACT)
    texts = float_texts(np.where(whole, values + 0.0, values))  # + 0.0: no sign before a zero
    return Typed(texts, np.where(whole, np.uint8(t.INT), np.uint8(t.FLOAT)))
