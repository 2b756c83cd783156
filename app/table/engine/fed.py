"""Cells of one column as the expectations take them, in bulk where their meaning is plain.

What a text surely means is told by a pattern or a cast; every other different text goes through the
field's own reader and :func:`app.table.suite_feed.read_cell`, as on the plain path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from app.table.cells import Unread, show
from app.table.engine.accept import DAY, SPELLED
from app.table.engine.lane import Lane
from app.table.native.arrow import TYPES
from app.table.records import Cell
from app.table.suite_feed import read_cell
from app.table.values import plain

_HELD = 50_000
KINDS: Mapping[str, Any] = {
    "text": pl.String,
    "number": pl.Float64,
    "date": pl.Date,
    "datetime": pl.Datetime("us"),
    "boolean": pl.Boolean,
}
_WHOLE = r"\A(?:0|-?[1-9][0-9]{0,17})\z"
_DECIMAL = r"\A(?:0|-?[1-9][0-9]{0,9})(?:\.[0-9]{0,3}[1-9])?\z"
_ANY_NUMBER = r"\A[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\z"
_MAYBE_MOMENT = r"\A[0-9]{4}"
_NEVER = r"\z\A."
_T = pl.col("t")


class Feeder:
    """Reads the cells of one column as kinds."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        judge = lane.judged.judge
        self._raw = (judge.type, judge.format) in {("string", "default"), ("any", "default")}
        self._fast = {kind: _fast(lane, kind, raw=self._raw) for kind in KINDS}
        self._known: dict[str, dict[str, object]] = {kind: {} for kind in KINDS}

    def feed(self, cells: pl.Series, kind: str) -> Any:
        """Give the cells as an Arrow array of a kind, null where there is nothing to judge."""
        present = self._present(cells)
        read = present if kind == "filled" else self._read(present, kind)
        return read.to_arrow().cast(TYPES[kind])

    def _read(self, present: pl.Series, kind: str) -> pl.Series:
        fast, maybe = self._fast[kind]
        known = present.alias("t").to_frame().with_columns(v=fast.cast(KINDS[kind]))["v"]
        rest = present.is_not_null() & known.is_null()
        if maybe:
            rest &= present.str.contains(maybe)
        places = rest.arg_true()
        if len(places):
            known = known.scatter(places, self._slowly(present.gather(places), kind))
        return known

    def cell(self, text: str | None) -> Cell:
        """Read one cell as its field does; what it cannot read stays as it is written."""
        if text is None or text in self._lane.judged.judge.missing_values:
            return None
        value = plain(self._lane.verdicts.value(text))
        return Unread(show(text)) if value is None else value

    def _present(self, cells: pl.Series) -> pl.Series:
        missing = {*self._lane.judged.judge.missing_values, ""}
        gone = _T.str.len_bytes() == 0 if missing == {""} else _T.is_in(sorted(missing))
        return cells.alias("t").to_frame().select(pl.when(~gone).then(_T)).to_series()

    def _slowly(self, texts: pl.Series, kind: str) -> pl.Series:
        known = self._known[kind]
        different = texts.unique().to_list()
        if len(known) + len(different) > _HELD:
            known.clear()
        new = [text for text in different if text not in known]
        self._lane.verdicts.look(new)
        known.update((text, read_cell(kind, self.cell(text))) for text in new)
        values = pl.Series("v", [known[text] for text in different], dtype=KINDS[kind])
        table = pl.DataFrame({"t": pl.Series(different, dtype=pl.String), "v": values})
        asked = texts.alias("t").to_frame()
        return asked.join(table, on="t", how="left", maintain_order="left")["v"]


def _fast(lane: Lane, kind: str, *, raw: bool) -> tuple[pl.Expr, str]:
    """Give what surely is the value (else null), and what the rest looks like that may have one."""
    make: Callable[[Lane], tuple[pl.Expr, str]] | None = (_OF_TEXTS if raw else _OF_FIELDS).get(
        kind
    )
    return make(lane) if make else (pl.lit(None), "" if not raw else _NEVER)


def _itself(_: Lane) -> tuple[pl.Expr, str]:
    return _T, ""


def _text_of_field(lane: Lane) -> tuple[pl.Expr, str]:
    judge = lane.judged.judge
    pattern = _NEVER
    if judge.type == "date" and judge.format in {"default", "%Y-%m-%d"}:
        pattern = rf"\A{DAY}\z"
    elif judge.type in {"integer", "number"} and not SPELLED & judge.stated.keys():
        pattern = _WHOLE if judge.type == "integer" else _DECIMAL
    return pl.when(_T.str.contains(pattern)).then(_T), ""


def _number_of_text(_: Lane) -> tuple[pl.Expr, str]:
    value = _T.cast(pl.Float64, strict=False)
    return pl.when(_T.str.contains(_ANY_NUMBER) & value.is_finite()).then(value), _ANY_NUMBER


def _number_of_field(lane: Lane) -> tuple[pl.Expr, str]:
    judge = lane.judged.judge
    if judge.type == "integer" and not SPELLED & judge.stated.keys():
        return _T.cast(pl.Int64, strict=False).cast(pl.Float64), ""
    if judge.type != "number":
        return pl.lit(None), ""
    mark = str(judge.stated.get("decimalChar") or ".")
    others = (SPELLED - {"decimalChar"}) & judge.stated.keys()
    if others or mark not in {".", ","}:
        return pl.lit(None), ""
    digits = _T.str.contains(rf"\A[+-]?[0-9]+(?:{re.escape(mark)}[0-9]+)?\z")
    value = _T.str.replace(mark, ".", literal=True).cast(pl.Float64, strict=False)
    return pl.when(digits & value.is_finite()).then(value), ""


def _day(_: Lane) -> tuple[pl.Expr, str]:
    day = _T.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(_T.str.contains(rf"\A{DAY}\z")).then(day), _MAYBE_MOMENT


def _day_of_field(lane: Lane) -> tuple[pl.Expr, str]:
    judge = lane.judged.judge
    plain_day = judge.type == "date" and judge.format in {"default", "%Y-%m-%d"}
    return (_day(lane)[0], "") if plain_day else (pl.lit(None), "")


_OF_TEXTS: Mapping[str, Callable[[Lane], tuple[pl.Expr, str]]] = {
    "text": _itself,
    "number": _number_of_text,
    "date": _day,
    "datetime": _day,
}
_OF_FIELDS: Mapping[str, Callable[[Lane], tuple[pl.Expr, str]]] = {
    "text": _text_of_field,
    "number": _number_of_field,
    "date": _day_of_field,
    "datetime": _day_of_field,
}
