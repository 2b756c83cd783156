"""Blocks that nothing is proven of, cut into records by ``csv.reader`` itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from app.table.engine.chunk import Chunk, Dialect
from app.table.preflight import one_line_end
from app.table.quotes import CELL_MAX
from app.table.records import Unsupported

_LF = 10


class _Lines:
    """Hands lines to ``csv.reader``, and knows how many each record took."""

    def __init__(self, text: str) -> None:
        self.lines = io.StringIO(text, newline="")
        self.taken: list[str] = []
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.lines.readline()
        if not line:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        return line


def cut_exactly(text: bytes, dialect: Dialect) -> tuple[Chunk | None, bytes]:
    """Cut by ``csv.reader``; the last record may go on in the next block."""
    lines = _Lines(text.decode())
    rows: list[tuple[str, ...]] = []
    taken: list[list[str]] = []
    try:
        for cells in csv.reader(lines, delimiter=dialect.delimiter):
            if lines.ended:
                break
            rows.append(tuple(cells))
            taken.append(lines.taken)
            lines.taken = []
    except csv.Error as error:
        raise Unsupported("a cell is too large") from error
    rest = "".join(lines.taken).encode()
    return (_exact(rows, taken, dialect) if rows else None), rest


def _exact(rows: list[tuple[str, ...]], taken: list[list[str]], dialect: Dialect) -> Chunk:
    parts = [one_line_end(line.encode()) for lines in taken for line in lines]
    parts = [part if part.endswith(b"\n") else part + b"\n" for part in parts]
    lines = np.cumsum([len(part) for part in parts]) - 1
    counts = np.cumsum([len(lines) for lines in taken])
    inner = np.delete(np.arange(len(lines)), counts - 1)
    last = [lines[-1] for lines in taken]
    crlf = sum(line.endswith("\r\n") for line in last)
    cr = sum(line.endswith("\r") for line in last)
    padding = (None,) * dialect.width
    full = (r if len(r) == dialect.width else (*r, *padding)[: dialect.width] for r in rows)
    columns = zip(*full, strict=True)
    series = zip(dialect.schema, columns, strict=True)
    frame = pl.DataFrame([pl.Series(name, cells, dtype=pl.String) for name, cells in series])
    return Chunk(
        frame=frame,
        uneven={k: row for k, row in enumerate(rows) if len(row) != dialect.width},
        data=b"".join(parts),
        lines=lines.astype(np.int64),
        records=lines[counts - 1].astype(np.int64),
        inner=inner,
        proven=False,
        ends=(len(rows) - crlf - cr, crlf, cr),
    )


def cut_open(text: bytes, dialect: Dialect) -> Chunk:
    """Take all that is left as one record, as ``csv.reader`` does where a quote is never closed."""
    whole = text.decode()
    chunk = _exact([_open_cells(whole, dialect.delimiter)], [[whole]], dialect)
    lines = np.flatnonzero(np.frombuffer(chunk.data, np.uint8) == _LF)
    return replace(
        chunk,
        lines=lines,
        records=lines[-1:],
        inner=np.arange(len(lines) - 1),
        closed=False,
        ends=chunk.ends if text.endswith((b"\n", b"\r")) else (0, 0, 0),
    )


def _open_cells(text: str, delimiter: str) -> tuple[str, ...]:
    """Give the cells of a record whose last cell is open; where it has one quote, without reading on."""
    begin, _, rest = text.partition('"')
    if '"' not in rest and (not begin or begin[-1] == delimiter) and len(rest) <= CELL_MAX:
        *cells, _ = next(csv.reader([f'{begin}""'], delimiter=delimiter))
        return (*cells, rest)
    try:
        return tuple(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        raise Unsupported("a cell is too large") from error
