"""Cells handed to Great Expectations as the expectation needs them: text, numbers, dates.

What cannot be read as such is left out of that expectation: the schema already counts it. Only
where the question is whether a cell is filled does whatever is written there count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType

from app.table.cells import Unread, as_text, show
from app.table.records import Cell
from app.table.suite import Expected
from app.table.suite_arguments import plain_moment

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DAY = 10
_EQUAL = "expect_column_pair_values_to_be_equal"
Fed = dict[tuple[str, str], list[object]]
"""How the cells are typed (text filled number date datetime boolean) and their column → the cells."""


def feed(
    expected: Expected, columns: Mapping[str, Sequence[Cell]], fed: Fed
) -> tuple[dict[str, object], int]:
    """Add the cells one expectation needs to ``fed``.

    Returns its arguments with the frame's own column names, which no stranger chose, and how many
    cells of its first column could be read.
    """
    kind = _common_kind(expected, columns) if expected.kind == "natural" else expected.kind
    keys = [(kind, column) for column in expected.columns]
    for key in keys:
        if key not in fed:
            fed[key] = [read_cell(kind, cell) for cell in columns[key[1]]]
    usable = [sum(cell is not None for cell in fed[key]) for key in keys]
    places = list(fed)
    names = {key[1]: frame_name(places.index(key)) for key in keys}
    return _arguments(expected, names, kind), min(usable, default=0)


def frame_name(place: int) -> str:
    """Name the frame's column at a place of ``Fed``."""
    return f"c{place}"


def _common_kind(expected: Expected, columns: Mapping[str, Sequence[Cell]]) -> str:
    """Find what the filled cells of these columns are: numbers, instants, else text."""
    cells = [cell for column in expected.columns for cell in columns[column] if not _blank(cell)]
    for kind in ("number", "datetime"):
        size = sum(read_cell(kind, cell) is not None for cell in cells)
        if prevails(expected.type, size, len(cells)):
            return kind
    return "text"


def prevails(name: str, size: int, cells: int) -> bool:
    """Tell whether so many of the filled cells make their kind that of all.

    What is compared for order needs more than half of them; what is to be equal needs all, or two
    codes such as 2A004 and 2B001 would both be no numbers.
    """
    return bool(size) and size == cells if name == _EQUAL else 2 * size > cells


def _arguments(expected: Expected, names: Mapping[str, str], kind: str) -> dict[str, object]:
    arguments = dict(expected.kwargs)
    for key in ("column", "column_A", "column_B"):
        if key in arguments:
            arguments[key] = names[str(arguments[key])]
    if "column_list" in arguments:
        arguments["column_list"] = list(names.values())
    if "value_pairs_set" in arguments:
        pairs = arguments["value_pairs_set"]
        assert isinstance(pairs, list)
        arguments["value_pairs_set"] = [[as_text(end) for end in pair] for pair in pairs]
    if kind == "text" and isinstance(arguments.get("value_set"), list):
        arguments["value_set"] = [as_text(value) for value in _listed(arguments["value_set"])]
    for key in ("min_value", "max_value"):
        if kind == "datetime" and isinstance(bound := arguments.get(key), str):
            arguments[key] = plain_moment(bound).isoformat(timespec="microseconds")
    return arguments


def _listed(values: object) -> list[object]:
    return values if isinstance(values, list) else []


def _blank(cell: Cell) -> bool:
    return cell is None or cell == "" or isinstance(cell, Unread)


def read_cell(kind: str, cell: Cell) -> object:
    """Read a cell as a kind; what its own field could not read has no value for any other."""
    if isinstance(cell, Unread):
        return _text(str(cell)) if kind == "filled" else None
    return _READERS[kind](cell)


def _text(cell: Cell) -> str | None:
    if _blank(cell):
        return None
    text = cell if isinstance(cell, str) else as_text(cell) or show(cell)
    # A lone surrogate (from JSON) cannot be stored in a frame.
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _number(cell: Cell) -> float | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal | str):
        return None
    if isinstance(cell, str) and not _NUMBER.fullmatch(cell):
        return None
    try:
        number = float(cell)
    except OverflowError:
        return None
    return number if abs(number) < float("inf") else None


def _date(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str) or len(cell) < _DAY:
        return None
    moment = _moment(cell)
    return moment.date() if moment else None


def _moment(cell: Cell) -> datetime | None:
    try:
        if isinstance(cell, datetime):
            return cell.astimezone(UTC).replace(tzinfo=None) if cell.tzinfo else cell
        if isinstance(cell, date):
            return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 # a day has no zone
        return plain_moment(cell) if isinstance(cell, str) and len(cell) >= _DAY else None
    except (ValueError, OverflowError):
        return None


def _truth(cell: Cell) -> bool | None:
    return cell if isinstance(cell, bool) else None


_READERS: Mapping[str, Callable[[Cell], object]] = MappingProxyType(
    {
        "text": _text,
        "filled": _text,
        "number": _number,
        "date": _date,
        "datetime": _moment,
        "boolean": _truth,
    }
)
