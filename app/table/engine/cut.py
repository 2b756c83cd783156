"""Blocks of text into chunks of records: by Polars where a block is proven plain, else by ``csv``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from app.table.engine.chunk import SEED, Chunk, column
from app.table.engine.pages import LONGEST
from app.table.engine.proof import Proof, prove, unquoted
from app.table.engine.utf8 import Places
from app.table.preflight import one_line_end
from app.table.quotes import CELL_MAX
from app.table.records import Unsupported

_CR, _LF = 13, 10


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file is cut."""

    delimiter: str
    width: int
    """Cells of a whole record."""
    long: bool = False
    """True once a record had too many cells: then others are likely to come."""

    @property
    def schema(self) -> dict[str, type[pl.String]]:
        """Give the frame's columns."""
        return {column(i): pl.String for i in range(self.width)}


def chunks(blocks: Iterable[bytes], dialect: Dialect) -> Iterator[Chunk]:
    """Cut blocks of whole lines. Raises ``Unsupported`` where a quote is never closed."""
    rest = b""
    csv.field_size_limit(CELL_MAX)
    for block in blocks:
        text = rest + block if rest else block
        chunk, rest = _cut(text, dialect)
        if chunk is not None:
            yield chunk
            if any(len(cells) > dialect.width for cells in chunk.uneven.values()):
                dialect = replace(dialect, long=True)
        if len(rest) > LONGEST:
            raise Unsupported("a record has no end")
    if rest:
        chunk, rest = _cut(rest + b"\n", dialect)
        if chunk is not None:
            lf, crlf, cr = chunk.ends
            yield replace(chunk, ends=(lf - 1, crlf, cr))
    if rest:
        raise Unsupported("a quote is never closed")


def _cut(text: bytes, dialect: Dialect) -> tuple[Chunk | None, bytes]:
    """Cut what is whole, and give back what is not."""
    if not text.endswith(b"\n"):
        last = max(text.rfind(b"\n"), text.rfind(b"\r"))
        if last >= 0:
            return _cut_lines(text, last + 1, dialect)
        return None, text
    return _cut_whole(text, dialect)


def _cut_lines(text: bytes, end: int, dialect: Dialect) -> tuple[Chunk | None, bytes]:
    chunk, rest = _cut_whole(text[:end], dialect)
    return chunk, rest + text[end:]


def _cut_whole(text: bytes, dialect: Dialect) -> tuple[Chunk | None, bytes]:
    plain = text if b'"' in text else one_line_end(text)
    proof = prove(plain, ord(dialect.delimiter))
    if proof is None:
        return _cut_exactly(text, dialect)
    if not proof.end:
        return None, text
    body = plain if proof.end == len(plain) else plain[: proof.end]
    chunk = _parse(body, proof, _ends(text, body, proof), dialect)
    return chunk, plain[proof.end :] if body is not plain else b""


def _ends(text: bytes, body: bytes, proof: Proof) -> tuple[int, int, int]:
    if b'"' in text:  # then carriage returns stand before line feeds only
        crlf = int(np.count_nonzero(np.frombuffer(body, np.uint8)[proof.records - 1] == _CR))
        return len(proof.records) - crlf, crlf, 0
    crlf = text.count(b"\r\n") if b"\r" in text else 0
    cr = text.count(b"\r") - crlf
    return len(proof.records) - crlf - cr, crlf, cr


def _parse(body: bytes, proof: Proof, ends: tuple[int, int, int], dialect: Dialect) -> Chunk:
    """Read a proven block, and set right the records that are not as wide as the table."""
    frame, long = _read(body, dialect, quoted=bool(len(proof.quotes)))
    if frame.height != len(proof.records):
        raise Unsupported("Polars counts the records otherwise")
    uneven: dict[int, tuple[str, ...]] = {}
    for place in _uneven(body, proof, frame, long=long).tolist():
        start = int(proof.records[place - 1]) + 1 if place else 0
        line = body[start : int(proof.records[place]) + 1].decode()
        cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=dialect.delimiter), [])
        uneven[place] = tuple(cells)
    frame = _mended(frame, uneven, dialect)
    return Chunk(
        frame=frame,
        hashes=frame.hash_rows(SEED).to_numpy(),
        uneven={k: cells for k, cells in uneven.items() if len(cells) != dialect.width},
        data=body,
        lines=proof.lines,
        records=proof.records,
        inner=proof.inner,
        proven=True,
        ends=ends,
    )


