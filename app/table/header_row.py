"""Which record is the header: the schema's names decide, else the first row that looks like one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.table.cell_shape import NUMBERS, STRONG, blank, plain, shape, written
from app.table.model import TableJob
from app.table.records import Cell, Unreadable
from rules.core.evidence import Finding, Sample

Row = Sequence[Cell]
DEEP = 20
"""Records among which a header is looked for."""
_LOOKED_AT = 100
"""Filled records read ahead to judge by."""
_WIDE = 6
_TOLD = 1000
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands."""

    row: int
    """Its ordinal, from 1."""
    is_data: bool
    """True where the row chosen looks like data: the file seems to have no header."""


def ahead(rows: Iterable[Row]) -> list[Row]:
    """Read the records to judge by. Raises ``empty`` where none holds anything."""
    read: list[Row] = []
    filled = 0
    for row in rows:
        read.append(row)
        filled += any(not blank(cell) for cell in row)
        if filled == _LOOKED_AT:
            break
    if not filled:
        raise Unreadable("empty")
    return read


def names_of(job: TableJob) -> frozenset[str]:
    """Give the names that a header of this job should hold, reduced to what people mean."""
    names: list[str] = []
    if job.schema:
        names = _fields(job.schema.descriptor)
    else:
        for candidate in job.candidates:
            names += [*candidate.required, *candidate.optional]
    return frozenset(filter(None, map(plain, names)))


def _fields(descriptor: str) -> list[str]:
    try:
        fields = json.loads(descriptor)["fields"]
        return [str(field["name"]) for field in fields]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []  # an unusable schema is told elsewhere


def find(rows: Sequence[Row], names: frozenset[str]) -> Header:
    """Choose the header among the records read ahead."""
    filled = [index for index, row in enumerate(rows) if any(not blank(cell) for cell in row)]
    index = max(filled[:DEEP], key=lambda index: known_in(rows[index], names))
    known = known_in(rows[index], names)
    cells = sum(not blank(cell) for cell in rows[index])
    if known and known * 2 >= min(cells, len(names)):
        return Header(index + 1, is_data=False)
    index = _first_full(rows)
    below = rows[index + 1 :]
    is_data = not known_in(rows[index], names) and looks_like_data(rows[index], below)
    return Header(index + 1, is_data)


def known_in(row: Row, names: frozenset[str]) -> int:
    """Count the names looked for among a row's cells."""
    return len({plain(cell) for cell in row if isinstance(cell, str) and len(cell) < 200} & names)  # noqa: PLR2004


def _first_full(rows: Sequence[Row]) -> int:
    """Find the first row that fills half of the table's width; titles above it do not."""
    filled = [sum(not blank(cell) for cell in row) for row in rows]
    widths = Counter(len(row) for row, count in zip(rows, filled, strict=True) if count)
    # A long preamble may outnumber a short table: wide rows weigh more, a single giant does not.
    width = max(widths, key=lambda width: (widths[width] * min(width, _WIDE), width))
    usual = (n for n, row in zip(filled, rows, strict=True) if len(row) <= width)
    need = max(min(2, width), min(width, max(usual)) / 2)
    at = [index for index, count in enumerate(filled) if count]
    return next((index for index in at if filled[index] >= need), at[0])


def looks_like_data(first: Row, below: Sequence[Row]) -> bool:
    """Tell whether a would-be header is a row like those under it."""
    shapes = [shape(cell) for cell in first]
    filled = [(at, name) for at, name in enumerate(shapes) if name != "blank"]
    if not filled or _years(first):
        return False
    numbers = all(name in NUMBERS for _, name in filled)
    if not any(below):
        return all(name in STRONG | NUMBERS for _, name in filled)
    alike = False
    for at, name in filled:
        usual = _usual(at, below)
        if usual not in (name, "blank") and not {usual, name} <= NUMBERS:
            return False  # a column whose first cell is unlike the rest has a label
        alike = alike or (name in STRONG and usual == name)
    return alike or numbers


def _usual(at: int, below: Sequence[Row]) -> str:
    shapes = Counter(shape(row[at]) for row in below if at < len(row))
    del shapes["blank"]
    return shapes.most_common(1)[0][0] if shapes else "blank"


def _years(row: Row) -> bool:
    """Tell whether a row's only numbers are years, as in a table with a column per year."""
    digits = [text for cell in row if (text := written(cell).strip()).isdecimal()]
    years = [text for text in digits if len(text) == 4 and int(text) in _YEARS]  # noqa: PLR2004
    return bool(years) and len(years) == len(digits) == len(set(years))


def header_findings(header: Header, rows: Sequence[Row]) -> list[Finding]:
    """Report what stands above the header, and a header that seems to be missing."""
    above = header.row - 1
    first = next((written(c) for row in rows[:above] for c in row if not blank(c)), "")
    preamble = Finding(
        rule="clean_header",
        code="preamble-rows",
        cause="preamble-rows",
        count=above,
        of=header.row,
        rows=tuple(range(1, min(header.row, _TOLD + 1))),
        samples=(Sample(row=1, value=first[:200]),),
        facts={"header_row": header.row},
    )
    own = next(written(cell) for cell in rows[above] if not blank(cell))
    missing = Finding(
        rule="clean_header",
        code="no-header",
        cause="no-header",
        rows=(header.row,),
        samples=(Sample(row=header.row, value=own[:200]),),
    )
    return [*([preamble] if above else []), *([missing] if header.is_data else [])]
