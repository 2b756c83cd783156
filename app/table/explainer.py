"""Explains a column's wrong values: the first two thousand one by one, the rest by their shape."""

from __future__ import annotations

import re

from app.table.cause_ids import wrong_sum
from app.table.causes import explain
from app.table.cells import show
from app.table.checks import CellCheck
from app.table.expected import expected_of
from app.table.fields import Judge, Reading
from app.table.records import Cell
from app.table.tally import Fault

_ONE_BY_ONE = {"enum": 500}
"""Comparing with long lists is slow."""
_OTHERS = 2_000
_SHAPES = 5_000
"""Most shapes remembered."""
LONGEST = 1_000
"""Longer texts are explained by their beginning, and never mended."""
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = str.maketrans("123456789", "9" * 9)
SHAPE = 40
"""Characters of a text's shape."""


class Explainer:
    """Knows one column's field and checks."""

    def __init__(self, judge: Judge, checks: tuple[CellCheck, ...]) -> None:
        """Explain what this field, with these checks, refuses."""
        self._judge = judge
        self._checks = checks
        names = frozenset(check.name for check in checks)
        self._expected = expected_of(
            judge.stated, judge.constraints, names, self.passes, judge.example
        )
        self._shapes: dict[tuple[str, str], Fault] = {}
        self._looked_into: dict[str, int] = {}
        self._known: dict[tuple[str, str, int], Fault] = {}

    def passes(self, text: str) -> bool:
        """Tell whether the field and its checks accept a text."""
        reading = self._judge.read(text)
        return not reading.faults and not self._codes(reading)

    def faults(self, cell: Cell, reading: Reading) -> tuple[Fault, ...]:
        """Say everything that is wrong with a filled cell; empty where all is well."""
        codes = self._codes(reading) if self._checks else ()
        if not reading.faults and not codes:
            return ()
        text = cell if isinstance(cell, str) else show(cell)
        stated = ((f, "type-error" if f == "type" else "constraint-error") for f in reading.faults)
        found = (self._explained(fault, code, text) for fault, code in (*stated, *codes))
        one_each: dict[str, Fault] = {}
        for fault in found:
            one_each.setdefault(fault.cause, fault)
        return tuple(one_each.values())  # two rules broken by one slip are one trouble

    def settled(self, fault: str) -> bool:
        """Tell whether so many texts with this fault were looked into that shapes decide."""
        return self._looked_into.get(fault, 0) >= _ONE_BY_ONE.get(fault, _OTHERS)

    def looked_into(self, fault: str) -> list[str]:
        """Give the texts that were looked into one by one for this fault."""
        return [text for known, text, _ in self._known if known == fault]

    def by_shape(self, fault: str, shape: str) -> Fault | None:
        """Say what is wrong with texts of this fault and shape, where it is known."""
        return self._shapes.get((fault, shape))

    def _codes(self, reading: Reading) -> tuple[tuple[str, str], ...]:
        """Give name and error code of each custom check that fails; none looks at an empty cell."""
        if reading.value is None:
            return ()
        asked = ((check.name, check.fault(reading.value)) for check in self._checks)
        return tuple((name, code) for name, code in asked if code)

    def _explained(self, fault: str, code: str, text: str) -> Fault:
        cause = wrong_sum(fault, text)
        if cause:
            return Fault(code, cause, name=fault)  # nothing is left to be found out
        begins = text[:LONGEST]
        shape = (fault, _LETTERS.sub("a", begins[: 2 * SHAPE]).translate(_DIGITS)[:SHAPE])
        again = (fault, begins, len(text))
        if again in self._known:
            return self._known[again]
        if self.settled(fault) and shape in self._shapes:
            return self._shapes[shape]
        many = self._looked_into.get(fault, 0)
        self._looked_into[fault] = many + 1
        found = explain(fault, code, begins, self._expected)
        if begins is not text and len(text) > LONGEST:
            found = found._replace(fixed=None)
        if len(self._shapes) < _SHAPES:
            self._shapes[shape] = found._replace(fixed=None)
        if many < _OTHERS:
            self._known[again] = found
        return found
