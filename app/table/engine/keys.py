"""Primary keys, unique columns and repeated rows, a chunk at a time."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from app.table.cells import cut, show
from app.table.engine.accept import DAY, SPELLED
from app.table.engine.again import Again, Flags, Hashed, Hashes
from app.table.engine.chunk import Chunk
from app.table.engine.lane import Lane
from app.table.engine.utf8 import Places
from app.table.fields import Judge
from app.table.keys import Rows, Unique, report
from app.table.repeats import key_text
from app.table.tally import Group, Tally
from rules.core.evidence import Sample

SEED = secrets.randbits(63)
"""Other hashes in each process: no collision can be prepared."""
_NAN = "\0"
_ODD = np.uint64(0x9E3779B97F4A7C15)


Cells = tuple[int, tuple[str | None, ...]]
"""A place, and the cells of some columns there."""


class Key:
    """Cells of some columns, together, as hashes of what they mean."""

    def __init__(self, unique: Unique, lanes: Sequence[Lane]) -> None:
        """Watch what the plain path's ``unique`` would."""
        self.unique = unique
        self._lanes = [lanes[position] for position in unique.positions]
        self._hashed = Hashed()

    def take(self, chunk: Chunk, first: int) -> Places:
        """Take in the keys of a chunk, and give the places of those that are empty."""
        height = chunk.frame.height
        empty, nowhere = np.ones(height, bool), np.zeros(height, bool)
        joint = np.zeros(height, np.uint64)
        for lane in self._lanes:
            hashes, nothing, nan = _meaning(lane, chunk)
            joint = joint * _ODD + np.where(nothing, np.uint64(1), hashes)
            empty &= nothing
            nowhere |= nan
        self._hashed.add(joint, first, empty | nowhere)
        return np.flatnonzero(empty)

    def again(self) -> Again:
        """Find the records whose key came before."""
        return self._hashed.again()

    def close(self, again: Again, cells: Iterable[Cells], rows: range, tally: Tally) -> None:
        """Report what came twice; ``cells`` are those of near places, in order."""
        shown: dict[str, Sample] = {}
        for place, texts in cells:
            text = cut(", ".join(map(show, texts)))
            shown.setdefault(text, Sample(row=rows[place], value=text))
            if len(shown) >= self.unique.most:
                break
        group = Group("error", _earlier(again, rows), samples=shown)
        report(again.places.tolist(), rows, group, self.unique.key, tally)


class WholeRows:
    """Whole rows that repeat an earlier one."""

    def __init__(self) -> None:
        self._hashed = Hashed()

    def take(self, chunk: Chunk, first: int, blank: Flags | None) -> None:
        """Take in the rows of a chunk, blank ones left out."""
        self._hashed.add(chunk.frame.hash_rows(SEED).to_numpy(), first, blank)

    def close(self, rows: range, tally: Tally) -> None:
        """Report the repeated rows."""
        again = self._hashed.again()
        report(
            again.places.tolist(), rows, Group("warning", _earlier(again, rows)), Rows.KEY, tally
        )


def _earlier(again: Again, rows: range) -> dict[str, str | int | float]:
    near = np.flatnonzero(again.near)
    return {"earlier": rows[int(again.earlier[near[0]])]} if len(near) else {}


def _meaning(lane: Lane, chunk: Chunk) -> tuple[Hashes, Flags, Flags]:
    """Hash what the cells mean; say where they mean nothing, and where what equals nothing."""
    judge = lane.judged.judge
    cells = chunk.frame[lane.column]
    nothing = chunk.frame.select(lane.missing).to_series().to_numpy()
    nan = np.zeros(len(cells), bool)
    if (judge.type, judge.format) not in _RAW:
        plain = cells.str.contains(_plain(judge)).fill_null(value=False).to_numpy()
        odd = np.flatnonzero(~plain & ~nothing)
        if len(odd):
            meant = _meant(lane, cells.gather(odd).to_list())
            nothing = nothing.copy()
            nothing[odd[[text is None for text in meant]]] = True
            nan[odd[[text == _NAN for text in meant]]] = True
            cells = cells.clone().scatter(odd, pl.Series(meant, dtype=pl.String))
    return cells.hash(SEED).to_numpy(), nothing, nan


def _meant(lane: Lane, texts: list[str]) -> list[str | None]:
    """Write what each text means, the same for the same meaning; ``None`` for nothing."""
    known: dict[str, str | None] = {}
    for text in texts:
        if text not in known:
            known[text] = _written(lane.verdict(text).reading.value, lane.judged.judge.type)
    return [known[text] for text in texts]


def _written(value: object, kind: str) -> str | None:
    if value is None:
        return None
    if kind in {"integer", "date"}:
        return str(value)
    text = key_text(value)
    return _NAN if text is None else text


_RAW = frozenset({("string", "default"), ("any", "default")})
"""Types and formats whose texts mean themselves."""
_WHOLE = r"\A[1-9][0-9]{0,17}\z"
_NONE = r"\z\A."


def _plain(judge: Judge) -> str:
    """Give the pattern of texts that are written as ``str`` writes their value."""
    if judge.type == "date" and judge.format in {"default", "%Y-%m-%d"}:
        return rf"\A{DAY}\z"
    return _WHOLE if judge.type == "integer" and not SPELLED & judge.stated.keys() else _NONE