def _read(body: bytes, dialect: Dialect, *, quoted: bool) -> tuple[pl.DataFrame, bool]:
    """Read with Polars; true where some record has too many cells, which are left out."""
    for extra in ("ignore",) if dialect.long else ("raise", "ignore"):
        try:
            frame = pl.read_csv(
                body,
                has_header=False,
                separator=dialect.delimiter,
                quote_char='"' if quoted else None,
                schema=dialect.schema,
                empty_string_is_null=False,
                missing_columns="insert",
                extra_columns=extra,
            )
        except pl.exceptions.PolarsError:
            continue
        return frame, extra == "ignore"
    raise Unsupported("Polars refuses the block")


def _uneven(body: bytes, proof: Proof, frame: pl.DataFrame, *, long: bool) -> Places:
    """Find records whose cells, separators and quotes do not add up to their bytes."""
    width = frame.width
    sizes = pl.all().str.len_bytes().cast(pl.Int64)
    returns = _returns(body, proof)
    if not long and width > 1:
        total = frame.select(pl.sum_horizontal(sizes.sum())).item()
        if total + frame.height * width + unquoted(proof) + len(returns) == len(body):
            return proof.records[:0]
    expected = frame.select(pl.sum_horizontal(sizes)).to_series().to_numpy() + width
    if len(proof.quotes):
        owner = np.searchsorted(proof.records, proof.quotes)
        expected = expected + np.bincount(owner, minlength=frame.height)
        doubled = np.flatnonzero(proof.quotes[2::2] == proof.quotes[1:-1:2] + 1)
        expected -= np.bincount(owner[2::2][doubled], minlength=frame.height)
    expected = expected + np.isin(np.arange(frame.height), returns)
    actual = np.diff(proof.records, prepend=-1)
    if width == 1:  # an empty line is no record of one empty cell
        expected = np.where(actual == 1 + np.isin(np.arange(frame.height), returns), -1, expected)
    return np.flatnonzero(actual != expected)


def _returns(body: bytes, proof: Proof) -> Places:
    """Find the records that end with a carriage return and a line feed."""
    if b"\r" not in body:
        return proof.records[:0]
    data = np.frombuffer(body, np.uint8)
    return np.flatnonzero((data[proof.records - 1] == _CR) & (proof.records > 0))


def _mended(
    frame: pl.DataFrame, uneven: dict[int, tuple[str, ...]], dialect: Dialect
) -> pl.DataFrame:
    """Put in the cells that uneven records have, and null for those that they have not."""
    if not uneven:
        return frame
    places = list(uneven)
    padding = (None,) * dialect.width
    rows = [(*cells, *padding)[: dialect.width] for cells in uneven.values()]
    read = zip(*frame[places].rows(), strict=True)
    return frame.with_columns(
        frame[column(i)].scatter(places, pl.Series(values, dtype=pl.String))
        for i, (before, values) in enumerate(zip(read, zip(*rows, strict=True), strict=True))
        if before != values
    )


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


def _cut_exactly(text: bytes, dialect: Dialect) -> tuple[Chunk | None, bytes]:
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
        hashes=frame.hash_rows(SEED).to_numpy(),
        uneven={k: row for k, row in enumerate(rows) if len(row) != dialect.width},
        data=b"".join(parts),
        lines=lines.astype(np.int64),
        records=lines[counts - 1].astype(np.int64),
        inner=inner,
        proven=False,
        ends=(len(rows) - crlf - cr, crlf, cr),
    )
