"""Cells with types of their own (spreadsheets, Parquet) as columns of texts, and what each is.

A column becomes the texts that a person would write (:func:`app.table.cells.as_text`) and, where not
all of its cells are texts, a code for each. A text and a code in one are a *tagged* text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from app.table.cells import as_text
from app.table.engine.utf8 import Places
from app.table.records import Cell, Unsupported

Codes = NDArray[np.uint8]
TAG = "\x01"
"""Begins a tagged text; the letter of its code follows."""
TEXT, INT, FLOAT, BOOL, DAY, MOMENT, TIME, DECIMAL, ODD = range(9)
"""``ODD``: a text that itself begins like a tagged one."""
_CODES: Mapping[type, int] = {
    str: TEXT,
    type(None): TEXT,
    int: INT,
    float: FLOAT,
    bool: BOOL,
    date: DAY,
    datetime: MOMENT,
    time: TIME,
    Decimal: DECIMAL,
}
_READ: Mapping[int, Callable[[str], Cell]] = {
    INT: int,
    FLOAT: float,
    BOOL: "true".__eq__,
    DAY: date.fromisoformat,
    MOMENT: datetime.fromisoformat,
    TIME: time.fromisoformat,
    DECIMAL: Decimal,
    ODD: str,
}
_LARGEST = 1e200
_TINY, _HUGE = 1e-4, 1e15
"""Between these Polars writes a float as Python does."""


class Typed(NamedTuple):
    """One column of some rows: texts, null where nothing is, and codes where not all are texts."""

    texts: pl.Series
    codes: Codes | None = None


def typed(cells: Sequence[Cell]) -> Typed:
    """Take plain Python values. Raises ``Unsupported`` for what has no text of its own."""
    kinds = set(map(type, cells))
    if not kinds <= _CODES.keys():
        raise Unsupported("cells with cells in them")
    codes = {_CODES[kind] for kind in kinds - {type(None)}}
    if codes <= {TEXT}:
        return marked(texts_of(cells))
    if len(codes) == 1 and type(None) not in kinds:
        return _one(codes.pop(), cells)
    every = np.fromiter(map(_CODES.__getitem__, map(type, cells)), np.uint8, len(cells))
    texts = texts_of([cell if cell.__class__ is str else None for cell in cells])
    parts = marked(texts)
    return mixed(
        parts if TEXT in codes else Typed(texts),
        [
            (places, _one(code, [cells[at] for at in places.tolist()]))
            for code in codes - {TEXT}
            for places in (np.flatnonzero(every == code),)
        ],
    )


def mixed(texts: Typed, parts: Iterable[tuple[Places, Typed]]) -> Typed:
    """Put typed cells into their places between texts."""
    codes = np.zeros(len(texts.texts), np.uint8) if texts.codes is None else texts.codes.copy()
    series = texts.texts.clone()
    for places, part in parts:
        series = series.scatter(places, part.texts)
        codes[places] = TEXT if part.codes is None else part.codes
    return Typed(series, codes)


def marked(texts: pl.Series) -> Typed:
    """Mark the texts that look like tagged ones."""
    odd = texts.str.starts_with(TAG) | texts.str.starts_with("\0")
    if not odd.any():
        return Typed(texts)
    return Typed(texts, np.where(odd.fill_null(value=False).to_numpy(), ODD, TEXT).astype(np.uint8))


def texts_of(cells: Sequence[Cell]) -> pl.Series:
    """Take texts and nothing else. Raises ``Unsupported``."""
    try:
        return pl.Series(cells, dtype=pl.String)
    except UnicodeEncodeError:
        raise Unsupported("half a surrogate pair") from None


def _one(code: int, cells: Sequence[Cell]) -> Typed:
    """Write filled cells of one type."""
    if code == FLOAT:
        return Typed(float_texts(np.array(cells, np.float64)), np.full(len(cells), FLOAT, np.uint8))
    known: dict[Cell, str | None] = {}
    if code in {INT, BOOL, DAY, TIME}:  # of these equal cells are written alike
        known = {cell: as_text(cell) for cell in set(cells)}
        texts = pl.Series([*map(known.__getitem__, cells)], dtype=pl.String)
    else:
        texts = pl.Series([*map(as_text, cells)], dtype=pl.String)
    return Typed(texts, np.full(len(cells), code, np.uint8))


def float_texts(values: NDArray[np.float64]) -> pl.Series:
    """Write floats as :func:`app.table.cells.as_text` does."""
    sizes = np.abs(values)
    whole = (values == np.floor(values)) & (sizes < _HUGE) & ((values != 0) | ~np.signbit(values))
    if whole.all():
        return pl.Series(values.astype(np.int64)).cast(pl.String)
    texts = pl.Series(values).cast(pl.String)
    if whole.any():
        places = np.flatnonzero(whole)
        texts = texts.scatter(places, pl.Series(values[places].astype(np.int64)).cast(pl.String))
    if bool(
        ((sizes > _LARGEST) & np.isfinite(sizes)).any()
        or ((sizes < 1 / _LARGEST) & (sizes > 0)).any()
    ):
        raise Unsupported("a number that is written with an exponent")
    odd = np.flatnonzero(~(whole | ((sizes >= _TINY) & (sizes < _HUGE))))
    if len(odd):
        written = [as_text(value) for value in values[odd].tolist()]
        texts = texts.scatter(odd, pl.Series(written, dtype=pl.String))
    return texts


def tagged(texts: pl.Series, codes: Codes) -> pl.Series:
    """Write text and code in one; texts that are only texts stay as they are."""
    if not codes.any():
        return texts
    names = pl.Series([TAG + chr(ord("a") + code) for code in range(len(_READ) + 1)])
    marks = names.gather(codes)
    frame = pl.DataFrame({"text": texts, "mark": marks, "plain": codes == TEXT})
    whole = pl.concat_str("mark", "text")
    whole = pl.when("plain").then("text").otherwise(whole)
    return frame.select(whole).to_series().alias(texts.name)


def untagged(text: str) -> str:
    """Give the text alone."""
    return text[2:] if text.startswith(TAG) else text


def cell_of(text: str) -> Cell:
    """Give the cell that a tagged text, or a mere text, stands for."""
    return _READ[ord(text[1]) - ord("a")](text[2:]) if text.startswith(TAG) else text


def code_of(text: str) -> int:
    """Give the code of a tagged text."""
    return ord(text[1]) - ord("a") if text.startswith(TAG) else TEXT
