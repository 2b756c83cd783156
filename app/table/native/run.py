"""A suite held against a table, piece by piece, as far as we judge it ourselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from app.table.native.cell_tests import CELLWISE, test_of
from app.table.native.cellwise import Cellwise, Filled
from app.table.native.check import EMPTY, Check, Hopeless
from app.table.native.figures import FIGURES, SHARES, Extreme, Figure, Shares
from app.table.native.judging import Unusable
from app.table.native.order import Natural, Ordered
from app.table.native.piece import Piece
from app.table.native.readable import Readable
from app.table.native.rows import RowCount
from app.table.native.sets import Distinct
from app.table.native.several import ROWWISE, Rowwise
from app.table.native.uniques import Once
from app.table.outcome import Outcome
from app.table.suite import Expected
from app.table.suite_verdict import MAX_ROWS

Answers = dict[int, Outcome | str]
OF_BLANKS = frozenset(
    {
        "expect_column_values_to_not_be_null",
        "expect_column_values_to_be_null",
        "expect_column_proportion_of_non_null_values_to_be_between",
    }
)
"""Types that judge missing cells too: a column without any value is no gap to them."""


class Native:
    """Checks under way, by their places in the suite."""

    def __init__(self, expected: Mapping[int, Expected], most: int = MAX_ROWS) -> None:
        """Start; at most so many wrong rows of each are kept."""
        self._checks: dict[int, Check | Natural] = {}
        for place, one in expected.items():
            self._checks[place] = check_of(one, most)

    def look(self, piece: Piece) -> None:
        """Take in the next rows."""
        for check in self._checks.values():
            check.look(piece)

    def finish(self, again: Callable[[], Iterable[Piece]]) -> Answers:
        """Answer; ``again`` gives the pieces once more, for rows found wrong by later ones."""
        late = {place: check.late() for place, check in self._checks.items()}
        last = max((int(places[-1]) for places in late.values() if len(places)), default=-1)
        if last >= 0:
            for piece in again():
                for place, places in late.items():
                    if len(places):
                        self._checks[place].recall(piece)
                if piece.first + piece.height > last:
                    break
        return {place: _answer(check) for place, check in self._checks.items()}


def check_of(expected: Expected, most: int) -> Check | Natural:
    """Start a check."""
    if expected.kind == "natural":
        return Natural(expected.columns, lambda kind: _one(replace(expected, kind=kind), most))
    return _one(expected, most)


def _one(expected: Expected, most: int) -> Check:
    try:
        return _built(expected, most)
    except (Unusable, KeyError):  # an argument is missing, or two contradict each other
        return Hopeless(expected, most)


def _built(expected: Expected, most: int) -> Check:
    name = expected.type
    if name in CELLWISE:
        return Cellwise(expected, most, test_of(expected))
    if name in ROWWISE:
        return Rowwise(expected, most, ROWWISE[name])
    if name in FIGURES:
        return Figure(expected, most, FIGURES[name])
    if name in SHARES:
        return Shares(expected, most, kind=SHARES[name])
    return _MAKERS[name](expected, most)


def _ordered(expected: Expected, most: int, *, rising: bool) -> Check:
    if expected.kind == "text":  # texts have no difference
        raise Unusable
    return Ordered(expected, most, rising=rising)


_C = "expect_column_"
_MAKERS: Mapping[str, Callable[[Expected, int], Check]] = {
    f"{_C}values_to_not_be_null": partial(Filled, wanted=True),
    f"{_C}values_to_be_null": partial(Filled, wanted=False),
    f"{_C}values_to_be_unique": Once,
    f"{_C}values_to_be_of_type": Readable,
    f"{_C}values_to_be_in_type_list": Readable,
    "expect_compound_columns_to_be_unique": Once,
    f"{_C}values_to_be_increasing": partial(_ordered, rising=True),
    f"{_C}values_to_be_decreasing": partial(_ordered, rising=False),
    f"{_C}min_to_be_between": partial(Extreme, least=True),
    f"{_C}max_to_be_between": partial(Extreme, least=False),
    f"{_C}distinct_values_to_be_in_set": partial(Distinct, inside=True, whole=False),
    f"{_C}distinct_values_to_contain_set": partial(Distinct, inside=False, whole=True),
    f"{_C}distinct_values_to_equal_set": partial(Distinct, inside=True, whole=True),
    "expect_table_row_count_to_be_between": RowCount,
    "expect_table_row_count_to_equal": RowCount,
}
TYPES = frozenset(CELLWISE | ROWWISE.keys() | FIGURES.keys() | SHARES.keys() | _MAKERS.keys())
"""Every type that is judged here; ``app.table.suite_types`` states the same without importing us."""


def _answer(check: Check | Natural) -> Outcome | str:
    chosen = check.chosen() if isinstance(check, Natural) else check
    least = chosen.elements if chosen.expected.type in OF_BLANKS else min(chosen.usable, default=1)
    if not least:
        return EMPTY
    return chosen.outcome()
