"""Where others come along with the pass: each chunk of rows is handed to them, once judged.

Whoever wants columns for himself writes a :class:`Collector`, and is named in ``collectors_of``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import polars as pl

from app.table.cells import Unread, show
from app.table.engine.lane import Lane
from app.table.engine.utf8 import Places
from app.table.layout import Layout
from app.table.values import Collected, plain_value


class Rows(NamedTuple):
    """Some rows of the body, blank ones left out."""

    frame: pl.DataFrame
    """Columns ``c0``, ``c1`` … as the layout has them, all texts; null where a row has no cell."""
    numbers: Places
    """Their row numbers in the file."""
    lanes: Sequence[Lane]
    """One of each column: what is missing, and what each text is read as."""


class Collector(Protocol):
    """Takes what it wants of each chunk, in order."""

    def take(self, rows: Rows) -> None:
        """Take in the next rows."""


class Values:
    """Keeps the values of the columns that a suite of expectations wants."""

    def __init__(self, collected: Collected) -> None:
        """Keep them as the plain path does."""
        self._collected = collected

    def take(self, rows: Rows) -> None:
        """Read the cells of the wanted columns, each different text once."""
        if self._collected.too_many:
            return
        columns = {
            name: _values(rows.lanes[position], rows.frame.to_series(position))
            for name, position in self._collected.positions.items()
        }
        self._collected.extend(rows.numbers.tolist(), columns)


def _values(lane: Lane, cells: pl.Series) -> list[object]:
    known: dict[str | None, object] = {None: None}
    for text in cells.unique(maintain_order=True).drop_nulls().to_list():
        reading = lane.verdicts[text].reading
        value = None if reading.missing else plain_value(reading.value)
        known[text] = Unread(show(text)) if value is None and not reading.missing else value
    return [known[text] for text in cells.to_list()]


def collectors_of(layout: Layout, collected: Collected) -> list[Collector]:
    """Name everyone who comes along with the pass over a table laid out so."""
    return [Values(collected)] if layout.wanted else []
