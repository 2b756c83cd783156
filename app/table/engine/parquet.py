"""A big Parquet file, batch after batch, as columns of texts and types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow import types

from app.table.columnar import batches, cells_of, stored
from app.table.engine import typed as t
from app.table.engine.chunk import Chunk
from app.table.engine.typed import Typed, float_texts, marked, mixed, typed
from app.table.engine.typed_run import Opened, chunk_of, run_over
from app.table.header_row import Header
from app.table.layout import Layout
from app.table.model import Limits
from app.table.records import Records, State, Unsupported
from app.table.source import Source
from app.table.validate import Checked

_ROWS = 1 << 15
_BYTES = 8 << 20
"""Rows, or decoded bytes, of one chunk: a file of 30 MB may hold 300 million rows of a kilobyte."""


@dataclass(frozen=True, slots=True)
class ParquetBulk:
    """A Parquet file opened, whose rows wait for a layout."""

    records: Records
    limits: Limits
    source: Source
    table: Any

    def check(self, layout: Layout, samples: int) -> tuple[Records, Checked]:
        """Check every row. Raises ``Unsupported``, ``Unreadable``."""
        assert samples == self.limits.samples
        opened = Opened(Header(1, is_data=False), self.limits)
        return self.records, run_over(opened, layout, self._chunks)[1]

    def _chunks(self, state: State) -> Iterator[Chunk]:
        room = self.limits.max_rows
        for piece in _gathered(batches(self.source, self.table)):
            if piece.num_rows > room:
                state.complete = False
                piece = piece.slice(0, room)  # noqa: PLW2901 # what the limit leaves of it
            if piece.num_rows:
                yield chunk_of([*map(_typed, piece.columns)], {})
            room -= piece.num_rows
            if not state.complete:
                return


def _gathered(found: Iterator[Any]) -> Iterator[Any]:
    """Put small batches together, as many as are not too much."""
    held: list[Any] = []
    rows = size = 0
    for batch in found:
        held.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= _ROWS or size >= _BYTES:
            yield _joined(held)
            held, rows, size = [], 0, 0
    if held:
        yield _joined(held)


def _joined(held: list[Any]) -> Any:
    try:
        return pa.Table.from_batches(held).combine_chunks()
    except pa.ArrowException:
        raise Unsupported("batches that do not go together") from None


def _typed(cells: Any) -> Typed:
    """Give a column; kinds whose texts are plain all at once. Raises ``Unsupported``."""
    try:
        array = stored(cells.combine_chunks())
        array.validate(full=True)  # Polars takes Arrow's word for it
        kind = array.type
        if types.is_string(kind) or types.is_large_string(kind):
            return marked(pl.Series(pl.from_arrow(array), dtype=pl.String))
        if types.is_integer(kind) or types.is_boolean(kind):
            texts = pl.Series(pl.from_arrow(array)).cast(pl.String)
            return _coded(texts, array, t.BOOL if types.is_boolean(kind) else t.INT)
        if types.is_float32(kind) or types.is_float64(kind):
            return _floats(array)
        return typed(cells_of(array))
    except (pa.ArrowException, ValueError, OverflowError):
        raise Unsupported("cells that are none of their column's type") from None


def _coded(texts: pl.Series, array: Any, code: int) -> Typed:
    filled = array.is_valid().to_numpy(zero_copy_only=False)
    return Typed(texts, np.where(filled, np.uint8(code), np.uint8(t.TEXT)))


def _floats(array: Any) -> Typed:
    places = np.flatnonzero(array.is_valid().to_numpy(zero_copy_only=False))
    values = array.drop_null().to_numpy(zero_copy_only=False).astype(np.float64)
    nothing = Typed(pl.Series([None] * len(array), dtype=pl.String))
    part = Typed(float_texts(values), np.full(len(values), t.FLOAT, np.uint8))
    return part if len(values) == len(array) else mixed(nothing, [(places, part)])
