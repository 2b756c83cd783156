"""The profile of a column, many cells at once: the figures that one by one would have given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from app.table.engine.accept import DAY
from app.table.kinds import kind_of
from app.table.profile import Profile, Summary

_NUMBER = r"\A[+-]?(?:0|[1-9][0-9]{0,17})[.,][0-9]{1,17}\z"
_STARTS = r"\A[0-9+-]"
_TEXT_START = r"\A[+-]?0[0-9]+\z"
_DAY_AND_MORE = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[^T ]"
_SURE = 6
"""Characters from which a text that starts with none of a number is neither yes nor no."""
_DIGITS = 18
_CUT = 100
"""Longer texts are counted by their beginning and a hash: the profile does that itself."""


def sum_up(profile: Profile, cells: pl.Series) -> None:
    """Take in filled cells of which many differ. The profile is decided already."""
    sizes = cells.str.len_chars()
    least, most = _extent(sizes)
    _count(profile, cells, longest=most)
    if profile.only_texts:
        ends = {"string": (str(cells.min()), str(cells.max()))}
        profile.add_summary(Summary({"string": len(cells)}, ends, (least, most)))
        return
    kinds: Counter[str] = Counter()
    found: dict[str, list[str]] = {}
    _sort_out(cells, kinds, found)
    extremes = {kind: tuple(texts) for kind, texts in found.items()}
    profile.add_summary(Summary(kinds, extremes, (least, most)))


def _extent(sizes: pl.Series) -> tuple[int, int]:
    return int(str(sizes.min())), int(str(sizes.max()))


def _count(profile: Profile, cells: pl.Series, *, longest: int) -> None:
    """Count values: those first met, and once there is no room for more, only those."""
    counted = profile.counted
    if counted is None:
        profile.count(_first_counts(profile, cells))
        return
    if longest > _CUT:
        long = cells.str.len_chars() > _CUT
        profile.count(counts_of(cells.filter(long)))
        cells = cells.filter(~long)
    known = pl.Series(counted, dtype=pl.String)
    again = cells.filter(cells.is_in(known))
    if len(again) < len(cells):
        profile.overflow()
    if len(again):
        profile.count(dict(again.value_counts().iter_rows()))


def _first_counts(profile: Profile, cells: pl.Series) -> dict[str, int]:
    """Count each text; of a column not counted before only as many as there is room for."""
    if profile.fresh is None:
        return counts_of(cells)
    table = cells.alias("text").to_frame().group_by("text", maintain_order=True).len()
    return _paired(table.head(profile.fresh + 1))


def counts_of(cells: pl.Series) -> dict[str, int]:
    """Count each text, in the order in which they first come."""
    table = cells.alias("text").to_frame().group_by("text", maintain_order=True).len()
    return _paired(table)


def _paired(table: pl.DataFrame) -> dict[str, int]:
    texts, counts = table.get_columns()
    return dict(zip(texts.to_list(), counts.to_list(), strict=True))


def _sort_out(cells: pl.Series, kinds: Counter[str], found: dict[str, list[str]]) -> None:
    """Tell kinds apart by what is surely of one; the rest is looked at text by text."""
    for kind, test in _CLASSES.items():
        if not len(cells):
            return
        mine = cells.to_frame("t").select(test).to_series()
        some = cells.filter(mine)
        if len(some):
            kinds[kind.strip("0")] += len(some)
            found.setdefault(kind.strip("0"), []).extend(_ends(kind, some))
            cells = cells.filter(~mine)
    for text, count in counts_of(cells).items() if len(cells) else ():
        name = kind_of(text).type
        kinds[name] += count
        found.setdefault(name, []).append(text)


def _ends(kind: str, texts: pl.Series) -> list[str]:
    """Give the least and the greatest: by value where it is a number, then by text."""
    if kind not in {"integer", "number"}:
        return [str(texts.min()), str(texts.max())]
    numbers = (
        texts.cast(pl.Int64)
        if kind == "integer"
        else texts.str.replace(",", ".", literal=True).cast(pl.Float64)
    )
    least, most = texts.filter(numbers == numbers.min()), texts.filter(numbers == numbers.max())
    return [str(least.min()), str(most.max())]


_T = pl.col("t")
_CLASSES: Mapping[str, pl.Expr] = {
    "integer": _T.cast(pl.Int64, strict=False).is_not_null()
    & (_T.str.len_bytes() <= _DIGITS)
    & ~((_T.str.len_bytes() > 1) & _T.str.starts_with("0"))
    & ~(_T.str.starts_with("-0") | _T.str.starts_with("+0")),
    "number": _T.str.contains(_NUMBER),
    "date": _T.str.contains(rf"\A{DAY}\z"),
    "string": ~_T.str.contains(_STARTS) & (_T.str.len_chars() >= _SURE),
    "string0": _T.str.contains(_TEXT_START),
    "string00": _T.str.contains(_DAY_AND_MORE),
}
