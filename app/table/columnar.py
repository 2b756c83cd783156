"""Parquet: checked at its foot, then read batch by batch, cells as typed in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import types

from app.table.header_cells import label_findings
from app.table.model import Limits, TableJob
from app.table.mojibake import mangled_records
from app.table.records import Cell, Record, Records, State, Unreadable
from app.table.source import Source
from rules.core.evidence import File

_FOOT_MAX = 16 << 20
_BATCH = 1024
"""Rows decoded at once: few, for a file of 30 MB may hold 300 million rows of a kilobyte each."""
_LOOKED_AT = 1000
_CELL = 10
"""Bytes of text that a cell is taken for: so many of them are worth the block engine."""

# Arrow's own allocators reserve more address space than a sandboxed process may have.
pa.set_memory_pool(pa.system_memory_pool())


def read(source: Source, job: TableJob, file: File) -> Records:
    """Open a Parquet file. Raises ``parquet_malformed``, ``too_many_columns`` …"""
    table, labels = _open(source, job.limits)
    state = State()
    body = _body(source, table, job.limits, state)
    head = list(islice(body, _LOOKED_AT))
    samples = job.limits.samples
    opened = Records(
        file=replace(file, header_row=1),
        labels=labels,
        body=chain(head, body),
        typed=True,
        findings=(*mangled_records(head, samples), *label_findings(labels, 1, samples)),
        state=state,
    )
    size = _CELL * table.metadata.num_rows * len(labels)
    if job.limits.bulk_from is None or size < job.limits.bulk_from:
        return opened
    from app.table.engine import parquet  # noqa: PLC0415 # Polars starts threads

    return replace(opened, bulk=parquet.ParquetBulk(opened, job.limits, source, table).check)


def _open(source: Source, limits: Limits) -> tuple[Any, tuple[str, ...]]:
    """Read the foot of the file: what its columns are."""
    _check_foot(source)
    try:
        table = pq.ParquetFile(source.file)
        labels = tuple(table.schema_arrow.names)
        leaves = table.metadata.num_columns
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 # whatever Arrow finds wrong, it is the file's foot
        raise Unreadable("parquet_malformed") from None
    if max(len(labels), leaves) > limits.max_columns:
        raise Unreadable("too_many_columns")
    if not labels:
        raise Unreadable("empty")
    return table, labels


def _check_foot(source: Source) -> None:
    """Compare the foot's stated length with the file before anything is allocated for it."""
    foot = source.tail(8)
    length = int.from_bytes(foot[:4], "little")
    if foot[4:] == b"PARE":
        raise Unreadable("archive_encrypted")
    if foot[4:] != b"PAR1" or length + 12 > source.size or length > _FOOT_MAX:
        raise Unreadable("parquet_malformed")


def _body(source: Source, table: Any, limits: Limits, state: State) -> Iterator[Record]:
    row = 1
    try:
        for batch in batches(source, table):
            for cells in zip(*map(_column, batch.columns), strict=True):
                row += 1
                if row > limits.max_rows + 1:
                    state.complete = False
                    return
                yield Record(row, cells)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 # a broken page, or a cell that is none that Arrow promised
        raise Unreadable("parquet_malformed", row + 1) from None


def batches(source: Source, table: Any) -> Iterator[Any]:
    """Give the file in small record batches. Raises ``parquet_malformed``."""
    try:
        yield from table.iter_batches(batch_size=_BATCH, use_threads=False)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 # a broken page may fail in any of Arrow's layers
        raise Unreadable("parquet_malformed") from None
    finally:
        del source  # held until now, so that the file stays open


def _column(column: Any) -> list[Cell]:
    """Give one column's cells as plain Python values."""
    column = stored(column)
    try:
        return cells_of(column)
    except (ValueError, OverflowError):  # a date beyond Python's calendar
        return _read(column.cast(pa.string()).to_pylist(), column.type)


def stored(column: Any) -> Any:
    """Give a column as it is stored, instants no finer than Python has them."""
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if types.is_timestamp(kind):
        return column.cast(pa.timestamp("us", kind.tz), safe=False)
    return column.cast(pa.time64("us"), safe=False) if types.is_time64(kind) else column


def cells_of(column: Any) -> list[Cell]:
    """Give the cells of a stored column. Raises ``ValueError``, ``OverflowError``."""
    return _read(column.to_pylist(), column.type)


def _read(cells: list[Cell], kind: Any) -> list[Cell]:
    if types.is_duration(kind) or types.is_interval(kind):
        return [None if cell is None else str(cell) for cell in cells]
    if any(isinstance(cell, bytes) for cell in cells):
        return [_text(cell) if isinstance(cell, bytes) else cell for cell in cells]
    return cells


def _text(data: bytes) -> str:
    """Read bytes as the text they mostly are in files of older writers, else as hexadecimal."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.hex()
