"""Expectations about types: whether each filled cell can be read as one of those named."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from app.table.native.arrow import array_of, numbers, truths
from app.table.native.check import Check, Wrong
from app.table.native.judging import Unusable
from app.table.native.piece import Column, Flags, Piece
from app.table.outcome import Outcome
from app.table.suite import Expected
from app.table.suite_type_names import meaning_of

_TRUTHS = array_of(["true", "false"], "text")


class Readable(Check):
    """What of a column can be read as one of some types; a text is whatever is written."""

    def __init__(self, expected: Expected, most: int) -> None:
        """Read the names of types. Raises :class:`Unusable`."""
        super().__init__(expected, most)
        named = expected.kwargs.get("type_list", [expected.kwargs.get("type_")])
        assert isinstance(named, list)
        self._meanings = {meaning_of(str(name)) for name in named} - {None}
        if not self._meanings:
            raise Unusable
        self._wrong = Wrong(expected, most)

    def _look(self, piece: Piece, columns: list[Column]) -> None:
        (column,) = columns
        good = np.zeros(piece.height, bool)
        for meaning in self._meanings:
            if good.all():
                break
            good |= _is(meaning or "", piece, self.names[0])
        self._wrong.add(piece, column.filled & ~good)

    def outcome(self) -> Outcome:
        """Answer: empty cells are left out."""
        return self._wrong.outcome(self.elements, self.empty)


def _is(meaning: str, piece: Piece, name: str) -> Flags:
    """Tell which cells can be read so."""
    if meaning == "text":
        return piece.column("filled", name).filled
    if meaning == "integer":
        values = numbers(piece.column("number", name).array)
        whole: Flags = np.floor(values) == values
        return whole
    if meaning == "boolean":
        written = truths(
            pc.is_in(pc.ascii_lower(piece.column("text", name).array), value_set=_TRUTHS)
        )
        return piece.column("boolean", name).filled | written
    return piece.column(meaning, name).filled
