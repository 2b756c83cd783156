"""Keys that point to other rows of the same table, a chunk at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from app.table.cells import cut
from app.table.engine.again import Flags
from app.table.engine.chunk import SEED, Chunk
from app.table.engine.keys import meaning
from app.table.engine.lane import Lane
from app.table.engine.numbering import Hashes, joint
from app.table.engine.utf8 import Places
from app.table.foreign import HELD, Foreign
from app.table.repeats import key_text
from app.table.tally import ROWS, Group, Tally
from rules.core.evidence import Sample

_NOTHING, _NOWHERE = np.uint64(1), np.uint64(2)
_NAN = "\0"


class Pointers:
    """Cells of some columns, together, must stand in some other columns."""

    def __init__(self, foreign: Foreign, lanes: Sequence[Lane], first_row: int) -> None:
        """Watch what the plain path's ``foreign`` would; places count from ``first_row``."""
        self._foreign = foreign
        self._ours = [lanes[position] for position in foreign.ours]
        self._theirs = [lanes[position] for position in foreign.theirs]
        pairs = [*zip(self._ours, self._theirs, strict=True)]
        self._alike = [_kind(a) == _kind(b) for a, b in pairs]
        self._first_row = first_row
        self._offered: list[Hashes] = []
        self._asked: list[Hashes] = []
        self._places: list[Places] = []
        self._shown: dict[int, str] = {}

    def take(self, chunk: Chunk, first: int) -> None:
        """Note what a chunk offers and what it asks for; nothing asks for nothing."""
        keys, empty, nan = self._joint(self._theirs, chunk)
        offered = np.unique(keys[~(empty | nan)])
        keys, empty, nan = self._joint(self._ours, chunk)
        keys[nan] = _NOWHERE
        places = np.flatnonzero(~empty)
        asked = keys[places]
        self._show(chunk, asked, places)
        lost = ~np.isin(asked, offered)
        self._offered.append(offered)
        self._asked.append(asked[lost])
        self._places.append(places[lost] + first)

    def _joint(self, lanes: list[Lane], chunk: Chunk) -> tuple[Hashes, Flags, Flags]:
        """Hash the keys; say which are empty, and which hold a NaN, that equals nothing."""
        height = chunk.frame.height
        parts = []
        empty, nan = np.ones(height, bool), np.zeros(height, bool)
        for lane, alike in zip(lanes, self._alike, strict=True):
            hashes, nothing, odd = (meaning if alike else _by_value)(lane, chunk)
            parts.append(np.where(nothing, _NOTHING, hashes))
            empty &= nothing
            nan |= odd
        return joint(parts), empty, nan

    def _show(self, chunk: Chunk, asked: Hashes, places: Places) -> None:
        """Keep the texts of the first different keys."""
        if len(self._shown) >= HELD:
            return
        _, firsts = np.unique(asked, return_index=True)
        new = [at for at in np.sort(firsts).tolist() if int(asked[at]) not in self._shown]
        new = new[: HELD - len(self._shown)]
        written = pl.DataFrame([lane.written(chunk) for lane in self._ours])[places[new]]
        for at, texts in zip(new, written.rows(), strict=True):
            pairs = zip(self._ours, texts, strict=True)
            self._shown[int(asked[at])] = cut(", ".join(lane.shown(text) for lane, text in pairs))

    def close(self, tally: Tally) -> Places:
        """Report keys that point nowhere, and give the places of their rows."""
        nothing = np.zeros(0, np.uint64)
        asked = np.concatenate([nothing, *self._asked])
        places = np.concatenate([np.zeros(0, np.int64), *self._places])
        lost = ~np.isin(asked, np.concatenate([nothing, *self._offered]))
        asked, places = asked[lost], places[lost]
        if len(places):
            tally.merge(self._foreign.key, self._group(asked, places))
        return places

    def _group(self, asked: Hashes, places: Places) -> Group:
        group = Group("error", {}, count=len(places))
        group.rows = (places[:ROWS] + self._first_row).tolist()
        most = self._foreign.most
        for hashed, place in zip(asked[: 10 * most].tolist(), places.tolist(), strict=False):
            text = self._shown.get(hashed, "")
            if len(group.samples) < most and text not in group.samples:
                group.samples[text] = Sample(row=self._first_row + place, value=text)
        return group


def _kind(lane: Lane) -> tuple[str, str]:
    return lane.judged.judge.type, lane.judged.judge.format


def _by_value(lane: Lane, chunk: Chunk) -> tuple[Hashes, Flags, Flags]:
    """Hash what the cells mean, whatever their column's type is, as the plain path writes it."""
    cells = lane.written(chunk)
    different = cells.filter(pl.Series(~lane.nothing)).unique(maintain_order=True).to_list()
    meant = {text: _meant(lane, text) for text in different}
    texts = cells.replace_strict(meant, default=None, return_dtype=pl.String)
    nothing, nan = texts.is_null().to_numpy(), (texts == _NAN).fill_null(value=False).to_numpy()
    return texts.hash(SEED).to_numpy(), nothing, nan


def _meant(lane: Lane, text: str) -> str | None:
    value = lane.verdicts.value(text)
    return None if value is None else key_text(value) or _NAN
