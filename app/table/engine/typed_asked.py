"""A suite held against a big workbook or Parquet file: cells that have types of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import polars as pl

from app.table.cells import Unread, show
from app.table.engine import typed as t
from app.table.engine.asked import Asked
from app.table.engine.chunk import Chunk
from app.table.engine.fed import KINDS, Feeder
from app.table.engine.typed_lane import TypedLane
from app.table.records import Cell
from app.table.values import plain

_T = pl.col("t")
_TAG = 2
"""Bytes of a tag."""


class TypedFeeder(Feeder):
    """Reads tagged texts too."""

    def cell(self, text: str | None) -> Cell:
        """Read one cell as its field does; what it cannot read stays as it is."""
        if text is None or not text.startswith(t.TAG):
            return super().cell(text)
        value = plain(self._lane.verdicts.value(text))
        return Unread(show(t.cell_of(text))) if value is None else value

    def _read(self, present: pl.Series, kind: str) -> pl.Series:
        tagged = present.str.starts_with(t.TAG).fill_null(value=False)
        if not tagged.any():
            return super()._read(present, kind)
        places = tagged.arg_true()
        mine = self._read_tagged(present.gather(places), kind)
        if len(places) == len(present):
            return mine
        cells = present.alias("t").to_frame().with_columns(tagged.alias("tagged"))
        rest = cells.select(pl.when(~pl.col("tagged")).then(_T)).to_series()
        return super()._read(rest, kind).scatter(places, mine)

    def _read_tagged(self, cells: pl.Series, kind: str) -> pl.Series:
        """Read plain numbers and days at once, whatever else there is once for each."""
        text, sure = _T.str.slice(_TAG), pl.lit(None)
        of, asked = self._lane.judge.type, (self._lane.judge.type, kind)
        if kind == "number" and of in {"any", "number"}:
            value = text.cast(pl.Float64, strict=False)
            sure = pl.when(_coded(t.INT, t.FLOAT) & value.is_finite()).then(value)
        elif asked == ("any", "text"):
            sure = pl.when(_coded(t.INT, t.FLOAT, t.BOOL, t.DAY)).then(text)
        elif kind in {"date", "datetime"} and of in {"any", "date"}:
            day = text.str.to_date("%Y-%m-%d", strict=False)
            sure = pl.when(_coded(t.DAY)).then(day)
        known = cells.alias("t").to_frame().with_columns(v=sure.cast(KINDS[kind]))["v"]
        rest = known.is_null().arg_true()
        return known.scatter(rest, self._slowly(cells.gather(rest), kind)) if len(rest) else known


def _coded(*codes: int) -> pl.Expr:
    return _T.str.head(_TAG).is_in([t.TAG + chr(ord("a") + code) for code in codes])


class TypedAsked(Asked):
    """A suite on its way through chunks with codes."""

    feeder_of = TypedFeeder

    def _see(self, chunk: Chunk) -> None:
        for lane in cast("Sequence[TypedLane]", self._lanes):
            lane.see(chunk)

    def _cells(self, chunk: Chunk) -> pl.DataFrame:
        """Give tagged texts, null where nothing is."""
        lanes = [lane for lane, _ in self._feeders.values()]
        tagged = chunk.frame.with_columns(lane.written(chunk).alias(lane.column) for lane in lanes)
        gone = chunk.frame.select(lane.missing.alias(lane.column) for lane in lanes)
        return tagged.with_columns(
            pl.when(~gone[lane.column]).then(pl.col(lane.column)).alias(lane.column)
            for lane in lanes
        )
