"""One column, block after block: each distinct value is judged once, then all its cells are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from time import process_time
from typing import NamedTuple

from app.table.cells import as_text, key_of, show
from app.table.checks import CellCheck
from app.table.explainer import Explainer
from app.table.fields import Judge, Reading
from app.table.patience import OutOfPatience, within
from app.table.profile import Profile
from app.table.records import Cell
from app.table.tally import Fault

_HELD, _HELD_IN_ALL = 5_000, 100_000
"""Most verdicts kept from one block to the next, in one column and over all."""
_PATIENCE, _EACH = 5.0, 1e-4
"""Seconds of processor time that a stranger's pattern may take: at once, and for each value."""
_LONG = 200
"""Longer texts are judged again rather than held."""
_NUMBERS = frozenset({int, float})
_TEXTS = frozenset({str, type(None)})


class Seen(NamedTuple):
    """The verdict on one value."""

    reading: Reading
    faults: tuple[Fault, ...]


class Slice(NamedTuple):
    """A block of one column, judged. Cells are known by their keys."""

    keys: Sequence[Hashable]
    missing: set[Hashable]
    wrong: dict[Hashable, tuple[Fault, ...]]
    retyped: set[Hashable]
    values: dict[Hashable, object]
    """What was read, where someone asked for it; nothing for missing cells."""


class ColumnPass:
    """Reads one column of so many."""

    def __init__(
        self, judge: Judge, checks: tuple[CellCheck, ...], columns: int, *, wants_values: bool
    ) -> None:
        """Start. ``wants_values``: keys, checks across columns or expectations need what is read."""
        self.judge = judge
        self.profile = Profile(columns)
        self.gave_up = False
        """True once the pattern took too long and was set aside."""
        self.checks = checks
        self._wants_values = wants_values
        self._most = max(16, min(_HELD, _HELD_IN_ALL // max(1, columns)))
        self._held: dict[Hashable, Seen] = {}
        self._left = _PATIENCE
        self._patterned = judge.patterned
        self.dated = judge.type in {"date", "datetime"} and judge.format != "default"
        self.explainer = Explainer(judge, checks)

    def read(self, cells: Sequence[Cell]) -> Slice:
        """Judge a block of cells."""
        if _TEXTS.issuperset(map(type, cells)):
            return self._sorted(cells, Counter(cells), {})
        keys = [key_of(cell) for cell in cells]
        return self._sorted(keys, Counter(keys), dict(zip(keys, cells, strict=True)))

    def accepts(self, text: str) -> bool:
        """Tell whether the field, with all its constraints and checks, accepts a text."""
        return self.explainer.passes(text)

    def _sorted(
        self, keys: Sequence[Hashable], counts: Counter[Hashable], typed: Mapping[Hashable, Cell]
    ) -> Slice:
        """Sort the distinct values by their verdict, and let the profile see the filled ones."""
        block = Slice(keys, set(), {}, set(), {})
        texts: dict[str, int] = {}
        known: dict[str, object] = {}
        cells = typed or {key: key for key in counts}
        fine = {} if self.checks else self.judge.accepted(cells)
        judged = self.judged([key for key in counts if key not in fine], typed)
        for key, count in counts.items():
            seen = judged.get(key)
            if seen and self._noted(key, seen, block):
                continue
            cell = cells[key]
            text = cell if isinstance(cell, str) else _text(cell)
            texts[text] = texts.get(text, 0) + count
            value = seen.reading.value if seen else fine[key]
            if self._wants_values:
                block.values[key] = value
            if self.dated:
                known[text] = value
            elif cell.__class__ in _NUMBERS:
                known[text] = cell
        if texts:
            self.profile.add(texts, known)
        return block

    def _noted(self, key: Hashable, seen: Seen, block: Slice) -> bool:
        """Note a verdict; true where nothing is in the cell."""
        if seen.reading.missing:
            block.missing.add(key)
        if seen.faults:
            block.wrong[key] = seen.faults
        if seen.reading.retyped:
            block.retyped.add(key)
        return seen.reading.missing

    def judged(
        self, keys: Iterable[Hashable], typed: Mapping[Hashable, Cell]
    ) -> dict[Hashable, Seen]:
        """Judge each distinct value; a pattern that takes too long is set aside, and all is redone."""
        if not self._patterned:
            return {key: self._seen(key, typed) for key in keys}
        started = process_time()
        try:
            with within(self._left):
                seen = {key: self._seen(key, typed) for key in keys}
        except OutOfPatience:
            self._give_up()
            return {key: self._seen(key, typed) for key in keys}
        earned = len(seen) * _EACH - (process_time() - started)
        self._left = min(_PATIENCE, max(_EACH, self._left + earned))
        return seen

    def _give_up(self) -> None:
        """Set the pattern aside, and forget the verdicts that it had a part in."""
        self.gave_up = True
        self.judge = self.judge.without_pattern()
        self._patterned = False
        self.explainer = Explainer(self.judge, self.checks)
        self._held.clear()

    def _seen(self, key: Hashable, typed: Mapping[Hashable, Cell]) -> Seen:
        """Judge one value, or remember the verdict."""
        seen = self._held.get(key)
        if seen is None:
            cell: Cell = typed[key] if typed else key
            reading = self.judge.read(cell)
            faults = () if reading.missing else self.explainer.faults(cell, reading)
            seen = Seen(reading, faults)
            if len(self._held) < self._most and not (isinstance(key, str) and len(key) > _LONG):
                self._held[key] = seen
        return seen


def _text(cell: Cell) -> str:
    text = as_text(cell)
    return show(cell) if text is None else text
