"""Blocks of text into chunks of records: by Polars where a block is proven plain, else by ``csv``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple

import numpy as np
import polars as pl

from app.table.engine.chunk import Chunk, Dialect, column
from app.table.engine.exactly import cut_exactly, cut_open
from app.table.engine.pages import LONGEST
from app.table.engine.proof import Proof, prove, unquoted
from app.table.engine.utf8 import Places
from app.table.preflight import one_line_end
from app.table.quotes import CELL_MAX
from app.table.records import Unsupported

_CR, _LF = 13, 10
_HARDLY = 0.01


class Cut(NamedTuple):
    """A proven block, still to be parsed; its parts are called as those of a chunk."""

    data: bytes
    proof: Proof
    ends: tuple[int, int, int]

    @property
    def lines(self) -> Places:
        """Where each line ends."""
        return self.proof.lines

    @property
    def inner(self) -> Places:
        """Which of the lines end inside of a record."""
        return self.proof.inner

    @property
    def proven(self) -> bool:
        """True: quotes stand around whole cells only."""
        return True


def chunks(blocks: Iterable[bytes], dialect: Dialect) -> Iterator[Chunk]:
    """Cut blocks of whole lines; a quote that is never closed takes in all that is left."""
    return parsed(cuts(blocks, dialect), dialect)


def cuts(blocks: Iterable[bytes], dialect: Dialect) -> Iterator[Cut | Chunk]:
    """Cut blocks into what is proven, still to be parsed, and what had to be read to be cut."""
    rest = b""
    csv.field_size_limit(CELL_MAX)
    for block in blocks:
        cut, rest = _cut(rest + block if rest else block, dialect)
        del block
        if cut is not None:
            yield cut
        del cut
        if len(rest) > LONGEST:
            raise Unsupported("a record has no end")
    if rest:
        cut, left = _cut(rest + b"\n", dialect)
        if cut is not None:
            yield cut if left else _without_last_end(cut)
        if left:
            yield cut_open(left[:-1], dialect)


def parsed(cuts: Iterable[Cut | Chunk], dialect: Dialect) -> Iterator[Chunk]:
    """Parse what is still to be parsed."""
    for cut in cuts:
        chunk = cut if isinstance(cut, Chunk) else _parse(*cut, dialect)
        del cut
        if any(len(cells) > dialect.width for cells in chunk.uneven.values()):
            dialect = replace(dialect, long=True)
        if dialect.filled is None:
            empty = chunk.frame.select(_without_last(chunk.frame)).item()
            dialect = replace(dialect, filled=empty <= chunk.frame.height * _HARDLY)
        yield chunk
        del chunk


def _without_last_end(cut: Cut | Chunk) -> Cut | Chunk:
    lf, crlf, cr = cut.ends
    ends = lf - 1, crlf, cr
    return replace(cut, ends=ends) if isinstance(cut, Chunk) else cut._replace(ends=ends)


def _cut(text: bytes, dialect: Dialect) -> tuple[Cut | Chunk | None, bytes]:
    """Cut what is whole, and give back what is not."""
    if not text.endswith(b"\n"):
        last = max(text.rfind(b"\n"), text.rfind(b"\r"))
        if last >= 0:
            return _cut_lines(text, last + 1, dialect)
        return None, text
    return _cut_whole(text, dialect)


def _cut_lines(text: bytes, end: int, dialect: Dialect) -> tuple[Cut | Chunk | None, bytes]:
    cut, rest = _cut_whole(text[:end], dialect)
    return cut, rest + text[end:]


def _cut_whole(text: bytes, dialect: Dialect) -> tuple[Cut | Chunk | None, bytes]:
    plain = text if b'"' in text else one_line_end(text)
    proof = prove(plain, ord(dialect.delimiter))
    if proof is None:
        return cut_exactly(text, dialect)
    if not proof.end:
        return None, text
    body = plain if proof.end == len(plain) else plain[: proof.end]
    cut = Cut(body, proof, _ends(text, body, proof))
    return cut, plain[proof.end :] if body is not plain else b""


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
        uneven={k: cells for k, cells in uneven.items() if len(cells) != dialect.width},
        data=body,
        lines=proof.lines,
        records=proof.records,
        inner=proof.inner,
        proven=True,
        ends=ends,
    )


def _read(body: bytes, dialect: Dialect, *, quoted: bool) -> tuple[pl.DataFrame, bool]:
    """Read with Polars; true where some record may have too many cells, which are left out."""
    ways: tuple[Literal["raise", "ignore"], ...] = ("raise", "ignore")
    for extra in ways[dialect.long or dialect.filled is True :]:
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
    sizes = pl.all().str.len_bytes()
    returns = _returns(body, proof)
    if width > 1:
        *of_columns, without_last = frame.select_seq(sizes.sum(), _without_last(frame)).row(0)
        total = sum(of_columns) + frame.height * width + unquoted(proof) + len(returns)
        if total == len(body) and (not long or not without_last):  # then none has too few
            return proof.records[:0]
    expected = frame.select(pl.sum_horizontal(sizes)).to_series().to_numpy().astype(np.int64)
    expected += width
    if len(proof.quotes):
        owner = np.searchsorted(proof.records, proof.quotes)
        expected = expected + np.bincount(owner, minlength=frame.height)
        doubled = np.flatnonzero(proof.quotes[2::2] == proof.quotes[1:-1:2] + 1)
        expected -= np.bincount(owner[2::2][doubled], minlength=frame.height)
    expected[returns] += 1
    actual = np.diff(proof.records, prepend=-1)
    if width == 1:  # an empty line is no record of one empty cell
        empty = np.ones(frame.height, np.int64)
        empty[returns] += 1
        expected = np.where(actual == empty, -1, expected)
    return np.flatnonzero(actual != expected)


def _without_last(frame: pl.DataFrame) -> pl.Expr:
    """Count the records whose last cell is empty, or not there."""
    return (
        (pl.col(frame.columns[-1]).str.len_bytes() == 0).fill_null(value=True).sum().alias("none")
    )


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
