"""Values of some columns, kept for the expectations: read once, whole, or not at all."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from app.table.block import Block
from app.table.cells import Unread, show

MOST = 5_000_000
"""Most cells kept; beyond it nothing is."""


class Collected:
    """Cells by column, as read: numbers, dates, texts; ``Unread`` where not, ``None`` if missing."""

    def __init__(self, positions: Mapping[str, int]) -> None:
        """Keep the columns at these positions, by field name."""
        self.positions = positions
        self.columns: dict[str, list[object]] = {name: [] for name in positions}
        self.rows = array("L")
        self.too_many = False

    def add(self, block: Block) -> None:
        """Take one block, blank rows left out."""
        if self.too_many:
            return
        kept = [i for i in range(len(block.rows)) if i not in block.blank]
        columns = {}
        for name, position in self.positions.items():
            column, cells = block.slices[position], block.columns[position]
            plain = {key: plain_value(value) for key, value in column.values.items()}
            unread = {key for key, value in plain.items() if value is None}
            columns[name] = [
                Unread(show(cells[i])) if key in unread else plain.get(key)
                for i, key in ((i, column.keys[i]) for i in kept)
            ]
        self.extend([block.rows[i] for i in kept], columns)

    def extend(self, rows: list[int], columns: Mapping[str, list[object]]) -> None:
        """Take some rows, and what was read in each column; too many, and nothing is kept."""
        self.rows.extend(rows)
        for name, values in columns.items():
            self.columns[name] += values
        if len(self.rows) * max(1, len(self.columns)) > MOST:
            self.too_many = True
            self.columns, self.rows = {}, array("L")


def plain_value(value: object) -> object:
    """Give a value as the expectations take it: no decimals, nothing nested."""
    if isinstance(value, Decimal):
        return float(value) if not value.is_snan() else None
    if value is None or isinstance(value, str | int | float | bool | date | time):
        return value
    return str(value)
