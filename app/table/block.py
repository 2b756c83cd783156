"""A few thousand rows at a time, judged column by column, to be looked at row by row."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from app.table.column import Slice
from app.table.records import Cell, Record
from app.table.tally import Fault

_ROWS = 4_096
_CELLS = 200_000
"""Most cells of one block: memory stays the same in very wide tables."""


@dataclass(slots=True)
class Block:
    """Some rows of the table. Positions count within the block."""

    rows: Sequence[int]
    """Row numbers in the file."""
    widths: Sequence[int]
    """Cells in each row as it stands in the file."""
    columns: Sequence[Sequence[Cell]]
    """Cells by column, as many as there are labels; ``None`` where the row is too short."""
    slices: Sequence[Slice]
    blank: set[int]
    """Rows where every cell is missing."""
    bad: set[int]
    """Rows with an error; whoever finds one adds to it."""
    first: int
    """How many rows came before this block."""


def blocks(body: Iterator[Record], columns: int) -> Iterator[list[Record]]:
    """Cut the body into blocks."""
    size = rows_of(columns)
    while block := list(islice(body, size)):
        yield block


def rows_of(columns: int) -> int:
    """Say how many rows of so many columns make a block."""
    return max(16, min(_ROWS, _CELLS // max(1, columns)))


def by_column(records: Sequence[Record], columns: int) -> list[Sequence[Cell]]:
    """Turn rows into columns: short rows are filled up with ``None``, surplus cells left out."""
    cells = [record.cells for record in records]
    if any(len(row) != columns for row in cells):
        filler = (None,) * columns
        cells = [row if len(row) == columns else (*row, *filler)[:columns] for row in cells]
    return list(zip(*cells, strict=True))


def blank_rows(slices: Sequence[Slice], rows: int) -> set[int]:
    """Find the rows where no column has a value."""
    left: set[int] | None = None
    for column in slices:
        if not column.missing:
            return set()
        places = range(rows) if left is None else sorted(left)
        left = {i for i in places if column.keys[i] in column.missing}
        if not left:
            return set()
    return left or set()


def places_of(column: Slice, keys: set[Hashable]) -> list[int]:
    """Find the rows of a column whose cell is one of these."""
    return [i for i, key in enumerate(column.keys) if key in keys] if keys else []


def wrong_cells(column: Slice) -> Iterator[tuple[int, tuple[Fault, ...]]]:
    """Give each row of a column whose cell is wrong, with what is wrong with it."""
    wrong = column.wrong
    if wrong:
        for i in [i for i, key in enumerate(column.keys) if key in wrong]:
            yield i, wrong[column.keys[i]]
